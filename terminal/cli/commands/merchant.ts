import { type Command, InvalidArgumentError } from 'commander'
import { fromShown } from '../../sdk/amount.ts'
import { readNames } from '../arguments.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { quantityHelp, quantityOf } from '../quantity.ts'

interface RegisterOptions {
  name: string
  fee: number
  leastFee: string
  mostFee?: string
  maximum: string
  vouchers: string[]
  anyHome?: boolean
}

/** A percentage as parts per million, exactly. */
const readPercent = (text: string): number => {
  const digits = text.replace(/%$/, '')
  if (/^0+(\.0*)?$/.test(digits)) return 0
  const read = fromShown(digits, { base: '', shownAs: '%', basePerShown: '10000' })
  if ('quantity' in read) return Number(read.quantity)
  throw new InvalidArgumentError('Give a percentage with at most four decimals, such as 0.6%.')
}

const register = (invocation: Invocation, merchant: string, options: RegisterOptions) =>
  instruct(invocation, 'merchant.register', async ({ connection }) => {
    const { name, fee, leastFee, mostFee, maximum, vouchers, anyHome } = options
    const [voucher = ''] = vouchers
    const count = (quantity: string) => quantityOf(invocation, connection, { voucher, quantity })
    return {
      ...{ merchant, name, vouchers, maximum: await count(maximum) },
      ...(anyHome === true ? { anyHome } : {}),
      fee: {
        partsPerMillion: fee,
        minimum: await count(leastFee),
        ...(mostFee === undefined ? {} : { maximum: await count(mostFee) }),
      },
    }
  })

/** Merchants of one's bank. */
export const merchantCommands = (merchant: Command, frame: Frame): void => {
  merchant
    .command('register')
    .description('let a participant claim payments of your bank’s customers (teller)')
    .argument('<merchant>', 'the participant')
    .requiredOption('--name <name>', 'what payers are shown, up to 60 characters')
    .requiredOption('--vouchers <list>', 'in which vouchers; separated by commas; amounts are of the first', readNames)
    .requiredOption('--maximum <quantity>', `the largest amount of one payment, ${quantityHelp}`)
    .requiredOption('--fee <percent>', 'what the merchant bears of each payment, such as 0.6%', readPercent)
    .option('--least-fee <quantity>', `the least fee, ${quantityHelp}`, '0')
    .option('--most-fee <quantity>', `the highest fee, ${quantityHelp}`)
    .option('--any-home', 'also one that is registered with another organisation than yours')
    .addHelpText(
      'after',
      '\nExample:\n  $ assay merchant register noodle-bar --name "Noodle Bar" --vouchers CNY --maximum ¥500 --fee 0.6%',
    )
    .action(performing(frame, register))
}
