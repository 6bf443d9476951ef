import { expect } from 'chai'
import { RulesUnreadable } from '../../institution/rules.ts'
import { ExecutionFailed } from '../../institution/third-execution-unit.ts'
import { chainFileText } from '../../terminal/sdk/trade-chain/chain-file.ts'
import { verifyChain } from '../../terminal/sdk/trade-chain/verify-chain.ts'
import { onChains } from '../support/chaining.ts'
import { cash } from '../support/exchange.ts'
import { Desk, rulesWith } from './support/desk.ts'

const treasury = 'institution-treasury'

describe('the institution’s program', () => {
  it(
    'S2-030 S2-034 S2-035 S2-036 S2-037 receives, executes once, answers with the target, and the bank settles it',
    onChains(async (on) => {
      const desk = new Desk(on)
      const start = on.gold()
      const sent = await desk.sent()
      const before = desk.fileOf(sent.chain)
      await desk.round()
      expect(desk.trades()).deep.equal([
        { chain: sent.chain, quantity: '1000', amount: '550000', target: `${start - 1_000n}`, status: 'booked' },
      ])
      expect(desk.third(sent)).deep.include({ target: `${start - 1_000n}` })
      expect(desk.status(sent)).equal('acknowledged')
      on.accepted(await on.settle(sent, start - 1_000n))
      const whole = desk.fileOf(sent.chain)
      expect(JSON.stringify(whole.segments.slice(0, 2)), 'as they were').equal(JSON.stringify(before.segments))
      expect(await verifyChain(chainFileText(whole))).have.property('checked')
    }),
  )

  it(
    'S2-030 S2-070 refuses a bad bank signature and a broken link before it reads what the segment says',
    onChains(async (on) => {
      const desk = new Desk(on)
      const [sent, other] = [await desk.sent(), await desk.sent()]
      const [, foreign] = desk.fileOf(other.chain).segments
      desk.forge = (file) => {
        const copy = structuredClone(file)
        for (const segment of copy.segments) segment.confidential = 'never to be read'
        const [first, second] = copy.segments
        if (first === undefined || second === undefined || foreign === undefined) throw new Error('there is none')
        const isFirst = file.segments[0]?.confidential === sent.first
        return { ...copy, segments: isFirst ? [first, { ...second, signature: first.signature }] : copy.segments }
      }
      await desk.round()
      expect(desk.events).deep.equal([
        { chain: sent.chain, event: 'refused unread', code: 'bad_signature' },
        { chain: other.chain, event: 'refused unread', code: 'confidential_differs' },
      ])
      expect(desk.posted).deep.equal([])
      expect(desk.trades()).deep.equal([])
      expect([sent, other].map((one) => desk.status(one))).deep.equal(['faulty', 'faulty'])
    }),
  )

  it(
    'S2-030 S2-070 refuses a second segment of another chain, of another bank than was told, and for another institution',
    onChains(async (on) => {
      const desk = new Desk(on)
      const [sent, other] = [await desk.sent(), await desk.sent()]
      const files = [desk.fileOf(sent.chain), desk.fileOf(other.chain)] as const
      const code = () => desk.events.at(-1)?.code
      desk.forge = () => ({ ...files[0], segments: [files[0].segments[0], files[1].segments[1]] as never })
      await desk.round()
      expect(code()).equal('broken_link')
      desk.forge = () => files[1]
      const again = new Desk(on)
      Object.assign(again, { listed: desk.listed.slice(1), recorded: desk.recorded, forge: desk.forge })
      await again.round()
      expect(again.events.at(-1)).deep.include({ code: 'another_chain' })
      const told = new Desk(on)
      const banks = { [on.dispatcher.participant]: [on.service.id] }
      Object.assign(told, { listed: desk.listed, recorded: desk.recorded, banks })
      await told.round()
      expect(told.events.map((one) => one.code)).deep.equal(['signer_not_told', 'signer_not_told'])
      told.database.exec("UPDATE received SET status = 'waiting'")
      told.banks = { [on.dispatcher.participant]: [on.dispatcher.id] }
      await told.round({
        terminal: { ...told.terminal, identity: async () => ({ ledger: 'assay', mspId: 'OtherMSP', resultKeys: {} }) },
      })
      expect(told.events.at(-1)).deep.include({ code: 'another_institution' })
      expect([...desk.posted, ...again.posted, ...told.posted]).deep.equal([])
    }),
  )

  for (const [row, item, change] of [
    ['S2-031', 'position', { positionMinimum: '99999999' }],
    ['S2-032', 'grade', { minimumGrade: 'aa' }],
    ['S2-033', 'limits', { quantityMaximum: '999' }],
    ['S2-033', 'hours', { hours: [] }],
    ['S2-033', 'price', { price: { reference: '549', bandPerMille: 50 } }],
  ] as const) {
    it(
      `${row} S2-038 S2-070 S2-071 answers with ${item} as what failed, executes nothing, and what waited is free again`,
      onChains(async (on) => {
        const desk = new Desk(on)
        desk.rules = rulesWith(change as never)
        const sent = await desk.sent()
        await desk.round()
        expect(desk.third(sent)).deep.include({ reason: item }).and.not.have.property('target')
        expect(on.hop(sent)).deep.include({ status: 'refused' })
        expect(desk.trades()).deep.equal([])
        on.accepted(await on.settle(sent, on.gold()))
        expect(desk.chainStatus(sent)).equal('refused')
        expect(on.exchange.buckets('alice')[1]).equal(0n)
      }),
    )
  }

  it(
    'S2-034 S2-071 settles nothing where the execution fails, and returns a refusal',
    onChains(async (on) => {
      const desk = new Desk(on)
      const sent = await desk.sent()
      desk.execution = {
        ...desk.execution,
        execute: async () => {
          throw new ExecutionFailed('the market is closed')
        },
      }
      await desk.round()
      expect(desk.third(sent)).deep.include({ reason: 'limits' })
      on.accepted(await on.settle(sent, on.gold()))
      expect(desk.trades()).deep.equal([])
    }),
  )

  it(
    'S2-035 S2-071 takes back an execution whose target is not the start and what was traded',
    onChains(async (on) => {
      const desk = new Desk(on)
      const book = desk.execution
      const sent = await desk.sent()
      desk.execution = {
        ...book,
        execute: async (order) => ({ ...(await book.execute(order)), target: order.start }),
      }
      await desk.round()
      expect(desk.trades()).deep.include.members([{ ...desk.trades()[0], status: 'taken-back' }])
      expect(desk.third(sent)).deep.include({ reason: 'limits' })
    }),
  )

  it(
    'S2-034 S2-071 takes the execution back where the ledger takes no leg of the institution’s, and refuses then',
    onChains(async (on) => {
      const desk = new Desk(on)
      desk.rules = rulesWith({ price: { reference: '99999999', bandPerMille: 1000 }, amountMaximum: '999999999999' })
      const sent = await desk.sent({}, { limitPrice: '99999999' })
      const free = on.exchange.buckets(treasury, cash)
      await desk.round()
      expect(desk.events.at(-1)).deep.equal({ chain: sent.chain, event: 'taken back', code: 'position_too_small' })
      await desk.round()
      expect(desk.third(sent)).deep.include({ reason: 'limits' })
      expect(desk.trades()).deep.include.members([{ ...desk.trades()[0], status: 'taken-back' }])
      expect(on.exchange.buckets(treasury, cash)).deep.equal(free)
      expect(desk.status(sent)).equal('acknowledged')
    }),
  )

  it(
    'S2-037 S2-072 sends the same bytes until they are acknowledged, whatever restarts and is lost in between',
    onChains(async (on) => {
      const desk = new Desk(on)
      const sent = await desk.sent()
      desk.scripts.push('lost before', 'lost behind')
      // Prices that moved meanwhile change nothing of what was answered.
      await desk.round()
      desk.rules = rulesWith({ price: { reference: '1', bandPerMille: 0 } })
      await desk.round()
      await desk.round()
      await desk.round()
      const [first, ...others] = desk.posted
      expect(others).length(2)
      for (const one of others) expect(one).deep.equal(first)
      expect(desk.status(sent)).equal('acknowledged')
      expect(desk.recorded.get(sent.chain)).length(3)
    }),
  )

  it(
    'S2-034 S2-037 stays with what was executed where it was cut off before the answer was kept, and executes once',
    onChains(async (on) => {
      const desk = new Desk(on)
      const sent = await desk.sent()
      const cut = { ...desk.terminal, make: () => Promise.reject(new Error('cut off')) }
      await desk.round({ terminal: cut }).catch(() => undefined)
      expect(desk.trades()).length(1)
      desk.rules = rulesWith({ price: { reference: '1', bandPerMille: 0 } })
      await desk.round()
      expect(desk.trades()).length(1)
      expect(desk.third(sent)).have.property('target')
    }),
  )

  it(
    'S2-037 S2-072 signs the same answer anew once its envelope counts no more',
    onChains(async (on) => {
      const desk = new Desk(on)
      const sent = await desk.sent()
      desk.scripts.push('lost before')
      await desk.round()
      on.wait(601_000n)
      await desk.round()
      expect(desk.events.at(-1)).deep.equal({ chain: sent.chain, event: 'made anew', code: 'instruction_expired' })
      await desk.round()
      expect(desk.third(sent)).have.property('target')
      expect(desk.trades()).length(1)
    }),
  )

  it(
    'S2-037 ends what was voided, and what others answered, and keeps no answer’s text',
    onChains(async (on) => {
      const desk = new Desk(on)
      const sent = await desk.sent()
      desk.scripts.push('lost before')
      await desk.round()
      on.accepted(await on.answer(sent, { verdict: 'refused' }, { reason: 'hours' }))
      await desk.round()
      expect(desk.status(sent)).equal('answered-otherwise')
      const second = await desk.sent()
      desk.scripts.push('lost before')
      await desk.round()
      await desk.round({
        terminal: {
          ...desk.terminal,
          send: async ({ id }) => ({ id, status: 'refused', code: 'chain_voided', values: {} }) as never,
        },
      })
      expect(desk.status(second)).equal('voided')
      expect(desk.trades()).deep.include.members([{ ...desk.trades()[1], status: 'taken-back' }])
      const kept = desk.database.prepare('SELECT envelope, confidential FROM received').all()
      for (const row of kept) expect(row).deep.equal({ envelope: null, confidential: null })
    }),
  )

  it(
    'S2-038 refuses what it is to answer behind its time, and what its rules do not name',
    onChains(async (on) => {
      const desk = new Desk(on)
      const [late, stock] = [await desk.sent(), await stockOf(desk)]
      on.wait(3_600_001n)
      desk.rules = { metal: desk.rules.metal }
      await desk.round()
      expect(desk.third(late)).deep.include({ reason: 'hours' })
      expect(desk.third(stock)).deep.include({ reason: 'limits' })
    }),
  )

  it(
    'answers one chain where another cannot be had, and waits while nobody can read the rules',
    onChains(async (on) => {
      const desk = new Desk(on)
      const [hidden, sent] = [await desk.sent(), await desk.sent()]
      const kept = desk.recorded.get(hidden.chain)
      desk.recorded.delete(hidden.chain)
      const unreadable = async () => {
        throw new RulesUnreadable('metal: wrong')
      }
      await desk.round({ rules: unreadable })
      expect(desk.events.map(({ event }) => event)).deep.equal(['not to be had yet', 'rules unreadable'])
      await desk.round()
      expect(desk.third(sent)).have.property('target')
      desk.recorded.set(hidden.chain, kept as never)
      await desk.round()
      expect(desk.third(hidden)).have.property('target')
    }),
  )
})

const stockOf = (desk: Desk) =>
  desk.sent({ family: 'stock' }, { product: '600519', quantity: '100', limitPrice: '550' })
