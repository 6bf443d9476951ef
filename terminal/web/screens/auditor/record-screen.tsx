import { ledgerAnswers, ledgerPaths, type RecordChange } from '../../../sdk/ledger-blocks.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { Section } from '../../pieces/page.tsx'
import { Table } from '../../pieces/table.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { nameOfKind } from '../../words/kind-names.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import type { Parameters } from '../screen.ts'
import { addresses } from './addresses.ts'
import { changesBetween, shownPart } from './changes.ts'
import { Shelf } from './frame.tsx'
import { timeText, WholeText } from './lines.tsx'
import { Paged } from './paged.tsx'
import { usePages } from './use-pages.ts'
import { auditorWords } from './words.ts'

const stateOf = ({ before, value }: RecordChange) => {
  if (value === null) return auditorWords.deleted
  return before === null ? auditorWords.created : auditorWords.changed
}

const By = ({ of: { instructions, call, organisation } }: { of: RecordChange }) => (
  <p>
    {instructions.length === 0 && <span class="code-value">{say(auditorWords.byCall)(call)}</span>}
    {instructions.map(({ id, kind, from }, place) => (
      <span key={id}>
        {place > 0 && ', '}
        <a href={`#${addresses.instruction(id)}`}>{nameOfKind(kind, undefined)}</a> · {from}
      </span>
    ))}
    {organisation !== '' && (
      <span class="row-note"> · {say(auditorWords.through)(nameOfOrganisation(organisation))}</span>
    )}
  </p>
)

const Parts = ({ of: { before, value } }: { of: RecordChange }) => {
  const changed = changesBetween(before, value)
  if (changed.length === 0) return <p class="note">{say(auditorWords.unchanged)}</p>
  return (
    <Table columns={[say(auditorWords.part), say(auditorWords.before), say(auditorWords.after)]}>
      {changed.map((one) => (
        <tr key={one.part}>
          <td class="code-value" title={one.part}>
            {shownPart(one.part)}
          </td>
          <td class="code-value">{one.before ?? say(auditorWords.nothing)}</td>
          <td class="code-value">{one.after ?? say(auditorWords.nothing)}</td>
        </tr>
      ))}
    </Table>
  )
}

const Change = ({ of }: { of: RecordChange }) => {
  const [block = ''] = of.position.split('.')
  return (
    <li class="change-of">
      <div class="card-head">
        <strong>{say(stateOf(of))}</strong>
        <span class="row-note">
          {timeText(of.at)} ·{' '}
          <a href={`#${addresses.transaction(of.position)}`}>
            {say(auditorWords.block)(block)}, #{of.position}
          </a>
        </span>
      </div>
      <By of={of} />
      <Parts of={of} />
      {of.value !== null && (
        <details>
          <summary>{say(auditorWords.whole)}</summary>
          <WholeText value={of.value} label={`${say(auditorWords.whole)} #${of.position}`} />
        </details>
      )}
    </li>
  )
}

const History = ({ terminal, name }: { terminal: Terminal; name: string }) => {
  const pages = usePages(`record ${name}`, (after) =>
    terminal.read(ledgerPaths.changes(name, { limit: '20', after }), ledgerAnswers.changes),
  )
  return (
    <Shelf title={say(auditorWords.history)} lead={say(auditorWords.historyLead)} height={pages.height}>
      <Section title={name} label={say(auditorWords.history)}>
        <Paged of={pages} empty={say(auditorWords.noHistory)} show={(one) => <Change key={one.position} of={one} />} />
      </Section>
    </Shelf>
  )
}

/** Every change of a record: when, by whom, by which instruction, before and after, and at which height. */
export const RecordScreen = ({ parameters }: { parameters: Parameters }) => {
  const terminal = ownTerminal.value
  const { key = '' } = parameters
  return terminal === undefined ? null : <History terminal={terminal} name={key} />
}
