import { Field } from './field.tsx'

/** A choice of one from a list, with the platform's own list, which phones and screen readers know best. */
export const SelectField = <V extends string>({
  label,
  value,
  options,
  onValue,
  hint,
  wrong,
  isDisabled,
}: {
  label: string
  value: V | ''
  options: readonly (readonly [V, string])[]
  onValue: (value: V) => void
  hint?: string | undefined
  wrong?: string | undefined
  isDisabled?: boolean
}) => (
  <Field label={label} hint={hint} wrong={wrong}>
    {(ties) => (
      <select
        {...ties}
        value={value}
        disabled={isDisabled}
        onChange={({ currentTarget }) => onValue(currentTarget.value as V)}
      >
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    )}
  </Field>
)
