import { type ListedHolding, readQuotes } from '../../sdk/lists.ts'
import type { ShownPosition } from '../../sdk/position.ts'
import { readVoucher } from '../../sdk/read-voucher.ts'
import type { Terminal } from '../../sdk/terminal.ts'
import { readHoldings, readOffers, readOrders, readPledges } from '../state/account-lists.ts'
import { noteHeight } from '../state/live.ts'
import { connection, ownTerminal } from '../state/session.ts'
import { useResource } from '../state/use-resource.ts'
import { noteVoucher } from '../state/vouchers.ts'
import { isMismatched } from './mismatch.ts'

/** What the person has of a voucher: as the fields say, as the ledger's parts add up, and what is agreed on it. */
export interface OwnPosition {
  position: ShownPosition
  holdings: readonly ListedHolding[]
  agreements: Agreements
  /** True when both figures come from the same height and yet differ (row S0-036). */
  isMismatched: boolean
}

const readPages = (terminal: Terminal) =>
  Promise.all([readOrders(terminal), readPledges(terminal), readOffers(terminal)] as const)

const agreementsOf = ([orders, pledges, offers]: Awaited<ReturnType<typeof readPages>>, code: string | undefined) => {
  const ofVoucher = <T extends { voucher: string }>({ items }: { items: T[] }): T[] =>
    items.filter(({ voucher }) => code === undefined || voucher === code)
  return { orders: ofVoucher(orders), pledges: ofVoucher(pledges), offers: ofVoucher(offers) }
}
export type Agreements = ReturnType<typeof agreementsOf>

/** One's orders, pledges and offers: those of one voucher, or all. */
export const readAgreements = async (terminal: Terminal, code?: string): Promise<Agreements> =>
  agreementsOf(await readPages(terminal), code)

const heightTries = 3

/**
 * Reads position, parts and agreements in one go, so that an order that ends leaves the fields and enters the history in the same
 * refresh (row S0-044); again when a block came between, for as long as a few tries last.
 */
export const readOwn = async (terminal: Terminal, code: string, tries = heightTries): Promise<OwnPosition> => {
  const [position, holdings, pages] = await Promise.all([
    terminal.position(code),
    readHoldings(terminal),
    readPages(terminal),
  ])
  const heights = new Set([position, holdings, ...pages].map(({ height }) => height))
  if (heights.size > 1 && tries > 1) return readOwn(terminal, code, tries - 1)
  noteHeight(position.height)
  const agreements = agreementsOf(pages, code)
  return { position, holdings: holdings.items, agreements, isMismatched: isMismatched(position, holdings, code) }
}

/** All that the screen of one voucher shows; what needs an authorised device is undefined without one. */
export const useVoucherData = (code: string) => {
  const terminal = ownTerminal.value
  const who = terminal?.signer.device ?? ''
  const readPublished = async () => {
    const answer = await readVoucher(connection, code)
    noteVoucher(answer.voucher)
    noteHeight(answer.height)
    return answer
  }
  const readPrices = async () => (await readQuotes(connection, code, { limit: '120' })).items
  const readPosition = async () => (terminal ? readOwn(terminal, code) : undefined)
  const voucher = useResource(`voucher ${code}`, readPublished, { isKept: true })
  const quotes = useResource(`quotes ${code}`, readPrices, { isKept: true })
  const own = useResource(`own ${code} ${who}`, readPosition, { isKept: true })
  return { voucher, quotes, own }
}
