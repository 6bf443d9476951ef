import type { Command } from 'commander'
import { sharedParts } from '../../../chaincode/domains/recommendations/shared.ts'
import { type AnswerRule, answerRules } from '../../sdk/matching/answer-rule.ts'
import { Answering, type Told } from '../../sdk/matching/answering.ts'
import { showCondition } from '../../sdk/matching/conditions.ts'
import { type Asked, boundsOf, receiveRequests } from '../../sdk/matching/requests.ts'
import { serve } from '../../sdk/matching/serving.ts'
import { openShared } from '../../sdk/matching/sharing.ts'
import { profileSealKey } from '../../sdk/node/profile.ts'
import type { Result } from '../../sdk/result.ts'
import type { Terminal } from '../../sdk/terminal.ts'
import { readId, readJsonFile } from '../arguments.ts'
import { CommandFault } from '../command-fault.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { offeredKey } from '../sealing-offer.ts'
import { showColumns, showPairs } from '../show.ts'
import { showMoment } from '../show-moment.ts'

const wordsOf = (asked: Asked): string[] => {
  if (asked.of === 'demand') {
    const goods = asked.goods.map(showCondition).join(' ') || 'any goods'
    return ['demand', asked.title, goods, `until ${showMoment(asked.until)}`, asked.demand]
  }
  const { from, until } = boundsOf(asked)
  const zone = 'zone' in asked.window ? asked.window.zone : undefined
  const window = `from ${showMoment(from, zone)} until ${showMoment(until, zone)}`
  return ['recommendation', asked.title, `${asked.identifier} by ${asked.recommender}`, window, asked.recommendation]
}

const list = (invocation: Invocation): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const received = [await receiveRequests(terminal, 'demand'), await receiveRequests(terminal, 'recommendation')]
    const items = received.flatMap((one) => one.items)
    const dropped = received.reduce((sum, one) => sum + one.dropped, 0)
    invocation.print({ items }, items.length === 0 ? ['nothing is asked'] : showColumns(items.map(wordsOf)))
    if (dropped > 0) invocation.note(`${dropped} request(s) lack something or ask somebody else, and were dropped`)
    return exitCodes.accepted
  })

const found = async (terminal: Terminal, id: string): Promise<Asked & { of: 'recommendation' }> => {
  const { items } = await receiveRequests(terminal, 'recommendation')
  const asked = items.find((one) => one.of === 'recommendation' && one.recommendation === id)
  if (asked?.of === 'recommendation') return asked
  throw new CommandFault('not_listed', {
    problem: `you are not asked for ${id}`,
    next: 'See what you are asked for with `assay request list`.',
  })
}

/** Shows one request, with what its recommender consented to tell of itself, opened on this device. */
const show = (invocation: Invocation, id: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal, profile) => {
    const asked = await found(terminal, id)
    const told = asked.shared === undefined ? {} : await openShared(terminal, asked, await profileSealKey(profile))
    const [, title = '', by = '', window = ''] = wordsOf(asked)
    const pairs = sharedParts.map((part) => [part, told[part] ?? 'not told'] as const)
    invocation.print({ request: asked, ...told }, [title, ...showPairs([['of', by], ['window', window], ...pairs])])
    return exitCodes.accepted
  })

const rulesIn = async (invocation: Invocation, file: string): Promise<AnswerRule[]> => {
  const read = answerRules.safeParse(await readJsonFile(invocation, file))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new CommandFault('rule_unreadable', {
    problem: `${file} holds no rules: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    next: 'Give a list such as [{"of":"recommendation","identifiers":["BAR-100G"],"decision":{"do":"answer"}}]. Nothing was sent.',
  })
}

const outcomeOf = (result: Result): string => {
  if (result.status === 'pending') return 'pending'
  if (result.status !== 'accepted') return `${result.status}: ${result.code}`
  const verdict = result.effects['verdict']
  return typeof verdict === 'string' ? verdict : 'accepted'
}

const subjectOf = (asked: Asked): string => (asked.of === 'demand' ? asked.demand : asked.recommendation)

/** One line on what became of a request. */
const lineOf = (told: Told): string => {
  const subject = `${told.asked.of} ${subjectOf(told.asked)}`
  if (told.did === 'failed') return `${subject}: failed: ${told.error.message}`
  if (told.did === 'queued') return `${subject}: kept as ${told.id}, and sent again until it arrives`
  if (told.did === 'left') return `${subject}: no rule fits; answer it yourself`
  if (told.did === 'missed') return `${subject}: its time is over`
  return `${subject}: ${told.did}, ${outcomeOf(told.result)}`
}

/** Answers by the rules until it is stopped; each line tells of one request. */
const serveRules = async (invocation: Invocation, { rule }: { rule: string }): Promise<ExitCode> => {
  const rules = await rulesIn(invocation, rule)
  const signal = invocation.interruption
  return invocation.withTerminal(async (terminal) => {
    let answered = 0
    const answering = new Answering({
      ...{ terminal, rules },
      sealOffer: (asked, { instance }) => offeredKey(invocation, terminal, { asked, instance }),
      tell: (told) => {
        if ('result' in told) answered += 1
        invocation.note(lineOf(told))
      },
    })
    await serve(terminal.connection, {
      signal,
      round: () => answering.round(),
      onLost: (error) => invocation.note(`${error.message}; goes on`),
    })
    invocation.print({ answered }, [`stopped; ${answered} request(s) were answered`])
    return exitCodes.accepted
  })
}

/** The commands of what one is asked for. */
export const requestCommands = (request: Command, frame: Frame): void => {
  request
    .command('list')
    .description('list what you are asked for: demands, and recommendations with their windows')
    .action(performing(frame, list))
  request
    .command('show')
    .description(
      'show a recommendation that you are asked for, with the contact and place of who recommends, where it tells them',
    )
    .argument('<recommendation>', 'its id, as the list told it', readId)
    .action(performing(frame, show))
  request
    .command('serve')
    .description('answer what you are asked for by stored rules, until it is stopped with Ctrl-C')
    .requiredOption('--rule <file>', 'the rules as JSON, of which the first that fits decides')
    .addHelpText(
      'after',
      '\nExample of a file:\n  [{"of":"recommendation","identifiers":["BAR-100G"],"decision":{"do":"answer"}},\n   {"of":"demand","codes":["bullion"],"decision":{"do":"offer","instance":"ID","form":"data","goodForSeconds":86400}}]',
    )
    .action(performing(frame, serveRules))
}
