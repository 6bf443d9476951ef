import { z } from 'zod'
import { type InstanceForm, useName } from '../../../../chaincode/domains/certificates/terms.ts'
import { TextField } from '../../pieces/field.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { say } from '../../state/settings.ts'
import type { FieldRule, Fields } from '../../state/use-fields.ts'
import { formWords, matchingWords } from './words.ts'

/** As what somebody gets a certificate, as it is typed. */
export interface FormTexts {
  form: InstanceForm
  uses: string
  days: string
}

export const startingForm: FormTexts = { form: 'data', uses: '', days: '30' }

const usesIn = (typed: string): string[] => [...new Set(typed.split(/[\s,，、]+/))].filter((use) => use !== '')

/** What a licence must say; nothing else is asked of other forms. */
export const formRules = ({ form }: FormTexts): { [name: string]: FieldRule } => {
  if (form !== 'licence') return {}
  const uses = z.string().refine((typed) => {
    const read = usesIn(typed)
    return read.length > 0 && read.length <= 8 && read.every((use) => useName.safeParse(use).success)
  })
  const days = z.string().regex(/^[1-9][0-9]{0,2}$/)
  return {
    uses: { shape: uses, words: matchingWords.usesWrong },
    days: { shape: days, words: matchingWords.daysWrong },
  }
}

/** The form with the terms of a licence, as bodies have them, from `now` on in milliseconds since 1970. */
export const formTerms = ({ form, uses, days }: FormTexts, now: number) => ({
  form,
  ...(form === 'licence' ? { scope: usesIn(uses), endsAt: String(now + Number(days) * 86_400_000) } : {}),
})

/** As what the other side gets it. */
export const FormFields = <N extends string>({ fields: given }: { fields: Fields<N | keyof FormTexts> }) => {
  const fields = given as unknown as Fields<keyof FormTexts>
  const form = fields.values.form as InstanceForm
  return (
    <>
      <SelectField<InstanceForm>
        label={say(matchingWords.asWhat)}
        value={form}
        options={(Object.keys(formWords) as InstanceForm[]).map((name) => [name, say(formWords[name])] as const)}
        onValue={(value) => fields.set({ form: value })}
      />
      {form === 'licence' && (
        <>
          <TextField
            label={say(matchingWords.uses)}
            hint={say(matchingWords.usesHint)}
            autocapitalize="none"
            spellcheck={false}
            maxLength={180}
            {...fields.bind('uses')}
          />
          <TextField label={say(matchingWords.days)} inputMode="numeric" maxLength={3} {...fields.bind('days')} />
        </>
      )}
    </>
  )
}
