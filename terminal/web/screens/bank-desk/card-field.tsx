import { z } from 'zod'
import { Field } from '../../pieces/field.tsx'
import { say } from '../../state/settings.ts'
import type { FieldRule, Fields } from '../../state/use-fields.ts'
import { readCard } from './card.ts'
import { bankWords } from './words.ts'

/** A device's card, as the device shows it. */
export const cardRule: FieldRule = {
  shape: z.string().refine((text) => readCard(text) !== undefined),
  words: bankWords.cardWrong,
}

/** Where the card of a device is pasted. */
export const CardField = ({ value, onValue, wrong }: ReturnType<Fields<string>['bind']>) => (
  <Field label={say(bankWords.card)} hint={say(bankWords.cardHint)} wrong={wrong}>
    {(ties) => (
      <textarea
        {...ties}
        rows={4}
        maxLength={2000}
        spellcheck={false}
        value={value}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
      />
    )}
  </Field>
)
