import { z } from 'zod'
import type { Unit } from '../../../sdk/amount.ts'
import type { ListedPurchase } from '../../../sdk/purchases.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Segments } from '../../pieces/field.tsx'
import { say } from '../../state/settings.ts'
import { type Review, useAct } from '../../state/use-act.ts'
import { useFields } from '../../state/use-fields.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { checkQuantity } from '../../words/validate.ts'
import { type Decision, decisionOf, type Share, shares } from './decision.ts'
import { disputeWords } from './dispute-words.ts'

/** What becomes of money and metal, so that nobody decides about either unseen. */
const reviewOf = ({ buyer, provider, metal, fee }: ListedPurchase, decision: Decision, unit: Unit): Review => {
  const shown = (quantity: string) => formatQuantity(quantity, unit)
  const words = decision.metalOf === 'buyer' ? disputeWords.metalToBuyer : disputeWords.metalToProvider
  const who = decision.metalOf === 'buyer' ? buyer : provider
  return {
    what: say(disputeWords.decide),
    total: [say(disputeWords.toBuyer), `${shown(decision.refund)} · ${buyer}`],
    lines: [
      [say(disputeWords.toProvider), `${shown(decision.provider)} · ${provider}`],
      ...(fee === undefined ? [] : [[say(disputeWords.fee), `${shown(decision.fee)} · ${fee.bank}`] as const]),
      ...(metal === undefined
        ? []
        : [
            [
              say(disputeWords.metal),
              say(words)(`${formatQuantity(metal.reserved, unitOf(metal.voucher))} ${metal.voucher}`, who),
            ] as const,
          ]),
    ],
  }
}

/** An auditor's decision: all, a part or nothing of what is held goes back to the buyer, and the rest to the provider. */
export const DecideForm = ({ of, unit }: { of: ListedPurchase; unit: Unit }) => {
  const partOf = (text: string) => checkQuantity(text, unit, { maximum: of.held }).value
  const fields = useFields<'share' | 'part'>({ share: 'all', part: '' }, ({ share }) =>
    share === 'part'
      ? {
          part: {
            shape: z.string().refine((text) => decisionOf(of, 'part', partOf(text)) !== undefined),
            words: disputeWords.refundWrong,
          },
        }
      : {},
  )
  const { values } = fields
  const share = shares.find((one) => one === values.share) ?? 'all'
  const decision = decisionOf(of, share, partOf(values.part))
  const action = say(disputeWords.decideNow)(decision === undefined ? '' : formatQuantity(decision.refund, unit))
  const act = useAct({
    check: fields.check,
    asked: () =>
      decision === undefined
        ? undefined
        : {
            kind: 'purchase.decide',
            body: { purchase: of.purchase, refund: decision.refund },
            review: reviewOf(of, decision, unit),
          },
  })
  return (
    <ActForm label={say(disputeWords.decide)} action={action} act={act}>
      <Segments<Share>
        label={say(disputeWords.refund)}
        value={share}
        options={shares.map((one) => [one, say(disputeWords[one])] as const)}
        onValue={(one) => fields.set({ share: one })}
      />
      {share === 'part' && <AmountField label={say(disputeWords.refundAmount)} unit={unit} {...fields.bind('part')} />}
    </ActForm>
  )
}
