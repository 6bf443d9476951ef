import { participantId } from '../../../chaincode/wire/identifiers.ts'
import { fromShown, type Unit } from '../../sdk/amount.ts'
import type { Phrase } from '../dictionary/phrase.ts'
import { quantityFaultWords, voucherWords } from '../dictionary/vouchers.ts'

/** What was typed, in the form that the ledger takes, or what is wrong with it, in both languages. */
export type Checked = { value: string; wrong?: undefined } | { value?: undefined; wrong: Phrase }

const both = (make: (language: 'zh' | 'en') => string): Phrase => ({ zh: make('zh'), en: make('en') })

const nameOf = (unit: Unit): string => (/^10*$/.test(unit.basePerShown) ? unit.shownAs : unit.base)

/** A quantity in the shown unit as a count of base units, at most `maximum`; `show` puts that into words (rows S0-007, S0-037). */
export const checkQuantity = (
  text: string,
  unit: Unit,
  limit: { maximum?: string | undefined; show?: (quantity: string) => string } = {},
): Checked => {
  const read = fromShown(text, unit)
  if ('fault' in read)
    return { wrong: both((language) => quantityFaultWords[read.fault][language](nameOf(unit), unit.base)) }
  const { maximum, show = (quantity) => quantity } = limit
  if (maximum !== undefined && BigInt(read.quantity) > BigInt(maximum)) {
    return { wrong: both((language) => voucherWords.exceeds[language](show(maximum))) }
  }
  return { value: read.quantity }
}

/** Another participant's name. */
export const checkAccount = (text: string, self: string): Checked => {
  const name = text.trim()
  if (!participantId.safeParse(name).success) return { wrong: voucherWords.accountWrong }
  return name === self ? { wrong: voucherWords.accountSelf } : { value: name }
}
