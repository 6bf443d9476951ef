import { type Command, InvalidArgumentError } from 'commander'
import { type InstanceForm, instanceForms } from '../../../chaincode/domains/certificates/terms.ts'
import type { TraitValue } from '../../../chaincode/domains/matching/traits.ts'
import { sharedParts } from '../../../chaincode/domains/recommendations/shared.ts'
import {
  type Parameter,
  type RecommendationTarget,
  type TargetKind,
  targetKinds,
} from '../../../chaincode/domains/recommendations/target.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { type Content, hasContent } from '../../sdk/matching/content.ts'
import { type DeliveryMeans, deliver, dueDeliveries, keepContent, openDelivered } from '../../sdk/matching/delivery.ts'
import { type Listed, readAllMatching, readMatching, readRecommendation } from '../../sdk/matching/records.ts'
import { serve } from '../../sdk/matching/serving.ts'
import { consentToShare } from '../../sdk/matching/sharing.ts'
import { profileContentKeys, profileSealKey } from '../../sdk/node/profile.ts'
import { readInstance } from '../../sdk/purchases.ts'
import type { Terminal } from '../../sdk/terminal.ts'
import { oneOf, readId, readJsonFile, readNames } from '../arguments.ts'
import { CommandFault } from '../command-fault.ts'
import { readParameter, readValue } from '../conditions.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { exitCodeOf, instruct, vouchersOf } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { type ListOptions, listed, printPage } from '../listing.ts'
import { matcherHelp, matcherNamed } from '../matcher-named.ts'
import { deliveredKey } from '../sealing-offer.ts'
import { showColumns, showPairs, showResult } from '../show.ts'
import { showMoment } from '../show-moment.ts'
import { type WindowOptions, windowsOf, withWindow } from '../window-options.ts'
import { readSpan, spanOption } from '../words.ts'

/** One thing to deliver, as it is typed: a certificate’s id, an instance’s, a link, or a file with the content. */
interface Typed {
  kind: TargetKind | 'instance'
  text: string
}

const readTyped = (text: string, before: Typed[] | undefined): Typed[] => {
  const place = text.indexOf(':')
  if (place < 1) throw new InvalidArgumentError('Give a kind and what it is, such as certificate:ID or numbers:FILE.')
  const kind = oneOf([...targetKinds, 'instance'] as const, text.slice(0, place))
  return [...(before ?? []), { kind, text: text.slice(place + 1) }]
}

const contentIn = async (invocation: Invocation, { kind, text }: Typed): Promise<Content> => {
  if (kind === 'link') return { kind, link: text }
  const value = await readJsonFile(invocation, text)
  if (typeof value === 'object' && value !== null) return { ...value, kind } as Content
  throw new CommandFault('content_unreadable', {
    problem: `${text} holds no ${kind}`,
    next: 'Give JSON such as {"title":"Prices","values":["1.5","2"]}. Nothing was sent.',
  })
}

/** What the recommendation says of one target; what lies off the ledger is laid down first, and its key kept in the profile. */
const targetOf = async (invocation: Invocation, terminal: Terminal, typed: Typed): Promise<RecommendationTarget> => {
  const { kind, text } = typed
  if (kind === 'instance') {
    const { certificate } = await readInstance(terminal, text)
    return { kind: 'certificate', target: text, certificate }
  }
  if (!hasContent(kind)) return { kind, target: text }
  return keepContent(terminal, await contentIn(invocation, typed), profileContentKeys({ folder: invocation.folder }))
}

interface OpenOptions extends WindowOptions {
  matcher?: string
  identifier?: string
  trait?: TraitValue[]
  parameter?: Parameter[]
  strict?: boolean
  deliver?: Typed[]
  as?: InstanceForm
  scope?: string[]
  endsIn?: number
  contact?: string
  place?: string
}

/** As what a certificate is delivered, and of a licence for which uses and until when. */
const formOf = ({ as: form, scope, endsIn }: OpenOptions, now: number): Partial<Body<'recommendation.open'>> => ({
  ...(form === undefined ? {} : { form }),
  ...(scope === undefined ? {} : { scope }),
  ...(endsIn === undefined ? {} : { endsAt: String(now + endsIn) }),
})

const open = (invocation: Invocation, title: string, options: OpenOptions): Promise<ExitCode> =>
  instruct(invocation, 'recommendation.open', async (terminal) => {
    const { matcher, identifier, trait = [], parameter = [], strict } = options
    const windows = windowsOf(options)
    const targets: RecommendationTarget[] = []
    for (const typed of options.deliver ?? []) targets.push(await targetOf(invocation, terminal, typed))
    const service = await matcherNamed(terminal, matcher)
    const shared = await consentToShare(terminal, service, options)
    return {
      ...{ matcher: service, title, windows, targets },
      ...(shared === undefined ? {} : { shared }),
      ...{ traits: trait, parameters: parameter },
      ...(identifier === undefined ? {} : { identifier }),
      ...(strict === true ? { strict } : {}),
      ...formOf(options, terminal.connection.now()),
    }
  })

const list = (invocation: Invocation, { limit, ended }: ListOptions): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const page = await readMatching(terminal, 'recommendations', { limit, state: ended === true ? 'ended' : 'open' })
    const rows = page.items.map(({ status, title, identifier, recommendation }) => [
      ...[status, identifier, title, recommendation],
    ])
    return printPage(invocation, page, rows)
  })

const deliveries = (invocation: Invocation, { limit, ended }: ListOptions): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const page = await readMatching(terminal, 'deliveries', { limit, state: ended === true ? 'ended' : 'open' })
    const rows = page.items.map(({ status, participant, recommender, target, until, recommendation }) => [
      ...[status, `${recommender} to ${participant}`, target?.kind ?? 'nothing', target?.target ?? ''],
      ...[`until ${showMoment(until)}`, recommendation],
    ])
    return printPage(invocation, page, rows)
  })

const show = (invocation: Invocation, id: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const view = await readRecommendation(terminal, id)
    const { recommendation, match, answers, deliveries: delivered } = view
    invocation.print(view, [
      recommendation.title,
      ...showPairs([
        ['status', recommendation.status],
        ['of', recommendation.identifier],
        [
          'tells of you',
          sharedParts.filter((part) => recommendation.shared?.[part] !== undefined).join(', ') || 'nothing',
        ],
        ['match', match === undefined ? 'waits' : `${match.status}, ${match.found} found, at block ${match.block}`],
      ]),
      ...showColumns(
        answers.map(({ participant, verdict, receivedAt }) => [participant, verdict, showMoment(receivedAt)]),
      ),
      ...showColumns(delivered.map(({ participant, status, target }) => [participant, status, target?.target ?? ''])),
    ])
    return exitCodes.accepted
  })

const meansOf = (invocation: Invocation, terminal: Terminal, goodForMilliseconds: number): DeliveryMeans => ({
  contentKeys: profileContentKeys({ folder: invocation.folder }),
  sealCertificate: (certificate, to) => deliveredKey(invocation, terminal, { certificate, to }),
  goodForMilliseconds,
})

const ownRecommendation = async (terminal: Terminal, id: string): Promise<Listed<'recommendations'>> => {
  const found = (await readAllMatching(terminal, 'recommendations')).find((one) => one.recommendation === id)
  if (found !== undefined) return found
  throw new CommandFault('not_listed', {
    problem: `${id} is no recommendation of yours`,
    next: 'See yours with `assay recommendation list`. Nothing was sent.',
  })
}

const deliverTo = (
  invocation: Invocation,
  id: string,
  to: string,
  options: { for: number; target?: string },
): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const means = meansOf(invocation, terminal, options.for)
    const result = await deliver(terminal, await ownRecommendation(terminal, id), { to, named: options.target, means })
    invocation.print(result, showResult(result, await vouchersOf(terminal.connection, result)))
    return exitCodeOf(result)
  })

/** Delivers to one who is due, and says what came of it; true once that has an outcome. */
const deliverDue = async (
  invocation: Invocation,
  terminal: Terminal,
  { due, means }: { due: Listed<'rights'>; means: DeliveryMeans },
): Promise<boolean> => {
  const { recommendation, participant: to, target: named } = due
  const result = await deliver(terminal, await ownRecommendation(terminal, recommendation), { to, named, means })
  invocation.note(`${recommendation} to ${to}: ${showResult(result)[0]}`)
  return result.status !== 'pending'
}

/** Delivers to whoever has answered in time, each once, until it is stopped. */
const serveDeliveries = (invocation: Invocation, options: { for: number }): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const means = meansOf(invocation, terminal, options.for)
    const done = new Set<string>()
    const nameOf = ({ recommendation, participant }: Listed<'rights'>) => `${recommendation}~${participant}`
    const round = async (): Promise<void> => {
      const all = (await dueDeliveries(terminal)).filter((due) => !done.has(nameOf(due)))
      for (const due of all) if (await deliverDue(invocation, terminal, { due, means })) done.add(nameOf(due))
    }
    const onLost = (error: Error) => invocation.note(`${error.message}; goes on`)
    await serve(terminal.connection, { signal: invocation.interruption, round, onLost })
    invocation.print({ delivered: done.size }, [`stopped; ${done.size} were delivered to`])
    return exitCodes.accepted
  })

/** Opens what was delivered and accepted, and prints it. */
const content = (invocation: Invocation, id: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal, profile) => {
    const all = await readAllMatching(terminal, 'deliveries')
    const found = all.find((one) => one.recommendation === id && one.participant === terminal.participant)
    if (found === undefined) {
      throw new CommandFault('not_listed', {
        problem: 'nothing of this recommendation was delivered to you',
        next: 'See what was delivered with `assay recommendation deliveries`.',
      })
    }
    const opened = await openDelivered(terminal, found, await profileSealKey(profile))
    invocation.print(opened, [JSON.stringify(opened, null, 2)])
    return exitCodes.accepted
  })

const named = '<recommendation>'
const idHelp = 'its id, as opening it or a request told it'

const openCommand = (recommendation: Command, frame: Frame): void => {
  const command = recommendation
    .command('open')
    .description('recommend something to those who want it; who answers in time is delivered something')
    .argument('<title>', 'what you recommend, in words, up to 60 characters')
    .option('--matcher <name>', matcherHelp)
    .option('--identifier <code>', 'what it is, by the code by which others want it')
    .option('--trait <name=value>', 'a trait of it, such as colour=red; may be repeated', readValue)
    .option('--parameter <name=value>', 'a parameter of it, a number or a code; may be repeated', readParameter)
    .option(
      '--deliver <kind:what>',
      'certificate:ID, instance:ID, link:LINK, goods:FILE or numbers:FILE; in your order; may be repeated',
      readTyped,
    )
    .option('--as <form>', `a certificate as what: ${instanceForms.join(', ')}`, (text) => oneOf(instanceForms, text))
    .option('--scope <uses>', 'of a licence: for which uses, such as read,print; separated by commas', readNames)
    .option('--ends-in <span>', 'of a licence: how long it lasts', readSpan)
    .option('--contact <line>', 'consent to tell those who are asked how to reach you; it goes to them sealed')
    .option('--place <line>', 'consent to tell those who are asked where you are; it goes to them sealed')
  withWindow(command)
    .addHelpText(
      'after',
      '\nExample:\n  $ assay recommendation open "A bar of 100 g" --identifier BAR-100G --at 2027-03-28T09:00 --zone Asia/Shanghai --deliver certificate:ID --as data',
    )
    .action(performing(frame, open))
}

const deliverCommands = (recommendation: Command, frame: Frame): void => {
  const life = () => spanOption('--for <span>', 'how long what is delivered can be accepted', '7d')
  recommendation
    .command('deliver')
    .description('deliver to one who answered in time: what it named, else the first that can still be had')
    .argument(named, idHelp, readId)
    .argument('<participant>', 'who answered in time')
    .option('--target <id>', 'which target, where it named one', readId)
    .addOption(life())
    .action(performing(frame, deliverTo))
  recommendation
    .command('serve')
    .description('deliver to whoever has answered in time, until it is stopped with Ctrl-C')
    .addOption(life())
    .action(performing(frame, serveDeliveries))
}

const steps = {
  withdraw: 'withdraw it: nobody is asked or answers any more',
  decline: 'say for good that you do not answer',
  accept: 'accept what was delivered to you, after which it can be used',
  reject: 'reject what was delivered to you',
} as const

const stepCommand = (recommendation: Command, frame: Frame, step: keyof typeof steps): void => {
  recommendation
    .command(step)
    .description(steps[step])
    .argument(named, idHelp, readId)
    .action(
      performing(frame, (invocation: Invocation, id: string) =>
        instruct(invocation, `recommendation.${step}`, { recommendation: id }),
      ),
    )
}

const answer = (invocation: Invocation, recommendation: string, { target }: { target?: string }) =>
  instruct(invocation, 'recommendation.answer', { recommendation, ...(target === undefined ? {} : { target }) })

/** The commands of recommendations, for who recommends and for who is asked. */
export const recommendationCommands = (recommendation: Command, frame: Frame): void => {
  openCommand(recommendation, frame)
  listed(recommendation.command('list'))
    .description('list your recommendations that are open')
    .action(performing(frame, list))
  recommendation
    .command('show')
    .description('show who was found for your recommendation, who answered, and what was delivered')
    .argument(named, idHelp, readId)
    .action(performing(frame, show))
  stepCommand(recommendation, frame, 'withdraw')
  deliverCommands(recommendation, frame)
  recommendation
    .command('answer')
    .description('answer it; you are in time by when your member’s gateway receives this')
    .argument(named, idHelp, readId)
    .option('--target <id>', 'which of its targets you want', readId)
    .action(performing(frame, answer))
  for (const step of ['decline', 'accept', 'reject'] as const) stepCommand(recommendation, frame, step)
  recommendation
    .command('content')
    .description('open what was delivered to you and you accepted')
    .argument(named, idHelp, readId)
    .action(performing(frame, content))
  listed(recommendation.command('deliveries'))
    .description('list what was delivered to you, or by you, and waits for its acceptance')
    .action(performing(frame, deliveries))
}
