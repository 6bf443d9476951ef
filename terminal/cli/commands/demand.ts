import type { Command } from 'commander'
import { type InstanceForm, instanceForms } from '../../../chaincode/domains/certificates/terms.ts'
import type { Condition } from '../../../chaincode/domains/matching/traits.ts'
import { readFound } from '../../sdk/certificates/find-certificates.ts'
import { linkTo } from '../../sdk/certificates/link.ts'
import { openCertificate } from '../../sdk/certificates/open-certificate.ts'
import { TerminalFault } from '../../sdk/errors.ts'
import { offerBody } from '../../sdk/matching/answering.ts'
import { showCondition } from '../../sdk/matching/conditions.ts'
import { acceptOffer, type Offer, openDemand, openOffer } from '../../sdk/matching/demand.ts'
import { readDemand, readMatching } from '../../sdk/matching/records.ts'
import { receiveRequests } from '../../sdk/matching/requests.ts'
import { keepLink, profileDemandKeys } from '../../sdk/node/profile.ts'
import type { Terminal } from '../../sdk/terminal.ts'
import { oneOf, readId, readNames } from '../arguments.ts'
import { CommandFault } from '../command-fault.ts'
import { readCondition, readField } from '../conditions.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { type ListOptions, listed, printPage } from '../listing.ts'
import { matcherHelp, matcherNamed } from '../matcher-named.ts'
import { offeredKey } from '../sealing-offer.ts'
import { showColumns, showPairs } from '../show.ts'
import { showMoment } from '../show-moment.ts'
import { readSpan, spanOption, wholeNumber } from '../words.ts'

interface OpenOptions {
  matcher?: string
  wanted?: Condition[]
  field?: string[]
  goods?: Condition[]
  holders: number
  several?: boolean
  for: number
}

const open = (invocation: Invocation, title: string, options: OpenOptions): Promise<ExitCode> =>
  instruct(invocation, 'demand.open', async (terminal) => {
    const { matcher, wanted = [], field, goods = [], holders, several = false } = options
    const fields = field === undefined ? [] : [{ trait: 'field', anyOf: field }]
    const keys = profileDemandKeys(await invocation.profile())
    return openDemand(
      {
        ...{ matcher: await matcherNamed(terminal, matcher), title, wanted: [...wanted, ...fields], goods },
        ...{ minHolders: holders, several, until: String(terminal.connection.now() + options.for) },
      },
      keys,
    )
  })

const show = (invocation: Invocation, id: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const view = await readDemand(terminal, id)
    const { demand, match, holders, answers, recomputed } = view
    const agreement = recomputed === undefined ? 'not told' : recomputed.agrees ? 'finds the same' : 'FINDS OTHERS'
    const offered = answers.map(({ holder, status, form = '', certificate = '', until }) => [
      ...[holder, status, form, certificate, until === undefined ? '' : `until ${showMoment(until)}`],
    ])
    invocation.print(view, [
      demand.title,
      ...showPairs([
        ['status', demand.status],
        ['wanted', demand.wanted.map(showCondition).join(' ') || 'nothing'],
        ['goods', demand.goods.map(showCondition).join(' ') || 'any'],
        ['until', showMoment(demand.until)],
        ['match', match === undefined ? 'waits' : `${match.status}, ${match.found} found, at block ${match.block}`],
        ['this gateway', agreement],
      ]),
      ...showColumns(holders.map(({ holder, state, certificate = '' }) => [holder, state, certificate])),
      ...showColumns(offered),
    ])
    return exitCodes.accepted
  })

const list = (invocation: Invocation, { limit, ended }: ListOptions): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const page = await readMatching(terminal, 'demands', { limit, state: ended === true ? 'ended' : 'open' })
    const rows = page.items.map(({ status, title, until, demand }) => [
      ...[status, title, `until ${showMoment(until)}`, demand],
    ])
    return printPage(invocation, page, rows)
  })

const notListed = (problem: string, next: string): CommandFault =>
  new CommandFault('not_listed', { problem, next: `${next} Nothing was sent.` })

interface AnswerOptions {
  instance: string
  as: InstanceForm
  scope?: string[]
  endsIn?: number
  transferable?: boolean
  for: number
}

const askedBy = async (terminal: Terminal, demand: string) => {
  const { items } = await receiveRequests(terminal, 'demand')
  const asked = items.find((one) => one.of === 'demand' && one.demand === demand)
  if (asked?.of === 'demand') return asked
  throw notListed('you were not asked under this demand', 'See what you are asked for with `assay request list`.')
}

const answer = (invocation: Invocation, demand: string, options: AnswerOptions): Promise<ExitCode> =>
  instruct(invocation, 'demand.answer', async (terminal) => {
    const { instance, as: form, scope, endsIn, transferable } = options
    const asked = await askedBy(terminal, demand)
    const sealedKey = await offeredKey(invocation, terminal, { asked, instance })
    const offer = {
      ...{ do: 'offer' as const, instance, form, goodForSeconds: options.for / 1000 },
      ...(scope === undefined ? {} : { scope }),
      ...(endsIn === undefined ? {} : { endsInSeconds: endsIn / 1000 }),
      ...(transferable === undefined ? {} : { transferable }),
    }
    return offerBody(demand, offer, { now: terminal.connection.now(), sealedKey })
  })

const offerOf = async (terminal: Terminal, demand: string, holder: string): Promise<Offer> => {
  const found = (await readDemand(terminal, demand)).answers.find((one) => one.holder === holder)
  if (found !== undefined) return found
  throw notListed(`${holder} offers nothing to this demand`, 'See the offers with `assay demand show DEMAND`.')
}

/** Opens what is offered before it is accepted, and keeps its link, so that all else can be done with it. */
const look = (invocation: Invocation, demand: string, holder: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal, profile) => {
    const offer = await offerOf(terminal, demand, holder)
    const key = await openOffer(terminal, offer, profileDemandKeys(profile))
    const found = await readFound(terminal.connection, offer.certificate as string)
    const { certified } = await openCertificate(terminal.connection, found, key)
    const [origin] = found.provider.addresses
    if (origin !== undefined) await keepLink(profile, linkTo(origin, found.certificate.certificate, key))
    const { goods } = certified
    const lines = [
      goods.title,
      ...(goods.introduction?.split('\n') ?? []),
      ...showPairs([
        ['provider', `${found.provider.name} (${found.provider.provider}) of ${found.provider.home}`],
        ...goods.specification.map(({ name, value }): [string, string] => [name, value]),
        ['next', `assay demand accept ${demand} ${holder}`],
      ]),
    ]
    invocation.print({ certificate: found.certificate, goods }, lines)
    return exitCodes.accepted
  })

/** What this device cannot seal anew is accepted without its key, which is noted. */
const acceptance = async (invocation: Invocation, terminal: Terminal, offer: Offer) => {
  const keys = profileDemandKeys(await invocation.profile())
  return acceptOffer(terminal, offer, keys).catch((error: Error) => {
    const isAbsent = error instanceof TerminalFault && ['no_seal_key', 'demand_key_missing'].includes(error.code)
    if (!isAbsent) throw error
    invocation.note(`the key to the body is not sealed to your devices: ${error.message}`)
    return { demand: offer.demand, holder: offer.holder }
  })
}

const accept = (invocation: Invocation, demand: string, holder: string): Promise<ExitCode> =>
  instruct(invocation, 'demand.accept', async (terminal) =>
    acceptance(invocation, terminal, await offerOf(terminal, demand, holder)),
  )

const named = '<demand>'
const demandHelp = 'its id, as opening it or a request told it'

const openCommand = (demand: Command, frame: Frame): void => {
  demand
    .command('open')
    .description('say what you want and of whom, and have a service find who fits; nobody who is asked learns who asks')
    .argument('<title>', 'what you want, in words for those who are asked, up to 60 characters')
    .option('--matcher <name>', matcherHelp)
    .option('--wanted <condition>', 'what holders must be, such as "success-rate>=90%"; may be repeated', readCondition)
    .option('--field <code>', 'a field of interest of holders, of which one is enough; may be repeated', readField)
    .option('--goods <condition>', 'what the goods should be, such as colour=red,blue; may be repeated', readCondition)
    .option('--holders <count>', 'how many must fit for anybody to be asked', wholeNumber(1, 32), 2)
    .option('--several', 'accept several offers')
    .addOption(spanOption('--for <span>', 'how long it is open', '1d'))
    .addHelpText(
      'after',
      '\nExample:\n  $ assay demand open "Bars of 100 g" --wanted "success-rate>=90%" --field bullion --goods hallmark=london',
    )
    .action(performing(frame, open))
}

const answerCommand = (demand: Command, frame: Frame): void => {
  demand
    .command('answer')
    .description('offer something that you have to who asks')
    .argument(named, demandHelp, readId)
    .requiredOption('--instance <id>', 'what of a certificate you have and offer', readId)
    .option('--as <form>', `as what: ${instanceForms.join(', ')}`, (text) => oneOf(instanceForms, text), 'data')
    .option('--scope <uses>', 'of a licence: for which uses, such as read,print; separated by commas', readNames)
    .option('--ends-in <span>', 'of a licence: how long it lasts', readSpan)
    .option('--transferable', 'it may be handed on')
    .addOption(spanOption('--for <span>', 'how long the offer can be accepted; silence is a rejection', '1d'))
    .action(performing(frame, answer))
}

const holderCommands = (demand: Command, frame: Frame): void => {
  const holder = 'who offers it'
  demand
    .command('look')
    .description('open what is offered, before you accept it')
    .argument(named, demandHelp, readId)
    .argument('<holder>', holder)
    .action(performing(frame, look))
  demand
    .command('accept')
    .description('accept an offer: what is offered becomes yours, and the others are not chosen')
    .argument(named, demandHelp, readId)
    .argument('<holder>', holder)
    .action(performing(frame, accept))
  demand
    .command('reject')
    .description('reject an offer, which gives it back to its holder')
    .argument(named, demandHelp, readId)
    .argument('<holder>', holder)
    .action(
      performing(frame, (invocation: Invocation, id: string, of: string) =>
        instruct(invocation, 'demand.reject', { demand: id, holder: of }),
      ),
    )
}

/** A step that names the demand alone. */
const stepCommand = (
  demand: Command,
  frame: Frame,
  { step, words }: { step: 'decline' | 'withdraw'; words: string },
): void => {
  demand
    .command(step)
    .description(words)
    .argument(named, demandHelp, readId)
    .action(
      performing(frame, (invocation: Invocation, id: string) => instruct(invocation, `demand.${step}`, { demand: id })),
    )
}

/** The commands of demands, for who asks and for who is asked. */
export const demandCommands = (demand: Command, frame: Frame): void => {
  openCommand(demand, frame)
  listed(demand.command('list')).description('list your demands that are open').action(performing(frame, list))
  demand
    .command('show')
    .description('show whom your demand was matched with, how it stands with each, and what is offered')
    .argument(named, demandHelp, readId)
    .action(performing(frame, show))
  answerCommand(demand, frame)
  stepCommand(demand, frame, { step: 'decline', words: 'say for good that you do not answer' })
  holderCommands(demand, frame)
  stepCommand(demand, frame, {
    ...{ step: 'withdraw', words: 'withdraw your demand: nobody is asked or answers any more' },
  })
}
