import type { Command } from 'commander'
import type { Kind } from '../../../chaincode/vocabulary.ts'
import { profileSealKey } from '../../sdk/node/profile.ts'
import {
  keepReviewText,
  type ListedPurchase,
  oneClickRules,
  orderBody,
  readAddress,
  readDisputes,
  readEvidence,
  readPurchase,
  readPurchases,
  sealEvidence,
} from '../../sdk/purchases.ts'
import { type DeliveryAddress, deliveryAddress } from '../../sdk/sealing/delivery-address.ts'
import { sealAddress } from '../../sdk/sealing/seal-for.ts'
import type { Terminal } from '../../sdk/terminal.ts'
import { readId, readJsonFile, readNames } from '../arguments.ts'
import { CommandFault } from '../command-fault.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { instruct, readVouchersOf, unitOf } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { linkHelp, linkNamed, openNamed } from '../link.ts'
import { type ListOptions, limited, listed, printPage } from '../listing.ts'
import { quantityHelp, quantityOf } from '../quantity.ts'
import { showPairs, showQuantity } from '../show.ts'
import { showMoment } from '../show-moment.ts'
import { wholeNumber } from '../words.ts'

const addressIn = async (invocation: Invocation, file: string): Promise<DeliveryAddress> => {
  const read = deliveryAddress.safeParse(await readJsonFile(invocation, file))
  if (read.success) return read.data
  throw new CommandFault('address_unreadable', {
    problem: `${file} is no address`,
    next: 'Give JSON such as {"name":"Alice","lines":["1 River Road","Harbour"],"telephone":"5550100"}. Nothing was sent.',
  })
}

interface OrderOptions {
  count: number
  pay: boolean
  address?: string
  instance?: string
  unprompted?: boolean
}

const order = async (invocation: Invocation, typed: string, options: OrderOptions): Promise<ExitCode> => {
  const link = await linkNamed(invocation, typed)
  const address = options.address === undefined ? undefined : await addressIn(invocation, options.address)
  return instruct(invocation, 'purchase.order', async (terminal) => {
    const { connection, participant: buyer } = terminal
    const { found, certified } = await openNamed(connection, link)
    const { provider, certificate } = found.certificate
    const sealed =
      address === undefined
        ? undefined
        : await sealAddress(terminal, address, {
            ...{ provider, buyer, certificate },
            own: await profileSealKey(await invocation.profile()),
          })
    const { count, pay, instance, unprompted } = options
    const wanted = { count, pay, address: sealed, instance, prompted: unprompted !== true }
    const total = (BigInt(certified.price.price) * BigInt(count)).toString()
    const shown = showQuantity(total, await unitOf(connection, certified.price.cash))
    invocation.note(`${pay ? 'puts aside' : 'orders for'} ${shown}, to be paid to ${found.provider.name} (${provider})`)
    return orderBody(found, certified, wanted)
  })
}

/** A piece of text from a file, or from standard input when it is `-`. */
const textOf = async (invocation: Invocation, file: string): Promise<string> =>
  (await invocation.streams.readFile(file)).trim()

const evidenceStep =
  (kind: 'purchase.dispute' | 'purchase.add-evidence') =>
  async (invocation: Invocation, purchase: string, file: string, { readers }: { readers?: string[] }) => {
    const text = await textOf(invocation, file)
    return instruct(invocation, kind, async (terminal) => {
      const of = await readPurchase(terminal, purchase)
      const own = await profileSealKey(await invocation.profile())
      const { digest, isForAuditors } = await sealEvidence(terminal, of, { text, readers: readers ?? [], own })
      if (!isForAuditors) invocation.note('no auditor can open it: none has a key for sealed documents yet')
      return { purchase, evidence: digest }
    })
  }

/** A quantity of the cash of an order, in its base units. */
const cashOf = async (
  invocation: Invocation,
  terminal: Terminal,
  { purchase, quantity }: { purchase: string; quantity: string },
): Promise<string> => {
  const { cash } = await readPurchase(terminal, purchase)
  return quantityOf(invocation, terminal.connection, { voucher: cash, quantity })
}

const review = async (invocation: Invocation, purchase: string, rating: number, { text }: { text: string }) => {
  const words = await textOf(invocation, text)
  return instruct(invocation, 'purchase.review', async (terminal) => ({
    ...{ purchase, rating, text: await keepReviewText(terminal, words) },
  }))
}

const addressLines = (address: DeliveryAddress | undefined): [string, string][] =>
  address === undefined
    ? []
    : [
        ['to', [address.name, ...address.lines, address.postcode, address.country].filter(Boolean).join(', ')],
        ...[address.telephone, address.note].flatMap((part): [string, string][] => (part ? [['  ', part]] : [])),
      ]

/** The address as this device opens it; one that it cannot open is noted, and stays the digest that it is. */
const openedAddress = async (invocation: Invocation, terminal: Terminal, of: ListedPurchase) => {
  const key = await profileSealKey(await invocation.profile())
  return readAddress(terminal, of, key).catch((error: Error) => {
    invocation.note(`the address stays sealed: ${error.message}`)
    return undefined
  })
}

/** The evidence of a dispute, by whom and what, as far as this device opens it. */
const openedEvidence = async (invocation: Invocation, terminal: Terminal, of: ListedPurchase) => {
  const { evidence = [] } = of
  if (evidence.length === 0) return []
  const key = await profileSealKey(await invocation.profile())
  return Promise.all(
    evidence.map(async ({ by, digest }): Promise<[string, string]> => {
      const text = await readEvidence(terminal, of, { digest, key }).catch((error: Error) => error.message)
      return [`evidence of ${by}`, text]
    }),
  )
}

const show = (invocation: Invocation, id: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const found = await readPurchase(terminal, id)
    const isSide = terminal.participant === found.provider || terminal.participant === found.buyer
    const address = isSide ? await openedAddress(invocation, terminal, found) : undefined
    const evidence = await openedEvidence(invocation, terminal, found)
    const unit = await unitOf(terminal.connection, found.cash)
    const { status, item, count, provider, buyer, amount, held, captured, refunded, actBy, shipment } = found
    const lines = showPairs([
      ['status', status],
      ['goods', `${count} × ${item}`],
      ['provider', provider],
      ['buyer', buyer],
      ['amount', showQuantity(amount, unit)],
      ['held', showQuantity(held, unit)],
      ['with the provider', showQuantity(captured, unit)],
      ['given back', showQuantity(refunded, unit)],
      ...(shipment === undefined ? [] : [['shipment', shipment] as [string, string]]),
      ...addressLines(address),
      ...evidence,
      ['next step until', showMoment(actBy)],
      ['certificate', found.certificate],
    ])
    invocation.print({ ...found, ...(address === undefined ? {} : { opened: address }) }, lines)
    return exitCodes.accepted
  })

const list = (invocation: Invocation, { limit, ended }: ListOptions): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const page = await readPurchases(terminal, { limit, state: ended === true ? 'ended' : 'open' })
    const cash = await readVouchersOf(terminal.connection, [...new Set(page.items.map((item) => item.cash))])
    const rows = page.items.map(({ status, count, item, provider, buyer, amount, actBy, purchase, ...rest }) => [
      ...[status, `${count} × ${item}`, buyer === terminal.participant ? `from ${provider}` : `to ${buyer}`],
      ...[showQuantity(amount, cash.get(rest.cash)?.unit), `until ${showMoment(actBy)}`, purchase],
    ])
    return printPage(invocation, page, rows)
  })

/** What auditors can decide, with what is held and until when. */
const disputes = (invocation: Invocation, { limit }: { limit: number }): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const page = await readDisputes(terminal, { limit })
    const cash = await readVouchersOf(terminal.connection, [...new Set(page.items.map((item) => item.cash))])
    const rows = page.items.map(({ buyer, provider, held, actBy, purchase, evidence = [], ...rest }) => [
      ...[`${buyer} against ${provider}`, showQuantity(held, cash.get(rest.cash)?.unit)],
      ...[`evidence ${evidence.length}`, `until ${showMoment(actBy)}`, purchase],
    ])
    return printPage(invocation, page, rows)
  })

/** A command about one order, which its first argument names. */
const aboutOne = (purchase: Command, name: string, words: string): Command =>
  purchase.command(name).description(words).argument('<purchase>', 'the order’s id, 43 letters', readId)

/** The steps that need nothing but the order's id. */
const plainSteps = {
  cancel: 'take an order back before it is accepted; what was put aside is free again (buyer)',
  complete: 'confirm that you have the goods: what was put aside goes to the provider (buyer; anybody once time is up)',
  accept: 'take an order on; metal goods are put aside for the buyer (provider)',
  reject: 'say no to an order; the buyer’s money is free again (provider)',
  deliver: 'say that an order is delivered (provider)',
  expire: 'end an order whose deadline has passed; the buyer’s money is free again (anybody)',
} as const

const plainStep = (purchase: Command, frame: Frame, step: keyof typeof plainSteps): void => {
  aboutOne(purchase, step, plainSteps[step]).action(
    performing(frame, (invocation, id: string) =>
      instruct(invocation, `purchase.${step}` satisfies Kind, { purchase: id }),
    ),
  )
}

const orderCommand = (purchase: Command, frame: Frame): void => {
  purchase
    .command('order')
    .description('order goods from the provider of a certificate, and put the price aside')
    .argument('<link>', linkHelp)
    .option('--count <pieces>', 'how many pieces', wholeNumber(1, 10_000), 1)
    .option('--no-pay', 'order first, and pay later with `assay purchase pay`')
    .option('--address <file>', 'to whom it goes, as JSON from a file or - ; it leaves this device only sealed')
    .option('--instance <id>', 'order with what you have of the certificate, which is used up by it', readId)
    .option('--unprompted', 'say that your own rule answers, not you; the ledger takes it within that rule only')
    .addHelpText('after', '\nExample:\n  $ assay purchase order link.txt --count 2 --address home.json')
    .action(performing(frame, order))
}

const buyerCommands = (purchase: Command, frame: Frame): void => {
  orderCommand(purchase, frame)
  aboutOne(purchase, 'pay', 'put the price of an order aside until you confirm it (buyer)').action(
    performing(frame, (invocation, id: string) =>
      instruct(invocation, 'purchase.pay', async (terminal) => {
        const { provider, cash } = await readPurchase(terminal, id)
        return { purchase: id, provider, cash }
      }),
    ),
  )
  plainStep(purchase, frame, 'cancel')
  plainStep(purchase, frame, 'complete')
  withEvidence(aboutOne(purchase, 'dispute', 'dispute an order while its money is put aside (buyer)')).action(
    performing(frame, evidenceStep('purchase.dispute')),
  )
  aboutOne(purchase, 'review', 'review a completed order, once (buyer)')
    .argument('<rating>', 'from 1 to 5', wholeNumber(1, 5))
    .requiredOption('--text <file>', 'what you say, from a file or - ; anybody can read it, and you can remove it')
    .action(performing(frame, review))
  purchase
    .command('one-click')
    .description('let this account’s devices order small amounts without asking; 0 ends it (buyer)')
    .argument('<cash>', 'the cash’s code, such as CNY')
    .argument('<quantity>', `the largest amount of one order, or 0; ${quantityHelp}`)
    .option('--per-day <count>', 'how many such orders a day, in UTC', wholeNumber(0, 100), 5)
    .action(
      performing(frame, (invocation, cash: string, quantity: string, { perDay }: { perDay: number }) =>
        instruct(invocation, 'purchase.set-one-click', async ({ connection }) => ({
          ...{ cash, perDay, maximum: await quantityOf(invocation, connection, { voucher: cash, quantity }) },
        })),
      ),
    )
  purchase
    .command('one-click-rules')
    .description('print your own rules for ordering without being asked, and how often they were used today (buyer)')
    .action(performing(frame, printOneClickRules))
}

const printOneClickRules = (invocation: Invocation): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const items = await oneClickRules(terminal)
    const lines = await Promise.all(
      items.map(async ({ cash, maximum, perDay, usedToday }): Promise<[string, string]> => {
        const each = showQuantity(maximum, await unitOf(terminal.connection, cash))
        return [cash, `up to ${each} each, ${perDay} a day; used today: ${usedToday}`]
      }),
    )
    invocation.print({ items }, lines.length === 0 ? ['every order is asked about'] : showPairs(lines))
    return exitCodes.accepted
  })

/** What is argued in a dispute. */
const withEvidence = (command: Command): Command =>
  command
    .argument('<file>', 'a text of up to 3,000 characters, from a file or - ; it leaves this device only sealed')
    .option('--readers <list>', 'who is to read it besides both sides and the auditors; separated by commas', readNames)

const providerCommands = (purchase: Command, frame: Frame): void => {
  plainStep(purchase, frame, 'accept')
  plainStep(purchase, frame, 'reject')
  aboutOne(purchase, 'ship', 'say that an order is on its way (provider)')
    .option('--shipment <name>', 'what you call the shipment: up to 64 letters, digits, blanks and . _ / -')
    .action(
      performing(frame, (invocation, id: string, { shipment }: { shipment?: string }) =>
        instruct(invocation, 'purchase.ship', { purchase: id, ...(shipment === undefined ? {} : { shipment }) }),
      ),
    )
  plainStep(purchase, frame, 'deliver')
  aboutOne(purchase, 'refund', 'give back a part or all of what you got for an order (provider)')
    .argument('<quantity>', `how much, ${quantityHelp}`)
    .action(
      performing(frame, (invocation, id: string, quantity: string) =>
        instruct(invocation, 'purchase.refund', async (terminal) => ({
          ...{ purchase: id, quantity: await cashOf(invocation, terminal, { purchase: id, quantity }) },
        })),
      ),
    )
}

/** Orders with the providers of goods. */
export const purchaseCommands = (purchase: Command, frame: Frame): void => {
  buyerCommands(purchase, frame)
  providerCommands(purchase, frame)
  listed(purchase.command('list').description('print your orders, bought and sold, newest first')).action(
    performing(frame, list),
  )
  aboutOne(
    purchase,
    'show',
    'print an order; a device of either side opens its address, and those of auditors its evidence',
  ).action(performing(frame, show))
  plainStep(purchase, frame, 'expire')
  withEvidence(
    aboutOne(purchase, 'evidence', 'bring one more piece of evidence, up to eight each (either side)'),
  ).action(performing(frame, evidenceStep('purchase.add-evidence')))
  limited(purchase.command('disputes').description('print what waits for an auditor, newest first (auditor)')).action(
    performing(frame, disputes),
  )
  aboutOne(purchase, 'decide', 'decide a dispute; what does not go back goes to the provider (auditor)')
    .argument('<quantity>', `how much goes back to the buyer, or 0; ${quantityHelp}`)
    .action(
      performing(frame, (invocation, id: string, quantity: string) =>
        instruct(invocation, 'purchase.decide', async (terminal) => ({
          ...{ purchase: id, refund: await cashOf(invocation, terminal, { purchase: id, quantity }) },
        })),
      ),
    )
}
