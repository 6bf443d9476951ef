import { accounts, type Holding, participants } from '../../../chaincode/domains/registry/tables.ts'
import { supplies, type Voucher, vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import { type TradeTerms, type VoucherFunction, voucherFields } from '../../../chaincode/domains/vouchers/terms.ts'
import type { Body, RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Book } from './book.ts'
import { type Asked, type Page, plain, type Ruling, reasons, refused, taking } from './ruling.ts'

/** No amount reaches this (docs/kinds.md: quantity). */
export const cap = 2n ** 96n
const casesMost = 16

/** What speaks against an instruction by whoever must be a live voucher's issuer. */
export const againstIssuer = (voucher: Voucher, sender: string): RefusalCode[] =>
  reasons({ voucher_retired: voucher.status === 'retired', not_the_issuer: voucher.issuer !== sender })

/** What speaks against the use of a voucher: it was retired, or does not offer this now. */
export const againstUse = (voucher: Voucher, wanted: VoucherFunction): RefusalCode[] =>
  reasons({
    voucher_retired: voucher.status === 'retired',
    function_not_enabled: !voucher.functions.includes(wanted),
  })

const againstTerms = (book: Book, trade: TradeTerms | undefined): RefusalCode[] => {
  if (trade === undefined) return []
  const cash = book.find(vouchers, trade.cash)
  return reasons({
    unknown_voucher: cash === undefined,
    not_a_currency: cash !== undefined && cash.product.type !== 'currency',
  })
}

const outstanding = (book: Book, voucher: string): bigint => book.find(supplies, voucher)?.supply ?? 0n

const supplied = (book: Book, voucher: string, change: bigint): bigint => {
  const row = book.find(supplies, voucher) as { voucher: string; home: string; supply: bigint }
  book.put(supplies, { ...row, supply: row.supply + change })
  return row.supply + change
}

const changed = (book: Book, voucher: Voucher, change: object): string => {
  const version = voucher.version + 1n
  book.put(vouchers, { ...voucher, ...change, version })
  return `${version}`
}

const countSeries = (book: Book, issuer: string, change: bigint): void => {
  const { series = 0n, ...account } = book.account(issuer)
  const after = series + change
  book.put(accounts, after === 0n ? account : { ...account, series: after })
}

const issue: Page<'voucher.issue'> = ({ book, body, from, sender }) => {
  const against = reasons({ voucher_exists: book.find(vouchers, body.voucher) !== undefined })
  return plain([...against, ...againstTerms(book, body.trade)], () => {
    const { quantity, fields = [...voucherFields], ...described } = body
    const { home } = sender
    book.put(vouchers, { ...described, fields, issuer: from, home, status: 'issued', version: 1n })
    book.put(supplies, { voucher: body.voucher, home, supply: BigInt(quantity) })
    book.gain({ participant: from, voucher: body.voucher, quantity: BigInt(quantity) })
    countSeries(book, from, 1n)
    return { voucher: body.voucher, supply: quantity }
  })
}

/** A page about a voucher of the sender's own, which must be there. */
type OwnPage<Sent extends { voucher: string }> = (asked: Asked & { body: Sent; voucher: Voucher }) => Ruling

const own =
  <K extends 'voucher.change-functions' | 'voucher.increase-supply' | 'voucher.decrease-supply' | 'voucher.retire'>(
    page: OwnPage<Body<K>>,
  ): Page<K> =>
  (asked) => {
    const voucher = asked.book.find(vouchers, asked.body.voucher)
    return voucher === undefined ? refused('unknown_voucher') : page({ ...asked, voucher } as never)
  }

/** The unit, and the cash of the trade terms, stay while others hold some: what they hold and paid must go on meaning the same. */
const revise: Page<'voucher.revise'> = (asked) => {
  const { book, body, from } = asked
  const voucher = book.find(vouchers, body.voucher)
  // Its issuer's row must be whole before anybody asks what others hold, whatever comes of it.
  const folds = [{ participant: from, voucher: body.voucher }]
  if (voucher === undefined) return { ...refused('unknown_voucher'), folds }
  const isOtherCash = voucher.trade !== undefined && body.trade !== undefined && voucher.trade.cash !== body.trade.cash
  const isHeld = outstanding(book, body.voucher) !== book.total(from, body.voucher)
  const against = reasons({ unit_change_with_holdings: (body.unit !== undefined || isOtherCash) && isHeld })
  return {
    against: [...againstIssuer(voucher, from), ...againstTerms(book, body.trade), ...against],
    folds,
    carryOut: () => {
      const { voucher: _voucher, reason: _reason, ...change } = body
      return { voucher: body.voucher, version: changed(book, voucher, change) }
    },
  }
}

const changeFunctions = own<'voucher.change-functions'>(({ book, body, voucher, from }) =>
  plain(againstIssuer(voucher, from), () => {
    changed(book, voucher, { functions: body.functions })
    return { voucher: body.voucher, functions: body.functions }
  }),
)

const increase = own<'voucher.increase-supply'>(({ book, body, voucher, from }) => {
  const quantity = BigInt(body.quantity)
  const against = reasons({ supply_over_cap: outstanding(book, body.voucher) + quantity >= cap })
  return plain([...againstIssuer(voucher, from), ...against], () => {
    book.gain({ participant: from, voucher: body.voucher, quantity })
    return { voucher: body.voucher, supply: `${supplied(book, body.voucher, quantity)}` }
  })
})

const decrease = own<'voucher.decrease-supply'>((asked) => {
  const { book, body, voucher, from } = asked
  const taken = { participant: from, voucher: body.voucher, quantity: BigInt(body.quantity) }
  return taking(asked, { guards: againstIssuer(voucher, from), takes: [taken] }, () => {
    book.take(taken)
    const supply = `${supplied(book, body.voucher, -taken.quantity)}`
    return { voucher: body.voucher, supply, available: `${book.holding(from, body.voucher).available}` }
  })
})

const retire = own<'voucher.retire'>(({ book, body, voucher, from }) => {
  const against = reasons({ supply_not_zero: outstanding(book, body.voucher) !== 0n })
  return plain([...againstIssuer(voucher, from), ...against], () => {
    changed(book, voucher, { status: 'retired', functions: [] })
    countSeries(book, from, -1n)
    return { voucher: body.voucher, status: 'retired' }
  })
})

/** What speaks against a receiver as such. */
export const againstReceiver = (book: Book, participant: string): RefusalCode[] => {
  const row = book.find(participants, participant)
  return reasons({
    unknown_participant: row === undefined,
    receiver_not_active: row !== undefined && row.status !== 'active',
  })
}

const transfer: Page<'voucher.transfer'> = (asked) => {
  const { book, body, from } = asked
  const voucher = book.find(vouchers, body.voucher)
  const to = book.find(participants, body.to)
  const guards = [
    ...(voucher === undefined ? ['unknown_voucher' as const] : againstUse(voucher, 'transfer')),
    ...againstReceiver(book, body.to),
    ...reasons({
      sender_is_receiver: body.to === from,
      receiver_does_not_accept: to?.accepts === 'none',
      offer_needed: to?.accepts === 'known' && !to.known.includes(from),
    }),
  ]
  const taken = { participant: from, voucher: body.voucher, quantity: BigInt(body.quantity) }
  return taking(asked, { guards, takes: [taken] }, () => {
    book.take(taken)
    book.give({ ...taken, participant: body.to })
    const available = `${book.holding(from, body.voucher).available}`
    return { voucher: body.voucher, to: body.to, quantity: body.quantity, available }
  })
}

const againstCash = (voucher: Voucher, from: string): RefusalCode[] => [
  ...againstIssuer(voucher, from),
  ...reasons({ not_a_currency: voucher.product.type !== 'currency' }),
]

const deposit: Page<'cash.deposit'> = ({ book, body, from }) => {
  const voucher = book.find(vouchers, body.voucher)
  if (voucher === undefined) return refused('unknown_voucher')
  const quantity = BigInt(body.quantity)
  const over = reasons({ supply_over_cap: outstanding(book, body.voucher) + quantity >= cap })
  return plain([...againstCash(voucher, from), ...againstReceiver(book, body.to), ...over], () => {
    supplied(book, body.voucher, quantity)
    book.give({ participant: body.to, voucher: body.voucher, quantity })
    return { voucher: body.voucher, to: body.to, quantity: body.quantity }
  })
}

/** What speaks against taking part with somebody else's account. */
export const againstAccount = (book: Book, participant: string): RefusalCode[] => {
  const row = book.find(accounts, participant)
  return reasons({
    unknown_participant: row === undefined,
    participant_state_forbids: row !== undefined && row.status !== 'active',
  })
}

const withdraw: Page<'cash.withdraw'> = (asked) => {
  const { book, body, from } = asked
  const voucher = book.find(vouchers, body.voucher)
  if (voucher === undefined) return refused('unknown_voucher')
  const guards = [...againstCash(voucher, from), ...againstAccount(book, body.participant)]
  const taken = { participant: body.participant, voucher: body.voucher, quantity: BigInt(body.quantity) }
  return taking(asked, { guards, takes: [taken] }, () => {
    book.take(taken)
    supplied(book, body.voucher, -taken.quantity)
    const available = `${book.holding(body.participant, body.voucher).available}`
    return { voucher: body.voucher, participant: body.participant, quantity: body.quantity, available }
  })
}

/** How much each case would hold after this one froze more or freed some; what it holds may come out below nothing. */
const casesAfter = (holding: Holding, caseNumber: string, change: bigint) => {
  const { [caseNumber]: before = 0n, ...others } = holding.cases ?? {}
  const ofCase = before + change
  return { ofCase, cases: ofCase > 0n ? { ...others, [caseNumber]: ofCase } : others }
}

const againstHold = (
  { book, body, from, device, sender }: Asked<'holding.freeze'>,
  voucher: Voucher,
): RefusalCode[] => {
  const isAuditor = sender.devices[device]?.roles.includes('auditor') === true
  return reasons({
    not_the_issuer: voucher.issuer !== from && !isAuditor,
    unknown_participant: book.find(accounts, body.participant) === undefined,
  })
}

const heldNow = (book: Book, { participant, voucher, caseNumber }: Body<'holding.freeze'>) => {
  const { available, frozen } = book.holding(participant, voucher)
  return { participant, voucher, caseNumber, available: `${available}`, frozen: `${frozen}` }
}

const freeze: Page<'holding.freeze'> = (asked) => {
  const { book, body } = asked
  const voucher = book.find(vouchers, body.voucher)
  if (voucher === undefined) return refused('unknown_voucher')
  const moved = { participant: body.participant, voucher: body.voucher, quantity: BigInt(body.quantity) }
  const late = reasons({
    too_many_cases: countAfter(book.holding(body.participant, body.voucher), body.caseNumber) > casesMost,
  })
  return taking(asked, { guards: againstHold(asked, voucher), takes: [moved], late }, () => {
    const { cases } = casesAfter(book.holding(body.participant, body.voucher), body.caseNumber, moved.quantity)
    book.shift(moved, 'available', 'frozen', cases)
    return heldNow(book, body)
  })
}

const countAfter = (holding: Holding, caseNumber: string): number =>
  Object.keys(casesAfter(holding, caseNumber, 1n).cases).length

/** A freeze is its case's: it frees what it froze and no more (decision 0031). The issuer's and an auditor's devices may. */
const unfreeze: Page<'holding.unfreeze'> = (asked) => {
  const { book, body } = asked
  const voucher = book.find(vouchers, body.voucher)
  if (voucher === undefined) return refused('unknown_voucher')
  const moved = { participant: body.participant, voucher: body.voucher, quantity: BigInt(body.quantity) }
  const holding = book.holding(body.participant, body.voucher)
  const { ofCase, cases } = casesAfter(holding, body.caseNumber, -moved.quantity)
  const against = reasons({
    exceeds_frozen_quantity: moved.quantity > holding.frozen,
    frozen_under_another_case: ofCase < 0n,
  })
  return plain([...againstHold(asked as never, voucher), ...against], () => {
    book.shift(moved, 'frozen', 'available', cases)
    return heldNow(book, body)
  })
}

/** The pages about vouchers, cash and freezes. */
export const voucherPages = {
  'voucher.issue': issue,
  'voucher.revise': revise,
  'voucher.change-functions': changeFunctions,
  'voucher.increase-supply': increase,
  'voucher.decrease-supply': decrease,
  'voucher.retire': retire,
  'voucher.transfer': transfer,
  'cash.deposit': deposit,
  'cash.withdraw': withdraw,
  'holding.freeze': freeze,
  'holding.unfreeze': unfreeze,
}
