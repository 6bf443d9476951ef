import { readVoucher } from '../../sdk/acquire.ts'
import { type ListedHolding, readQuotes } from '../../sdk/lists.ts'
import type { ShownPosition } from '../../sdk/position.ts'
import type { Terminal } from '../../sdk/terminal.ts'
import { readHoldings, readOffers, readOrders, readPledges } from './account-lists.ts'
import { noteHeight } from './live.ts'
import { isMismatched } from './mismatch.ts'
import { connection, ownTerminal } from './session.ts'
import { useResource } from './use-resource.ts'
import { noteVoucher } from './vouchers.ts'

/** What the person has of a voucher, as the fields say and as the ledger's parts add up. */
export interface OwnPosition {
  position: ShownPosition
  holdings: readonly ListedHolding[]
  /** True when both come from the same height and yet differ (row S0-036). */
  isMismatched: boolean
}

const readOwn = async (terminal: Terminal, code: string): Promise<OwnPosition> => {
  const [position, holdings] = await Promise.all([terminal.position(code), readHoldings(terminal)])
  noteHeight(position.height)
  return { position, holdings: holdings.items, isMismatched: isMismatched(position, holdings, code) }
}

const ofVoucher = <T extends { voucher: string }>(page: { items: T[] }, code: string | undefined): T[] =>
  page.items.filter(({ voucher }) => code === undefined || voucher === code)

/** One's orders, pledges and offers: those of one voucher, or all. */
export const readAgreements = async (terminal: Terminal, code?: string) => {
  const [orders, pledges, offers] = await Promise.all([
    readOrders(terminal),
    readPledges(terminal),
    readOffers(terminal),
  ])
  return { orders: ofVoucher(orders, code), pledges: ofVoucher(pledges, code), offers: ofVoucher(offers, code) }
}
export type Agreements = Awaited<ReturnType<typeof readAgreements>>

/** All that the screen of one voucher shows; what needs an authorised device is undefined without one. */
export const useVoucherData = (code: string) => {
  const terminal = ownTerminal.value
  const who = terminal?.signer.device ?? ''
  const voucher = useResource(`voucher ${code}`, async () => {
    const answer = await readVoucher(connection, code)
    noteVoucher(answer.voucher)
    noteHeight(answer.height)
    return answer
  })
  const quotes = useResource(`quotes ${code}`, async () => (await readQuotes(connection, code, { limit: '120' })).items)
  const own = useResource(`own ${code} ${who}`, async () => (terminal ? readOwn(terminal, code) : undefined))
  const agreements = useResource(`agreements ${code} ${who}`, async () =>
    terminal ? readAgreements(terminal, code) : undefined,
  )
  return { voucher, quotes, own, agreements }
}
