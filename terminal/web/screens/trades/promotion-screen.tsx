import { useMemo, useState } from 'preact/hooks'
import type { ListedPromotion } from '../../../sdk/promotions.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { findPromotion } from '../../../sdk/trade-chain/promotion.ts'
import { CodePicture } from '../../codes/code-pictures.tsx'
import '../../codes/codes.css'
import { qrOf } from '../../codes/qr.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { familyWords, sideWords, tradeWords } from '../../market/trades/words.ts'
import { Button } from '../../pieces/button.tsx'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { EmptyState, ReadingState } from '../../pieces/states.tsx'
import { keptPromotionCode } from '../../state/promotion-codes.ts'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { formatMoment } from '../../words/format.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import type { Parameters } from '../screen.ts'
import { PromotionPill, titleOfPromotion, usesOf } from './promotion-line.tsx'
import { authenticationWords, endingWords, promotionWords } from './promotion-words.ts'

/** The code as others scan it, black on white whatever the theme is, and as text to be handed on. */
const Code = ({ code }: { code: string }) => {
  const picture = useMemo(() => qrOf(code, { isLong: true }), [code])
  const [isCopied, setCopied] = useState(false)
  const copy = () => void navigator.clipboard?.writeText(code).then(() => setCopied(true))
  return (
    <>
      <p class="note">{say(promotionWords.codeNote)}</p>
      <div class="device-card">
        <CodePicture picture={picture} label={say(promotionWords.qrLabel)} kind="qr" />
      </div>
      <div>
        <Button onClick={copy}>{say(isCopied ? promotionWords.copied : promotionWords.copy)}</Button>
      </div>
      <pre data-code={code}>{code}</pre>
    </>
  )
}

const CodeOf = ({ promotion }: { promotion: string }) => {
  const read = useResource(`promotion code ${promotion}`, async () => ({ code: await keptPromotionCode(promotion) }))
  return (
    <Section title={say(promotionWords.code)}>
      <ReadingState of={read} lines={4} />
      {read.value !== undefined &&
        (read.value.code === undefined ? (
          <p class="note">{say(promotionWords.codeElsewhere)}</p>
        ) : (
          <Code code={read.value.code} />
        ))}
    </Section>
  )
}

const End = ({ promotion }: { promotion: string }) => {
  const instructing = useInstruction()
  return (
    <div>
      <ConfirmedButton
        action={say(promotionWords.end)}
        title={say(promotionWords.endTitle)}
        text={say(promotionWords.endText)}
        instructing={instructing}
        onConfirm={() => instructing.send('promotion.end', { promotion })}
      />
    </div>
  )
}

const factsOf = (promotion: ListedPromotion): (readonly [name: string, words: string, value: string])[] => [
  ['institution', say(tradeWords.institution), nameOfOrganisation(promotion.institution)],
  [
    'trade',
    say(promotionWords.trade),
    [say(sideWords[promotion.side]), say(familyWords[promotion.family]), promotion.metal ?? ''].join(' ').trim(),
  ],
  ['used', say(promotionWords.usedTimes), usesOf(promotion)],
  ['until', say(promotionWords.validUntil), formatMoment(promotion.endedAt ?? promotion.validUntil)],
  ['over', say(promotionWords.whenOver), say(endingWords[promotion.whenOver])],
  ['known', say(promotionWords.knownBy), say(authenticationWords[promotion.authentication.type])],
  ['number', say(promotionWords.number), promotion.promotion],
]

const Shown = ({ promotion, isOwn }: { promotion: ListedPromotion; isOwn: boolean }) => (
  <>
    {isOwn && <CodeOf promotion={promotion.promotion} />}
    <Section title={say(promotionWords.about)} aside={<PromotionPill promotion={promotion} />}>
      <dl class="pairs">
        {factsOf(promotion).map(([name, words, value]) => (
          <div key={name} class="pair" data-fact={name}>
            <dt>{words}</dt>
            <dd class={name === 'number' ? 'code-value' : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
      {isOwn && promotion.status === 'open' && <End promotion={promotion.promotion} />}
    </Section>
  </>
)

const Promotion = ({ terminal, id }: { terminal: Terminal; id: string }) => {
  const read = useResource(`promotion ${id}`, async () => ({ found: await findPromotion(terminal, id) }))
  const found = read.value?.found
  const back = (
    <a class="back" href="#/promotions">
      <Icon name="back" />
      {say(shellWords.promotions)}
    </a>
  )
  return (
    <Page title={found === undefined ? say(shellWords.promotions) : titleOfPromotion(found)} back={back} isNarrow>
      <ReadingState of={read} lines={8} />
      {read.value !== undefined && found === undefined && (
        <EmptyState icon="search" title={say(promotionWords.missing)}>
          {say(promotionWords.missingText)}
        </EmptyState>
      )}
      {found !== undefined && <Shown promotion={found} isOwn={found.promoter === terminal.participant} />}
      <NoticeArea only={({ kind }) => kind.startsWith('promotion.')} />
    </Page>
  )
}

/** One promotion: its code to be handed on, how often it was used, and ending it (S2-051, S2-053). */
export const PromotionScreen = ({ parameters }: { parameters: Parameters }) => {
  const terminal = ownTerminal.value
  return terminal === undefined ? null : <Promotion terminal={terminal} id={parameters['id'] ?? ''} />
}
