import { type Command, InvalidArgumentError } from 'commander'
import { commerceFunctions, type InstanceForm, instanceForms } from '../../../chaincode/domains/certificates/terms.ts'
import type { TraitValue } from '../../../chaincode/domains/matching/traits.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import {
  type CertificateSearch,
  type FoundCertificate,
  findCertificates,
} from '../../sdk/certificates/find-certificates.ts'
import { type Certified, hostOf } from '../../sdk/certificates/goods.ts'
import { openHandedOver, sealCertificateKey } from '../../sdk/certificates/handover.ts'
import { issueCertificate, type NewCertificate } from '../../sdk/certificates/issue-certificate.ts'
import { linkTo } from '../../sdk/certificates/link.ts'
import { GatewayProblem, TerminalFault } from '../../sdk/errors.ts'
import { keepLink, profileSealKey } from '../../sdk/node/profile.ts'
import { readInstance, readInstances, readProvider } from '../../sdk/purchases.ts'
import { readProgram } from '../../sdk/sandbox/program.ts'
import type { Terminal } from '../../sdk/terminal.ts'
import { oneOf, readId, readNames } from '../arguments.ts'
import { CommandFault } from '../command-fault.ts'
import { readValue } from '../conditions.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { exitCodeOf, instruct, unitOf, vouchersOf } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { linkHelp, linkNamed, openNamed } from '../link.ts'
import { type ListOptions, limited, listed, printPage } from '../listing.ts'
import { quantityHelp, quantityOf } from '../quantity.ts'
import { type RunOptions, runInSandbox } from '../run-program.ts'
import { showPairs, showQuantity, showResult } from '../show.ts'
import { showMoment } from '../show-moment.ts'
import { readSpan, spanOption } from '../words.ts'

/** Two words with a sign between them, such as `NAME=VALUE`. */
const readPair = (sign: string, example: string) => (text: string, before: [string, string][] | undefined) => {
  const place = text.indexOf(sign)
  if (place < 1 || place === text.length - 1) throw new InvalidArgumentError(`Give both parts, such as ${example}.`)
  return [...(before ?? []), [text.slice(0, place), text.slice(place + 1)] as [string, string]]
}

const readAllows = (text: string) => text.split(',').map((word) => oneOf(commerceFunctions, word.trim()))

const periodNames = ['accept', 'ship', 'deliver', 'confirm', 'decide'] as const

interface IssueOptions extends Record<(typeof periodNames)[number], number> {
  title: string
  price: string
  cash: string
  allows: NewCertificate['allows']
  introduction?: string
  program?: string
  specification?: [string, string][]
  link?: [string, string][]
  metal?: [string, string][]
  trait?: TraitValue[]
  at?: string
  expiresIn: number
  exclusive?: boolean
  passable: boolean
}

/** How long each step may take, in whole seconds. */
const periodsOf = (options: IssueOptions): NewCertificate['periods'] => {
  const seconds = (name: (typeof periodNames)[number]) => options[name] / 1000
  return {
    ...{ accept: seconds('accept'), ship: seconds('ship'), deliver: seconds('deliver') },
    ...{ confirm: seconds('confirm'), decide: seconds('decide') },
  }
}

const metalOf = async (invocation: Invocation, { connection }: Terminal, { metal = [] }: IssueOptions) => {
  const [named] = metal
  if (named === undefined) return {}
  const [voucher, quantity] = named
  return { metal: { voucher, quantity: await quantityOf(invocation, connection, { voucher, quantity }) } }
}

const certificateOf = async (
  invocation: Invocation,
  terminal: Terminal,
  { item, options }: { item: string; options: IssueOptions },
): Promise<NewCertificate> => {
  const { title, cash, allows, introduction, specification = [], link = [], exclusive = false, passable } = options
  const { connection } = terminal
  return {
    ...{ item, title, cash, allows, exclusive, passable, periods: periodsOf(options) },
    ...(options.program === undefined ? {} : { program: await invocation.streams.readFile(options.program) }),
    ...(introduction === undefined ? {} : { introduction: (await invocation.streams.readFile(introduction)).trim() }),
    specification: specification.map(([name, value]) => ({ name, value })),
    ...(link.length === 0 ? {} : { links: link.map(([text, address]) => ({ text, address })) }),
    ...(await metalOf(invocation, terminal, options)),
    ...(options.trait === undefined ? {} : { traits: options.trait }),
    price: await quantityOf(invocation, connection, { voucher: cash, quantity: options.price }),
    expiresAt: String(connection.now() + options.expiresIn),
  }
}

const originOf = async (terminal: Terminal, at: string | undefined): Promise<string> => {
  const { addresses } = await readProvider(terminal, terminal.participant)
  const origin = at ?? addresses[0]
  if (origin !== undefined && addresses.includes(origin)) return origin
  throw new CommandFault('foreign_address', {
    problem: `${origin ?? 'nothing'} is no address that you are registered with`,
    next: `Choose from ${addresses.join(', ')}. Nothing was sent.`,
  })
}

// The link is printed once, here, and kept in the profile; the outcome itself, which is kept with others, has none.
const issue = (invocation: Invocation, item: string, options: IssueOptions): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal, profile) => {
    const origin = await originOf(terminal, options.at)
    const wanted = await certificateOf(invocation, terminal, { item, options })
    const keep = (link: string) => keepLink(profile, link)
    const { result, link } = await issueCertificate(terminal, wanted, { origin, keep, patience: invocation.patience })
    invocation.print({ ...result, link }, [
      ...showResult(result, await vouchersOf(terminal.connection, result)),
      ...showPairs([['link', link]]),
      'Whoever has the whole link can read the certificate; this profile keeps it.',
    ])
    return exitCodeOf(result)
  })

/** Prints a certificate as it was opened. */
const printOpened = async (
  invocation: Invocation,
  { found, certified, next }: { found: FoundCertificate; certified: Certified; next: string },
): Promise<ExitCode> => {
  const { goods, price } = certified
  const { certificate, provider } = found
  const unit = await unitOf(await invocation.openConnection(), price.cash)
  const pairs: [string, string][] = [
    ['provider', `${provider.name} (${provider.provider}) of ${provider.home}`],
    ['item', goods.item],
    ['price', showQuantity(price.price, unit)],
    ['allows', certificate.allows.join(', ')],
    ['until', showMoment(certificate.expiresAt)],
    ...goods.specification.map(({ name, value }): [string, string] => [name, value]),
    ...(goods.links ?? []).map((one): [string, string] => ['link', `${one.text} — to ${hostOf(one)}`]),
    ['certificate', certificate.certificate],
    ['next', next],
  ]
  const lines = [goods.title, ...(goods.introduction?.split('\n') ?? []), ...showPairs(pairs)]
  invocation.print({ ...found, goods, price: { cash: price.cash, price: price.price } }, lines)
  return exitCodes.accepted
}

const show = async (invocation: Invocation, typed: string): Promise<ExitCode> => {
  const link = await linkNamed(invocation, typed)
  const opened = await openNamed(await invocation.openConnection(), link)
  return printOpened(invocation, { ...opened, next: 'assay purchase order LINK --address FILE' })
}

/** Runs the program in a certificate, once all of that was held against the ledger; refuses `certificate_without_program`. */
const run = async (invocation: Invocation, typed: string, options: RunOptions): Promise<ExitCode> => {
  const { certified } = await openNamed(await invocation.openConnection(), await linkNamed(invocation, typed))
  const { program } = certified.goods
  if (program !== undefined) return runInSandbox(invocation, readProgram(program), options)
  throw new CommandFault('certificate_without_program', {
    problem: 'this certificate holds no program',
    next: 'Read it with `assay certificate show`.',
  })
}

/** Opens what was handed over, with the key that came with it; the link that it makes is kept, so that all else can be done with it. */
const open = (invocation: Invocation, id: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal, profile) => {
    const { found, read, key } = await openHandedOver(
      terminal,
      await readInstance(terminal, id),
      await profileSealKey(profile),
    )
    const { certificate, provider } = found
    const [origin] = provider.addresses
    if (origin !== undefined) await keepLink(profile, linkTo(origin, certificate.certificate, key))
    const next = `assay purchase order ${certificate.certificate} --instance ${id}`
    return printOpened(invocation, { found, certified: read.certified, next })
  })

const find = async (
  invocation: Invocation,
  text: string | undefined,
  { limit, ...search }: CertificateSearch & { limit: number },
): Promise<ExitCode> => {
  const page = await findCertificates(await invocation.openConnection(), {
    ...{ text, provider: search.provider, holder: search.holder, allows: search.allows },
    ...{ cash: search.cash, metal: search.metal },
  })
  const items = page.items.slice(0, limit)
  const rows = items.map(({ certificate, provider }) => [
    ...[certificate.item, certificate.title, `${provider.name} (${provider.provider})`],
    ...[certificate.allows.join(','), `until ${showMoment(certificate.expiresAt)}`, certificate.certificate],
  ])
  return printPage(invocation, { ...page, items }, rows)
}

interface GivenOptions {
  to: string
  as: InstanceForm
  scope?: string[]
  endsIn?: number
  transferable?: boolean
  key: boolean
}

const given = ({ to, as: form, scope, endsIn, transferable }: GivenOptions, now: number) => ({
  ...{ to, form },
  ...(scope === undefined ? {} : { scope }),
  ...(endsIn === undefined ? {} : { endsAt: String(now + endsIn) }),
  ...(transferable === true ? { transferable } : {}),
})

/**
 * The certificate's key, sealed to who is to have it, from the link that this profile keeps. Data are nothing without it; anything else
 * goes without, where there is no key or nobody who could open it, and that is noted.
 */
const keyFor = async (
  invocation: Invocation,
  terminal: Terminal,
  { certificate, options: { to, as: form, key } }: { certificate: string; options: GivenOptions },
): Promise<{ sealedKey?: string }> => {
  if (!key) return {}
  const seal = async () =>
    sealCertificateKey(terminal, { certificate, to, key: (await linkNamed(invocation, certificate)).key })
  try {
    return { sealedKey: await seal() }
  } catch (error) {
    const isAbsent = error instanceof CommandFault || (error instanceof TerminalFault && error.code === 'no_seal_key')
    if (form === 'data' || !isAbsent) throw error
    invocation.note(`the key to the body does not go along: ${error.message}`)
    return {}
  }
}

const grant = (invocation: Invocation, certificate: string, options: GivenOptions) =>
  instruct(
    invocation,
    'certificate.grant',
    async (terminal): Promise<Body<'certificate.grant'>> => ({
      certificate,
      ...given(options, terminal.connection.now()),
      ...(await keyFor(invocation, terminal, { certificate, options })),
    }),
  )

/** What a gateway says of a record that one may not read, or that is not there: the ledger will refuse the step in its own words. */
const unreadCodes: readonly string[] = ['not_allowed', 'not_found']

/** Of which certificate one has this; undefined for what one may not read. A gateway that fails ends it: nothing goes on without its key. */
const certificateOfOwn = async (terminal: Terminal, instance: string): Promise<string | undefined> => {
  try {
    return (await readInstance(terminal, instance)).certificate
  } catch (error) {
    if (error instanceof GatewayProblem && unreadCodes.includes(error.code)) return undefined
    throw error
  }
}

const passOn = (invocation: Invocation, instance: string, options: GivenOptions) =>
  instruct(invocation, 'instance.pass-on', async (terminal): Promise<Body<'instance.pass-on'>> => {
    const certificate = await certificateOfOwn(terminal, instance)
    const sealed = certificate === undefined ? {} : await keyFor(invocation, terminal, { certificate, options })
    return { instance, ...given(options, terminal.connection.now()), ...sealed }
  })

/** The address of a link without its key, which never goes to the ledger. */
const withoutKey = async (invocation: Invocation, typed: string): Promise<string> => {
  if (/^https?:/.test(typed) && !typed.includes('#')) return typed
  const { origin, certificate } = await linkNamed(invocation, typed)
  return `${origin}/c/${certificate}`
}

const publish = async (invocation: Invocation, instance: string, { link }: { link?: string }) => {
  const address = link === undefined ? {} : { link: await withoutKey(invocation, link) }
  return instruct(invocation, 'instance.publish', { instance, ...address })
}

const listInstances = (invocation: Invocation, { limit, ended }: ListOptions): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const page = await readInstances(terminal, { limit, state: ended === true ? 'ended' : 'open' })
    const rows = page.items.map(({ form, holder, status, scope = [], endsAt, instance, certificate }) => [
      ...[form, `of ${holder}`, status, scope.join(',') || 'any use'],
      ...[endsAt === undefined ? 'no end' : `until ${showMoment(endsAt)}`, instance, `certificate ${certificate}`],
    ])
    return printPage(invocation, page, rows)
  })

const issueTerms = (command: Command): Command => {
  const usual = { accept: '2d', ship: '7d', deliver: '14d', confirm: '7d', decide: '14d' } as const
  const words = {
    accept: 'how long you may take to accept an order',
    ship: 'to ship it',
    deliver: 'to have it delivered',
    confirm: 'how long the buyer may take to confirm or dispute',
    decide: 'how long an auditor may take to decide a dispute',
  }
  for (const name of periodNames) command.addOption(spanOption(`--${name} <span>`, words[name], usual[name]))
  return command
    .addOption(spanOption('--expires-in <span>', 'how long the certificate is good', '90d'))
    .option('--exclusive', 'only one can have it at a time')
    .option('--no-passable', 'nobody may hold it to hand it on')
    .option(
      '--metal <voucher:quantity>',
      'what of a metal goes to the buyer with each piece',
      readPair(':', 'AU-9999:10g'),
    )
    .option('--trait <name=value>', 'a trait of the goods, such as hallmark=london; may be repeated', readValue)
}

const issueCommand = (certificate: Command, frame: Frame): void => {
  const command = certificate
    .command('issue')
    .description('sign what you say of your goods, lay it down encrypted, and put it on the ledger (merchant)')
    .argument('<item>', 'your own code for the goods: up to 40 capital letters, digits and -')
    .requiredOption('--title <title>', 'what buyers are shown first, up to 60 characters')
    .requiredOption('--cash <voucher>', 'in which cash it is paid, such as CNY')
    .requiredOption('--price <quantity>', `of one piece, ${quantityHelp}`)
    .option('--allows <list>', 'what a buyer may do: order, pay; separated by commas', readAllows, ['order', 'pay'])
    .option('--introduction <file>', 'a text about the goods from a file, or from standard input when it is -')
    .option(
      '--specification <name=value>',
      'one line of the specification; may be repeated',
      readPair('=', 'Weight=5kg'),
    )
    .option('--link <text=address>', 'one link to more about it; may be repeated', readPair('=', 'Manual=https://…'))
    .option('--program <file>', 'a program with its functions, as `assay package program` makes it')
    .option('--at <address>', 'under which of your registered addresses the link leads (default: the first)')
  issueTerms(command)
    .addHelpText(
      'after',
      '\nExample:\n  $ assay certificate issue CLOCK-1 --title "Mantel clock" --cash CNY --price ¥120 --specification Case=walnut',
    )
    .action(performing(frame, issue))
}

/** The options that say what somebody is to have. */
const giving = (command: Command): Command =>
  command
    .requiredOption('--to <participant>', 'who is to have it')
    .requiredOption('--as <form>', `as what: ${instanceForms.join(', ')}`, (text) => oneOf(instanceForms, text))
    .option('--scope <uses>', 'of a licence: for which uses, such as read,print; separated by commas', readNames)
    .option('--ends-in <span>', 'of a licence: how long it lasts, such as 30d', readSpan)
    .option('--transferable', 'of a licence or of data: it may be handed on')
    .option('--no-key', 'leave out the key to the body, which else goes along, sealed to the receiver’s devices')

const handingCommands = (certificate: Command, frame: Frame): void => {
  giving(certificate.command('grant').argument('<certificate>', 'its id, 43 letters', readId))
    .description('let somebody have your certificate, to hold, read, own or use (merchant)')
    .addHelpText('after', '\nExample:\n  $ assay certificate grant CERTIFICATE --to city-shop --as holding')
    .action(performing(frame, grant))
}

const findCommands = (certificate: Command, frame: Frame): void => {
  certificate
    .command('show')
    .description('open a certificate by its link and print what it says; its key goes to no gateway')
    .argument('<link>', linkHelp)
    .action(performing(frame, show))
  certificate
    .command('run')
    .description('run the program in a certificate, in a sandbox with what it declares alone')
    .argument('<link>', linkHelp)
    .option('--input <file>', 'the data that it is given')
    .option('--out <file>', 'where the bytes that it gives go; must not be there yet')
    .action(performing(frame, run))
  const search = certificate
    .command('find')
    .description('print the certificates that are good now, newest first; needs no device')
    .argument('[text]', 'a part of the title or of the item')
    .option('--provider <participant>', 'only those of this provider')
    .option('--holder <participant>', 'only those that this holder published')
    .option('--allows <function>', 'only those with which one can order, or pay', (text) =>
      oneOf(commerceFunctions, text),
    )
    .option('--cash <voucher>', 'only those that are paid in this cash')
    .option('--metal <voucher>', 'only those with which this metal goes to the buyer')
  limited(search).action(performing(frame, find))
}

const instanceCommands = (certificate: Command, frame: Frame): void => {
  certificate
    .command('open')
    .description(
      'open what was handed to you, with the key that came with it; a body that is not the ledger’s is refused',
    )
    .argument('<instance>', 'the id of what you have, 43 letters', readId)
    .action(performing(frame, open))
  giving(certificate.command('pass-on').argument('<instance>', 'the id of what you have, 43 letters', readId))
    .description('hand on what you have of a certificate')
    .addHelpText('after', '\nExample:\n  $ assay certificate pass-on INSTANCE --to alice --as holding')
    .action(performing(frame, passOn))
  certificate
    .command('use')
    .description('use what you have of a certificate; the ledger checks uses and term')
    .argument('<instance>', 'the id of what you have, 43 letters', readId)
    .argument('<use>', 'what for, such as read')
    .action(
      performing(frame, (invocation, instance: string, use: string) =>
        instruct(invocation, 'instance.use', { instance, use }),
      ),
    )
  certificate
    .command('publish')
    .description('tell everybody that a certificate can be had through you')
    .argument('<instance>', 'the id of what you hold, 43 letters', readId)
    .option('--link <link>', 'where it can be read; its key is cut off here, before anything is sent')
    .action(performing(frame, publish))
  certificate
    .command('withdraw')
    .description('take back what you published')
    .argument('<publication>', 'its id, 43 letters', readId)
    .action(
      performing(frame, (invocation, publication: string) =>
        instruct(invocation, 'publication.withdraw', { publication }),
      ),
    )
  listed(certificate.command('instances').description('print what you have of certificates')).action(
    performing(frame, listInstances),
  )
}

/** Goods certificates: issuing, opening, handing on, publishing. */
export const certificateCommands = (certificate: Command, frame: Frame): void => {
  issueCommand(certificate, frame)
  certificate
    .command('revoke')
    .description('revoke your certificate for ever (merchant)')
    .argument('<certificate>', 'its id, 43 letters', readId)
    .action(
      performing(frame, (invocation, id: string) => instruct(invocation, 'certificate.revoke', { certificate: id })),
    )
  handingCommands(certificate, frame)
  findCommands(certificate, frame)
  instanceCommands(certificate, frame)
}
