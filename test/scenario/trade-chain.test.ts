import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import type { Body, ConfidentialBody, ConfidentialKind } from '../../chaincode/vocabulary.ts'
import type { DeviceRole } from '../../chaincode/wire/device.ts'
import { digest, isSignedBy, signingText } from '../../chaincode/wire/signature.ts'
import { yuanSeries } from '../../scripts/series.ts'
import { confidentialBody } from '../support/confidential.ts'
import { gateways, restartGateway } from './support/network.ts'
import { type Answer, get, honoured, idOf, openSession, Person, postText } from './support/people.ts'
import { readScene } from './support/scene.ts'

const cash = 'CNY-CHAIN'
const gold = 'AU-CHAIN'
const account = '6222021234567894'
const untilMilliseconds = 120_000

/** Asks until the answer is as wanted; throws with the last one when that does not come about. */
const until = async <T>(ask: () => Promise<T>, isWanted: (answer: T) => boolean): Promise<T> => {
  const end = Date.now() + untilMilliseconds
  for (;;) {
    const answer = await ask()
    if (isWanted(answer)) return answer
    if (Date.now() > end) throw new Error(`it stays ${JSON.stringify(answer)}`)
    await sleep(200)
  }
}

const post = (url: string, envelope: object, text: string): Promise<Answer> =>
  postText(url, JSON.stringify({ ...envelope, confidential: text }), { prefer: 'wait=20' })

describe('a trade that a bank takes to an institution, on a network', () => {
  const officer = new Person('chain-officer')
  const issuer = new Person('chain-bank')
  const client = new Person('chain-client')
  const stranger = new Person('chain-stranger')
  const desk = new Person('chain-desk')

  const enrol = async (at: 'bank' | 'institution', person: Person, roles: DeviceRole[]) => {
    const { registrars } = await readScene()
    const type = roles.includes('customer') && roles.length === 1 ? 'person' : 'organisation'
    const body = { participant: person.participant, type, device: person.newDevice(roles) } as const
    await honoured(gateways[at], registrars[at], 'participant.register', body)
  }

  /** Sends what is said in confidence, and wants it accepted. */
  const tell = async <K extends ConfidentialKind>(
    at: 'bank' | 'institution',
    by: Person,
    { kind, body, says }: { kind: K; body: Omit<Body<K>, 'confidential'>; says: Omit<ConfidentialBody<K>, 'salt'> },
  ) => {
    const { text, digest: confidential } = confidentialBody(says as never)
    const { status, body: told } = await post(gateways[at], by.envelope(kind, { ...body, confidential } as never), text)
    if (status !== 200) throw new Error(`${kind}: ${JSON.stringify(told)}`)
  }

  const putReference = async (person: Person, type: string, value: string): Promise<Answer> => {
    const token = await openSession(gateways.bank, 'BankMSP', officer)
    const response = await fetch(`${gateways.bank}/v1/identity-references/${person.participant}/${type}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ value }),
    })
    return { status: response.status, type: '', body: await response.json() }
  }

  before(async () => {
    await enrol('bank', officer, ['credit'])
    await enrol('bank', issuer, ['issuer', 'teller', 'customer'])
    await enrol('bank', client, ['customer'])
    await enrol('bank', stranger, ['customer'])
    await enrol('institution', desk, ['executor', 'issuer', 'customer'])
    const series = yuanSeries({ voucher: cash, name: 'Yuan of trades', quantity: '1' })
    await honoured(gateways.bank, issuer, 'voucher.issue', series)
    for (const { participant: to } of [client, desk])
      await honoured(gateways.bank, issuer, 'cash.deposit', { voucher: cash, to, quantity: '1000000', reference: to })
    await honoured(gateways.institution, desk, 'voucher.issue', {
      ...{ voucher: gold, name: 'Gold of trades', quantity: '1000000', functions: ['transfer'] },
      product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
      unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
    })
    const gift = { voucher: gold, to: client.participant, quantity: '5000' }
    await honoured(gateways.institution, desk, 'voucher.transfer', gift)
    await honoured(gateways.institution, desk, 'institution.open', { families: ['metal'] })
    const graded = { client: client.participant, institution: 'InstitutionMSP' }
    await tell('bank', officer, { kind: 'grade.set', body: graded, says: { grade: 'aa' } })
    expect((await putReference(client, 'account-number', account)).status).to.equal(200)
  })

  /** A first chain of the client's: 1,000 mg of gold at up to, or down to, a price. */
  const opened = async (side: 'buy' | 'sell', identity = account): Promise<{ answer: Answer; chain: string }> => {
    const { text, digest: first } = confidentialBody({
      identity: { type: 'account-number', value: identity },
      trade: { quantity: '1000', limitPrice: side === 'buy' ? '560' : '550' },
    })
    const envelope = client.envelope('chain.open', {
      ...{ institution: 'InstitutionMSP', family: 'metal', side, cash, first },
      metal: { voucher: gold, quantity: '1000' },
      ...(side === 'buy' ? { cashMaximum: '560000' } : {}),
      expiresAt: String(Date.now() + 3_600_000),
    })
    return { answer: await post(gateways.bank, envelope, text), chain: idOf(envelope) }
  }

  const fileFor = async (by: Person, chain: string, at: 'bank' | 'institution' = 'bank'): Promise<Answer> => {
    const member = at === 'bank' ? 'BankMSP' : 'InstitutionMSP'
    return get(gateways[at], `/v1/chains/${chain}/file`, await openSession(gateways[at], member, by))
  }
  const chainOf = async (chain: string) => {
    const token = await openSession(gateways.bank, 'BankMSP', client)
    const { body } = await get(gateways.bank, `/v1/accounts/${client.participant}/chains`, token)
    return body.items.find((one: { chain: string }) => one.chain === chain)
  }
  const untilStands = (chain: string, status: string) =>
    until(
      () => chainOf(chain),
      (found) => found?.status === status,
    )
  const balancesOf = async () => {
    const token = await openSession(gateways.bank, 'BankMSP', client)
    const { body } = await get(gateways.bank, `/v1/accounts/${client.participant}`, token)
    return { gold: BigInt(body.balances[gold].total), cash: BigInt(body.balances[cash].total) }
  }

  /** The institution's device reads what was sent to it, and executes all of it. */
  const execute = async (chain: string, amount: string): Promise<void> => {
    const { body: file } = await until(
      () => fileFor(desk, chain, 'institution'),
      ({ body }) => body.segments?.length === 2,
    )
    const [first, second] = file.segments
    const { side } = first.instruction.body
    const { position, grade } = JSON.parse(second.confidential)
    expect(grade).to.equal('aa')
    const target = String(BigInt(position) + (side === 'buy' ? 1_000n : -1_000n))
    const body = { chain, send: digest(signingText(second.instruction)), verdict: 'executed' as const }
    const executed = { ...body, quantity: '1000', amount }
    await tell('institution', desk, { kind: 'chain.answer', body: executed, says: { target } })
  }

  it('S2-014 S2-039 S2-040 S2-044 sells and buys metal: verified, sent, answered and settled, with a file that proves it', async () => {
    const start = await balancesOf()
    const sale = await opened('sell')
    expect(sale.answer.status, JSON.stringify(sale.answer.body)).to.equal(200)
    await execute(sale.chain, '555000')
    await untilStands(sale.chain, 'settled')
    expect(await balancesOf()).to.deep.equal({ gold: start.gold - 1_000n, cash: start.cash + 555_000n })
    const buy = await opened('buy')
    await execute(buy.chain, '558000')
    await untilStands(buy.chain, 'settled')
    expect(await balancesOf()).to.deep.equal({ gold: start.gold, cash: start.cash - 3_000n })
    const { body: file } = await fileFor(client, buy.chain)
    expect(file.segments).to.have.lengthOf(3)
    for (const { instruction, signature } of file.segments) {
      const signer = file.signers.find(({ device }: { device: string }) => device === instruction.device)
      expect(isSignedBy(signer.publicKey, signingText(instruction), signature)).to.equal(true)
    }
    expect((await fileFor(stranger, buy.chain)).body.code).to.equal('not_found')
    expect((await fileFor(client, buy.chain, 'institution')).body.code).to.equal('not_found')
  })

  it('S2-004 S2-008 ends the trade of who shows another identity, and takes none of one of no form', async () => {
    const unknown = await opened('sell', 'A-1')
    expect(unknown.answer.body.code).to.equal('identity_type_unknown')
    const { chain } = await opened('sell', '6222020000000007')
    await untilStands(chain, 'user-rejected')
    expect((await fileFor(desk, chain, 'institution')).body.code).to.equal('not_found')
    await untilStands((await opened('sell')).chain, 'sent')
  })

  it('goes on behind a restart with what was taken before it', async () => {
    const { chain } = await opened('sell')
    await restartGateway('bank')
    await execute(chain, '550000')
    await untilStands(chain, 'settled')
  })
})
