import { useState } from 'preact/hooks'
import { z } from 'zod'
import { GatewayProblem } from '../../../sdk/errors.ts'
import { type ListedProfile, readProfile } from '../../../sdk/matching/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { MatcherField, matcherOf, useMatchers } from '../../market/matching/matcher-field.tsx'
import { ActForm } from '../../pieces/act-form.tsx'
import { Segments, TextField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { areFields, needsOf, type ProfileTexts, profileIn, textsOf, traitsOf } from '../../state/profile-form.ts'
import { say } from '../../state/settings.ts'
import { useAct } from '../../state/use-act.ts'
import { useFields } from '../../state/use-fields.ts'
import { useResource } from '../../state/use-resource.ts'
import { requestWords } from './words.ts'

type Names = keyof ProfileTexts

const rules = {
  fields: { shape: z.string().refine(areFields), words: requestWords.fieldsWrong },
  traits: { shape: z.string().refine((typed) => traitsOf(typed) !== undefined), words: requestWords.traitsWrong },
  needs: { shape: z.string().refine((typed) => needsOf(typed) !== undefined), words: requestWords.needsWrong },
}

/** What one stored with a service; none where it is not there, or nobody may say whether it is. */
const readStored = async (terminal: Terminal, matcher: string): Promise<{ profile: ListedProfile | undefined }> => {
  try {
    return { profile: await readProfile(terminal, matcher) }
  } catch (error) {
    if (error instanceof GatewayProblem && ['not_found', 'not_allowed'].includes(error.code))
      return { profile: undefined }
    throw error
  }
}

const Form = ({ matcher, stored }: { matcher: string; stored: ListedProfile | undefined }) => {
  const fields = useFields<Names>(textsOf(stored), rules)
  const { values, set, bind, check } = fields
  const act = useAct({
    check,
    asked: () => ({
      kind: 'profile.set',
      body: profileIn(values as ProfileTexts, { matcher, needs: stored?.needs ?? [] }),
    }),
  })
  const text = { autocomplete: 'off', autocapitalize: 'none', spellcheck: false } as const
  return (
    <ActForm label={say(requestWords.profile)} action={say(requestWords.save)} act={act}>
      <Segments
        label={say(requestWords.isActive)}
        value={values.status}
        options={[
          ['active', say(requestWords.yes)],
          ['inactive', say(requestWords.no)],
        ]}
        onValue={(status) => set({ status })}
      />
      <TextField
        label={say(requestWords.fields)}
        hint={say(requestWords.fieldsHint)}
        isOptional
        maxLength={640}
        {...text}
        {...bind('fields')}
      />
      <TextField
        label={say(requestWords.traits)}
        hint={say(requestWords.traitsHint)}
        isOptional
        maxLength={2_000}
        {...text}
        {...bind('traits')}
      />
      <TextField
        label={say(requestWords.needs)}
        hint={say(requestWords.needsHint)}
        isOptional
        maxLength={700}
        {...text}
        {...bind('needs')}
      />
    </ActForm>
  )
}

const Stored = ({ terminal, matcher }: { terminal: Terminal; matcher: string }) => {
  const stored = useResource(`profile ${terminal.participant} ${matcher}`, () => readStored(terminal, matcher))
  if (stored.value === undefined) return <ReadingState of={stored} lines={4} />
  return <Form key={matcher} matcher={matcher} stored={stored.value.profile} />
}

/** What one can be asked by a service: fields, what is true of one, and what one wants recommended (S1-014, S3-014). */
export const ProfileForm = ({ terminal }: { terminal: Terminal }) => {
  const matchers = useMatchers(terminal)
  const [chosen, setChosen] = useState('')
  const matcher = matcherOf(matchers.value, chosen)
  return (
    <Section title={say(requestWords.profile)}>
      <p class="note">{say(requestWords.profileText)}</p>
      <MatcherField matchers={matchers} value={chosen} onValue={setChosen} />
      {matcher !== undefined && <Stored terminal={terminal} matcher={matcher.matcher} />}
    </Section>
  )
}
