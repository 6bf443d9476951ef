import { useState } from 'preact/hooks'
import { creditGrades } from '../../../../chaincode/domains/trade-chain/terms.ts'
import { readGrade } from '../../../sdk/confidential.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { InstructionForm } from '../../pieces/instruction-form.tsx'
import { Section } from '../../pieces/page.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { type Named, orNone, useConfidential } from './use-confidential.ts'
import { creditWords } from './words.ts'

type CreditGrade = (typeof creditGrades)[number]

/** How this bank grades a client before an institution, which the two alone can see. */
export const Grade = ({ terminal, named }: { terminal: Terminal; named: Named }) => {
  const { client, institution } = named
  const read = useResource(`grade ${client} ${institution}`, () => orNone(readGrade(terminal, named)))
  const [chosen, setChosen] = useState<CreditGrade | undefined>(undefined)
  const { propose, instructing } = useConfidential(terminal, () => {
    setChosen(undefined)
    read.reload()
  })
  const now = read.value?.value
  // What lifts it comes on top of what officers give.
  const grade = chosen ?? now?.base ?? 'a'
  const submit = (): boolean => {
    const lift = now?.lift === undefined ? {} : { lift: now.lift }
    propose({ kind: 'grade.set', body: { client, institution }, confidential: { grade, ...lift } })
    return true
  }
  return (
    <Section
      title={say(creditWords.grade)}
      aside={
        <span class="pill" data-grade={now?.grade ?? 'none'}>
          {now === undefined
            ? say(creditWords.gradeNone)
            : say(creditWords.gradeNow)(now.grade.toUpperCase(), now.version)}
        </span>
      }
    >
      <p class="note">{say(creditWords.gradeNote)}</p>
      {now?.lift !== undefined && (
        <p class="note" data-lift={now.lift.pledgee}>
          {say(creditWords.gradeLift)(now.lift)}
        </p>
      )}
      <ReadingState of={read} lines={2} />
      {read.value !== undefined && (
        <InstructionForm
          label={say(creditWords.grade)}
          action={say(creditWords.proposeGrade)}
          instructing={instructing}
          onSubmit={submit}
        >
          <SelectField<CreditGrade>
            label={say(creditWords.grade)}
            value={grade}
            options={creditGrades.map((one) => [one, one.toUpperCase()] as const)}
            onValue={setChosen}
          />
        </InstructionForm>
      )}
    </Section>
  )
}
