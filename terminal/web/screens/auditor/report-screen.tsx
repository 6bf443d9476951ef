import { type AuditReport, ledgerAnswers, ledgerPaths } from '../../../sdk/ledger-blocks.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { Icon, type IconName } from '../../pieces/icon.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, EmptyState, ReadingState } from '../../pieces/states.tsx'
import { Table } from '../../pieces/table.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { formatMoment } from '../../words/format.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { addresses } from './addresses.ts'
import { Shelf } from './frame.tsx'
import { Facts, RecordLink } from './lines.tsx'
import { useOnce } from './use-once.ts'
import { auditorWords, countWords } from './words.ts'

const looks: { readonly [V in AuditReport['verdict']]: { tone: string; icon: IconName } } = {
  proven: { tone: 'good', icon: 'seal' },
  differs: { tone: 'bad', icon: 'alert' },
  not_checked: { tone: 'warn', icon: 'alert' },
}

const Verdict = ({ of }: { of: AuditReport }) => {
  const { tone, icon } = looks[of.verdict]
  return (
    <Section title={say(auditorWords.conclusion)}>
      <p class="verdict" data-tone={tone}>
        <Icon name={icon} />
        {say(auditorWords.verdict)(of.verdict)}
      </p>
      <p>{say(auditorWords.verdictText)(of.verdict)}</p>
      <Facts
        of={[
          [say(auditorWords.span), `${of.from ?? '—'} … ${of.to ?? '—'}`],
          [say(auditorWords.ended), formatMoment(Date.parse(of.at))],
          [say(auditorWords.depth), say(auditorWords.depthText)(of.depth)],
          [say(auditorWords.source), of.source],
          [say(auditorWords.channel), of.channel],
        ]}
      />
    </Section>
  )
}

const counted = Object.keys(countWords) as (keyof typeof countWords)[]

const Counts = ({ of: { counts } }: { of: AuditReport }) => (
  <Section title={say(auditorWords.counted)}>
    <Facts of={counted.map((name) => [say(countWords[name]), String(counts[name])] as const)} />
  </Section>
)

type Found = AuditReport['findings'][number]

const Finding = ({ of: { code, block, transaction, instruction, key, expected, found } }: { of: Found }) => (
  <li class="finding">
    <strong class="code-value">{code}</strong>
    {block !== undefined && (
      <a
        href={`#${transaction === undefined ? addresses.block(block) : addresses.transaction(`${block}.${transaction}`)}`}
      >
        {say(auditorWords.block)(block)}
        {transaction !== undefined && `, #${block}.${transaction}`}
      </a>
    )}
    {instruction !== undefined && (
      <a class="code-value" href={`#${addresses.instruction(instruction)}`}>
        {instruction}
      </a>
    )}
    {key !== undefined && (key.includes('~') ? <RecordLink of={key} /> : <span class="code-value">{key}</span>)}
    {expected !== undefined && (
      <span class="code-value">
        {say(auditorWords.expected)}: {expected}
      </span>
    )}
    {found !== undefined && (
      <span class="code-value">
        {say(auditorWords.present)}: {found}
      </span>
    )}
  </li>
)

const shownAtMost = 50

const Findings = ({ of: { codes, findings } }: { of: AuditReport }) => {
  if (codes.length === 0) return null
  const total = codes.reduce((sum, { count }) => sum + count, 0)
  const shown = findings.slice(0, shownAtMost)
  return (
    <Section title={say(auditorWords.found)}>
      <Table columns={[say(auditorWords.found), { figure: say(auditorWords.counted) }]}>
        {codes.map(({ code, count, means }) => (
          <tr key={code}>
            <td>
              <span class="code-value">{code}</span>
              <br />
              {means}
            </td>
            <td data-figure>{count}</td>
          </tr>
        ))}
      </Table>
      <h3>{say(auditorWords.findings)}</h3>
      <ul class="rows">
        {shown.map((one, place) => (
          <Finding key={place} of={one} />
        ))}
      </ul>
      {total > shown.length && <p class="note">{say(auditorWords.moreFindings)(total - shown.length)}</p>}
    </Section>
  )
}

const Oddities = ({ of: { oddities } }: { of: AuditReport }) => {
  if (oddities.length === 0) return null
  const columns = [say(auditorWords.code), { figure: say(auditorWords.counted) }, say(auditorWords.firstAt)]
  return (
    <Section title={say(auditorWords.oddities)}>
      <p class="note">{say(auditorWords.odditiesText)}</p>
      <Table columns={columns}>
        {oddities.map(({ code, count, block, transaction }) => (
          <tr key={code}>
            <td class="code-value">{code}</td>
            <td data-figure>{count}</td>
            <td>
              <a href={`#${addresses.transaction(`${block}.${transaction}`)}`}>
                #{block}.{transaction}
              </a>
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  )
}

const Roots = ({ of: { roots } }: { of: AuditReport }) => (
  <Section title={say(auditorWords.roots)}>
    <p class="note">{say(auditorWords.rootsText)}</p>
    <Facts
      of={roots.map(
        ({ mspId, fingerprint }) => [nameOfOrganisation(mspId), <span class="code-value">{fingerprint}</span>] as const,
      )}
    />
  </Section>
)

const Details = ({ of }: { of: AuditReport }) => (
  <>
    <Findings of={of} />
    <Counts of={of} />
    <Oddities of={of} />
    <Roots of={of} />
  </>
)

const NoReport = () => (
  <section class="card">
    <EmptyState icon="seal" title={say(auditorWords.noReport)}>
      <span>{say(auditorWords.noReportText)}</span>
    </EmptyState>
  </section>
)

const LastAudit = ({ terminal }: { terminal: Terminal }) => {
  const read = useOnce(() => terminal.read(ledgerPaths.auditReport(), ledgerAnswers.auditReport))
  const { value } = read
  return (
    <Shelf
      title={say(auditorWords.report)}
      height={value?.height}
      rest={value?.status === 'read' && <Details of={value.report} />}
    >
      <ReadingState of={read} lines={8} />
      {value?.status === 'none' && <NoReport />}
      {value?.status === 'unreadable' && (
        <Alert tone="bad" title={say(auditorWords.unreadableReport)}>
          {say(auditorWords.unreadableReportText)}
        </Alert>
      )}
      {value?.status === 'read' && <Verdict of={value.report} />}
    </Shelf>
  )
}

/** What the last audit found, its verdict first. */
export const ReportScreen = () => {
  const terminal = ownTerminal.value
  return terminal === undefined ? null : <LastAudit terminal={terminal} />
}
