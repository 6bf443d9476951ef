import { z } from 'zod'
import { readGrade } from '../../../sdk/confidential.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { TextField } from '../../pieces/field.tsx'
import { InstructionForm } from '../../pieces/instruction-form.tsx'
import { Section } from '../../pieces/page.tsx'
import { pledgesIn, stepsLifted, weighedPledges } from '../../state/grades.ts'
import { say } from '../../state/settings.ts'
import { useFields } from '../../state/use-fields.ts'
import { useResource } from '../../state/use-resource.ts'
import { formatQuantity } from '../../words/format.ts'
import { LiftForm } from './lift-form.tsx'
import { type Named, orNone, useConfidential } from './use-confidential.ts'
import { weighingWords } from './weighing-words.ts'

type Graded = Awaited<ReturnType<typeof readGrade>>

const count = (figure: string | number): string => formatQuantity(`${figure}`, undefined)

/** The grade as it was given and as it counts, and what lifts it. */
const Facts = ({ graded }: { graded: Graded }) => {
  const { grade, base, version } = graded
  const weighed = weighedPledges(graded)
  return (
    <>
      <dl class="pairs">
        <div class="pair" data-fact="base">
          <dt>{say(weighingWords.base)}</dt>
          <dd>{base.toUpperCase()}</dd>
        </div>
        <div class="pair" data-fact="lifted">
          <dt>{say(weighingWords.lifted)}</dt>
          <dd>{say(weighingWords.steps)(grade.toUpperCase(), count(stepsLifted(graded)))}</dd>
        </div>
        <div class="pair" data-fact="version">
          <dt>{say(weighingWords.version)}</dt>
          <dd>{count(version)}</dd>
        </div>
      </dl>
      {weighed.length === 0 ? (
        <p class="note">{say(weighingWords.none)}</p>
      ) : (
        <ul class="rows">
          {weighed.map(({ pledge, quantity }) => (
            <li key={pledge} class="row" data-weighed={pledge}>
              <span class="row-main code-value">{pledge}</span>
              <span class="row-end row-note">{say(weighingWords.ofIt)(count(quantity))}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** Weighs the grade by the pledges that are named; those that were weighed stand there already. */
const Weigh = ({
  terminal,
  named,
  graded,
  onDone,
}: {
  terminal: Terminal
  named: Named
  graded: Graded
  onDone: () => void
}) => {
  const fields = useFields(
    {
      pledges: weighedPledges(graded)
        .map(({ pledge }) => pledge)
        .join(' '),
    },
    {
      pledges: {
        shape: z.string().refine((typed) => pledgesIn(typed) !== undefined),
        words: weighingWords.pledgesWrong,
      },
    },
  )
  const { tell, instructing } = useConfidential(terminal, onDone)
  const submit = (): boolean => {
    const pledges = fields.check() ? pledgesIn(fields.values.pledges) : undefined
    if (pledges === undefined) return false
    const { client, institution } = named
    tell('grade.weigh', { body: { client, institution, pledges }, confidential: {} })
    return true
  }
  return (
    <InstructionForm
      label={say(weighingWords.weigh)}
      action={say(weighingWords.weigh)}
      instructing={instructing}
      onSubmit={submit}
    >
      <TextField
        label={say(weighingWords.pledges)}
        hint={say(weighingWords.pledgesHint)}
        isOptional
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxLength={400}
        {...fields.bind('pledges')}
      />
    </InstructionForm>
  )
}

/** What lifts a client's grade before an institution, and weighing it now; the bank's gateway does so by itself as pledges change (SX-008). */
export const Weighing = ({ terminal, named }: { terminal: Terminal; named: Named }) => {
  const { client, institution } = named
  const read = useResource(`weighed ${client} ${institution}`, () => orNone(readGrade(terminal, named)))
  if (read.value === undefined) return null
  const graded = read.value.value
  return (
    <>
      {graded !== undefined && (
        <Section title={say(weighingWords.title)}>
          <p class="note">{say(weighingWords.note)}</p>
          <Facts graded={graded} />
          <Weigh key={graded.version} terminal={terminal} named={named} graded={graded} onDone={read.reload} />
        </Section>
      )}
      <LiftForm
        key={`lift ${graded?.version ?? 'none'}`}
        terminal={terminal}
        named={named}
        base={graded?.base ?? 'a'}
      />
    </>
  )
}
