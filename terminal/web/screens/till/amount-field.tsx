import type { ComponentChildren } from 'preact'
import { TextField } from '../../pieces/field.tsx'
import { decimalsOf, type QuantityUnit, unitName } from './quantity.ts'

/** An amount in the unit of its voucher, as a text that `readQuantity` reads. */
export const AmountField = ({
  label,
  unit,
  value,
  onValue,
  hint,
  wrong,
  placeholder,
}: {
  label: string
  unit: QuantityUnit | undefined
  value: string
  onValue: (value: string) => void
  hint?: string | undefined
  wrong?: string | undefined
  placeholder?: string
}): ComponentChildren => {
  const decimals = unit === undefined ? 0 : (decimalsOf(unit) ?? 0)
  return (
    <TextField
      label={label}
      hint={hint}
      wrong={wrong}
      value={value}
      onValue={onValue}
      isFigure
      inputMode={decimals === 0 ? 'numeric' : 'decimal'}
      autocomplete="off"
      maxLength={32}
      placeholder={placeholder ?? (decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}`)}
      affix={unit === undefined ? '' : unitName(unit)}
    />
  )
}
