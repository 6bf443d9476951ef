import { Field } from '../../pieces/field.tsx'

/** A date, with the platform's own calendar; an empty text is none. */
export const DateField = ({
  label,
  value,
  onValue,
}: {
  label: string
  value: string
  onValue: (value: string) => void
}) => (
  <Field label={label}>
    {(ties) => (
      <input {...ties} type="date" value={value} onInput={({ currentTarget }) => onValue(currentTarget.value)} />
    )}
  </Field>
)
