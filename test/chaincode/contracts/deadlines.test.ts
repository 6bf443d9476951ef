import { expect } from 'chai'
import { z } from 'zod'
import { tables } from '../../../chaincode/vocabulary.ts'
import { Chaining } from '../../support/chaining.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import { Market } from '../../support/market.ts'
import { demand, Matchmaking } from '../../support/matchmaking.ts'
import { Packaging } from '../../support/packaging.ts'
import { hold, Promoting } from '../../support/promoting.ts'
import { codeOf, goldBody, only, Scene } from '../../support/scene.ts'
import { Till } from '../../support/till.ts'
import { Workshop } from '../../support/workshop.ts'

const { voucher } = goldBody
const seconds = 30n

/** Something on the ledger that waits for a moment, and what it stops or lets begin. */
interface Waiting {
  deadline: bigint
  /** An envelope that counts up to the deadline, and the code that refuses it behind. */
  stops?: { envelope: () => string; code: string }
  /** An envelope that counts only behind it, and the code that refuses it before. */
  begins?: { envelope: () => string; code: string }
  gateway?: string
  /** Where it stands, when not on the scene given. */
  on?: Scene
}

const soon = ({ now }: Scene): bigint => now + seconds * 1_000n

const early = (envelope: () => string): NonNullable<Waiting['begins']> => ({ envelope, code: 'deadline_not_passed' })

const agreement = { voucher, sender: 'alice', holder: 'alice' }

/** Every deadline that the ledger keeps, by the field that holds it; each is opened on a ledger of its own. */
const deadlines: Record<string, (scene: Scene) => Promise<Waiting>> = {
  'instruction.validUntil': async (scene) => {
    const deadline = soon(scene)
    const envelope = () => scene.transfer(scene.treasury, 'bob', 1n, { validUntil: `${deadline}` })
    return { deadline, stops: { envelope, code: 'instruction_expired' } }
  },
  'quote.expiresAt': async (scene) => {
    const market = await Market.open(scene)
    const deadline = soon(scene)
    await scene.honoured(market.quote('Q2', { lifeSeconds: Number(seconds) }))
    const envelope = () => market.trade(scene.alice, 'buy', 10n, { quote: 'Q2' })
    return { deadline, stops: { envelope, code: 'quote_expired' } }
  },
  'order.expiresAt': async (scene) => {
    const market = await Market.open(scene)
    const deadline = soon(scene)
    const order = await market.opened(market.order('buy', 20n, { expiresAt: `${deadline}` }))
    const begins = early(() => scene.instruct(scene.bob, 'order.expire', { order, owner: 'alice' }))
    return { deadline, stops: { envelope: () => market.fill(order, 10n), code: 'deadline_passed' }, begins }
  },
  'offer.answerBy': async (scene) => {
    const market = await Market.open(scene)
    await scene.give([scene.alice], 100n)
    const deadline = soon(scene)
    const offer = await market.opened(market.offer(10n, { answerBy: `${deadline}` }))
    const { holder: _holder, ...body } = { ...agreement, offer }
    const envelope = () => market.answer(scene.bob, 'transfer.accept', body)
    const begins = early(() => market.answer(scene.bob, 'transfer.expire', body))
    return { deadline, stops: { envelope, code: 'deadline_passed' }, begins }
  },
  'pledge.answerBy': async (scene) => {
    const market = await Market.open(scene)
    await scene.give([scene.alice], 100n)
    const deadline = soon(scene)
    const pledge = await market.opened(market.pledge(10n, { answerBy: `${deadline}` }))
    const { sender: _sender, ...body } = { ...agreement, pledge }
    const envelope = () => market.answer(scene.bob, 'pledge.accept', body)
    const begins = early(() => market.answer(scene.bob, 'pledge.expire', body))
    return { deadline, stops: { envelope, code: 'deadline_passed' }, begins }
  },
  'pledge.termEndsAt': async (scene) => {
    const market = await Market.open(scene)
    await scene.give([scene.alice], 100n)
    const deadline = soon(scene)
    const [answerBy, termEndsAt] = [`${deadline}`, `${deadline}`]
    const pledge = await market.opened(market.pledge(10n, { answerBy, termEndsAt }))
    const { sender: _sender, ...body } = { ...agreement, pledge }
    await scene.honoured(market.answer(scene.bob, 'pledge.accept', body))
    return { deadline, begins: early(() => market.answer(scene.bob, 'pledge.enforce', body)) }
  },
  'payment.codeExpiresAt': async (scene) => {
    const till = await Till.open(scene)
    const deadline = soon(scene)
    const payment = await till.requested({ facts: { codeExpiresAt: `${deadline}` } })
    const begins = early(() => till.instruct(till.shop, 'payment.expire', { payment }))
    return {
      deadline,
      stops: { envelope: () => till.claim(payment), code: 'code_expired' },
      begins,
      gateway: 'BankMSP',
    }
  },
  'payment.claim.answerBy': async (scene) => {
    const till = await Till.open(scene)
    const deadline = soon(scene)
    const payment = await till.claimed({ facts: { answerBy: `${deadline}` } })
    const envelope = () => till.instruct(till.alice, 'payment.approve', till.terms(payment))
    const begins = early(() => till.instruct(till.shop, 'payment.expire', { payment }))
    return { deadline, stops: { envelope, code: 'deadline_passed' }, begins, gateway: 'BankMSP' }
  },
  'payment-order.answerBy': async (scene) => {
    const till = await Till.open(scene)
    const deadline = soon(scene)
    await till.claimed({ facts: { answerBy: `${deadline}` } })
    const another = await till.requested()
    // The order number of a sale that nobody answered can be claimed anew.
    const begins = { envelope: () => till.claim(another), code: 'order_in_use' }
    return { deadline, begins, gateway: 'BankMSP' }
  },
  'certificate.expiresAt': async (scene) => {
    const workshop = await Workshop.open(scene)
    const deadline = soon(scene)
    const certificate = await workshop.issued({ expiresAt: `${deadline}` })
    const given = { certificate, to: 'alice', form: 'data' } as const
    const envelope = () => workshop.instruct(workshop.maker, 'certificate.grant', given)
    const again = () => workshop.instruct(workshop.maker, 'certificate.issue', workshop.clock())
    const begins = { envelope: again, code: 'item_has_certificate' }
    return { deadline, stops: { envelope, code: 'certificate_expired' }, begins, gateway: 'SupplierMSP' }
  },
  'instance.endsAt': async (scene) => {
    const workshop = await Workshop.open(scene)
    const deadline = soon(scene)
    const licence = workshop.licence('alice', { endsAt: `${deadline}` })
    const instance = await workshop.granted(await workshop.issued(), licence)
    const envelope = () => workshop.instruct(workshop.alice, 'instance.use', { instance, use: 'read' })
    return { deadline, stops: { envelope, code: 'licence_ended' }, gateway: 'BankMSP' }
  },
}

/** A demand that is answered up to its end, as its requester and whoever is asked keep it. */
const askedUntil = async (scene: Scene): Promise<Waiting> => {
  const on = await Matchmaking.open(scene)
  const deadline = soon(scene)
  await on.asked({ until: `${deadline}` })
  const envelope = () => on.workshop.instruct(on.workshop.bob, 'demand.answer', on.answering())
  return { deadline, stops: { envelope, code: 'demand_closed' }, gateway: 'SupplierMSP' }
}

const acceptsOf =
  ({ workshop }: Matchmaking) =>
  () =>
    workshop.instruct(workshop.alice, 'demand.accept', { demand, holder: 'bob' })

deadlines['demand.until'] = askedUntil
deadlines['request.until'] = askedUntil
deadlines['demand-answer.until'] = async (scene) => {
  const on = await Matchmaking.open(scene)
  const deadline = soon(scene)
  await on.asked()
  await on.workshop.done(on.workshop.bob, 'demand.answer', on.answering({ until: `${deadline}` }))
  return { deadline, stops: { envelope: acceptsOf(on), code: 'deadline_passed' }, gateway: 'BankMSP' }
}
deadlines['demand-answer.endsAt'] = async (scene) => {
  const on = await Matchmaking.open(scene)
  const { workshop } = on
  const deadline = soon(scene)
  const { certificate } = workshop.instance(on.instance)
  const instance = await workshop.granted(certificate, { to: 'bob', form: 'ownership' })
  await on.asked()
  const { transferable: _transferable, ...offered } = on.answering({ instance, form: 'licence', scope: ['read'] })
  await workshop.done(workshop.bob, 'demand.answer', { ...offered, endsAt: `${deadline}` })
  return { deadline, stops: { envelope: acceptsOf(on), code: 'deadline_in_past' }, gateway: 'BankMSP' }
}
deadlines['instance.offered.until'] = async (scene) => {
  const on = await Matchmaking.open(scene)
  const { workshop } = on
  const deadline = soon(scene)
  const { certificate } = workshop.instance(on.instance)
  const instance = await workshop.granted(certificate, { to: 'bob', form: 'ownership' })
  const { transferable: _transferable, ...offered } = on.answering({ instance, form: 'ownership' })
  await on.asked()
  await workshop.done(workshop.bob, 'demand.answer', { ...offered, until: `${deadline}` })
  const given = { instance, to: 'carol', form: 'ownership' } as const
  const envelope = () => workshop.instruct(workshop.bob, 'instance.pass-on', given)
  return { deadline, begins: { envelope, code: 'instance_offered' }, gateway: 'SupplierMSP' }
}

const receives =
  ({ workshop }: Matchmaking, recommendation: string) =>
  () =>
    workshop.instruct(workshop.carol, 'recommendation.accept', { recommendation })

deadlines['delivery.until'] = async (scene) => {
  const on = await Matchmaking.open(scene)
  const deadline = soon(scene)
  const { certificate } = on.workshop.instance(on.instance)
  const target = { kind: 'certificate', target: certificate } as const
  const delivered = await on.delivered(on.workshop.maker, target, { until: `${deadline}` })
  return { deadline, stops: { envelope: receives(on, delivered), code: 'deadline_passed' }, gateway: 'InstitutionMSP' }
}
deadlines['recommendation.endsAt'] = async (scene) => {
  const on = await Matchmaking.open(scene)
  const deadline = soon(scene)
  const { certificate } = on.workshop.instance(on.instance)
  const licence = { form: 'licence', scope: ['read'], endsAt: `${deadline}` } as const
  const target = { kind: 'certificate', target: certificate } as const
  const delivered = await on.delivered(on.workshop.maker, target, { ...licence, scope: [...licence.scope] })
  return { deadline, stops: { envelope: receives(on, delivered), code: 'deadline_in_past' }, gateway: 'InstitutionMSP' }
}

deadlines['package.until'] = async (scene) => {
  const on = await Packaging.open(scene)
  const deadline = soon(scene)
  await on.on.done(on.on.shop, 'package.deliver', on.body({ until: `${deadline}` }))
  await on.requested()
  const begins = early(() => scene.instruct(on.on.alice, 'package.reject', on.named))
  return { deadline, begins, gateway: 'BankMSP' }
}

deadlines['chain.expiresAt'] = async () => {
  const on = await Chaining.open()
  const deadline = soon(on.scene)
  const { chain } = await on.opened({ expiresAt: `${deadline}` })
  const stamp = { chain, type: 'phone', verdict: 'passed' } as const
  const envelope = () => {
    const body = { chain, position: `${on.gold()}` }
    return on.stamped(on.envelope(on.dispatcher, 'chain.enrich', body), stamp)
  }
  const begins = early(() => on.envelope(on.exchange.bob, 'chain.expire', { chain }))
  return { deadline, stops: { envelope, code: 'deadline_passed' }, begins, gateway: 'BankMSP', on: on.scene }
}
deadlines['chain.answerBy'] = async () => {
  const on = await Chaining.open()
  const deadline = soon(on.scene)
  const opened = await on.enriched()
  on.accepted(await on.send(opened, {}, `${deadline}`))
  const begins = early(() => on.envelope(on.dispatcher, 'chain.mark-unknown', { chain: opened.chain }))
  return { deadline, begins, gateway: 'BankMSP', on: on.scene }
}

deadlines['approval.expiresAt'] = async () => {
  const on = await Chaining.open()
  const deadline = soon(on.scene)
  const act = { client: 'alice' }
  const proposal = on.proposing(on.officer, 'identity.unlock', { act, expiresAt: `${deadline}` })
  const approval = String(on.accepted(only(await on.apply(proposal)))['approval'])
  const { digest } = on.approval(approval)
  const envelope = () => on.envelope(on.checker, 'approval.approve', { approval, digest })
  const begins = early(() => on.envelope(on.exchange.bob, 'approval.expire', { approval }))
  return { deadline, stops: { envelope, code: 'deadline_passed' }, begins, gateway: 'BankMSP', on: on.scene }
}

deadlines['promotion.validUntil'] = async () => {
  const promoting = await Promoting.open()
  const { on } = promoting
  const deadline = soon(on.scene)
  const promotion = await promoting.promotion(await promoting.campaign(), { validUntil: `${deadline}` })
  const begins = early(() => on.envelope(on.alice, 'promotion.end', { promotion }))
  return { deadline, begins, gateway: 'SupplierMSP', on: on.scene }
}

deadlines['trade-reward.heldUntil'] = async () => {
  const promoting = await Promoting.open()
  const { on } = promoting
  const { promotion } = await promoting.both()
  const trade = await promoting.executed()
  await promoting.judge(trade, promotion)
  on.wait(hold + 1n)
  await promoting.freeze('bob')
  await promoting.pay(trade, 'promoter')
  const { heldUntil: deadline = 0n } = promoting.reward(trade, 'promoter') ?? {}
  await promoting.unfreeze('bob')
  const { chain } = trade
  const envelope = () => on.envelope(on.executor, 'reward.pay', { chain, leg: 'promoter' })
  const begins = early(() => on.envelope(on.alice, 'reward.expire', { chain, leg: 'promoter' }))
  return { deadline, stops: { envelope, code: 'deadline_passed' }, begins, on: on.scene }
}

/** What an envelope comes to when it is made and applied at this moment; the ledger stays as it is. */
const codeAt = async (scene: Scene, now: bigint, envelope: () => string, gateway?: string): Promise<string> => {
  scene.now = now
  const text = envelope()
  const copy = scene.copy()
  const applied = await copy.apply(text, gateway === undefined ? {} : { gateway })
  expect(ledgerFaults(copy.ledger)).deep.equal([])
  return codeOf(only(applied))
}

const isDeadline = (name: string): boolean => /^(.*[eE]xpiresAt|.*[eE]ndsAt|answerBy|.*Until|until)$/.test(name)

const deadlinesIn = (schema: z.core.JSONSchema._JSONSchema, place: string): string[] =>
  Object.entries(typeof schema === 'boolean' ? {} : (schema.properties ?? {})).flatMap(([name, member]) => [
    ...(isDeadline(name) ? [`${place}.${name}`] : []),
    ...deadlinesIn(member, `${place}.${name}`),
  ])

describe('a deadline of the ledger', () => {
  for (const [field, open] of Object.entries(deadlines)) {
    it(`SX-012 is reached by a clock that is set, and holds to the millisecond: ${field}`, async () => {
      const scene = await Scene.open()
      const { deadline, stops, begins, gateway, on = scene } = await open(scene)
      expect(stops ?? begins, 'it stops something or lets it begin').not.equal(undefined)
      if (stops !== undefined) {
        expect(await codeAt(on, deadline, stops.envelope, gateway)).equal('accepted')
        expect(await codeAt(on, deadline + 1n, stops.envelope, gateway)).equal(stops.code)
      }
      if (begins !== undefined) {
        expect(await codeAt(on, deadline, begins.envelope, gateway)).equal(begins.code)
        expect(await codeAt(on, deadline + 1n, begins.envelope, gateway)).equal('accepted')
      }
    })
  }

  it('SX-012 is among those above, whatever table keeps it', () => {
    const kept = tables.flatMap(({ name, shape }) => deadlinesIn(z.toJSONSchema(shape, { io: 'input' }), name))
    expect(kept.toSorted()).deep.equal(
      Object.keys(deadlines)
        .filter((field) => !field.startsWith('instruction.'))
        .toSorted(),
    )
  })
})
