import type { Command } from 'commander'
import {
  actOf,
  approvalOf,
  executeApproved,
  executionOf,
  type ListedApproval,
  readApproval,
  readApprovals,
  readProposedText,
} from '../../sdk/approvals.ts'
import type { Terminal } from '../../sdk/terminal.ts'
import { readId } from '../arguments.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { instruct, report } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { type ListOptions, listed, printPage } from '../listing.ts'
import { showPairs } from '../show.ts'
import { showMoment } from '../show-moment.ts'

/** The act in words, each member of its body by its own name. */
const actWords = (shown: ListedApproval): [string, string][] =>
  Object.entries(actOf(shown)).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)])

/** What is proposed in confidence, in words; nothing where nothing is, or nobody needs to know any more. */
const secretWords = async (terminal: Terminal, found: ListedApproval): Promise<[string, string][]> => {
  if (found.status !== 'pending' && found.status !== 'approved') return []
  const { says = {} } = (await readProposedText(terminal, found)) ?? {}
  return Object.entries(says).map(([name, value]) => [
    ...([`in confidence: ${name}`, typeof value === 'string' ? value : JSON.stringify(value)] as const),
  ])
}

const list = (invocation: Invocation, { limit, ended }: ListOptions): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const page = await readApprovals(terminal, { limit, state: ended === true ? 'ended' : 'open' })
    const rows = page.items.map(({ status, kind, maker, act, expiresAt, approval }) => [
      ...[status, kind, `by ${maker}`, act, `until ${showMoment(expiresAt)}`, approval],
    ])
    return printPage(invocation, page, rows)
  })

const show = (invocation: Invocation, approval: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const found = await readApproval(terminal, approval)
    const { status, kind, maker, checker, expiresAt, digest } = found
    const pairs: [string, string][] = [
      ['status', status],
      ['what', kind],
      ...actWords(found),
      ...(await secretWords(terminal, found)),
      ['proposed by', maker],
      ...(checker === undefined ? [] : [['judged by', checker] as [string, string]]),
      ['until', showMoment(expiresAt)],
      ['digest', digest],
    ]
    invocation.print(found, showPairs(pairs))
    return exitCodes.accepted
  })

const approve = (invocation: Invocation, approval: string): Promise<ExitCode> =>
  instruct(invocation, 'approval.approve', async (terminal) => {
    const found = await readApproval(terminal, approval)
    const act = [...actWords(found), ...(await secretWords(terminal, found))].map(([name, value]) => `${name} ${value}`)
    invocation.note(`you approve: ${[found.kind, ...act].join(', ')}, as ${found.maker} proposed`)
    return approvalOf(found)
  })

const execute = (invocation: Invocation, approval: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const found = await readApproval(terminal, approval)
    const { kind, body } = executionOf(found)
    if (!('confidential' in body)) return instruct(invocation, kind, body)
    const result = await executeApproved(terminal, found, invocation.patience)
    return report(invocation, terminal.connection, result)
  })

const id = ['<approval>', 'the proposal’s id, as proposing it told', readId] as const

const example = `
Example:
  $ assay identity unlock alice        # one officer proposes
  $ assay approval list                # another one looks what waits
  $ assay approval approve QmY…        # and says yes to exactly that
  $ assay approval execute QmY…        # either of the two carries it out`

/** The commands of what needs two people of a member (decision 0050). */
export const approvalCommands = (approval: Command, frame: Frame): void => {
  listed(approval.command('list'))
    .description('list what was proposed at your member for a second person')
    .addHelpText('after', example)
    .action(performing(frame, list))
  approval
    .command('show')
    .description('show what was proposed, by whom, and how it stands')
    .argument(...id)
    .action(performing(frame, show))
  approval
    .command('approve')
    .description('say yes, as a second person, to exactly what was proposed')
    .argument(...id)
    .action(performing(frame, approve))
  approval
    .command('execute')
    .description('carry out what was approved (who proposed or approved it)')
    .argument(...id)
    .action(performing(frame, execute))
  for (const [name, words] of [
    ['reject', 'say no, as a second person, as long as it was not carried out'],
    ['withdraw', 'take back what you proposed'],
  ] as const) {
    approval
      .command(name)
      .description(words)
      .argument(...id)
      .action(
        performing(frame, (invocation, named: string) => instruct(invocation, `approval.${name}`, { approval: named })),
      )
  }
}
