import { accounts } from '../../../chaincode/domains/registry/tables.ts'
import type { voucherKinds } from '../../../chaincode/domains/vouchers/kinds.ts'
import { supplies, type Voucher, vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import { voucherFunctions } from '../../../chaincode/domains/vouchers/terms.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { goldBody } from '../../support/scene.ts'
import { cap } from '../book/vouchers.ts'
import { goldTerms, series, silverTerms } from '../cast.ts'
import type { Desk, Draw } from './desk.ts'

const isCash = ({ product }: Voucher): boolean => product.type === 'currency'
/** The series that were issued during the day, which can be retired without a loss to the market. */
const isNew = ({ voucher }: Voucher): boolean => voucher.startsWith('NEW-')
const issuers = ['institution-treasury', 'silver-mint', 'city-bank', 'harbour-bank'] as const

const issue: Draw<'voucher.issue'> = (desk) => {
  const { random } = desk
  const voucher = random.chance(90) ? desk.name('NEW') : desk.voucher().voucher
  const cash = random.weighted([
    [series.yuan, 40],
    [series.euro, 40],
    [series.gold, 10],
    ['NO-SUCH', 5],
  ])
  const trade = random.chance(50) ? { trade: { ...silverTerms, cash } } : {}
  const quantity = random.chance(10) ? desk.quantity(1n) : `${1 + random.below(2000)}`
  return { device: desk.deviceOf(random.one(issuers), 'issuer'), body: { ...goldBody, voucher, ...trade, quantity } }
}

const byIssuer = (desk: Desk, voucher: string) => desk.deviceOf(desk.mostly(desk.issuerOf(voucher)), 'issuer')

const revise: Draw<'voucher.revise'> = (desk) => {
  const { random } = desk
  const voucher = desk.code((one) => !isCash(one))
  const terms = voucher === series.gold ? goldTerms : silverTerms
  const change: Partial<Body<'voucher.revise'>> = random.weighted([
    [{ trade: terms }, 60],
    [{ trade: { ...terms, priceScale: random.one(['1', '7', '1000']) } }, 15],
    [{ trade: { ...terms, cash: random.one([series.yuan, series.euro, series.gold]) } }, 10],
    [{ unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' } }, 10],
    [{ name: 'Another name' }, 10],
  ])
  return { device: byIssuer(desk, voucher), body: { voucher, ...change, reason: 'a change' } }
}

const changeFunctions: Draw<'voucher.change-functions'> = (desk) => {
  const voucher = desk.code()
  const some = voucherFunctions.filter(() => desk.random.chance(75))
  const functions = desk.random.chance(65) ? [...voucherFunctions] : some
  return { device: byIssuer(desk, voucher), body: { voucher, functions } }
}

/** Some more of a voucher, and hardly ever just as much as there can be at all, or one too many. */
const more = (desk: Desk, voucher: string): string => {
  const supply = desk.book.find(supplies, voucher)?.supply ?? 0n
  const rest = cap - supply - BigInt(desk.random.below(2))
  return desk.random.chance(4) && rest > 0n && rest < cap ? `${rest}` : desk.quantity(1000n)
}

const increase: Draw<'voucher.increase-supply'> = (desk) => {
  const voucher = desk.code((one) => !isCash(one))
  return { device: byIssuer(desk, voucher), body: { voucher, quantity: more(desk, voucher) } }
}

const decrease: Draw<'voucher.decrease-supply'> = (desk) => {
  const voucher = desk.code(desk.random.chance(60) ? isNew : (one) => !isCash(one))
  const there = desk.book.usable(desk.issuerOf(voucher), voucher)
  const quantity =
    voucher.startsWith('NEW-') && there > 0n && desk.random.chance(60) ? `${there}` : desk.quantity(there)
  return { device: byIssuer(desk, voucher), body: { voucher, quantity } }
}

const retire: Draw<'voucher.retire'> = (desk) => {
  const { book, random } = desk
  const isEmpty = ({ voucher, status }: Voucher) => status === 'issued' && book.find(supplies, voucher)?.supply === 0n
  const hasEmpty = book.all(vouchers).some(isEmpty)
  const voucher = desk.code(hasEmpty && random.chance(75) ? isEmpty : isNew)
  return { device: byIssuer(desk, voucher), body: { voucher } }
}

const transfer: Draw<'voucher.transfer'> = (desk) => {
  const voucher = desk.code()
  const from = desk.random.chance(10) ? desk.issuerOf(voucher) : desk.holder(voucher)
  const body = { voucher, to: desk.someone(), quantity: desk.quantity(desk.book.usable(from, voucher)) }
  return { device: desk.deviceOf(from, 'customer'), body }
}

const byTeller = (desk: Desk, voucher: string) => desk.deviceOf(desk.mostly(desk.issuerOf(voucher)), 'teller')

const deposit: Draw<'cash.deposit'> = (desk) => {
  const voucher = desk.code(desk.random.chance(92) ? isCash : undefined)
  const body = { voucher, to: desk.someone(), quantity: desk.quantity(100_000n), reference: 'counter 1' }
  return { device: byTeller(desk, voucher), body }
}

const withdraw: Draw<'cash.withdraw'> = (desk) => {
  const voucher = desk.code(desk.random.chance(92) ? isCash : undefined)
  const participant = desk.holder(voucher)
  const quantity = desk.quantity(desk.book.usable(participant, voucher))
  return { device: byTeller(desk, voucher), body: { voucher, participant, quantity, reference: 'counter 1' } }
}

const byAuthority = (desk: Desk, voucher: string) =>
  desk.random.chance(40) ? desk.cast.first('auditor-desk') : byIssuer(desk, voucher)

const freeze: Draw<'holding.freeze'> = (desk) => {
  const voucher = desk.code()
  const participant = desk.holder(voucher)
  const quantity = desk.quantity(desk.book.usable(participant, voucher) / 5n)
  return { device: byAuthority(desk, voucher), body: { participant, voucher, quantity, caseNumber: desk.case() } }
}

/** A case that holds something, and nearly what it holds. */
const unfreeze: Draw<'holding.unfreeze'> = (desk) => {
  const held = desk.book
    .all(accounts)
    .flatMap(({ participant, holdings }) =>
      Object.entries(holdings).flatMap(([voucher, { cases = {} }]) =>
        Object.entries(cases).map(([caseNumber, quantity]) => ({ participant, voucher, caseNumber, quantity })),
      ),
    )
  const found = desk.random.any(held)
  const { participant, voucher, quantity } = found ?? { participant: 'alice', voucher: series.gold, quantity: 1n }
  const caseNumber = desk.random.chance(75) ? (found?.caseNumber ?? desk.case()) : desk.case()
  const body = { participant, voucher, caseNumber, quantity: desk.quantity(quantity) }
  return { device: byAuthority(desk, voucher), body }
}

/** How instructions about vouchers, cash and freezes are drawn. */
export const voucherDraws: { [K in keyof typeof voucherKinds]: Draw<K> } = {
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
