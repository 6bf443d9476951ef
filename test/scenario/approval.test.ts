import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { digest, signingText } from '../../chaincode/wire/signature.ts'
import { yuanSeries } from '../../scripts/series.ts'
import { confidentialBody } from '../support/confidential.ts'
import { gateways } from './support/network.ts'
import { get, honoured, openSession, Person, postText } from './support/people.ts'
import { readScene } from './support/scene.ts'
import { Terminals } from './support/terminals.ts'

const cash = 'CNY-TWO'
const gold = 'AU-TWO'
const account = '6222021234567894'
const untilMilliseconds = 120_000

type Name = 'two-maker' | 'two-maker-tablet' | 'two-checker' | 'two-bank' | 'two-client' | 'two-treasury'

describe('what needs two people of a bank, on a network', () => {
  const desk = new Person('two-desk')
  let people: Terminals<Name>

  before(async () => {
    people = await Terminals.open<Name>({
      'two-maker': { at: 'bank', roles: ['credit', 'teller'] },
      'two-maker-tablet': { at: 'bank', roles: ['credit'], of: 'two-maker' },
      'two-checker': { at: 'bank', roles: ['credit', 'teller'] },
      'two-bank': { at: 'bank', roles: ['issuer', 'teller', 'customer'] },
      'two-client': { at: 'bank', roles: ['customer'] },
      'two-treasury': { at: 'institution', roles: ['issuer', 'customer'] },
    })
    const { registrars } = await readScene()
    const device = desk.newDevice(['executor', 'issuer', 'customer'])
    const body = { participant: desk.participant, type: 'organisation', device } as const
    await honoured(gateways.institution, registrars.institution, 'participant.register', body)
    const series = yuanSeries({ voucher: cash, name: 'Yuan for two', quantity: '1' })
    await people.done('two-bank', ...people.signing('voucher.issue', series))
    for (const to of ['two-client', desk.participant]) {
      const deposit = { voucher: cash, to, quantity: '1000000', reference: to }
      await people.done('two-bank', ...people.signing('cash.deposit', deposit))
    }
    const metal = {
      ...{ voucher: gold, name: 'Gold for two', quantity: '1000000', functions: ['transfer'] },
      product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
      unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
    }
    await people.done('two-treasury', ...people.signing('voucher.issue', metal))
    await people.done('two-treasury', 'transfer', gold, '5000', '--to', 'two-client')
    await honoured(gateways.institution, desk, 'institution.open', { families: ['metal'] })
    const grading = ['grade', 'set', 'two-client', '--grade', 'a', '--institution', 'InstitutionMSP']
    await people.byTwo(['two-maker', 'two-checker'], ...grading)
    const known = ['--type', 'account-number', '--from', people.file(account)]
    await people.done('two-maker', 'identity', 'set', 'two-client', ...known)
  })
  after(() => people.close())

  /** A sale of 1,000 mg that the client hands its bank, saying that it is whose account this is. */
  const selling = (value: string) =>
    [
      ...([
        'chain',
        'open',
        'sell',
        '--institution',
        'InstitutionMSP',
        '--family',
        'metal',
        '--voucher',
        gold,
      ] as const),
      ...['--amount', '1000', '--limit', '500', '--cash', cash],
      ...['--identity-type', 'account-number', '--identity', people.file(value)],
    ] as const
  const opened = async (value = account): Promise<string> =>
    (await people.done('two-client', ...selling(value))).effects.chain

  const untilStands = async (chain: string, status: string): Promise<void> => {
    const latest = Date.now() + untilMilliseconds
    for (;;) {
      const { chain: found } = await people.done('two-client', 'chain', 'show', chain)
      if (found.status === status) return
      if (Date.now() > latest) throw new Error(`it stays ${found.status}`)
      await sleep(200)
    }
  }

  /** The institution answers with a position that does not fit what it says that it executed. */
  const answered = async (chain: string): Promise<void> => {
    const token = await openSession(gateways.institution, 'InstitutionMSP', desk)
    const { body: file } = await get(gateways.institution, `/v1/chains/${chain}/file`, token)
    const send = digest(signingText(file.segments[1].instruction))
    const { text, digest: confidential } = confidentialBody({ target: '1' })
    const body = { chain, send, verdict: 'executed', quantity: '900', amount: '495000', confidential } as const
    const envelope = { ...desk.envelope('chain.answer', body), confidential: text }
    const { status, body: told } = await postText(gateways.institution, JSON.stringify(envelope), { prefer: 'wait=20' })
    if (status !== 200) throw new Error(JSON.stringify(told))
  }

  const inConflict = async (): Promise<string> => {
    const chain = await opened()
    await untilStands(chain, 'sent')
    await answered(chain)
    await untilStands(chain, 'conflict')
    return chain
  }

  /** Has the maker propose by these words, and the checker approve. */
  const approved = async (...words: string[]): Promise<string> => {
    const { approval } = (await people.done('two-maker', ...words)).effects
    await people.done('two-checker', 'approval', 'approve', approval)
    return approval
  }

  it('S2-009 a client that is locked at every terminal is freed by a maker and a checker, and by no one of them', async () => {
    for (let time = 0; time < 5; time += 1) await untilStands(await opened('5555555555554444'), 'user-rejected')
    expect(await people.refusal('two-client', ...selling(account))).to.equal('identity_locked')
    const alone = people.signing('identity.unlock', { client: 'two-client' })
    expect(await people.refusal('two-maker', ...alone)).to.equal('approval_missing')
    const { approval } = (await people.done('two-maker', 'identity', 'unlock', 'two-client')).effects
    for (const own of ['two-maker', 'two-maker-tablet'] as const)
      expect(await people.refusal(own, 'approval', 'approve', approval)).to.equal('same_participant')
    expect(await people.refusal('two-maker', 'approval', 'execute', approval)).to.equal('approval_state_forbids')
    expect(await people.refusal('two-maker', 'identity', 'unlock', 'two-client')).to.equal('already_proposed')
    expect(await people.refusal('two-client', ...selling(account))).to.equal('identity_locked')
    const { items } = await people.done('two-checker', 'approval', 'list')
    expect(items.map((one: { approval: string }) => one.approval)).to.include(approval)
    await people.done('two-checker', 'approval', 'approve', approval)
    await people.done('two-maker', 'approval', 'execute', approval)
    expect(await people.refusal('two-checker', 'approval', 'execute', approval)).to.equal('approval_state_forbids')
    await untilStands(await opened(), 'sent')
  })

  it('S2-042 a trade in conflict is listed, and ends by two officers: by the answer, or not at all', async () => {
    const [taken, voided] = [await inConflict(), await inConflict()]
    const { items } = await people.done('two-checker', 'chain', 'conflicts')
    expect(items.map((one: { chain: string }) => one.chain)).to.include.members([taken, voided])
    const goldOf = async () => (await people.done('two-client', 'account', 'show')).balances[gold]
    const before = BigInt((await goldOf()).total)
    const settling = await approved('chain', 'reconcile', taken, 'settle')
    expect(BigInt((await goldOf()).total)).to.equal(before)
    await people.done('two-maker', 'approval', 'execute', settling)
    await untilStands(taken, 'settled')
    expect(BigInt((await goldOf()).total)).to.equal(before - 900n)
    const voiding = await approved('chain', 'reconcile', voided, 'void')
    await people.done('two-checker', 'approval', 'execute', voiding)
    await untilStands(voided, 'voided')
    expect(BigInt((await goldOf()).total)).to.equal(before - 900n)
    const { items: left } = await people.done('two-checker', 'chain', 'conflicts')
    const chains = left.map((one: { chain: string }) => one.chain)
    expect(chains).to.not.include(taken).and.to.not.include(voided)
  })
})
