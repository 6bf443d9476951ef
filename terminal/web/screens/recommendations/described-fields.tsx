import { z } from 'zod'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { TextField } from '../../pieces/field.tsx'
import { say } from '../../state/settings.ts'
import { parametersOf, valuesOf } from '../../state/trait-texts.ts'
import type { FieldRule, Fields } from '../../state/use-fields.ts'
import { describedWords } from './described-words.ts'

/** What is said of what is recommended, besides its code, as it is typed. */
export interface DescribedTexts {
  traits: string
  parameters: string
}

export const startingDescribed: DescribedTexts = { traits: '', parameters: '' }

/** What each field must be (S3-003, S3-004). */
export const describedRules: { readonly [N in keyof DescribedTexts]: FieldRule } = {
  traits: {
    shape: z.string().refine((typed) => valuesOf(typed) !== undefined),
    words: describedWords.traitsWrong,
  },
  parameters: {
    shape: z.string().refine((typed) => parametersOf(typed) !== undefined),
    words: describedWords.parametersWrong,
  },
}

/** What was typed as a recommendation has it; what is typed was held to its rules before. */
export const describedIn = ({
  traits,
  parameters,
}: DescribedTexts): Pick<Body<'recommendation.open'>, 'traits' | 'parameters'> => ({
  traits: valuesOf(traits) ?? [],
  parameters: parametersOf(parameters) ?? [],
})

/** Traits and parameters of what is recommended, by which those are found who want it so (S3-005). */
export const DescribedFields = <N extends string>({ fields: given }: { fields: Fields<N | keyof DescribedTexts> }) => {
  const fields = given as unknown as Fields<keyof DescribedTexts>
  const shared = { isOptional: true, autocapitalize: 'none', autocomplete: 'off', spellcheck: false } as const
  return (
    <>
      <TextField
        label={say(describedWords.traits)}
        hint={say(describedWords.traitsHint)}
        maxLength={400}
        {...shared}
        {...fields.bind('traits')}
      />
      <TextField
        label={say(describedWords.parameters)}
        hint={say(describedWords.parametersHint)}
        maxLength={400}
        {...shared}
        {...fields.bind('parameters')}
      />
    </>
  )
}
