import { fromShown, type Unit } from '../../sdk/amount.ts'
import { type Content, type ContentKind, contents, hasContent } from '../../sdk/matching/content.ts'
import { namedValuesIn } from './named-values.ts'

/** What is delivered of a recommendation that is no certificate, as it is typed. */
export interface ContentTexts {
  link: string
  contentTitle: string
  introduction: string
  specification: string
  /** The code of the cash of a price, and the price of one piece in its shown unit; both are left free, or neither. */
  cash: string
  price: string
  unit: string
  numbers: string
}

export const startingContent: ContentTexts = {
  ...{ link: '', contentTitle: '', introduction: '', specification: '' },
  ...{ cash: '', price: '', unit: '', numbers: '' },
}

const numbersIn = (typed: string): string[] => typed.split(/[\s,，;；、]+/).filter((one) => one !== '')

/** A price in base units of its cash; undefined where it is none, or the cash is not known. */
const baseUnitsIn = (typed: string, unit: Unit | undefined): string | undefined => {
  const read = unit === undefined ? undefined : fromShown(typed, unit)
  return read !== undefined && 'quantity' in read ? read.quantity : undefined
}

/** Each kind as its members are read of what was typed; what was left free is left out. */
const drafts: { readonly [K in ContentKind]: (typed: ContentTexts, cashUnit: Unit | undefined) => object } = {
  link: ({ link }) => ({ link }),
  goods: ({ contentTitle: title, introduction, specification, cash, price }, cashUnit) => ({
    ...{ title, specification: namedValuesIn(specification).map(([name, value]) => ({ name, value })) },
    ...(introduction === '' ? {} : { introduction }),
    ...(cash === '' && price === '' ? {} : { price: { cash, price: baseUnitsIn(price, cashUnit) } }),
  }),
  numbers: ({ contentTitle: title, unit, numbers }) => ({
    ...{ title, values: numbersIn(numbers) },
    ...(unit === '' ? {} : { unit }),
  }),
}

/** In which field each member is typed. */
const fieldOf: { readonly [member: string]: keyof ContentTexts } = {
  ...{ link: 'link', title: 'contentTitle', introduction: 'introduction', specification: 'specification' },
  ...{ price: 'price', unit: 'unit', values: 'numbers' },
}

/** The content kind among what can be delivered; undefined for the name of a certificate or an instance. */
export const contentKindOf = (target: string): ContentKind | undefined =>
  hasContent(target as ContentKind) ? (target as ContentKind) : undefined

/** The content that was typed, its price in `cashUnit`, or in which fields something is wrong, as the SDK would refuse it (S3-055, S3-056, S3-064). */
export const contentIn = (
  kind: ContentKind,
  typed: ContentTexts,
  cashUnit?: Unit,
): { content: Content } | { wrong: (keyof ContentTexts)[] } => {
  const read = contents[kind].safeParse({ kind, ...drafts[kind](typed, cashUnit) })
  if (read.success) return { content: read.data }
  const wrong = read.error.issues.map(({ path: [member] }) => fieldOf[member as string] as keyof ContentTexts)
  return { wrong: [...new Set(wrong)] }
}
