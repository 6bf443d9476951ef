import type { VoucherFunction } from '../../../chaincode/domains/vouchers/terms.ts'
import type { Phrase } from '../dictionary/phrase.ts'
import { cashTransferWords, formWord, functionWords, metalWord, voucherWords } from '../dictionary/vouchers.ts'
import { locale, say } from '../state/settings.ts'
import type { PublishedVoucher } from '../state/vouchers.ts'

type Product = PublishedVoucher['product']

/** True when a code of the product has no name here; it is then shown raw, with a warning (row S0-035). */
export const hasUnknownCode = (product: Product): boolean =>
  product.type === 'metal' && (metalWord(product.metal) === undefined || formWord(product.form) === undefined)

/** A currency by name; its code where the browser knows none. */
const currencyName = (code: string): string =>
  new Intl.DisplayNames([locale.value], { type: 'currency', fallback: 'code' }).of(code) ?? code

/** What a function is called on a voucher: cash is paid over, metal is made over. */
export const functionWord = (name: VoucherFunction, product: Product): Phrase =>
  name === 'transfer' && product.type === 'currency' ? cashTransferWords.transfer : functionWords[name]

/** Metal, purity and form, or the currency, in words. */
export const productText = (product: Product): string => {
  if (product.type === 'currency') return say(voucherWords.cashOf)(currencyName(product.currency))
  const [metal, form] = [metalWord(product.metal), formWord(product.form)]
  return say(voucherWords.product)(
    metal ? say(metal) : product.metal,
    product.finenessPerTenThousand,
    form ? say(form) : product.form,
  )
}

/** What the holders may do, in words; a code that has no name here stands raw. Empty while the voucher is suspended. */
export const functionsText = (functions: readonly string[], product: Product): string =>
  functions
    .map((name) => (Object.hasOwn(functionWords, name) ? say(functionWord(name as VoucherFunction, product)) : name))
    .join('\u00a0· ')
