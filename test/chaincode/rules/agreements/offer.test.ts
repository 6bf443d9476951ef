import { expect } from 'chai'
import type { OfferStatus } from '../../../../chaincode/domains/agreements/tables.ts'
import { type OfferEvent, offerLifecycle } from '../../../../chaincode/rules/agreements/offer.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { cellsOf } from '../../../support/cells.ts'
import { type Exchange, gold, onExchange } from '../../../support/exchange.ts'

const oneHour = 3_600_000n
const quantity = 30_000n
type Named = Body<'transfer.accept'>

const bring: Record<OfferStatus, (exchange: Exchange, offer: Named) => Promise<unknown>> = {
  offered: async () => undefined,
  accepted: (exchange, offer) => exchange.done(exchange.bob, 'transfer.accept', offer),
  declined: (exchange, offer) => exchange.done(exchange.bob, 'transfer.decline', offer),
  cancelled: (exchange, offer) => exchange.done(exchange.alice, 'transfer.cancel', offer),
  expired: async (exchange, offer) => {
    exchange.wait(oneHour + 1n)
    return exchange.done(exchange.carol, 'transfer.expire', offer)
  },
  returned: async (exchange, offer) => {
    await exchange.done(exchange.bob, 'transfer.accept', offer)
    return exchange.done(exchange.bob, 'transfer.return', offer)
  },
}

const act: Record<OfferEvent, (exchange: Exchange, offer: Named) => Promise<string>> = {
  accept: (exchange, offer) => exchange.code(exchange.bob, 'transfer.accept', offer),
  decline: (exchange, offer) => exchange.code(exchange.bob, 'transfer.decline', offer),
  cancel: (exchange, offer) => exchange.code(exchange.alice, 'transfer.cancel', offer),
  expire: (exchange, offer) => {
    exchange.wait(oneHour + 1n)
    return exchange.code(exchange.carol, 'transfer.expire', offer)
  },
  return: (exchange, offer) => exchange.code(exchange.bob, 'transfer.return', offer),
}

describe('an offer on the ledger', () => {
  for (const { state, event, after, title } of cellsOf(offerLifecycle, Object.keys(act) as OfferEvent[])) {
    const code = after === undefined ? 'offer_state_forbids' : 'accepted'
    const end = after ?? state
    const moved = end === 'accepted' ? quantity : 0n
    const reserved = end === 'offered' ? quantity : 0n

    it(
      title,
      onExchange(async (exchange) => {
        const offer = await exchange.offered(quantity)
        await bring[state](exchange, offer)
        expect(exchange.offer(offer).status).equal(state)
        expect(await act[event](exchange, offer)).equal(code)
        expect(exchange.offer(offer).status).equal(end)
        expect(exchange.buckets('alice')).deep.equal([100_000n - moved - reserved, reserved, 0n, 0n])
        expect(exchange.buckets('bob')[0]).equal(100_000n + moved)
      }),
    )
  }
})

describe('offering a transfer', () => {
  it(
    'tells the receiver, who knows its id, nothing of what the sender has left',
    onExchange(async (exchange) => {
      const body = { voucher: gold, to: 'bob', quantity: '1000', answerBy: exchange.ahead(3_600_000n) }
      expect(Object.keys(await exchange.done(exchange.alice, 'transfer.offer', body))).have.members(['offer', 'status'])
    }),
  )

  it(
    'reserves the quantity, and the receiver has it at once when it accepts',
    onExchange(async (exchange) => {
      const offer = await exchange.offered(quantity, { reference: 'invoice 12' })
      expect(exchange.offer(offer)).deep.include({
        sender: 'alice',
        senderHome: 'BankMSP',
        receiver: 'bob',
        receiverHome: 'SupplierMSP',
        home: 'InstitutionMSP',
        quantity,
        status: 'offered',
      })
      expect(exchange.buckets('alice')).deep.equal([70_000n, 30_000n, 0n, 0n])
      const effects = await exchange.done(exchange.bob, 'transfer.accept', offer)
      expect(effects).deep.equal({ offer: offer.offer, status: 'accepted', voucher: gold, quantity: '30000' })
      expect(exchange.scene.account('bob').holdings[gold]?.available).equal(30_000n)
    }),
  )

  it(
    'is refused to oneself, to nobody, to who takes none, behind the deadline, beyond what is available, and without the function',
    onExchange(async (exchange) => {
      const { alice, bob, treasury } = exchange
      const code = (change: Partial<Body<'transfer.offer'>>) => {
        const body = { voucher: gold, to: 'bob', quantity: '1', answerBy: exchange.ahead(1n), ...change }
        return exchange.code(alice, 'transfer.offer', body)
      }
      expect(await code({ to: 'alice' })).equal('sender_is_receiver')
      expect(await code({ to: 'nobody' })).equal('unknown_participant')
      expect(await code({ to: 'bank-registry' })).equal('receiver_does_not_accept')
      expect(await code({ answerBy: `${exchange.now - 1n}` })).equal('deadline_in_past')
      expect(await code({ answerBy: `${exchange.now}` })).equal('accepted')
      expect(await code({ quantity: '100000' })).equal('exceeds_available_quantity')
      await exchange.done(bob, 'participant.accept', { accepts: 'none' })
      expect(await code({})).equal('receiver_does_not_accept')
      await exchange.done(treasury, 'voucher.change-functions', { voucher: gold, functions: ['buy'] })
      expect(await code({})).equal('function_not_enabled')
    }),
  )

  it(
    'S0-025 is not taken once the function was switched off, and can still be declined',
    onExchange(async (exchange) => {
      const { bob, treasury } = exchange
      const offer = await exchange.offered(quantity)
      await exchange.done(treasury, 'voucher.change-functions', { voucher: gold, functions: ['buy'] })
      expect(await exchange.code(bob, 'transfer.accept', offer)).equal('function_not_enabled')
      expect(await exchange.code(bob, 'transfer.accept', { ...offer, voucher: 'CNY' })).equal('not_the_voucher')
      await exchange.done(bob, 'transfer.decline', offer)
    }),
  )

  it(
    'is how to reach a receiver who takes transfers from known senders only',
    onExchange(async (exchange) => {
      const { alice, bob, carol, scene } = exchange
      await exchange.done(bob, 'participant.accept', { accepts: 'known', known: ['carol', 'institution-treasury'] })
      expect(await exchange.code(alice, 'voucher.transfer', { voucher: gold, to: 'bob', quantity: '1' })).equal(
        'offer_needed',
      )
      await exchange.apply(scene.transfer(exchange.treasury, 'carol', 5n))
      expect(await exchange.code(carol, 'voucher.transfer', { voucher: gold, to: 'bob', quantity: '5' })).equal(
        'accepted',
      )
      const offer = await exchange.offered(10n)
      expect(await exchange.code(bob, 'transfer.accept', offer)).equal('accepted')
      await exchange.done(bob, 'participant.accept', { accepts: 'known' })
      expect(
        await exchange.code(exchange.treasury, 'voucher.transfer', { voucher: gold, to: 'bob', quantity: '1' }),
      ).equal('offer_needed')
    }),
  )
})

describe('answering an offer', () => {
  it(
    'is possible in the last millisecond and not in the next, and only then anybody can expire it',
    onExchange(async (exchange) => {
      const { bob, carol } = exchange
      const [taken, missed] = [await exchange.offered(1_000n), await exchange.offered(2_000n)]
      exchange.wait(oneHour)
      expect(await exchange.code(carol, 'transfer.expire', missed)).equal('deadline_not_passed')
      expect(await exchange.code(bob, 'transfer.accept', taken)).equal('accepted')
      exchange.wait(1n)
      expect(await exchange.code(bob, 'transfer.accept', missed)).equal('deadline_passed')
      // Saying no, or taking it back, frees the sender's gold as expiring does, so no deadline stands in their way.
      expect(await exchange.code(bob, 'transfer.decline', missed)).equal('accepted')
    }),
  )

  it(
    'is the receiver’s, taking it back is the sender’s, and both need the right names',
    onExchange(async (exchange) => {
      const { alice, bob, carol } = exchange
      const offer = await exchange.offered(quantity)
      for (const device of [alice, carol]) {
        expect(await exchange.code(device, 'transfer.accept', offer)).equal('not_a_party')
        expect(await exchange.code(device, 'transfer.decline', offer)).equal('not_a_party')
        expect(await exchange.code(device, 'transfer.return', offer)).equal('not_a_party')
      }
      for (const device of [bob, carol]) {
        expect(await exchange.code(device, 'transfer.cancel', offer)).equal('not_a_party')
      }
      expect(await exchange.code(bob, 'transfer.accept', { ...offer, sender: 'bob' })).equal('not_a_party')
    }),
  )

  it(
    'moves nothing while the sender is frozen; saying no frees what is reserved all the same',
    onExchange(async (exchange) => {
      const { bob, scene } = exchange
      const offer = await exchange.offered(quantity)
      const freeze = { participant: 'alice', caseNumber: 'CASE-1' }
      await exchange.done(scene.registrars.BankMSP, 'participant.freeze', freeze)
      expect(await exchange.code(bob, 'transfer.accept', offer)).equal('participant_state_forbids')
      expect(await exchange.code(bob, 'transfer.decline', offer)).equal('accepted')
      expect(exchange.buckets('alice')).deep.equal([100_000n, 0n, 0n, 0n])
    }),
  )
})

describe('returning what was accepted by mistake', () => {
  it(
    'gives it back whatever the first sender takes from others, folding credits where the row is short',
    onExchange(async (exchange) => {
      const { alice, bob, carol, scene } = exchange
      const offer = await exchange.offered(quantity, { to: 'carol' })
      await exchange.done(carol, 'transfer.accept', offer)
      await exchange.apply(scene.transfer(carol, 'bob', 20_000n))
      expect(await exchange.code(carol, 'transfer.return', offer)).equal('exceeds_available_quantity')
      await exchange.apply(scene.transfer(bob, 'carol', 25_000n))
      await exchange.done(alice, 'participant.accept', { accepts: 'none' })
      expect(scene.account('carol').holdings[gold]?.available).equal(10_000n)
      await exchange.done(carol, 'transfer.return', offer)
      expect([exchange.buckets('alice')[0], exchange.buckets('carol')[0]]).deep.equal([100_000n, 5_000n])
    }),
  )

  it(
    'is refused while the first sender is frozen, and for good when it is closed: nothing can be sent to it',
    onExchange(async (exchange) => {
      const { alice, bob, bank, scene } = exchange
      const offer = await exchange.offered(100_000n)
      await exchange.done(bob, 'transfer.accept', offer)
      const registrar = scene.registrars.BankMSP
      await exchange.done(registrar, 'participant.freeze', { participant: 'alice', caseNumber: 'CASE-1' })
      expect(await exchange.code(bob, 'transfer.return', offer)).equal('participant_state_forbids')
      await exchange.done(registrar, 'participant.unfreeze', { participant: 'alice', caseNumber: 'CASE-1' })
      const all = { voucher: 'CNY', participant: 'alice', quantity: '10000000', reference: 'counter 1' }
      await exchange.done(bank, 'cash.withdraw', all)
      await exchange.done(registrar, 'participant.close', { participant: 'alice' })
      expect(await exchange.code(bob, 'transfer.return', offer)).equal('participant_state_forbids')
      expect([alice.participant, scene.account('alice').holdings]).deep.equal(['alice', {}])
    }),
  )
})
