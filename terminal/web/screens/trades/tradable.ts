import type { ListedHolding } from '../../../sdk/lists.ts'
import { readVouchers } from '../../../sdk/lists.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import type { ListedInstitution } from '../../../sdk/trade-chain/records.ts'
import { readHoldings } from '../../state/account-lists.ts'
import { chosenIn, type TradeTexts } from '../../state/trades.ts'
import { noteVoucher, type PublishedVoucher } from '../../state/vouchers.ts'

// More than any ledger has by now; who trades something else is shown the first of them.
const pagesMaximum = 10

/** What can be traded and paid with, and what of it one has. */
export interface Tradable {
  metals: readonly PublishedVoucher[]
  currencies: readonly PublishedVoucher[]
  holdings: readonly ListedHolding[]
}

const readPublished = async ({ connection }: Terminal): Promise<PublishedVoucher[]> => {
  const found: PublishedVoucher[] = []
  let after: string | undefined
  for (let page = 0; page < pagesMaximum; page += 1) {
    const read = await readVouchers(connection, { after })
    found.push(...read.items.map(({ voucher }) => voucher))
    after = read.next
    if (after === undefined) break
  }
  return found
}

/** What can be traded and paid with, what one holds first. */
export const readTradable = async (terminal: Terminal): Promise<Tradable> => {
  const [published, { items: holdings }] = await Promise.all([readPublished(terminal), readHoldings(terminal)])
  for (const voucher of published) noteVoucher(voucher)
  const isHeld = ({ voucher }: PublishedVoucher) => holdings.some((one) => one.voucher === voucher && one.total !== '0')
  const ofType = (type: 'metal' | 'currency') => {
    const all = published.filter(({ product }) => product.type === type)
    return [...all.filter(isHeld), ...all.filter((one) => !isHeld(one))]
  }
  return { metals: ofType('metal'), currencies: ofType('currency'), holdings }
}

/** What one has free of a voucher, in base units. */
export const availableOf = ({ holdings }: Tradable, voucher: string): string =>
  holdings.find((one) => one.voucher === voucher)?.available ?? '0'

/** The metals that can be chosen: of a sale those that one has. */
export const metalsFor = (tradable: Tradable, side: TradeTexts['side']): readonly PublishedVoucher[] =>
  side === 'buy' ? tradable.metals : tradable.metals.filter(({ voucher }) => availableOf(tradable, voucher) !== '0')

const among = (all: readonly PublishedVoucher[], code: string): string =>
  (all.find(({ voucher }) => voucher === code) ?? all[0])?.voucher ?? ''

/** Among what somebody chooses: who takes trades, what can be paid with, and the metals for either way. */
interface Choices {
  open: readonly ListedInstitution[]
  tradable: Tradable
  metalsOf: (side: TradeTexts['side']) => readonly PublishedVoucher[]
}

/** What is typed with what counts where nothing was chosen: each choice falls to the first that there is. */
export const completed = <T extends TradeTexts>(typed: T, { open, tradable, metalsOf }: Choices): T => {
  const { institution, family } = chosenIn(open, typed) ?? typed
  const voucher = among(metalsOf(typed.side), typed.voucher)
  return { ...typed, institution, family, voucher, cash: among(tradable.currencies, typed.cash) }
}
