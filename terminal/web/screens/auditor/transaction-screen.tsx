import type { z } from 'zod'
import { type LedgerTransaction, ledgerAnswers, ledgerPaths } from '../../../sdk/ledger-blocks.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { Section } from '../../pieces/page.tsx'
import { Alert, EmptyState, ReadingState } from '../../pieces/states.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import type { Parameters } from '../screen.ts'
import { addresses } from './addresses.ts'
import { Shelf } from './frame.tsx'
import { callText, Facts, InstructionLine, RecordLink, timeText, ValidationPill } from './lines.tsx'
import { auditorWords, validationWords } from './words.ts'

type Answer = z.infer<typeof ledgerAnswers.transaction>

const Head = ({ of }: { of: LedgerTransaction }) => {
  const [block = ''] = of.position.split('.')
  const meaning = validationWords[of.validation]
  return (
    <Section title={callText(of)} aside={<ValidationPill of={of} />}>
      {meaning && <p>{say(meaning)}</p>}
      <Facts
        of={[
          [say(auditorWords.validation), <span class="code-value">{of.validation}</span>],
          [say(auditorWords.transactionId), <span class="code-value">{of.id || '—'}</span>],
          [
            say(auditorWords.position),
            <>
              #{of.position} · <a href={`#${addresses.block(block)}`}>{say(auditorWords.block)(block)}</a>
            </>,
          ],
          [say(auditorWords.time), timeText(of.at)],
          [say(auditorWords.member), of.organisation === '' ? '—' : nameOfOrganisation(of.organisation)],
          [say(auditorWords.call), callText(of)],
        ]}
      />
    </Section>
  )
}

const Attempted = ({ of: { attempted } }: { of: Answer }) => (
  <Section title={say(auditorWords.attempted)}>
    <Alert tone="warn">{say(auditorWords.claimedCall)}</Alert>
    <ul class="rows">
      {attempted.map((id) => (
        <li key={id}>
          <a class="row code-value" href={`#${addresses.instruction(id)}`}>
            {id}
          </a>
        </li>
      ))}
    </ul>
  </Section>
)

const Recorded = ({ of: { recorded, changed } }: { of: Answer }) => (
  <>
    <Section title={say(auditorWords.recorded)}>
      {recorded.length === 0 && <EmptyState icon="activity" title={say(auditorWords.noInstructions)} />}
      <ul class="rows">
        {recorded.map((instruction) => (
          <InstructionLine key={instruction.id} instruction={instruction} />
        ))}
      </ul>
    </Section>
    {changed.length > 0 && (
      <Section title={say(auditorWords.changedRows)}>
        <ul class="rows">
          {changed.map((key) => (
            <li key={key} class="row">
              <RecordLink of={key} />
            </li>
          ))}
        </ul>
      </Section>
    )}
  </>
)

const Transaction = ({ terminal, name }: { terminal: Terminal; name: string }) => {
  const read = useResource(`transaction ${name}`, () =>
    terminal.read(ledgerPaths.transaction(name), ledgerAnswers.transaction),
  )
  const { value } = read
  return (
    <Shelf title={say(auditorWords.transaction)} height={value?.height}>
      <ReadingState of={read} lines={6} />
      {value && <Head of={value.transaction} />}
      {value && value.attempted.length > 0 && <Attempted of={value} />}
      {value?.transaction.validation === 'VALID' && <Recorded of={value} />}
    </Shelf>
  )
}

/** A transaction: whose it was, whether it counted, what it recorded and wrote, or held in vain. */
export const TransactionScreen = ({ parameters }: { parameters: Parameters }) => {
  const terminal = ownTerminal.value
  const { transaction = '' } = parameters
  return terminal === undefined ? null : <Transaction terminal={terminal} name={transaction} />
}
