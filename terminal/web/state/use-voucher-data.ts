import { readVoucher } from '../../sdk/acquire.ts'
import { type ListedHolding, readQuotes } from '../../sdk/lists.ts'
import type { ShownPosition } from '../../sdk/position.ts'
import type { Terminal } from '../../sdk/terminal.ts'
import { readHoldings, readOffers, readOrders, readPledges } from './account-lists.ts'
import { noteHeight } from './live.ts'
import { connection, session } from './session.ts'
import { useResource } from './use-resource.ts'
import { noteVoucher } from './vouchers.ts'

/** What the person has of a voucher, as the fields say and as the ledger's parts add up. */
export interface OwnPosition {
  position: ShownPosition
  holdings: readonly ListedHolding[]
  /** True when both come from the same height and yet differ (row S0-036). */
  isMismatched: boolean
}

const totalOf = (holdings: readonly ListedHolding[], code: string): bigint => {
  const holding = holdings.find(({ voucher }) => voucher === code)
  if (holding === undefined) return 0n
  return [holding.available, holding.reserved, holding.pledged, holding.frozen].reduce(
    (sum, part) => sum + BigInt(part),
    0n,
  )
}

/** True when the total that is shown is not the sum of the ledger's parts, both read at one height (row S0-036). */
export const isMismatched = (
  position: Pick<ShownPosition, 'fields' | 'height'>,
  holdings: { items: readonly ListedHolding[]; height: string },
  code: string,
): boolean => {
  const told = position.fields['totalQuantity'] as { quantity?: string } | undefined
  if (told?.quantity === undefined || position.height !== holdings.height) return false
  return BigInt(told.quantity) !== totalOf(holdings.items, code)
}

const readOwn = async (terminal: Terminal, code: string): Promise<OwnPosition> => {
  const [position, holdings] = await Promise.all([terminal.position(code), readHoldings(terminal)])
  noteHeight(position.height)
  return { position, holdings: holdings.items, isMismatched: isMismatched(position, holdings, code) }
}

const ofVoucher = <T extends { voucher: string }>(page: { items: T[] }, code: string): T[] =>
  page.items.filter(({ voucher }) => voucher === code)

const readAgreements = async (terminal: Terminal, code: string) => {
  const [orders, pledges, offers] = await Promise.all([
    readOrders(terminal),
    readPledges(terminal),
    readOffers(terminal),
  ])
  return { orders: ofVoucher(orders, code), pledges: ofVoucher(pledges, code), offers: ofVoucher(offers, code) }
}
export type Agreements = Awaited<ReturnType<typeof readAgreements>>

const terminalOf = (): Terminal | undefined => {
  const current = session.value
  return current?.mode === 'authorised' ? current.terminal : undefined
}

/** All that the screen of one voucher shows; what needs an authorised device is undefined without one. */
export const useVoucherData = (code: string) => {
  const terminal = terminalOf()
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
