import { expect } from 'chai'
import { digestOfTerms, promotionCodeText } from '../../chaincode/wire/promotion-code.ts'
import { rewardJournalOn } from '../../institution/reward-journal.ts'
import { GatewayProblem } from '../../terminal/sdk/errors.ts'
import type { Result } from '../../terminal/sdk/result.ts'
import { cash } from '../support/exchange.ts'
import { day, hold, onPromotions, type Promoting } from '../support/promoting.ts'
import { Desk } from './support/desk.ts'

const terms = { salt: 's'.repeat(22), cash, quantity: '1000', limitPrice: '550' }

/** A desk, and a promotion with the code by which alice trades. */
const promoted = async (on: Promoting, campaigns: Parameters<Promoting['campaign']>[0] = {}) => {
  const desk = new Desk(on.on)
  const campaign = await on.campaign(campaigns)
  const promotion = await on.promotion(campaign, { terms: digestOfTerms(terms) })
  const code = (named = promotion, ledger = 'assay') => promotionCodeText({ ledger, promotion: named, terms }) as string
  return { desk, campaign, promotion, code, mark: code() }
}

/** What was told of rewards, behind what was told of the chain itself. */
const told = ({ events }: Desk): string[] =>
  events.flatMap((one) => ('part' in one ? [[one.event, one.part, ...(one.code ? [one.code] : [])].join(' ')] : []))

const kindsOf = ({ rewarded }: Desk): string[] => rewarded.map(({ kind }) => kind)

describe('what the institution’s program does for those who bring trades', () => {
  it(
    'S2-055 S2-057 S2-060 judges a trade by its mark once it is answered, and pays both by instructions of their own',
    onPromotions(async (on) => {
      const { desk, mark } = await promoted(on)
      const before = { alice: on.cash('alice'), bob: on.cash('bob') }
      const sent = await desk.sent({}, {}, { mark, trader: 'other' })
      await desk.round()
      await desk.round()
      expect(on.said(sent)).deep.equal({ trader: 'due', promoter: 'due' })
      await on.settled(sent)
      const settled = on.cash('alice')
      on.on.wait(hold + 1n)
      await desk.round()
      expect(on.said(sent)).deep.equal({ trader: 'paid', promoter: 'paid' })
      expect([on.cash('alice') - settled, on.cash('bob') - before.bob]).deep.equal([500n, 300n])
      expect(kindsOf(desk)).deep.equal(['reward.judge', 'reward.pay', 'reward.pay'])
      await desk.round()
      await desk.round()
      expect(desk.rewarded).length(3)
      expect(told(desk)).deep.equal(['reward judged judge', 'reward paid trader', 'reward paid promoter'])
    }),
  )

  it(
    'S2-055 S2-056 takes a malformed mark, one of another ledger and one of an unknown or another promotion for none, told without its content',
    onPromotions(async (on) => {
      const { desk, code } = await promoted(on)
      const other = await on.promotion(await on.campaign())
      const marks = ['no code', code(undefined, 'elsewhere'), code('x'.repeat(43)), code(other)]
      for (const mark of marks) await desk.sent({}, {}, { mark })
      await desk.sent()
      for (let rounds = 0; rounds < 3; rounds += 1) await desk.round()
      const said = desk.events
        .map(({ event }) => event)
        .filter((event) => !['answered', 'acknowledged'].includes(event))
      expect(said).deep.equal(['mark malformed', 'mark malformed', 'promotion unknown', 'mark differs'])
      expect(desk.rewarded).deep.equal([])
      expect(JSON.stringify(desk.events)).not.include('assay-promotion').and.not.include('no code')
      expect(desk.events.filter(({ event }) => event === 'acknowledged')).length(5)
    }),
  )

  it(
    'S2-061 S2-063 has a promotion of one’s own judged to nothing, and takes what was judged before for judged',
    onPromotions(async (on) => {
      const { desk, mark, promotion } = await promoted(on)
      const [own, known] = [await desk.sent({}, {}, { mark, trader: 'same' }), await desk.sent({}, {}, { mark })]
      desk.scripts.push('lost behind', 'lost behind')
      await desk.round()
      await on.judge(known, promotion)
      for (let rounds = 0; rounds < 3; rounds += 1) await desk.round()
      expect(on.said(own)).deep.equal({ trader: 'self-referral', promoter: 'self-referral' })
      expect(on.said(known)).deep.equal({ trader: 'due', promoter: 'due' })
      const refused = desk.rewarded.filter(({ outcome }) => outcome.status === 'refused')
      expect(refused.map(({ outcome }) => 'code' in outcome && outcome.code)).deep.equal(['already_judged'])
      on.on.wait(hold + 1n)
      await desk.round()
      expect(on.said(known)).deep.equal({ trader: 'paid', promoter: 'paid' })
    }),
  )

  it(
    'S2-060 sends the same bytes until they have an outcome, whatever is lost and restarts in between, and signs anew what counts no more',
    onPromotions(async (on) => {
      const { desk, mark } = await promoted(on, { pays: 'promoter', holdMilliseconds: '0' })
      const sent = await desk.sent({}, {}, { mark })
      await desk.round()
      expect(on.said(sent)['promoter']).equal('due')
      on.on.wait(60_001n)
      desk.scripts.push('lost before', 'lost behind', 'lost before')
      for (let rounds = 0; rounds < 3; rounds += 1) await desk.round()
      const pays = desk.rewarded.filter(({ kind }) => kind === 'reward.pay')
      expect(new Set(pays.map(({ text }) => text)).size).equal(1)
      expect(on.said(sent)).deep.equal({ trader: undefined, promoter: 'paid' })
      const next = await desk.sent({}, {}, { mark })
      desk.scripts.push('lost behind', 'lost before')
      await desk.round()
      await desk.round()
      on.on.wait(601_000n)
      for (let rounds = 0; rounds < 4; rounds += 1) await desk.round()
      expect(on.said(next)['promoter']).equal('paid')
    }),
  )

  it(
    'S2-058 S2-059 S2-060 holds what a closed account cannot take, pays the other, tries again, and has it expire in the end',
    onPromotions(async (on) => {
      const { desk, mark } = await promoted(on)
      const sent = await desk.sent({}, {}, { mark })
      await desk.round()
      await on.settled(sent)
      await on.freeze('bob')
      on.on.wait(hold + 1n)
      await desk.round()
      expect(on.said(sent)).deep.equal({ trader: 'paid', promoter: 'held' })
      on.on.wait(600_001n)
      await desk.round()
      expect(on.said(sent)['promoter']).equal('held')
      on.on.wait(31n * day)
      await desk.round()
      expect(on.said(sent)['promoter']).equal('expired')
      expect(told(desk)).include('reward held promoter').and.include('reward expired promoter')
    }),
  )

  it(
    'S2-062 takes back what was paid for a trade that is voided, and asks again for what is owed',
    onPromotions(async (on) => {
      const { desk, mark } = await promoted(on, { holdMilliseconds: '0' })
      const sent = await desk.sent({}, {}, { mark })
      await desk.round()
      on.on.wait(1n)
      await desk.round()
      expect(on.said(sent)).deep.equal({ trader: 'paid', promoter: 'paid' })
      await on.spend(on.promoter, on.cash('bob'))
      await on.voided(sent)
      await desk.round()
      expect(on.said(sent)).deep.equal({ trader: 'taken-back', promoter: 'owed' })
      on.on.wait(600_001n)
      await desk.round()
      expect(on.said(sent)['promoter']).equal('owed')
      await on.give('bob', 300n)
      on.on.wait(600_001n)
      await desk.round()
      expect(on.said(sent)['promoter']).equal('taken-back')
      const rewarded = desk.rewarded.length
      on.on.wait(600_001n)
      await desk.round()
      await desk.round()
      expect(desk.rewarded).length(rewarded)
    }),
  )

  it(
    'S2-062 earns nothing for a trade that was voided before it was judged, and takes back what was due',
    onPromotions(async (on) => {
      const { desk, mark } = await promoted(on)
      const [early, late] = [await desk.sent({}, {}, { mark }), await desk.sent({}, {}, { mark })]
      // The ledger has the second answer, and the program has not heard of it before the trade is voided.
      desk.scripts.push(undefined as never, 'lost behind')
      await desk.round()
      expect(on.said(early)).deep.equal({ trader: 'due', promoter: 'due' })
      await on.voided(early)
      await on.on.done(on.on.exchange.auditor, 'chain.void', { chain: late.chain })
      for (let rounds = 0; rounds < 3; rounds += 1) await desk.round()
      expect(on.said(early)).deep.equal({ trader: 'reversed', promoter: 'reversed' })
      expect(on.said(late)).deep.equal({ trader: undefined, promoter: undefined })
      expect(told(desk)).include('trade undone judge')
    }),
  )

  it(
    'waits for what its gateway cannot tell, without holding up others, and pays nothing of another’s campaign',
    onPromotions(async (on) => {
      const { desk, mark } = await promoted(on, { pays: 'trader', holdMilliseconds: '0' })
      const sent = await desk.sent({}, {}, { mark })
      desk.hides = (key) => key.includes(sent.chain)
      const next = await desk.sent({}, {}, { mark })
      await desk.round()
      expect(told(desk)).deep.equal(['not to be had yet judge not_found', 'reward judged judge'])
      expect(on.said(next)['trader']).equal('due')
      desk.hides = (key) => key.startsWith('trade-reward')
      on.on.wait(60_001n)
      for (let rounds = 0; rounds < 2; rounds += 1) await desk.round()
      expect(on.said(sent)['trader']).equal('due')
      desk.hides = () => false
      on.on.wait(60_001n)
      await desk.round({ terminal: { ...desk.terminal, participant: 'institution-other' } })
      expect(on.said(sent)['trader']).equal('due')
    }),
  )

  it(
    'sets aside what is refused for good, signs it anew at the next start, and goes on behind an outage',
    onPromotions(async (on) => {
      const { desk, mark } = await promoted(on)
      const sent = await desk.sent({}, {}, { mark })
      const { send } = desk.terminal
      /** The gateway as it answers what goes without anything beside it. */
      const answering = (answer: (id: string) => Result) => ({
        ...desk.terminal,
        send: (async (envelope, patience, delivery) =>
          delivery === undefined ? answer(envelope.id) : send(envelope, patience, delivery)) as typeof send,
      })
      const sending = (code: string) =>
        answering(() => {
          throw new GatewayProblem({ status: code === 'overloaded' ? 503 : 403, code, title: code })
        })
      const code = 'not_a_party'
      await desk.round({ terminal: answering((id) => ({ id, status: 'refused', code, values: {} }) as never) })
      expect(told(desk)).deep.equal(['reward set aside judge not_a_party'])
      await desk.round()
      expect(on.said(sent)['trader']).equal(undefined)
      rewardJournalOn(desk.database).takeUpAgain()
      await desk.round({ terminal: sending('not_home') })
      expect(told(desk).at(-1)).equal('reward set aside judge not_home')
      rewardJournalOn(desk.database).takeUpAgain()
      await desk.round({ terminal: sending('overloaded') }).catch((error) => expect(error.code).equal('overloaded'))
      await desk.round()
      expect(on.said(sent)['trader']).equal('due')
    }),
  )
})
