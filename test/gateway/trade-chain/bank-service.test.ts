import { expect } from 'chai'
import { grades } from '../../../chaincode/domains/trade-chain/tables.ts'
import { foldMaximum } from '../../../chaincode/state/unit-of-work.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import { countWaiting, queuesOf } from '../../../gateway/trade-chain/queue.ts'
import type { Chaining } from '../../support/chaining.ts'
import { Device } from '../../support/devices.ts'
import { gold } from '../../support/exchange.ts'
import { goldBody } from '../../support/scene.ts'
import { BankGateway } from '../support/bank-gateway.ts'
import { identitySamples } from '../support/identities.ts'

describe('a bank that takes trades of its clients to institutions', () => {
  let gateway: BankGateway
  beforeEach(async () => {
    gateway = await BankGateway.open()
  })
  afterEach(() => gateway.close())

  const secondOf = () => JSON.parse(gateway.sent('chain.send').at(-1)?.confidential ?? '{}')
  const given = ({ scene }: Chaining, quantity: bigint) =>
    scene.honoured(scene.transfer(scene.treasury, 'alice', quantity, { validUntil: `${scene.now + 600_000n}` }))
  const chainsSent = () => gateway.sent('chain.send').map(({ envelope }) => JSON.parse(envelope).instruction.body.chain)
  const placeIn = ({ confidential }: { confidential: string | undefined }) => {
    const { queue } = JSON.parse(confidential ?? '{}')
    return `${queue.class} ${queue.waited}`
  }
  const rounds = async (count = 5) => {
    for (let round = 0; round < count; round += 1) {
      gateway.service.look()
      await new Promise((resume) => setImmediate(resume))
    }
  }

  it('S2-003 S2-010 S2-012 S2-014 verifies, enriches and sends a chain, with the client’s text byte for byte, to its institution alone', async () => {
    const opened = await gateway.taken()
    await gateway.untilStands(opened, 'sent')
    const second = secondOf()
    expect(second.first).equal(opened.first)
    expect([second.position, second.grade, second.gradeVersion]).deep.equal([`${gateway.on.gold()}`, 'a', '1'])
    const [enrich] = gateway.sent('chain.enrich')
    expect(JSON.parse(enrich?.envelope ?? '').stamp.facts).deep.equal({
      ...{ chain: opened.chain, type: 'account-number', verdict: 'passed' },
    })
    expect(gateway.on.hop(opened)).include({ institution: 'InstitutionMSP', status: 'sent' })
    // Before that nothing of it but the digest was on its way to anybody.
    for (const kind of ['chain.open', 'chain.enrich'])
      for (const { envelope, confidential } of gateway.sent(kind)) {
        expect(confidential).equal(undefined)
        expect(envelope).not.include(identitySamples['account-number'])
      }
  })

  it('S2-008 ends a chain whose client is another one, with nothing put aside, nothing sent, and nothing kept', async () => {
    const opened = await gateway.taken({}, {}, { value: '5555555555554444' })
    await gateway.untilStands(opened, 'user-rejected')
    expect(gateway.sent('chain.send')).deep.equal([])
    expect(gateway.on.hop(opened)).equal(undefined)
    expect(gateway.on.segments(opened)).equal(undefined)
    expect(gateway.on.scene.account('alice').holdings[gold]?.reserved ?? 0n).equal(0n)
    expect(gateway.texts.find(opened.chain)).equal(undefined)
  })

  it('S2-009 locks a client that failed five times, until two officers free it', async () => {
    for (let time = 0; time < 5; time += 1)
      await gateway.untilStands(await gateway.taken({}, {}, { value: '5555555555554444' }), 'user-rejected')
    expect((await gateway.post(gateway.made())).body.code).equal('identity_locked')
    await gateway.meanwhile((on) => on.byTwo('identity.unlock', { client: 'alice' }))
    await gateway.untilStands(await gateway.taken(), 'sent')
  })

  it('S2-013 S2-015 S2-016 ends a chain to an institution that takes none, behind the client’s check, with nothing put aside', async () => {
    await gateway.meanwhile((on) => on.done(on.executor, 'institution.suspend', {}))
    const opened = await gateway.taken()
    await gateway.untilStands(opened, 'institution-rejected')
    expect(gateway.on.scene.account('alice').holdings[gold]?.reserved ?? 0n).equal(0n)
    // Who fails both is told of the first alone.
    const other = await gateway.taken({}, {}, { value: '5555555555554444' })
    await gateway.untilStands(other, 'user-rejected')
    expect(gateway.sent('chain.send')).deep.equal([])
    expect(JSON.stringify(gateway.logged)).not.match(/[0-9]{16}/)
  })

  it('S2-015 S2-016 ends at once what the client has too little for, of every family, and says no more than that', async () => {
    const dear = await gateway.taken({ side: 'buy', cashMaximum: '99999999999' })
    await gateway.untilStands(dear, 'position-rejected')
    const stock = await gateway.taken({ family: 'stock' }, { product: '600519', quantity: '501' })
    await gateway.untilStands(stock, 'position-rejected')
    expect(gateway.on.position()).include({ quantity: 500n, reserved: 0n })
    const all = { voucher: gold, quantity: `${gateway.on.gold() + 1n}` }
    const sale = await gateway.taken({ metal: all }, { quantity: all.quantity })
    await gateway.untilStands(sale, 'position-rejected')
    expect(gateway.texts.names).deep.equal([])
    expect(gateway.sent('chain.withdraw').map(({ envelope }) => JSON.parse(envelope).instruction.body)).deep.equal(
      [dear, stock, sale].map(({ chain }) => ({ chain, reason: 'position' })),
    )
    await gateway.untilStands(await gateway.taken(), 'sent')
  })

  it('S2-015 gives up what cannot be handed over any more, and says nothing of a position', async () => {
    const still = { ...goldBody, voucher: 'AU-STILL', functions: ['pledge' as const] }
    await gateway.meanwhile((on) => on.done(on.scene.treasury, 'voucher.issue', still))
    const opened = await gateway.taken({ metal: { voucher: still.voucher, quantity: '1000' } })
    await gateway.untilStands(opened, 'withdrawn')
    expect(gateway.on.chain(opened)).not.have.any.keys('held', 'position')
  })

  it('S2-010 sends nothing while there is no grade or position on record, says so once, and goes on when there is', async () => {
    const { projection } = gateway
    const read = projection.privateRecord.bind(projection)
    projection.privateRecord = ((table: object, ...members: [string, string, string]) =>
      table === grades ? undefined : read(table as never, ...(members as never))) as never
    const opened = await gateway.taken()
    await gateway.untilStands(opened, 'enriched')
    await rounds()
    expect(gateway.sent('chain.send')).deep.equal([])
    expect(gateway.logged.map((one) => (one as { err: { code: string } }).err.code)).deep.equal([
      'position_unavailable',
    ])
    projection.privateRecord = read
    await gateway.untilStands(opened, 'sent')
  })

  it('S2-024 sends nothing while the institution has no address on record, says so once, and goes on by itself once there is one', async () => {
    await gateway.meanwhile((on) => on.reached())
    const opened = await gateway.taken()
    await gateway.untilStands(opened, 'enriched')
    await rounds()
    expect(gateway.sent('chain.send')).deep.equal([])
    expect(gateway.logged.map((one) => (one as { err: Error }).err.message)).deep.equal([
      'InstitutionMSP has no address on record; its trades wait',
    ])
    await gateway.meanwhile((on) => on.reached('west', 'east'))
    await gateway.untilStands(opened, 'sent')
    expect(secondOf().path).deep.equal({
      ...{ address: 'east', ageLimit: '180', considered: [{ name: 'west' }, { name: 'east' }] },
    })
  })

  it('S2-026 signs anew where the institution has other addresses by the time that the chain is recorded', async () => {
    gateway.holdsBack = (kind) => kind === 'chain.send'
    const opened = await gateway.taken()
    await gateway.until(() => gateway.outbox.all().find(({ envelope }) => envelope.includes('"kind":"chain.send"')))
    await gateway.meanwhile((on) => on.reached('west'))
    await gateway.release()
    await gateway.untilStands(opened, 'sent')
    expect(gateway.sent('chain.send')).length(2)
    expect(secondOf().path.address).equal('west')
  })

  it('S2-024 says by which key it is known where that is not on record, once', async () => {
    expect(gateway.sent('bank.reach')).deep.equal([])
    gateway.pin = 'N'.repeat(43)
    gateway.serve()
    gateway.service.look()
    await gateway.until(() => gateway.sent('bank.reach')[0])
    await gateway.untilStands(await gateway.taken(), 'sent')
    await rounds()
    expect(gateway.sent('bank.reach').map(({ envelope }) => JSON.parse(envelope).instruction.body)).deep.equal([
      { keys: [gateway.pin] },
    ])
  })

  it('S2-011 reads the position again when it changed between reading and recording', async () => {
    gateway.isHeld = true
    const opening = gateway.taken()
    await new Promise((resume) => setTimeout(resume, 0))
    await gateway.release()
    const opened = await opening
    gateway.isHeld = true
    await gateway.until(() => gateway.outbox.all()[0])
    await gateway.meanwhile((on) => given(on, 7n))
    await gateway.release()
    await gateway.untilStands(opened, 'sent')
    expect(gateway.sent('chain.enrich')).length(2)
    expect(secondOf().position).equal(`${gateway.on.gold()}`)
  })

  it('S2-010 S2-042 folds what came in more credits than are folded at once, try by try, and goes on with the whole position', async () => {
    gateway.isHeld = true
    const opening = gateway.taken()
    await new Promise((resume) => setTimeout(resume, 0))
    const many = (count: number) =>
      gateway.meanwhile(async (on) => {
        for (let one = 0; one < count; one += 1) await given(on, 1n)
      })
    await many(foldMaximum + 1)
    await gateway.release()
    const opened = await opening
    await gateway.untilStands(opened, 'sent')
    expect(gateway.sent('chain.enrich')).length(2)
    const start = gateway.on.gold()
    expect(secondOf().position).equal(`${start}`)
    await many(foldMaximum + 1)
    const target = `${start - 1_000n}`
    await gateway.meanwhile((on) => on.answer(opened, { quantity: '1000', amount: '550000' }, { target }))
    await gateway.untilStands(opened, 'settled')
    expect(gateway.sent('chain.settle')).length(2)
    expect(gateway.on.gold()).equal(start + BigInt(foldMaximum) + 1n - 1_000n)
  })

  it('S2-039 S2-040 S2-041 settles what was answered, once, and the next chain starts from the new position', async () => {
    const opened = await gateway.taken()
    await gateway.untilStands(opened, 'sent')
    const start = gateway.on.gold()
    const target = `${start - 1_000n}`
    await gateway.meanwhile((on) => on.answer(opened, { quantity: '1000', amount: '550000' }, { target }))
    await gateway.untilStands(opened, 'settled')
    await rounds()
    expect(gateway.sent('chain.settle')).length(1)
    expect(gateway.on.gold()).equal(start - 1_000n)
    const next = await gateway.taken()
    await gateway.untilStands(next, 'sent')
    expect(secondOf().position).equal(target)
  })

  it('S2-042 settles by what was executed where something came in meanwhile, and moves nothing by an answer that does not fit', async () => {
    const opened = await gateway.taken()
    await gateway.untilStands(opened, 'sent')
    const start = gateway.on.gold()
    await gateway.meanwhile((on) => given(on, 11n))
    const executed = { quantity: '1000', amount: '550000' }
    await gateway.meanwhile((on) => on.answer(opened, executed, { target: `${start - 1_000n}` }))
    await gateway.untilStands(opened, 'settled')
    expect(gateway.on.gold()).equal(start + 11n - 1_000n)
    const other = await gateway.taken()
    await gateway.untilStands(other, 'sent')
    await gateway.meanwhile((on) => on.answer(other, executed, { target: '1' }))
    await gateway.untilStands(other, 'conflict')
    expect(gateway.on.gold()).equal(start + 11n - 1_000n)
  })

  it('S2-042 settles a conflict once two officers took the answer as it stands, and releases one that they voided', async () => {
    const wrong = async () => {
      const opened = await gateway.taken()
      await gateway.untilStands(opened, 'sent')
      await gateway.meanwhile((on) => on.answer(opened, { quantity: '900', amount: '495000' }, { target: '1' }))
      await gateway.untilStands(opened, 'conflict')
      return opened
    }
    const start = gateway.on.gold()
    const [taken, voided] = [await wrong(), await wrong()]
    const { lists } = gateway.projection
    const conflicts = () => lists.chainsOf('BankMSP', { status: 'conflict' }, { limit: 10 }).items.length
    expect(conflicts()).equal(2)
    const reconcile = ({ chain }: { chain: string }, verdict: 'settle' | 'void') =>
      gateway.meanwhile((on) => on.byTwo('chain.reconcile', { chain, verdict }))
    await reconcile(taken, 'settle')
    await gateway.untilStands(taken, 'settled')
    expect(gateway.on.gold()).equal(start - 900n)
    await reconcile(voided, 'void')
    await gateway.until(() => gateway.on.hop(voided)?.status === 'released' || undefined)
    expect([gateway.on.gold(), conflicts()]).deep.equal([start - 900n, 0])
  })

  it('settles a refusal, and a trade of another family by the pair’s own position', async () => {
    const stock = { product: '600519', quantity: '100' }
    const refused = await gateway.taken({ family: 'stock' }, stock)
    await gateway.untilStands(refused, 'sent')
    expect(secondOf().position).equal('500')
    await gateway.meanwhile((on) => on.answer(refused, { verdict: 'refused' }, { reason: 'hours' }))
    await gateway.untilStands(refused, 'refused')
    const done = await gateway.taken({ family: 'stock' }, stock)
    await gateway.untilStands(done, 'sent')
    await gateway.meanwhile((on) => on.answer(done, { amount: '55000' }, { target: '400' }))
    await gateway.untilStands(done, 'settled')
    expect(gateway.on.position()).include({ quantity: 400n, reserved: 0n })
  })

  it('S2-043 marks as unknown what nobody answers in its time, sends it no second time, and still takes a late answer', async () => {
    const opened = await gateway.taken()
    await gateway.untilStands(opened, 'sent')
    const start = gateway.on.gold()
    await later(3_601_000, async () => {
      await gateway.untilStands(opened, 'unknown')
      await rounds()
      expect(gateway.sent('chain.send')).length(1)
      const target = `${start - 1_000n}`
      await gateway.meanwhile((on) => on.answer(opened, { quantity: '1000', amount: '550000' }, { target }))
      await gateway.untilStands(opened, 'settled')
    })
  })

  it('S2-043 releases what waits on the pair’s side of a chain that an auditor voided, once, also behind a restart', async () => {
    const stock = () => gateway.taken({ family: 'stock' }, { product: '600519', quantity: '100' })
    const [first, second] = [await stock(), await stock()]
    for (const one of [first, second]) await gateway.untilStands(one, 'sent')
    const isReleased = (one: { chain: string }) => gateway.on.hop(one)?.status === 'released' || undefined
    await later(32 * 86_400_000, async () => {
      const { auditor } = gateway.on.exchange
      await gateway.meanwhile((on) => on.done(auditor, 'chain.void', { chain: first.chain }))
      await gateway.until(() => isReleased(first))
      gateway.service.stop()
      await gateway.meanwhile((on) => on.done(auditor, 'chain.void', { chain: second.chain }))
      await rounds()
      expect(isReleased(second)).equal(undefined)
      gateway.serve()
      await gateway.until(() => isReleased(second))
      await rounds()
    })
    expect(gateway.on.position()).include({ quantity: 500n, reserved: 0n })
    expect(gateway.sent('chain.release')).length(2)
  })

  it('S2-015 ends what was not sent in its time, and frees what was put aside', async () => {
    gateway.projection.privateRecord = () => undefined
    const opened = await gateway.taken()
    await gateway.untilStands(opened, 'enriched')
    await later(86_500_000, () => gateway.untilStands(opened, 'expired'))
    expect(gateway.on.scene.account('alice').holdings[gold]?.reserved ?? 0n).equal(0n)
    expect(gateway.texts.names).deep.equal([])
  })

  it('S2-043 signs no step twice where it was cut off before it heard of the first', async () => {
    const opened = await gateway.taken()
    await gateway.untilStands(opened, 'enriched')
    gateway.isHeld = true
    await gateway.until(() => gateway.outbox.all().find(({ envelope }) => envelope.includes('chain.send')))
    gateway.serve()
    await rounds()
    expect(gateway.outbox.all()).length(1)
    await gateway.release()
    await gateway.untilStands(opened, 'sent')
    expect(gateway.sent('chain.send')).length(1)
  })

  it('S2-029 sends one after the other while an institution is away, keeps back nothing that is not for it, and sends all in their order once it is back', async () => {
    gateway.holdsBack = (kind) => kind === 'chain.send'
    const opened: { chain: string }[] = []
    for (let place = 0; place < 6; place += 1) {
      const one = await gateway.taken()
      opened.push(one)
      await gateway.untilStands(one, 'enriched')
    }
    await gateway.until(() => gateway.outbox.size === 1 || undefined)
    await rounds()
    expect(gateway.outbox.size).equal(1)
    await gateway.untilStands(await gateway.taken({}, {}, { value: '5555555555554444' }), 'user-rejected')
    await gateway.release()
    for (const one of opened) await gateway.untilStands(one, 'sent')
    expect(chainsSent()).deep.equal(opened.map(({ chain }) => chain))
  })

  it('S2-029 holds no chain up for what another institution has not answered, and waits for its own', async () => {
    const { lists } = gateway.projection
    lists.chainsUnanswered = () => new Map([['InstitutionMSP', 100]])
    const opened = await gateway.taken()
    await gateway.untilStands(opened, 'enriched')
    await rounds()
    expect(gateway.sent('chain.send')).deep.equal([])
    lists.chainsUnanswered = () => new Map([['MintMSP', 100_000]])
    await gateway.untilStands(opened, 'sent')
  })

  it('S2-015 sends nothing to an institution that closed after the check, tries nothing there, and goes on in order once it is open', async () => {
    const { lists } = gateway.projection
    lists.chainsUnanswered = () => new Map([['InstitutionMSP', 100]])
    const first = await gateway.taken()
    await gateway.untilStands(first, 'enriched')
    await gateway.meanwhile((on) => on.done(on.executor, 'institution.suspend', {}))
    lists.chainsUnanswered = () => new Map()
    await rounds()
    expect([gateway.sent('chain.send'), gateway.logged]).deep.equal([[], []])
    await gateway.meanwhile((on) => on.done(on.executor, 'institution.open', { families: ['metal'] }))
    await gateway.untilStands(first, 'sent')
  })

  describe('with one chain unanswered at a time, and clients of two classes', () => {
    const bob = new Device('bank-bob', ['customer'])
    const ofAlice = () => gateway.taken()
    const ofBob = () => gateway.taken({}, {}, {}, bob)
    /**
     * The clock of two days, on each of which alice traded for 22,000 yuan, so that she is of the class `regular`, also where all that
     * counts is halved between the two.
     */
    const onSecondDay = async (work: () => Promise<void>) => {
      await gateway.meanwhile(async ({ scene }) => {
        const body = { participant: bob.participant, type: 'person', device: bob.entry } as const
        const register = scene.instruct(scene.registrars.BankMSP, 'participant.register', body, {
          validUntil: `${scene.now + 600_000n}`,
        })
        await scene.honoured(register, { gateway: 'BankMSP' })
        const gift = scene.transfer(scene.treasury, bob.participant, 50_000n, { validUntil: `${scene.now + 600_000n}` })
        await scene.honoured(gift)
        const graded = { client: bob.participant, institution: 'InstitutionMSP' }
        await gateway.on.tellByTwo('grade.set', { body: graded, says: { grade: 'a' } })
      })
      gateway.references.put(bob.participant, { type: 'account-number', value: identitySamples['account-number'] })
      await traded(await ofAlice())
      await later(86_400_000, async () => {
        await traded(await ofAlice())
        gateway.unansweredMaximum = 1
        gateway.serve()
        await work()
      })
    }
    const traded = async (opened: { chain: string; first: string }) => {
      await gateway.untilStands(opened, 'sent')
      const target = `${gateway.on.gold() - 1_000n}`
      await gateway.meanwhile((on) => on.answer(opened, { quantity: '1000', amount: '2200000' }, { target }))
      await gateway.untilStands(opened, 'settled')
    }
    const refused = async (opened: { chain: string; first: string }) => {
      await gateway.untilStands(opened, 'sent')
      await gateway.meanwhile((on) => on.answer(opened, { verdict: 'refused' }, { reason: 'hours' }))
      await gateway.untilStands(opened, 'refused')
    }
    const waiting = async (opened: { chain: string; first: string }) => {
      await gateway.untilStands(opened, 'enriched')
      return opened
    }

    it('S2-020 S2-021 sends the higher class first, among equals what came first, and tells officers and dispatchers of it alone', async () => {
      await onSecondDay(async () => {
        const before = chainsSent().length
        const first = await ofBob()
        await gateway.untilStands(first, 'sent')
        const [second, third] = [await waiting(await ofBob()), await waiting(await ofBob())]
        const dear = await waiting(await ofAlice())
        await rounds()
        const { server } = gateway
        const { officer, dispatcher, alice, executor, exchange } = gateway.on
        const { body } = await server.get('/v1/chains/queue', officer)
        expect(body.items).deep.equal([
          {
            ...{ institution: 'InstitutionMSP', unanswered: 1, waiting: 3 },
            chains: [
              [dear, 'alice', 'regular'],
              [second, 'bank-bob', 'basic'],
              [third, 'bank-bob', 'basic'],
            ].map(([one, client, of]) => ({
              ...{ chain: (one as { chain: string }).chain, client, class: of, waited: '0', standing: of },
            })),
          },
        ])
        expect(body.unansweredMaximum).equal(100)
        expect((await server.get('/v1/chains/queue', dispatcher)).status).equal(200)
        for (const by of [alice, executor, exchange.auditor])
          expect((await server.get('/v1/chains/queue', by)).body.code).equal('not_allowed')
        const gauge = createMetrics().chainsWaiting
        countWaiting(gauge, queuesOf({ mspId: 'BankMSP', projection: gateway.projection }, BigInt(Date.now())))
        const figures = (await gauge.get()).values.map(({ labels, value }) => [labels.institution, labels.class, value])
        expect(figures).deep.equal([
          ['InstitutionMSP', 'basic', 2],
          ['InstitutionMSP', 'regular', 1],
          ['InstitutionMSP', 'active', 0],
          ['InstitutionMSP', 'prime', 0],
        ])
        for (const one of [first, dear, second, third]) await refused(one)
        expect(chainsSent().slice(before)).deep.equal([first, dear, second, third].map(({ chain }) => chain))
        expect(gateway.sent('chain.send').slice(before).map(placeIn)).deep.equal([
          'basic 0',
          'regular 0',
          'basic 0',
          'basic 0',
        ])
      })
    })

    it('S2-022 sends a lower class first that waited for a step, and tells the institution so', async () => {
      await onSecondDay(async () => {
        const before = chainsSent().length
        const first = await ofBob()
        await gateway.untilStands(first, 'sent')
        const old = await waiting(await ofBob())
        await later(600_000, async () => {
          const dear = await waiting(await ofAlice())
          for (const one of [first, old, dear]) await refused(one)
          expect(chainsSent().slice(before)).deep.equal([first, old, dear].map(({ chain }) => chain))
          expect(gateway.sent('chain.send').slice(before).map(placeIn)).deep.equal(['basic 0', 'basic 1', 'regular 0'])
        })
      })
    })

    it('S2-022 sends the lowest class within its bound although higher ones keep coming for each place, and tells officers how it rises', async () => {
      await onSecondDay(async () => {
        const before = chainsSent().length
        const { server } = gateway
        const queued = async () =>
          (await server.get('/v1/chains/queue', gateway.on.officer)).body.items.flatMap(
            ({ chains }: { chains: { client: string; waited: string; standing: string }[] }) =>
              chains.map(({ client, waited, standing }) => `${client} ${waited} ${standing}`),
          )
        let under = await ofAlice()
        await gateway.untilStands(under, 'sent')
        const low = await waiting(await ofBob())
        /** One of a higher class comes, and then the place is free. */
        const goOn = async () => {
          const next = await waiting(await ofAlice())
          const seen = await queued()
          await refused(under)
          under = next
          return seen
        }
        for (let turn = 0; turn < 3; turn += 1) {
          expect(await goOn()).deep.equal(['alice 0 regular', 'bank-bob 0 basic'])
          await gateway.untilStands(under, 'sent')
        }
        await later(600_000, async () => {
          expect(await goOn()).deep.equal(['bank-bob 1 regular', 'alice 0 regular'])
          await gateway.untilStands(low, 'sent')
          expect(chainsSent().slice(before).indexOf(low.chain)).equal(4)
          await refused(low)
          await refused(under)
        })
        expect(chainsSent().slice(before)).length(6)
      })
    }).timeout(60_000)

    it('S2-029 sends in the order of the queue over whichever path is the best by then', async () => {
      await onSecondDay(async () => {
        await gateway.meanwhile((on) => on.reached('east', 'west'))
        const before = chainsSent().length
        const best = (name: string) => {
          for (const path of gateway.paths.to('InstitutionMSP')) gateway.paths.used(path, path.name === name)
        }
        best('west')
        const first = await ofBob()
        await gateway.untilStands(first, 'sent')
        const second = await waiting(await ofBob())
        const dear = await waiting(await ofAlice())
        const last = await waiting(await ofBob())
        for (const [one, next] of [
          [first, 'east'],
          [dear, 'west'],
          [second, 'east'],
          [last, 'east'],
        ] as const) {
          await gateway.untilStands(one, 'sent')
          best(next)
          await refused(one)
        }
        expect(chainsSent().slice(before)).deep.equal([first, dear, second, last].map(({ chain }) => chain))
        const pathOf = ({ confidential }: { confidential: string | undefined }) =>
          JSON.parse(confidential ?? '{}').path.address
        expect(gateway.sent('chain.send').slice(before).map(pathOf)).deep.equal(['west', 'east', 'west', 'east'])
      })
    }).timeout(60_000)

    it('S2-021 sends first what it had signed before a start, and once', async () => {
      await onSecondDay(async () => {
        const before = chainsSent().length
        gateway.holdsBack = (kind) => kind === 'chain.send'
        const signed = await waiting(await ofBob())
        await gateway.until(() => gateway.outbox.size === 1 || undefined)
        gateway.service.stop()
        const dear = await ofAlice()
        gateway.serve()
        await gateway.untilStands(dear, 'enriched')
        await rounds()
        expect(gateway.outbox.size).equal(1)
        await gateway.release()
        for (const one of [signed, dear]) await refused(one)
        expect(chainsSent().slice(before)).deep.equal([signed.chain, dear.chain])
      })
    })
  })

  it('has to go on with what waits for a step of the bank’s own, oldest first and so many at a time, and with nothing of others', async () => {
    const opened = [await gateway.taken(), await gateway.taken(), await gateway.taken()].map(({ chain }) => chain)
    const { lists } = gateway.projection
    expect(lists.chainsToGoOn('BankMSP', Date.now(), 10)).deep.equal(opened)
    expect(lists.chainsToGoOn('BankMSP', Date.now(), 2)).deep.equal(opened.slice(0, 2))
    expect(lists.chainsToGoOn('SupplierMSP', Date.now(), 10)).deep.equal([])
    for (const chain of opened) await gateway.untilStands({ chain }, 'sent')
    expect(lists.chainsToGoOn('BankMSP', Date.now(), 10)).deep.equal([])
    expect(lists.chainsToGoOn('BankMSP', Date.now() + 3_700_000, 10)).deep.equal(opened)
    expect([...lists.chainsUnanswered('BankMSP')]).deep.equal([['InstitutionMSP', 3]])
    expect([...lists.chainsUnanswered('InstitutionMSP')]).deep.equal([])
  })

  it('keeps nothing of chains that have ended, however many were refused a step on their way, so that it never grows', async () => {
    const { lists } = gateway.projection
    const asked: number[] = []
    const goOn = lists.chainsToGoOn.bind(lists)
    lists.chainsToGoOn = (mspId, now, most) => {
      asked.push(most)
      return goOn(mspId, now, most)
    }
    const poor = { metal: { voucher: gold, quantity: '999999999' } }
    for (let round = 0; round < 3; round += 1) {
      const opened = []
      for (let count = 0; count < 20; count += 1) opened.push(await gateway.taken(poor, { quantity: '999999999' }))
      await gateway.until(() => gateway.logged.length >= 20 * (round + 1) || undefined)
      for (const one of opened) await gateway.untilStands(one, 'position-rejected')
      await gateway.until(() => {
        gateway.service.look()
        return asked.at(-1) === 128 || undefined
      })
      gateway.receiving.sweep()
      expect(gateway.texts.names).deep.equal([])
    }
  })

  it('does nothing before the projection has caught up, nor once it was stopped', async () => {
    const opened = await gateway.taken()
    gateway.isCaughtUp = false
    await rounds()
    gateway.isCaughtUp = true
    gateway.service.stop()
    await rounds()
    expect(gateway.on.chain(opened)?.status).equal('received')
  })

  /** Lets this machine's clock go on for a while, and brings it back. */
  const later = async (milliseconds: number, work: () => Promise<unknown>) => {
    const { now } = Date
    const until = now() + milliseconds / 2
    // While an endorser decides, it is told the ledger's own time, which has gone on already.
    Date.now = () => (now() > until ? now() : now() + milliseconds)
    try {
      await work()
    } finally {
      Date.now = now
    }
  }
})
