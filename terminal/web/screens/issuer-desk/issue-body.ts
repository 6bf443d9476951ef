import type { VoucherField, VoucherFunction } from '../../../../chaincode/domains/vouchers/terms.ts'
import { type Body, kinds } from '../../../../chaincode/vocabulary.ts'
import type { Unit } from '../../../sdk/amount.ts'
import { partsPerMillion } from '../../state/rate.ts'
import { baseUnitsOf } from '../../words/desk-rules.ts'

/** What is typed of a new series, as texts. */
export type IssueTexts = {
  readonly [N in
    | 'voucher'
    | 'name'
    | 'metal'
    | 'fineness'
    | 'form'
    | 'currency'
    | 'shownAs'
    | 'base'
    | 'basePerShown'
    | 'quantity'
    | 'cash'
    | 'priceScale'
    | 'feeBuy'
    | 'feeSell'
    | 'feeMinimum']: string
}

/** What is chosen of it. */
export interface IssueChoices {
  product: 'metal' | 'currency'
  functions: VoucherFunction[]
  fields: VoucherField[]
  isTraded: boolean
}

/** The unit that is typed, once it is one. */
export const unitTyped = ({
  shownAs,
  base,
  basePerShown,
}: Pick<IssueTexts, 'shownAs' | 'base' | 'basePerShown'>): Unit | undefined => {
  const read = kinds['voucher.issue'].body.shape.unit.safeParse({ shownAs, base, basePerShown })
  return read.success ? read.data : undefined
}

/** The product that is typed, whether or not it is one yet. */
export const productOf = (texts: IssueTexts, { product }: IssueChoices) =>
  product === 'currency'
    ? { type: 'currency', currency: texts.currency }
    : { type: 'metal', metal: texts.metal, finenessPerTenThousand: Number(texts.fineness), form: texts.form }

/** The trade terms that are typed; both fees have the same least amount. */
export const tradeOf = (texts: Pick<IssueTexts, 'cash' | 'priceScale' | 'feeBuy' | 'feeSell' | 'feeMinimum'>) => ({
  cash: texts.cash,
  priceScale: texts.priceScale,
  fees: {
    buy: { partsPerMillion: partsPerMillion(texts.feeBuy), minimum: texts.feeMinimum },
    sell: { partsPerMillion: partsPerMillion(texts.feeSell), minimum: texts.feeMinimum },
  },
})

/** The body of an issue, or the path of the first member that the ledger would refuse. */
export const issueBodyOf = (
  texts: IssueTexts,
  choices: IssueChoices,
): { body: Body<'voucher.issue'> } | { wrong: string } => {
  const unit = unitTyped(texts)
  const { functions, fields, isTraded } = choices
  const read = kinds['voucher.issue'].body.safeParse({
    ...{ voucher: texts.voucher, name: texts.name, product: productOf(texts, choices), unit, functions, fields },
    ...(isTraded ? { trade: tradeOf(texts) } : {}),
    quantity: baseUnitsOf(texts.quantity, unit),
  })
  if (read.success) return { body: read.data }
  return { wrong: read.error.issues[0]?.path.join('.') ?? '' }
}
