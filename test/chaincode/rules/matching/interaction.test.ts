import { expect } from 'chai'
import { LedgerContract } from '../../../../chaincode/contracts/ledger-contract.ts'
import { interactions, rewards } from '../../../../chaincode/domains/matching/tables.ts'
import { marks, type Reputation, reputations } from '../../../../chaincode/domains/registry/tables.ts'
import { pairMilliseconds } from '../../../../chaincode/rules/reputation.ts'
import { digest } from '../../../../chaincode/wire/signature.ts'
import { Device } from '../../../support/devices.ts'
import { ledgerFaults } from '../../../support/invariants.ts'
import { demand, Matchmaking } from '../../../support/matchmaking.ts'
import { Scene } from '../../../support/scene.ts'
import { nothing } from '../../../support/workshop.ts'

/** A test with a matching service, after which every invariant must hold. */
const matching = (play: (on: Matchmaking) => Promise<void>) => async (): Promise<void> => {
  const on = await Matchmaking.open(await Scene.open())
  await play(on)
  expect(ledgerFaults(on.workshop.scene.ledger)).deep.equal([])
}

const interactionOf = (on: Matchmaking, id: string) => on.workshop.scene.view.find(interactions, id)

const markKeys = ({ workshop }: Matchmaking, participant: string): string[] => {
  const { start, end } = marks.range(participant)
  return workshop.scene.ledger.keys(start, end)
}

/** What the marks of a participant count, sorted. */
const marked = (on: Matchmaking, participant: string): string[] =>
  markKeys(on, participant)
    .map((key) => marks.codec.decode(on.workshop.scene.ledger.row(key) as never))
    .map(({ counts, isFirst }) => `${counts ?? 'accepted'}${isFirst === true ? ' first' : ''}`)
    .sort()

/** Has a participant's marks folded, as its home's gateway asks for it. */
const folded = async (on: Matchmaking, participant: string): Promise<Reputation | undefined> => {
  const { scene } = on.workshop
  const proposal = await scene.ledger.endorse({
    caller: { mspId: scene.account(participant).home, role: 'gateway' },
    ...{ contract: new LedgerContract(scene.ledger.consortium), transaction: 'foldMarks' },
    ...{ args: [participant, ...markKeys(on, participant)], timestamp: scene.now },
  })
  expect(scene.ledger.commit([proposal]).transactions[0]?.code).equal('VALID')
  return scene.view.find(reputations, participant)
}

/** Has bob offer the same once more for a demand of this name, and alice accept and use it; gives the interaction. */
const again = async (on: Matchmaking, name: string): Promise<string> => {
  const { workshop, finder } = on
  const { alice, bob } = workshop
  await workshop.done(alice, 'demand.open', on.opening({ demand: name }))
  await workshop.done(finder, 'demand.match', on.matching({ demand: name }))
  await workshop.done(finder, 'demand.request', { demand: name, holder: 'bob' })
  await workshop.done(bob, 'demand.answer', on.answering({ demand: name }))
  const { interaction } = await workshop.done(alice, 'demand.accept', { demand: name, holder: 'bob' })
  await workshop.done(alice, 'interaction.complete', { interaction: String(interaction), use: 'read' })
  return String(interaction)
}

describe('an interaction', () => {
  it(
    'S1-029 begins with the acceptance, is completed by its receiver once, and is rated once by each side after that',
    matching(async (on) => {
      const { workshop } = on
      const { alice, bob, carol } = workshop
      const interaction = await on.accepted()
      const { certificate } = workshop.instance(on.instance)
      expect(interactionOf(on, interaction)).deep.equal({
        ...{ interaction, of: 'demand', subject: demand, giver: 'bob', giverHome: 'SupplierMSP' },
        ...{ receiver: 'alice', receiverHome: 'BankMSP', instance: interaction, certificate, provider: 'clockmaker' },
        ...{ counts: true, status: 'accepted' },
      })
      const rate = { interaction, rating: 5 }
      for (const one of [alice, bob]) {
        expect(await workshop.code(one, 'interaction.rate', rate)).equal('interaction_state_forbids')
      }
      const complete = { interaction, use: 'read' }
      expect(await workshop.code(alice, 'interaction.complete', { ...complete, interaction: nothing })).equal(
        'unknown_interaction',
      )
      expect(await workshop.code(bob, 'interaction.complete', complete)).equal('not_a_party')
      expect(await workshop.code(alice, 'interaction.complete', complete)).equal('accepted')
      expect(await workshop.code(alice, 'interaction.complete', complete)).equal('interaction_state_forbids')
      expect(await workshop.code(carol, 'interaction.rate', rate)).equal('not_a_party')
      for (const one of [alice, bob]) {
        expect(await workshop.code(one, 'interaction.rate', rate)).equal('accepted')
        expect(await workshop.code(one, 'interaction.rate', { ...rate, rating: 1 })).equal('rated_already')
      }
      expect(interactionOf(on, interaction)).include({ byGiver: 5, byReceiver: 5, status: 'completed' })
    }),
  )

  it(
    'S1-013 S1-029 makes the reputations of both, by what was accepted, completed and rated, and by nobody’s own word',
    matching(async (on) => {
      const { workshop } = on
      const { alice, bob } = workshop
      const traits = [{ trait: 'success-rate', number: 10_000 }]
      expect(await workshop.code(bob, 'profile.set', on.profile({ traits }))).equal('trait_not_declared')
      const interaction = await on.completed()
      expect(marked(on, 'bob')).deep.equal(['accepted first', 'success'])
      expect(await folded(on, 'bob')).deep.equal({
        ...{ participant: 'bob', home: 'SupplierMSP', interactions: 1n, successes: 1n, counterparties: 1n },
      })
      await workshop.done(alice, 'interaction.rate', { interaction, rating: 4 })
      await workshop.done(bob, 'interaction.rate', { interaction, rating: 3 })
      expect([marked(on, 'bob'), marked(on, 'alice')]).deep.equal([['positive'], ['negative']])
      expect(await folded(on, 'bob')).include({ interactions: 1n, successes: 1n, ratings: 1n, positives: 1n })
      expect(await folded(on, 'alice')).deep.equal({
        ...{ participant: 'alice', home: 'BankMSP', interactions: 0n, ratings: 1n },
      })
      expect([markKeys(on, 'bob'), markKeys(on, 'alice')]).deep.equal([[], []])
    }),
  )

  it(
    'S1-013 counts once in 30 days for the same two, and as their first one once at all',
    matching(async (on) => {
      const { workshop } = on
      await on.completed()
      const silent = await again(on, digest('a second demand'))
      await workshop.done(workshop.alice, 'interaction.rate', { interaction: silent, rating: 1 })
      expect(interactionOf(on, silent)?.counts).equal(false)
      expect(marked(on, 'bob')).deep.equal(['accepted first', 'success'])
      workshop.wait(pairMilliseconds + 1n)
      const fresh = await workshop.issued({ item: 'CLOCK-3' })
      const instance = await workshop.granted(fresh, { to: 'bob', form: 'data', transferable: true })
      const counting = await again(
        Object.assign(Object.create(on), { instance }) as Matchmaking,
        digest('a third demand'),
      )
      expect(interactionOf(on, counting)?.counts).equal(true)
      expect(marked(on, 'bob')).deep.equal(['accepted', 'accepted first', 'success', 'success'])
      expect(await folded(on, 'bob')).include({ interactions: 2n, successes: 2n, counterparties: 1n })
    }),
  )

  it(
    'is completed by no use of what is offered on, and by any word once what was got is another’s',
    matching(async (on) => {
      const { workshop, finder } = on
      const { alice, bob } = workshop
      await on.asked()
      const instance = await workshop.granted(await workshop.issued({ item: 'CLOCK-4' }), {
        to: 'bob',
        form: 'holding',
      })
      await workshop.done(bob, 'demand.answer', { demand, instance, form: 'holding', until: workshop.ahead(60_000n) })
      const { interaction } = await workshop.done(alice, 'demand.accept', { demand, holder: 'bob' })
      const complete = { interaction: String(interaction), use: 'read' }
      expect(await workshop.code(alice, 'interaction.complete', complete)).equal('form_forbids')
      await workshop.done(alice, 'profile.set', on.profile())
      const name = digest('a demand of carol')
      await workshop.done(workshop.carol, 'demand.open', on.opening({ demand: name, minHolders: 1 }))
      const chosen = [{ holder: 'alice' }]
      await workshop.done(finder, 'demand.match', on.matching({ demand: name, found: 1, chosen }))
      await workshop.done(finder, 'demand.request', { demand: name, holder: 'alice' })
      const offer = { demand: name, instance: String(interaction), form: 'holding' as const, until: workshop.ahead(1n) }
      await workshop.done(alice, 'demand.answer', offer)
      expect(await workshop.code(alice, 'interaction.complete', complete)).equal('instance_offered')
      await workshop.done(workshop.carol, 'demand.accept', { demand: name, holder: 'alice' })
      expect(await workshop.code(alice, 'interaction.complete', complete)).equal('accepted')
    }),
  )
})

describe('the completion of what was accepted', () => {
  it(
    'S1-068 S3-045 is its receiver’s alone, and comes once',
    matching(async (on) => {
      const { workshop } = on
      const { alice, bob, carol, maker } = workshop
      const complete = { interaction: await on.accepted(), use: 'read' }
      for (const by of [bob, carol, maker])
        expect(await workshop.code(by, 'interaction.complete', complete), by.participant).equal('not_a_party')
      expect(interactionOf(on, complete.interaction)?.status).equal('accepted')
      expect(await workshop.code(alice, 'interaction.complete', complete)).equal('accepted')
      expect(await workshop.code(alice, 'interaction.complete', complete)).equal('interaction_state_forbids')
      expect(marked(on, 'bob')).deep.equal(['accepted first', 'success'])
    }),
  )
})

describe('a reward', () => {
  const voucher = 'AU-9999'

  it(
    'S3-048 S3-049 SX-006 moves money of the provider’s to the recommender once, and names provider, amount, reason and interaction',
    matching(async (on) => {
      const { workshop } = on
      const { maker, bob, scene } = workshop
      const { certificate } = workshop.instance(on.instance)
      await scene.honoured(scene.transfer(scene.treasury, 'clockmaker', 10n))
      const target = { kind: 'certificate', target: on.instance, certificate } as const
      const interaction = await on.recommended(bob, target)
      const body = { interaction, recommender: 'bob', voucher, quantity: '7', reason: 'thanks' }
      expect(await workshop.code(bob, 'interaction.reward', body)).equal('device_lacks_role')
      expect(await workshop.code(maker, 'interaction.reward', { ...body, recommender: 'carol' })).equal('not_a_party')
      expect(await workshop.code(maker, 'interaction.reward', { ...body, interaction: nothing })).equal(
        'unknown_interaction',
      )
      expect(await workshop.code(maker, 'interaction.reward', { ...body, quantity: '11' })).equal(
        'exceeds_available_quantity',
      )
      const effects = await workshop.done(maker, 'interaction.reward', body)
      expect(effects).deep.equal({ interaction, recommender: 'bob', voucher, quantity: '7' })
      const row = { ...body, quantity: 7n, provider: 'clockmaker', home: 'SupplierMSP' }
      expect(scene.view.find(rewards, interaction)).deep.equal(row)
      expect([scene.balance('clockmaker'), scene.balance('bob'), scene.balance('carol')]).deep.equal([3n, 7n, 0n])
      expect(await workshop.code(maker, 'interaction.reward', { ...body, quantity: '1' })).equal('rewarded_already')
    }),
  )

  it(
    'S3-049 SX-006 is written by the provider alone: neither by the recommender to itself, nor by another merchant or the receiver, whoever pays',
    matching(async (on) => {
      const { workshop } = on
      const { bob, carol, scene } = workshop
      const { certificate } = workshop.instance(on.instance)
      const interaction = await on.recommended(bob, { kind: 'certificate', target: on.instance, certificate })
      const stall = await scene.register(new Device('stall', ['merchant', 'customer']), 'SupplierMSP')
      const merchants = [stall]
      for (const [participant, home] of [
        ['bob', 'SupplierMSP'],
        ['carol', 'InstitutionMSP'],
      ] as const) {
        const device = new Device(participant, ['merchant'])
        await workshop.done(scene.registrars[home], 'device.add', { participant, device: device.entry })
        merchants.push(device)
      }
      await scene.give([stall, bob, carol], 10n)
      const body = { interaction, recommender: 'bob', voucher, quantity: '1', reason: 'thanks' }
      for (const by of merchants)
        expect(await workshop.code(by, 'interaction.reward', body), by.participant).equal('not_a_party')
      expect(scene.view.find(rewards, interaction)).equal(undefined)
      expect(['stall', 'bob', 'carol'].map((name) => scene.balance(name))).deep.equal([10n, 10n, 10n])
    }),
  )

  it(
    'S3-048 is none for a demand, nor for what was not used',
    matching(async (on) => {
      const { workshop } = on
      const body = { interaction: await on.completed(), recommender: 'bob', voucher, quantity: '1', reason: 'thanks' }
      expect(await workshop.code(workshop.maker, 'interaction.reward', body)).equal('not_a_party')
      const { certificate } = workshop.instance(on.instance)
      const interaction = await on.received(workshop.bob, { kind: 'certificate', target: on.instance, certificate })
      expect(await workshop.code(workshop.maker, 'interaction.reward', { ...body, interaction })).equal(
        'interaction_state_forbids',
      )
      expect(workshop.scene.view.find(rewards, interaction)).equal(undefined)
    }),
  )

  it(
    'S3-048 is none of a provider’s for what it recommended itself',
    matching(async (on) => {
      const { workshop } = on
      const { certificate } = workshop.instance(on.instance)
      const interaction = await on.recommended(workshop.maker, { kind: 'certificate', target: certificate })
      const body = { interaction, recommender: 'clockmaker', voucher, quantity: '1', reason: 'thanks' }
      expect(await workshop.code(workshop.maker, 'interaction.reward', body)).equal('provider_is_recommender')
    }),
  )

  it(
    'S3-048 is none where what was recommended lies off the ledger and so has no provider',
    matching(async (on) => {
      const { workshop } = on
      const interaction = await on.recommended(workshop.bob, { kind: 'numbers', target: digest('numbers') })
      expect(interactionOf(on, interaction)).not.property('instance')
      const body = { interaction, recommender: 'bob', voucher, quantity: '1', reason: 'thanks' }
      expect(await workshop.code(workshop.maker, 'interaction.reward', body)).equal('not_a_party')
    }),
  )
})
