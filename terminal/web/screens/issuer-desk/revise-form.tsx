import { useState } from 'preact/hooks'
import { type TradeTerms, type VoucherField, voucherFields } from '../../../../chaincode/domains/vouchers/terms.ts'
import { type Body, kinds } from '../../../../chaincode/vocabulary.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { Act } from '../../pieces/desk.tsx'
import { ReferenceField } from '../../pieces/desk-fields.tsx'
import { TextField } from '../../pieces/field.tsx'
import { percentOf } from '../../state/rate.ts'
import { say } from '../../state/settings.ts'
import { type Review, useAct } from '../../state/use-act.ts'
import { useFields } from '../../state/use-fields.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'
import { referenceRule } from '../../words/desk-rules.ts'
import { tradeOf } from './issue-body.ts'
import { feesText } from './issue-preview.tsx'
import { nameRule, tradeRules } from './issue-rules.ts'
import { TradeFields } from './issue-screen.tsx'
import { ShownFieldChecks } from './voucher-checks.tsx'
import { issuerWords } from './words.ts'

const tradeTexts = (trade: TradeTerms | undefined) => ({
  cash: trade?.cash ?? 'CNY',
  priceScale: trade?.priceScale ?? '1000',
  feeBuy: percentOf(trade?.fees.buy.partsPerMillion ?? 2000),
  feeSell: percentOf(trade?.fees.sell.partsPerMillion ?? 2000),
  feeMinimum: trade?.fees.buy.minimum ?? '1',
})

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** What changes, one line each; the reason last. */
const reviewOf = (what: string, { name, trade, fields, reason }: Body<'voucher.revise'>): Review => ({
  what,
  lines: [
    ...(name === undefined ? [] : [[say(issuerWords.name), name] as const]),
    ...(trade === undefined ? [] : [[say(issuerWords.trade), feesText(trade)] as const]),
    ...(fields === undefined ? [] : [[say(issuerWords.fields), String(fields.length)] as const]),
    [say(issuerWords.reviseReason), reason],
  ],
})

const useRevision = (voucher: PublishedVoucher) => {
  const trade = voucher.trade as TradeTerms | undefined
  const before = (voucher.fields ?? [...voucherFields]) as VoucherField[]
  const [shown, setShown] = useState<VoucherField[]>(before)
  const startTrade = tradeTexts(trade)
  const fields = useFields(
    { name: voucher.name, reason: '', ...startTrade },
    { name: nameRule, reason: referenceRule, ...(trade === undefined ? {} : tradeRules) },
    `revise ${voucher.voucher}`,
  )
  /** Only what is other than before: what is left out stays as it is. */
  const bodyOf = (): Body<'voucher.revise'> => {
    const { name, reason, ...texts } = fields.values
    const isTradeSame = trade === undefined || isSame(texts, startTrade)
    return kinds['voucher.revise'].body.parse({
      ...{ voucher: voucher.voucher, reason },
      ...(name === voucher.name ? {} : { name }),
      ...(isSame(shown, before) ? {} : { fields: shown }),
      ...(isTradeSame ? {} : { trade: tradeOf(texts) }),
    })
  }
  const action = say(issuerWords.reviseNow)(voucher.voucher)
  const act = useAct({
    about: { voucher: voucher.voucher },
    check: () => fields.check() && shown.length > 0,
    asked: () => ({ kind: 'voucher.revise', body: bodyOf(), review: reviewOf(action, bodyOf()) }),
    onTaken: fields.forget,
  })
  return { fields, shown, setShown, action, act, isTraded: trade !== undefined }
}

/** Changes name, shown fields or trade terms: a new version with a reason (row S0-014). */
export const ReviseForm = ({ voucher }: { voucher: PublishedVoucher }) => {
  const { fields, shown, setShown, action, act, isTraded } = useRevision(voucher)
  return (
    <Act title={say(issuerWords.revise)} text={say(issuerWords.reviseText)}>
      <ActForm label={say(issuerWords.revise)} action={action} act={act}>
        <TextField label={say(issuerWords.name)} maxLength={60} {...fields.bind('name')} />
        {isTraded && <TradeFields texts={fields} unit={voucher.unit} />}
        <ShownFieldChecks chosen={shown} onChosen={setShown} isChecked />
        <ReferenceField label={say(issuerWords.reviseReason)} {...fields.bind('reason')} />
      </ActForm>
    </Act>
  )
}
