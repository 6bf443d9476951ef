import { type Command, InvalidArgumentError, Option } from 'commander'
import { plainDigits } from '../../sdk/digits.ts'
import { GatewayProblem, TerminalFault } from '../../sdk/errors.ts'
import {
  approvePayment,
  claimPayment,
  declinePayment,
  openQuestions,
  type PaymentQuestion,
  paymentByOrder,
  promptRules,
  readPayment,
  requestCode,
  type Sale,
  type ShownCode,
  sales,
  showCode,
} from '../../sdk/payments.ts'
import type { Terminal } from '../../sdk/terminal.ts'
import { readId } from '../arguments.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { instruct, report, unitOf } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { newestQuote } from '../newest-quote.ts'
import { quantityHelp, quantityOf } from '../quantity.ts'
import { showPairs, showQuantity } from '../show.ts'
import { showCodeLines, showPayment, showQuestion, showSale } from '../show-payment.ts'
import { wholeNumber } from '../words.ts'

const outcomeUnknown = (error: unknown): boolean => error instanceof TerminalFault && error.code === 'outcome_unknown'

/** Prints what the work answers; an outcome that is not known yet ends as pending, never as a refusal. */
const orPending = async (invocation: Invocation, work: () => Promise<ExitCode>): Promise<ExitCode> => {
  try {
    return await work()
  } catch (error) {
    if (!outcomeUnknown(error)) throw error
    invocation.fail(error)
    return exitCodes.pending
  }
}

const code = (invocation: Invocation, { again }: { again?: string }): Promise<ExitCode> =>
  invocation.withTerminal((terminal) =>
    orPending(invocation, async () => {
      const { patience } = invocation
      const shown: ShownCode = await (again === undefined
        ? requestCode(terminal, undefined, patience)
        : showCode(terminal, again))
      invocation.print(shown, showCodeLines(shown))
      return exitCodes.accepted
    }),
  )

const isDigits = (text: string): boolean => /^[0-9][0-9 -]{10,}$/.test(text)

/** Where the digits are read from; never the command line itself, which shells keep. */
const readCodeSource = (text: string): string => {
  if (!isDigits(text)) return text
  throw new InvalidArgumentError(
    'Digits on a command line stay in the shell’s history. Leave --code out and type them when asked, or give - or a file.',
  )
}

const readDigits = ({ streams }: Invocation, source: string | undefined): Promise<string> =>
  source === undefined ? streams.readLine('the payer’s code: ') : streams.readFile(source)

interface ClaimOptions {
  order: string
  code?: string
  bank?: string
  purchase?: string
  buy?: { voucher: string; quantity: string }
}

/** What a payer buys, as `VOUCHER:QUANTITY`. */
const readBuy = (text: string): { voucher: string; quantity: string } => {
  const [voucher, quantity, ...more] = text.split(':')
  if (voucher && quantity && more.length === 0) return { voucher, quantity }
  throw new InvalidArgumentError('Give the voucher and the quantity with a colon between them, such as AU-9999:10g.')
}

/** What the claim settles, as its options say; a buy is at the newest quote. */
const settledBy = async (
  invocation: Invocation,
  { connection }: Terminal,
  { purchase, buy }: ClaimOptions,
): Promise<Sale['settles']> => {
  if (purchase !== undefined) return { purchase }
  if (buy === undefined) return undefined
  const { quote } = await newestQuote(connection, buy.voucher)
  return { buy: { voucher: buy.voucher, quote, quantity: await quantityOf(invocation, connection, buy) } }
}

const claim = async (
  invocation: Invocation,
  voucher: string,
  quantity: string,
  options: ClaimOptions,
): Promise<ExitCode> => {
  const digits = plainDigits(await readDigits(invocation, options.code))
  return invocation.withTerminal((terminal) =>
    orPending(invocation, async () => {
      const counted = await quantityOf(invocation, terminal.connection, { voucher, quantity })
      const { order: orderNumber, bank: payerHome } = options
      const settles = await settledBy(invocation, terminal, options)
      const sale = { code: digits, orderNumber, voucher, quantity: counted, payerHome, settles }
      const payment = await claimPayment(terminal, sale, invocation.patience)
      invocation.print(payment, ['claimed; the payer is asked', ...showPayment(payment)])
      return exitCodes.accepted
    }),
  )
}

const questions = (invocation: Invocation): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const items = await openQuestions(terminal)
    const lines = items.length === 0 ? ['no merchant asks this device for a payment'] : items.flatMap(showQuestion)
    invocation.print({ items }, lines)
    return exitCodes.accepted
  })

const requireQuestion = async (terminal: Terminal, id: string): Promise<PaymentQuestion> => {
  const question = (await openQuestions(terminal)).find(({ payment }) => payment === id)
  if (question !== undefined) return question
  throw new TerminalFault('question_missing', {
    problem: `no merchant asks this device for payment ${id}`,
    next: 'See what it is asked with `assay payment questions`; an answer counts from the device that showed the code only.',
  })
}

const approve = (invocation: Invocation, id: string, { unprompted }: { unprompted?: boolean }): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const question = await requireQuestion(terminal, id)
    const options = { ...invocation.patience, prompted: unprompted !== true }
    return report(invocation, terminal.connection, await approvePayment(terminal, question, options))
  })

const decline = (invocation: Invocation, id: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const question = await requireQuestion(terminal, id)
    return report(invocation, terminal.connection, await declinePayment(terminal, question, invocation.patience))
  })

const isNotFound = (error: unknown): boolean => error instanceof GatewayProblem && error.code === 'not_found'

const status = (invocation: Invocation, order: string): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const payment = await paymentByOrder(terminal, order).catch((error: unknown) => {
      if (!isNotFound(error)) throw error
      throw new TerminalFault('order_unknown', {
        problem: `no payment of ${terminal.participant} has the order number ${order}`,
        next: 'Nothing was claimed under it: claim with `assay payment claim`.',
      })
    })
    invocation.print(payment, showPayment(payment))
    return exitCodes.accepted
  })

const list = (invocation: Invocation, { limit }: { limit: number }): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const { items } = await sales(terminal, { limit })
    const lines = items.length === 0 ? ['nothing was claimed yet'] : items.map(showSale)
    invocation.print({ items }, lines)
    return exitCodes.accepted
  })

const rules = (invocation: Invocation): Promise<ExitCode> =>
  invocation.withTerminal(async (terminal) => {
    const items = await promptRules(terminal)
    const lines = await Promise.all(
      items.map(async ({ voucher, maximum, perDay, usedToday }): Promise<[string, string]> => {
        const each = showQuantity(maximum, await unitOf(terminal.connection, voucher))
        return [voucher, `up to ${each} each, ${perDay} a day; used today: ${usedToday}`]
      }),
    )
    invocation.print({ items }, lines.length === 0 ? ['every payment is asked about'] : showPairs(lines))
    return exitCodes.accepted
  })

/** A command about one payment, which its first argument names. */
const aboutOne = (payment: Command, name: string): Command =>
  payment.command(name).argument('<payment>', 'the payment’s id, 43 letters', readId)

const payerCommands = (payment: Command, frame: Frame): void => {
  payment
    .command('code')
    .description('ask for a one-time code and print its digits, good once and for about a minute (payer)')
    .option('--again <request>', 'print the digits of an earlier request of this device again', readId)
    .action(performing(frame, code))
  aboutOne(payment, 'cancel')
    .description('withdraw a code that nobody has claimed (payer)')
    .action(performing(frame, (invocation, id: string) => instruct(invocation, 'payment-code.cancel', { payment: id })))
  payment
    .command('questions')
    .description('print what merchants ask this device to pay (payer)')
    .action(performing(frame, questions))
  aboutOne(payment, 'approve')
    .description('pay exactly what a merchant asks of this device (payer)')
    .option('--unprompted', 'say that your own rule answers, not you; the ledger takes it within that rule only')
    .action(performing(frame, approve))
  aboutOne(payment, 'decline')
    .description('say no to a merchant; nothing moves (payer)')
    .action(performing(frame, decline))
  payment
    .command('rule')
    .description('let this account’s devices approve small amounts without asking; 0 ends it (payer)')
    .argument('<voucher>', 'the voucher’s code')
    .argument('<quantity>', `the largest amount of one payment, or 0; ${quantityHelp}`)
    .option('--per-day <count>', 'how many such payments a day, in UTC', wholeNumber(0, 100), 5)
    .action(
      performing(frame, (invocation, voucher: string, maximum: string, { perDay }: { perDay: number }) =>
        instruct(invocation, 'payment.set-prompt-rule', async ({ connection }) => ({
          voucher,
          maximum: await quantityOf(invocation, connection, { voucher, quantity: maximum }),
          perDay,
        })),
      ),
    )
  payment
    .command('rules')
    .description('print your own rules for small amounts, and how often they were used today (payer)')
    .action(performing(frame, rules))
}

/** What is given back, in base units of what was paid; a payment that cannot be read leaves a bare whole number as it is. */
const refunded = async (
  invocation: Invocation,
  terminal: Terminal,
  { payment, quantity }: { payment: string; quantity: string },
): Promise<string> => {
  const isWhole = /^[0-9]+$/.test(quantity)
  const reading = readPayment(terminal, payment)
  const view = await (isWhole ? reading.catch(() => undefined) : reading)
  if (view === undefined || !('voucher' in view)) return quantity
  return quantityOf(invocation, terminal.connection, { voucher: view.voucher, quantity })
}

const merchantCommands = (payment: Command, frame: Frame): void => {
  payment
    .command('claim')
    .description('claim a payer’s code for a sale; the digits are asked for, or read from standard input (merchant)')
    .argument('<voucher>', 'in which voucher, such as CNY')
    .argument('<quantity>', `the amount, ${quantityHelp}`)
    .requiredOption('--order <number>', 'your own number for this sale: up to 40 letters, digits and . _ -')
    .option('--bank <home>', 'the payer’s bank by its MSP, where it is not yours; its gateway is the one to ask')
    .addOption(new Option('--purchase <id>', 'the payer’s order with you that this pays').conflicts('buy'))
    .option(
      '--buy <voucher:quantity>',
      'what the payer buys of a voucher that you issue, at your newest quote',
      readBuy,
    )
    .option('--code <file>', 'read the digits from a file, or from standard input when it is -', readCodeSource)
    .action(performing(frame, claim))
  payment
    .command('status')
    .description('print the payment that an order number stands for, final or not (merchant)')
    .argument('<order>', 'your number for the sale')
    .action(performing(frame, status))
  payment
    .command('list')
    .description('print your newest sales and what became of each (merchant)')
    .option('--limit <count>', 'how many', wholeNumber(1, 200), 20)
    .action(performing(frame, list))
  aboutOne(payment, 'reverse')
    .description('take a claim back before the payer has answered (merchant)')
    .action(performing(frame, (invocation, id: string) => instruct(invocation, 'payment.reverse', { payment: id })))
  aboutOne(payment, 'refund')
    .description('give back a part or all of a payment (merchant)')
    .argument('<quantity>', `how much, ${quantityHelp}`)
    .requiredOption('--reference <text>', 'why: up to 64 letters, digits, blanks and . _ / -; anyone can read it')
    .action(
      performing(frame, (invocation, id: string, quantity: string, { reference }: { reference: string }) =>
        instruct(invocation, 'payment.refund', async (terminal) => ({
          payment: id,
          quantity: await refunded(invocation, terminal, { payment: id, quantity }),
          reference,
        })),
      ),
    )
}

/** Paying and being paid with a one-time code. */
export const paymentCommands = (payment: Command, frame: Frame): void => {
  payerCommands(payment, frame)
  merchantCommands(payment, frame)
}
