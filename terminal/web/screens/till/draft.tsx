import { useRef, useState } from 'preact/hooks'
import { feeOn } from '../../../../chaincode/rules/amount.ts'
import { orderNumber as orderNumberShape } from '../../../../chaincode/wire/identifiers.ts'
import { decimalsOf, type Unit } from '../../../sdk/amount.ts'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Segments, TextField } from '../../pieces/field.tsx'
import { Alert } from '../../pieces/states.tsx'
import { CameraDialog } from '../../scanner/camera-dialog.tsx'
import { codeIn } from '../../scanner/typed-code.ts'
import { now as clock } from '../../state/clock.ts'
import type { Registration } from '../../state/merchant.ts'
import { language, say } from '../../state/settings.ts'
import { formatQuantity } from '../../words/format.ts'
import { reasonOf } from '../../words/reason.ts'
import { type Checked, checkQuantity } from '../../words/validate.ts'
import { CameraButton, CodeEntry } from './code-entry.tsx'
import { Pad } from './pad.tsx'
import type { Sale, Trouble } from './sale-session.ts'
import { cameraWords, tillWords } from './words.ts'

/** A voucher that the merchant may take. */
export interface Taken {
  voucher: string
  name: string
  unit: Unit
}

/** What is typed of a sale; the texts stay as they are while a code is no good. */
export interface DraftText {
  orderNumber: string
  voucher: string
  amount: string
}

const wrongAmount = (text: string, checked: Checked, maximum: bigint, unit: Unit): string | undefined => {
  if (text === '') return undefined
  if (checked.value === undefined) return say(checked.wrong)
  return BigInt(checked.value) > maximum ? say(tillWords.maximum)(formatQuantity(maximum.toString(), unit)) : undefined
}

/** What the typed texts amount to: a sale, and what is wrong with them until they are one. */
const judge = (draft: DraftText, registration: Registration, unit: Unit) => {
  const checked = checkQuantity(draft.amount, unit)
  const quantity = checked.value
  const maximum = BigInt(registration.maximum)
  const orderWrong = orderNumberShape.safeParse(draft.orderNumber).success ? undefined : say(tillWords.orderWrong)
  const amountWrong = wrongAmount(draft.amount, checked, maximum, unit)
  const isWhole = quantity !== undefined && orderWrong === undefined && amountWrong === undefined
  const sale: Sale | undefined = isWhole
    ? { orderNumber: draft.orderNumber, voucher: draft.voucher, quantity }
    : undefined
  const fee = quantity === undefined ? undefined : feeOn(BigInt(quantity), registration.fee)
  return { sale, quantity, orderWrong, amountWrong, fee }
}

const TroubleAlert = ({ trouble, now }: { trouble: Trouble; now: number }) => {
  if (trouble.code === 'not_claimed') return <Alert tone="warn">{say(tillWords.notClaimed)}</Alert>
  const { what, next } = reasonOf(trouble.code)[language.value]
  const seconds = trouble.until === undefined ? 0 : Math.ceil((trouble.until - now) / 1000)
  return (
    <Alert tone="bad" title={what}>
      {seconds > 0 ? say(tillWords.lockedFor)(seconds) : next}
    </Alert>
  )
}

const blockedBy = (sale: Sale | undefined, lockedSeconds: number, wrong: string | undefined): string | undefined => {
  if (lockedSeconds > 0) return say(tillWords.lockedFor)(lockedSeconds)
  return sale === undefined ? (wrong ?? say(tillWords.amountFirst)) : undefined
}

interface DraftProperties {
  registration: Registration
  taken: readonly Taken[]
  draft: DraftText
  trouble: Trouble | undefined
  onDraft: (draft: DraftText) => void
  onCode: (sale: Sale, code: string) => void
}

// Where fingers type, the pad stands below already, and a keyboard on the screen would cover it.
const hasKeyboard = (): boolean => !matchMedia('(pointer: coarse)').matches

const Amount = ({
  registration,
  taken,
  draft,
  onDraft,
  unit,
  judged,
  isBlocked,
  onCamera,
  onEnter,
}: Omit<DraftProperties, 'trouble' | 'onCode'> & {
  unit: Unit
  judged: ReturnType<typeof judge>
  isBlocked: boolean
  onCamera: () => void
  onEnter: () => void
}) => (
  <section class="card" aria-label={say(tillWords.sale)}>
    {taken.length > 1 && (
      <Segments
        label={say(tillWords.voucher)}
        isLabelHidden
        value={draft.voucher}
        options={taken.map(({ voucher }) => [voucher, voucher] as const)}
        onValue={(voucher) => onDraft({ ...draft, voucher, amount: '' })}
      />
    )}
    <AmountField
      label={say(tillWords.amount)}
      unit={unit}
      value={draft.amount}
      wrong={judged.amountWrong}
      hint={[
        say(tillWords.maximum)(formatQuantity(registration.maximum, unit)),
        ...(judged.fee === undefined ? [] : [say(tillWords.feeIs)(formatQuantity(judged.fee.toString(), unit))]),
      ].join(' · ')}
      onValue={(amount) => onDraft({ ...draft, amount })}
      isFocused={hasKeyboard()}
      onEnter={onEnter}
    />
    <Pad value={draft.amount} decimals={decimalsOf(unit) ?? 0} onValue={(amount) => onDraft({ ...draft, amount })} />
    <div class="phone-only">
      <CameraButton tone="primary" isDisabled={isBlocked} onPress={onCamera} />
    </div>
    <TextField
      label={say(tillWords.order)}
      hint={say(tillWords.orderHint)}
      wrong={judged.orderWrong}
      value={draft.orderNumber}
      maxLength={40}
      autocomplete="off"
      spellcheck={false}
      onValue={(orderNumber) => onDraft({ ...draft, orderNumber })}
    />
  </section>
)

/** A sale before its code: order number, amount, and the ways in for the code. */
export const Draft = (properties: DraftProperties) => {
  const { registration, taken, draft, trouble, onDraft, onCode } = properties
  const unit = taken.find(({ voucher }) => voucher === draft.voucher)?.unit
  const now = clock.value
  const codeCard = useRef<HTMLElement>(null)
  const [isCameraOpen, setCameraOpen] = useState(false)
  if (unit === undefined) return null
  const judged = judge(draft, registration, unit)
  const lockedSeconds = trouble?.until === undefined ? 0 : Math.ceil((trouble.until - now) / 1000)
  const { sale } = judged
  const blocked = blockedBy(sale, lockedSeconds, judged.orderWrong ?? judged.amountWrong)
  const take = (code: string) => {
    setCameraOpen(false)
    if (sale !== undefined) onCode(sale, code)
  }
  const openCamera = () => setCameraOpen(true)
  const amount = sale === undefined ? '' : formatQuantity(sale.quantity, unit)
  return (
    <div class="till-columns">
      <Amount
        {...{ registration, taken, draft, onDraft, unit, judged }}
        isBlocked={blocked !== undefined}
        onCamera={openCamera}
        onEnter={() => codeCard.current?.querySelector('input')?.focus()}
      />
      <section class="card" aria-label={say(tillWords.code)} ref={codeCard}>
        {trouble !== undefined && <TroubleAlert trouble={trouble} now={now} />}
        <CodeEntry
          charge={say(tillWords.charge)(amount).trim()}
          isBlocked={blocked}
          onCamera={openCamera}
          onCode={take}
        />
      </section>
      {isCameraOpen && (
        <CameraDialog words={cameraWords} accept={codeIn} onFound={take} onClose={() => setCameraOpen(false)} />
      )}
    </div>
  )
}
