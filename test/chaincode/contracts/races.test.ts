import { expect } from 'chai'
import fc from 'fast-check'
import { Device } from '../../support/devices.ts'
import { cash, Exchange, gold } from '../../support/exchange.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import { coursesOf, type Rival, raceOf } from '../../support/race.ts'
import { runs } from '../../support/runs.ts'

const oneHour = 3_600_000n

interface Race {
  /** Who races for what, said as the end of the test's title. */
  title: string
  rivals: number
  prepare(exchange: Exchange, quantities: bigint[]): Promise<Rival[]>
  /** What may become of the rivals, given how much each wanted. */
  mayEnd(codes: string[], quantities: bigint[], exchange: Exchange): boolean
}

const accepted = (codes: string[]): number => codes.filter((code) => code === 'accepted').length
const others = (codes: string[]): string[] => codes.filter((code) => code !== 'accepted')
const all = (quantities: bigint[]): bigint => quantities.reduce((sum, quantity) => sum + quantity, 0n)

/** All fit, or else as many as fit were taken and each of the others was refused with the code. */
const fits = (codes: string[], wanted: bigint[], have: bigint, refusal: string): boolean => {
  const taken = wanted.filter((_quantity, place) => codes[place] === 'accepted')
  const left = have - all(taken)
  const missed = wanted.filter((_quantity, place) => codes[place] !== 'accepted')
  return left >= 0n && others(codes).every((code) => code === refusal) && missed.every((quantity) => quantity > left)
}

/** Exactly one of them came to pass; the others were refused with one of the codes. */
const oneWins = (codes: string[], ...refusals: string[]): boolean =>
  accepted(codes) === 1 && others(codes).every((code) => refusals.includes(code))

const sendTo = (to: string, quantity: bigint) => ({ voucher: gold, to, quantity: `${quantity}` })

/** Adds a second device of alice. */
const tabletOf = async (exchange: Exchange): Promise<Device> => {
  const tablet = new Device('alice', ['customer'])
  const body = { participant: 'alice', device: tablet.entry }
  await exchange.done(exchange.scene.registrars.BankMSP, 'device.add', body)
  return tablet
}

const holding = 100_000n

const races: Race[] = [
  {
    title: 'one key for two accounts of two organisations: one gets it, and it stays that account’s',
    rivals: 2,
    prepare: async (exchange) => {
      const { scene } = exchange
      const device = new Device('shared', ['customer'])
      const opening = (participant: string) => {
        const { participant: _participant, ...card } = device.cardFor(participant)
        return { participant, type: 'person' as const, device: { ...card, roles: ['customer' as const] } }
      }
      return [
        { text: exchange.instruct(scene.registrars.BankMSP, 'participant.register', opening('dora')) },
        { text: exchange.instruct(scene.registrars.SupplierMSP, 'participant.register', opening('eric')) },
      ]
    },
    mayEnd: (codes) => oneWins(codes, 'device_key_taken'),
  },
  {
    title: 'S0-024 a sale and a pledge of the same gold: all that fits, and a clean refusal for the rest',
    rivals: 2,
    prepare: async (exchange, [sold = 1n, pledged = 1n]) => {
      const tablet = await tabletOf(exchange)
      return [
        { text: exchange.instruct(exchange.alice, 'trade.sell', exchange.trade('sell', sold)) },
        { text: exchange.instruct(tablet, 'pledge.propose', exchange.proposal(pledged)) },
      ]
    },
    mayEnd: (codes, quantities) => fits(codes, quantities, holding, 'exceeds_available_quantity'),
  },
  {
    title: 'S0-024 a transfer, an offer, an order and a freeze of the same gold',
    rivals: 4,
    prepare: async (exchange, [sent = 1n, offered = 1n, ordered = 1n, frozen = 1n]) => {
      const { alice, treasury } = exchange
      const offer = { ...sendTo('bob', offered), answerBy: exchange.ahead(oneHour) }
      const hold = { participant: 'alice', voucher: gold, quantity: `${frozen}`, caseNumber: 'CASE-1' }
      return [
        { text: exchange.instruct(alice, 'voucher.transfer', sendTo('bob', sent)) },
        { text: exchange.instruct(alice, 'transfer.offer', offer) },
        { text: exchange.instruct(alice, 'order.place', exchange.limit('sell', ordered, 60_000n)) },
        { text: exchange.instruct(treasury, 'holding.freeze', hold) },
      ]
    },
    mayEnd: (codes, quantities) => fits(codes, quantities, holding, 'exceeds_available_quantity'),
  },
  {
    title: 'S0-024 two spends of one balance',
    rivals: 2,
    prepare: async (exchange, [left = 1n, right = 1n]) => {
      const tablet = await tabletOf(exchange)
      return [
        { text: exchange.instruct(exchange.alice, 'voucher.transfer', sendTo('bob', left)) },
        { text: exchange.instruct(tablet, 'voucher.transfer', sendTo('carol', right)) },
      ]
    },
    mayEnd: (codes, quantities) => fits(codes, quantities, holding, 'exceeds_available_quantity'),
  },
  {
    title: 'three buyers and the last of the inventory',
    rivals: 3,
    prepare: async (exchange, quantities) => {
      const { alice, bob, carol, bank, treasury } = exchange
      await exchange.quote('Q-low', 10n, 1n)
      await exchange.done(treasury, 'voucher.decrease-supply', { voucher: gold, quantity: '700000' })
      await exchange.done(bank, 'cash.deposit', { voucher: cash, to: 'carol', quantity: '9999', reference: 'counter' })
      return [alice, bob, carol].map((buyer, place) => {
        const body = exchange.trade('buy', quantities[place] ?? 1n, { quote: 'Q-low' })
        return { text: exchange.instruct(buyer, 'trade.buy', body) }
      })
    },
    mayEnd: (codes, quantities) => fits(codes, quantities, holding, 'exceeds_inventory'),
  },
  {
    title: 'a withdrawal of the cash that a purchase and an order at rest want',
    rivals: 3,
    prepare: async (exchange, [bought = 1n, ordered = 1n]) => {
      const { alice, bank } = exchange
      const body = { voucher: cash, participant: 'alice', quantity: '5000000', reference: 'counter 1' }
      return [
        { text: exchange.instruct(alice, 'trade.buy', exchange.trade('buy', bought)) },
        { text: exchange.instruct(alice, 'order.place', exchange.limit('buy', ordered, 56_000n)) },
        { text: exchange.instruct(bank, 'cash.withdraw', body) },
      ]
    },
    mayEnd: (codes) => others(codes).every((code) => code === 'exceeds_available_quantity') && accepted(codes) > 0,
  },
  {
    title: 'a cancel and a whole fill of one order: one of them',
    rivals: 2,
    prepare: async (exchange) => {
      const { alice, pricing } = exchange
      const order = await exchange.placed(alice, 'buy', 10_000n, 56_000n)
      return [
        { text: exchange.instruct(alice, 'order.cancel', { order }) },
        { text: exchange.instruct(pricing, 'order.fill', exchange.fill(order, 10_000n)) },
      ]
    },
    mayEnd: (codes) => oneWins(codes, 'order_state_forbids'),
  },
  {
    title: 'two fills of one order: never more than it wants',
    rivals: 2,
    prepare: async (exchange, [first = 1n, second = 1n]) => {
      const order = await exchange.placed(exchange.alice, 'sell', holding, 55_000n)
      return [first, second].map((quantity) => ({
        text: exchange.instruct(exchange.pricing, 'order.fill', exchange.fill(order, quantity)),
      }))
    },
    mayEnd: (codes, quantities) =>
      fits(
        codes,
        quantities,
        holding,
        quantities.includes(holding) ? 'order_state_forbids' : 'exceeds_order_quantity',
      ) || fits(codes, quantities, holding, 'exceeds_order_quantity'),
  },
  {
    title: 'the acceptance of an offer in its last millisecond and its expiry in the next: one of them',
    rivals: 2,
    prepare: async (exchange) => {
      const offer = await exchange.offered(30_000n)
      exchange.wait(oneHour)
      return [
        { text: exchange.instruct(exchange.bob, 'transfer.accept', offer) },
        { text: exchange.instruct(exchange.carol, 'transfer.expire', offer), after: 1n },
      ]
    },
    mayEnd: (codes) => oneWins(codes, 'offer_state_forbids'),
  },
  {
    title: 'the acceptance, the refusal and the withdrawal of one offer: one of them',
    rivals: 3,
    prepare: async (exchange) => {
      const offer = await exchange.offered(30_000n)
      return [
        { text: exchange.instruct(exchange.bob, 'transfer.accept', offer) },
        { text: exchange.instruct(exchange.bob, 'transfer.decline', offer) },
        { text: exchange.instruct(exchange.alice, 'transfer.cancel', offer) },
      ]
    },
    mayEnd: (codes) => oneWins(codes, 'offer_state_forbids'),
  },
  {
    title: 'the acceptance, the withdrawal and the expiry of one pledge: one of them',
    rivals: 3,
    prepare: async (exchange) => {
      const pledge = await exchange.proposed(30_000n)
      exchange.wait(oneHour)
      return [
        { text: exchange.instruct(exchange.bank, 'pledge.accept', pledge) },
        { text: exchange.instruct(exchange.alice, 'pledge.cancel', pledge) },
        { text: exchange.instruct(exchange.carol, 'pledge.expire', pledge), after: 1n },
      ]
    },
    mayEnd: (codes) => oneWins(codes, 'pledge_state_forbids'),
  },
  {
    title: 'the release and the enforcement of one pledge: one of them',
    rivals: 2,
    prepare: async (exchange) => {
      const pledge = await exchange.locked(30_000n)
      exchange.wait(2n * oneHour + 1n)
      return [
        { text: exchange.instruct(exchange.bank, 'pledge.release', { ...pledge, quantity: '30000' }) },
        { text: exchange.instruct(exchange.bank, 'pledge.enforce', pledge) },
      ]
    },
    mayEnd: (codes) => oneWins(codes, 'pledge_state_forbids'),
  },
  {
    title: 'the freeze of a customer and a transfer: the freeze always, the transfer only before it',
    rivals: 2,
    prepare: async (exchange, [sent = 1n]) => [
      { text: exchange.instruct(exchange.alice, 'voucher.transfer', sendTo('bob', sent)) },
      {
        text: exchange.instruct(exchange.scene.registrars.BankMSP, 'participant.freeze', {
          participant: 'alice',
          caseNumber: 'CASE-1',
        }),
      },
    ],
    mayEnd: ([transfer = '', freeze]) =>
      freeze === 'accepted' && ['accepted', 'participant_not_active'].includes(transfer),
  },
  {
    title: 'S0-025 a purchase and the switch that ends buying: the switch always, the purchase only before it',
    rivals: 2,
    prepare: async (exchange) => [
      { text: exchange.instruct(exchange.alice, 'trade.buy', exchange.trade('buy', 1_000n)) },
      {
        text: exchange.instruct(exchange.treasury, 'voucher.change-functions', { voucher: gold, functions: ['sell'] }),
      },
    ],
    mayEnd: ([purchase = '', change]) =>
      change === 'accepted' && ['accepted', 'function_not_enabled'].includes(purchase),
  },
]

const quantities = fc.array(fc.constantFrom(1n, 1_000n, 30_000n, 50_000n, 60_000n, holding), {
  minLength: 4,
  maxLength: 4,
})

describe('a race on the ledger, however it is endorsed, ordered, lost and sent again, is won by', () => {
  for (const { title, rivals, prepare, mayEnd } of races) {
    it(title, async () => {
      const property = fc.asyncProperty(coursesOf(rivals), quantities, async (course, wanted) => {
        const exchange = await Exchange.open()
        const codes = await raceOf(exchange, await prepare(exchange, wanted), course)
        expect(mayEnd(codes, wanted.slice(0, rivals), exchange), codes.join(' ')).equal(true)
        expect(ledgerFaults(exchange.scene.ledger)).deep.equal([])
      })
      await fc.assert(property, runs(60))
    })
  }
})
