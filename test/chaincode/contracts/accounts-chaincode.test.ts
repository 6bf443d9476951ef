import { expect } from 'chai'
import { type Context, Contract } from 'fabric-contract-api'
import { AccountsChaincode } from '../../../chaincode/contracts/accounts-chaincode.ts'
import { failureOf } from '../../support/failure.ts'
import { Scene } from '../../support/scene.ts'

/** A contract of single calls, as the ledger makes them. */
class Calling extends Contract {
  async call(ctx: Context, ...request: string[]): Promise<string> {
    const [chaincode = '', ...texts] = request
    const { status, message, payload } = await ctx.stub.invokeChaincode(chaincode, texts, '')
    if (status !== 200) throw new Error(message)
    return Buffer.from(payload ?? '').toString()
  }
}
const calling = new Calling()

/** The chaincode itself, as a client asks it with nothing between. */
class Direct extends Contract {
  async ask(ctx: Context, ...request: string[]): Promise<string> {
    const [fcn = '', ...params] = request
    const stub = Object.assign(Object.create(ctx.stub), { getFunctionAndParameters: () => ({ fcn, params }) })
    const { status, message } = await new AccountsChaincode().Invoke(stub)
    if (status !== 200) throw new Error(message)
    return 'answered'
  }
}

const callFrom = (scene: Scene, asked: string, ...args: string[]) =>
  scene.ledger.endorse({
    caller: { mspId: 'BankMSP', role: 'gateway' },
    chaincode: asked,
    contract: calling,
    transaction: 'call',
    args,
    timestamp: scene.now,
  })

const submit = async (scene: Scene, ...args: string[]): Promise<string> => {
  const proposal = await callFrom(scene, 'ledger', 'accounts-bank', ...args)
  expect(scene.ledger.commit([proposal]).transactions[0]?.code).equal('VALID')
  return proposal.response
}

describe('the chaincode that keeps the accounts of one home', () => {
  it('gives the rows under keys in their order, and null where there is none', async () => {
    const scene = await Scene.open()
    const answer = await submit(scene, 'read', 'account~bank-registry', 'account~nobody', 'account~alice')
    const [registry, alice] = ['bank-registry', 'alice'].map((name) => scene.ledger.row(`account~${name}`))
    expect(JSON.parse(answer)).deep.equal([registry, null, alice])
    expect(await submit(scene, 'read')).equal('[]')
  })

  it('has no row of another home, and makes none of another’s', async () => {
    const scene = await Scene.open()
    expect(await submit(scene, 'read', 'account~bob')).equal('[null]')
    const before = scene.ledger.row('account~bob')
    await submit(scene, 'write', 'account~bob', '{"forged":1}')
    expect(await scene.query('get', ['account~bob'])).deep.equal(before)
  })

  it('writes what it is told and deletes a row for an empty value', async () => {
    const scene = await Scene.open()
    const [one, other] = ['credit~alice~AU-9999~1', 'credit~alice~AU-9999~2']
    expect(await submit(scene, 'write', one, '{"quantity":"1"}', other, '{"quantity":"2"}')).equal('2')
    await submit(scene, 'write', one, '')
    const range = ['credit~alice~', 'credit~alice\u007f']
    const left = [{ key: other, row: { quantity: '2' } }]
    expect(JSON.parse(await submit(scene, 'range', ...range, '200'))).deep.equal(left)
    const past = JSON.parse(await submit(scene, 'history', one)) as { row: unknown }[]
    expect(past.map(({ row }) => row)).deep.equal([null, { quantity: '1' }])
  })

  it('replaces rows only while those that are expected stand to the byte, and says whether they do', async () => {
    const scene = await Scene.open()
    const [one, other, gone] = [1, 2, 3].map((count) => `credit~alice~AU-9999~${count}`) as [string, string, string]
    await submit(scene, 'write', one, '{"quantity":"1"}', other, '{"quantity":"2"}')
    const stood = ['2', one, '{"quantity":"1"}', gone, '']
    expect(await submit(scene, 'replace', ...stood, one, '', other, '{"quantity":"5"}')).equal('true')
    expect([one, other].map((key) => scene.ledger.row(key))).deep.equal([undefined, { quantity: '5' }])
    for (const text of ['{"quantity":"4"}', '{ "quantity":"5"}', '']) {
      expect(await submit(scene, 'replace', '1', other, text, other, '{"quantity":"6"}', one, '{}')).equal('false')
      expect([one, other].map((key) => scene.ledger.row(key))).deep.equal([undefined, { quantity: '5' }])
    }
    expect(await submit(scene, 'replace', '1', other, '{"quantity":"5"}')).equal('true')
    expect(await submit(scene, 'replace', '0', other, '{"quantity":"7"}')).equal('true')
    expect(scene.ledger.row(other)).deep.equal({ quantity: '7' })
  })

  it('gives no more rows of a range than it is asked for', async () => {
    const scene = await Scene.open()
    const keys = [1, 2, 3].map((count) => `credit~alice~AU-9999~${count}`)
    await submit(scene, 'write', ...keys.flatMap((key) => [key, '{}']))
    const rows = JSON.parse(await submit(scene, 'range', 'credit~', 'credit\u007f', '2')) as { key: string }[]
    expect(rows.map(({ key }) => key)).deep.equal(keys.slice(0, 2))
  })

  const calls: [transaction: string, ...texts: string[]][] = [
    ['read', 'account~alice'],
    ['range', 'credit~', 'credit\u007f', '1'],
    ['history', 'account~alice'],
    ['write', 'account~alice', '{}'],
    ['replace', '0', 'account~alice', '{}'],
  ]
  for (const [transaction, ...texts] of calls) {
    it(`answers ${transaction} to nobody who asks itself, or another chaincode than the ledger, first`, async () => {
      const scene = await Scene.open()
      const caller = { mspId: 'BankMSP', role: 'gateway' as const, admin: true }
      const direct = { caller, contract: new Direct(), transaction: 'ask', args: [transaction, ...texts] }
      const asking = (chaincode: string) => scene.ledger.endorse({ ...direct, chaincode, timestamp: scene.now })
      expect(await failureOf(asking('accounts-bank'))).match(/for the chaincode ledger/)
      expect((await asking('ledger')).response).equal('answered')
      for (const asked of ['somebody-elses', 'accounts-institution']) {
        const called = callFrom(scene, asked, 'accounts-bank', transaction, ...texts)
        expect(await failureOf(called)).match(/for the chaincode ledger/)
      }
    })
  }

  it('refuses what it has no transaction for, and is not to be initialised with anything', async () => {
    const scene = await Scene.open()
    for (const name of ['erase', '', 'constructor', 'Invoke']) {
      expect(await failureOf(callFrom(scene, 'ledger', 'accounts-bank', name))).match(/no transaction/)
    }
    expect(await new AccountsChaincode().Init()).deep.equal({ status: 200, payload: Buffer.alloc(0) })
  })
})
