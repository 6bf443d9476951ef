/** How a voucher's quantities are shown, as the ledger has it. */
export interface QuantityUnit {
  base: string
  shownAs: string
  basePerShown: string
}

/** Places behind the point in the shown unit; undefined where that is no power of ten of base units, which would round. */
export const decimalsOf = ({ basePerShown }: QuantityUnit): number | undefined =>
  /^10*$/.test(basePerShown) ? basePerShown.length - 1 : undefined

const groupedWhole = (digits: string): string => digits.replace(/\B(?=([0-9]{3})+$)/g, ',')

/** The figure alone, with all its places, so that columns line up: `1,250.00`. */
export const showFigure = (quantity: string | bigint, unit: QuantityUnit): string => {
  const text = quantity.toString()
  const decimals = decimalsOf(unit)
  if (decimals === undefined) return groupedWhole(text)
  const digits = text.padStart(decimals + 1, '0')
  const whole = groupedWhole(digits.slice(0, digits.length - decimals))
  return decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`
}

/** What stands behind the figure. */
export const unitName = (unit: QuantityUnit): string =>
  decimalsOf(unit) === undefined ? `× ${unit.base}` : unit.shownAs

/** A quantity with its unit, exactly. */
export const showQuantity = (quantity: string | bigint, unit: QuantityUnit | undefined): string =>
  unit === undefined ? quantity.toString() : `${showFigure(quantity, unit)} ${unitName(unit)}`

/** The base units that a typed amount of the shown unit means; undefined when it is none, nothing, or too fine. */
export const readQuantity = (text: string, unit: QuantityUnit): string | undefined => {
  const decimals = decimalsOf(unit) ?? 0
  const [, whole, fraction = ''] = text.replaceAll(/[\s,]/g, '').match(/^([0-9]{1,20})(?:\.([0-9]*))?$/) ?? []
  if (whole === undefined || fraction.length > decimals) return undefined
  const digits = `${whole}${fraction.padEnd(decimals, '0')}`.replace(/^0+/, '')
  return digits === '' ? undefined : digits
}
