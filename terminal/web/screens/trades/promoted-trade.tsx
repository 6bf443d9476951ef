import { useState } from 'preact/hooks'
import { z } from 'zod'
import { readPromotionCode } from '../../../../chaincode/wire/promotion-code.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { endOfPromotion, type ScannedPromotion, scanPromotion } from '../../../sdk/trade-chain/promotion.ts'
import { familyWords, identityWords, sideWords, tradeWords } from '../../market/trades/words.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { Button } from '../../pieces/button.tsx'
import { Act } from '../../pieces/desk.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { CameraDialog } from '../../scanner/camera-dialog.tsx'
import { now } from '../../state/clock.ts'
import { fateOf, promotedTrade } from '../../state/promotions.ts'
import { navigate } from '../../state/route.ts'
import { say } from '../../state/settings.ts'
import type { IdentityType } from '../../state/trades.ts'
import type { Review } from '../../state/use-act.ts'
import { useFields } from '../../state/use-fields.ts'
import { useWork } from '../../state/use-work.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatMoment, formatQuantity } from '../../words/format.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { overWords, promotionWords } from './promotion-words.ts'
import { HoursField, IdentityFields } from './trade-fields.tsx'
import { nameOfUnit } from './trade-review.ts'
import { identityRules } from './trade-rules.ts'
import { type AskedTrade, useOpening } from './use-opening.ts'
import { tradeFormWords } from './words.ts'

const isCode = (text: string): boolean => readPromotionCode(text) !== undefined

/** What was scanned, with the text that it was read from. */
interface Read {
  text: string
  scanned: ScannedPromotion
}

const cameraWords = {
  title: promotionWords.scan,
  looking: promotionWords.scanLooking,
  instead: promotionWords.scanInstead,
}

/** A code as it is pasted, or seen by the camera; it is held against the ledger before anything of it is shown. */
const CodeEntry = ({ terminal, onRead }: { terminal: Terminal; onRead: (read: Read) => void }) => {
  const [isScanning, setScanning] = useState(false)
  const { run, isPending, fault } = useWork()
  const fields = useFields(
    { code: '' },
    { code: { shape: z.string().refine(isCode), words: promotionWords.codeWrong } },
  )
  const read = (text: string) =>
    void run(async () => {
      onRead({ text, scanned: await scanPromotion(terminal, text) })
    })
  const submit = (event: Event) => {
    event.preventDefault()
    if (fields.check()) read(fields.values.code)
  }
  const found = (text: string) => {
    setScanning(false)
    read(text)
  }
  return (
    <form class="form" aria-label={say(promotionWords.byCode)} onSubmit={submit} noValidate>
      {fault && <FaultAlert fault={fault} />}
      <TextField
        label={say(promotionWords.code)}
        hint={say(promotionWords.codeHint)}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxLength={512}
        {...fields.bind('code')}
      />
      <Button type="submit" tone="primary" isWide isPending={isPending}>
        {say(promotionWords.read)}
      </Button>
      <Button isWide isDisabled={isPending} onClick={() => setScanning(true)}>
        <Icon name="pay" />
        {say(promotionWords.scan)}
      </Button>
      {isScanning && (
        <CameraDialog
          words={cameraWords}
          accept={(text) => (isCode(text) ? text : undefined)}
          onFound={found}
          onClose={() => setScanning(false)}
        />
      )}
    </form>
  )
}

/** The trade that a code says, line by line. */
const linesOf = ({ code: { terms }, promotion }: ScannedPromotion) => {
  const metal = unitOf(promotion.metal)
  const cash = unitOf(terms.cash)
  const one = metal === undefined ? nameOfUnit(undefined) : formatQuantity(terms.priceScale ?? '1', metal)
  const what = `${formatQuantity(terms.quantity, metal)} · ${promotion.metal ?? terms.product ?? ''}`
  return [
    [say(promotionWords.promoter), promotion.promoter],
    [say(tradeWords.institution), nameOfOrganisation(promotion.institution)],
    [say(tradeWords.family), say(familyWords[promotion.family])],
    [say(sideWords[promotion.side]), what],
    [say(tradeWords.limit), say(tradeWords.limitOf)(formatQuantity(terms.limitPrice, cash), one)],
    ...(terms.cashMaximum === undefined
      ? []
      : [[say(tradeWords.most), formatQuantity(terms.cashMaximum, cash)] as const]),
  ] as const
}

const reviewOf = (
  scanned: ScannedPromotion,
  { identity, expiresAt }: { identity: { type: IdentityType; value: string }; expiresAt: string },
): Review => {
  const lines = linesOf(scanned)
  const { side, metal } = scanned.promotion
  const { quantity, product } = scanned.code.terms
  return {
    what: `${say(sideWords[side])} ${formatQuantity(quantity, unitOf(metal))} · ${metal ?? product ?? ''}`,
    lines: [
      ...lines,
      [say(tradeFormWords.expires), formatMoment(expiresAt)],
      [
        say(tradeFormWords.identity),
        say(tradeFormWords.ending)(say(identityWords[identity.type]), identity.value.slice(-4)),
      ],
    ],
  }
}

const Fate = ({ scanned: { promotion } }: Pick<Read, 'scanned'>) => {
  const over = endOfPromotion(promotion, now.value)
  if (over === undefined) return null
  const isStopped = fateOf(promotion, now.value) === 'stopped'
  const words = isStopped ? promotionWords.isStopped : promotionWords.isUnmarked
  return (
    <div data-fate={isStopped ? 'stopped' : 'unmarked'}>
      <Alert tone={isStopped ? 'bad' : 'warn'}>{say(words)(say(overWords[over]))}</Alert>
    </div>
  )
}

const Promoted = ({ terminal, read, onAnother }: { terminal: Terminal; read: Read; onAnother: () => void }) => {
  const { text, scanned } = read
  const [hours, setHours] = useState('24')
  // Without a name: what somebody is known by stays in no draft.
  const identity = useFields<'type' | 'value'>({ type: 'account-number', value: '' }, identityRules)
  const asked = (): AskedTrade | undefined => {
    const shown = { type: identity.values.type as IdentityType, value: identity.values.value }
    const trade = promotedTrade(scanned, { text, hours, identity: shown, now: terminal.connection.now() })
    return trade && { trade, review: reviewOf(scanned, { identity: shown, expiresAt: trade.body.expiresAt }) }
  }
  const onTaken = (chain: string) => {
    identity.reset()
    navigate(`/trades/${chain}`)
  }
  const act = useOpening(terminal, { check: identity.check, asked, onTaken })
  const isStopped = fateOf(scanned.promotion, now.value) === 'stopped'
  return (
    <div class="stack" data-promoted={scanned.promotion.promotion}>
      <Fate scanned={scanned} />
      <dl class="pairs">
        {linesOf(scanned).map(([name, value]) => (
          <div key={name} class="pair">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ActForm label={say(promotionWords.trade)} action={say(tradeFormWords.go)} act={act} isDisabled={isStopped}>
        <HoursField value={hours} onValue={setHours} />
        <IdentityFields fields={identity} />
      </ActForm>
      <div>
        <Button onClick={onAnother}>{say(promotionWords.another)}</Button>
      </div>
    </div>
  )
}

/** A trade by the code of a promotion, which says all of it but who trades and until when (S2-052, S2-053). */
export const PromotedTrade = ({ terminal }: { terminal: Terminal }) => {
  const [read, setRead] = useState<Read | undefined>(undefined)
  return (
    <Act title={say(promotionWords.byCode)} text={say(promotionWords.byCodeText)}>
      {read === undefined ? (
        <CodeEntry terminal={terminal} onRead={setRead} />
      ) : (
        <Promoted key={read.text} terminal={terminal} read={read} onAnother={() => setRead(undefined)} />
      )}
    </Act>
  )
}
