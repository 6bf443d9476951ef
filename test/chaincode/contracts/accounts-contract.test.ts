import { expect } from 'chai'
import { type Context, Contract } from 'fabric-contract-api'
import { AccountsContract } from '../../../chaincode/contracts/accounts-contract.ts'
import { Consortium } from '../../support/consortium.ts'
import { failureOf } from '../../support/failure.ts'

const accounts = new AccountsContract()

/** A contract of single calls, as the ledger makes them. */
class Calling extends Contract {
  async call(ctx: Context, chaincode: string, ...texts: string[]): Promise<string> {
    const { payload } = await ctx.stub.invokeChaincode(chaincode, texts, '')
    return Buffer.from(payload ?? '').toString()
  }
}
const calling = new Calling()

const callFrom = (scene: Consortium, asked: string, ...args: string[]) =>
  scene.ledger.endorse({
    caller: { mspId: 'BankMSP', role: 'gateway' },
    chaincode: asked,
    contract: calling,
    transaction: 'call',
    args,
    timestamp: scene.now,
  })

const submit = async (scene: Consortium, ...args: string[]): Promise<string> => {
  const proposal = await callFrom(scene, 'ledger', 'accounts-bank', ...args)
  expect(scene.ledger.commit([proposal]).transactions[0]?.code).equal('VALID')
  return proposal.response
}

describe('the chaincode that keeps the accounts of one home', () => {
  it('gives the rows under keys in their order, and null where there is none', async () => {
    const scene = await Consortium.open()
    const answer = await submit(scene, 'accounts:read', 'account~bank-registry', 'account~nobody', 'account~alice')
    const [registry, alice] = ['bank-registry', 'alice'].map((name) => scene.ledger.row(`account~${name}`))
    expect(JSON.parse(answer)).deep.equal([registry, null, alice])
    expect(await submit(scene, 'accounts:read')).equal('[]')
  })

  it('has no row of another home, and makes none of another’s', async () => {
    const scene = await Consortium.open()
    expect(await submit(scene, 'accounts:read', 'account~bob')).equal('[null]')
    const before = scene.ledger.row('account~bob')
    await submit(scene, 'accounts:write', 'account~bob', '{"forged":1}')
    expect(await scene.query('get', ['account~bob'])).deep.equal(before)
  })

  it('writes what it is told and deletes a row for an empty value', async () => {
    const scene = await Consortium.open()
    const [one, other] = ['credit~alice~AU-9999~1', 'credit~alice~AU-9999~2']
    expect(await submit(scene, 'accounts:write', one, '{"quantity":"1"}', other, '{"quantity":"2"}')).equal('2')
    await submit(scene, 'accounts:write', one, '')
    const range = ['credit~alice~', 'credit~alice\u007f']
    const left = [{ key: other, row: { quantity: '2' } }]
    expect(JSON.parse(await submit(scene, 'accounts:range', ...range, '200'))).deep.equal(left)
    const past = JSON.parse(await submit(scene, 'accounts:history', one)) as { row: unknown }[]
    expect(past.map(({ row }) => row)).deep.equal([null, { quantity: '1' }])
  })

  it('gives no more rows of a range than it is asked for', async () => {
    const scene = await Consortium.open()
    const keys = [1, 2, 3].map((count) => `credit~alice~AU-9999~${count}`)
    await submit(scene, 'accounts:write', ...keys.flatMap((key) => [key, '{}']))
    const rows = JSON.parse(await submit(scene, 'accounts:range', 'credit~', 'credit\u007f', '2')) as { key: string }[]
    expect(rows.map(({ key }) => key)).deep.equal(keys.slice(0, 2))
  })

  const calls: [transaction: string, ...texts: string[]][] = [
    ['read', 'account~alice'],
    ['range', 'credit~', 'credit\u007f', '1'],
    ['history', 'account~alice'],
    ['write', 'account~alice', '{}'],
  ]
  for (const [transaction, ...texts] of calls) {
    it(`answers ${transaction} to nobody who asks itself, or another chaincode than the ledger, first`, async () => {
      const scene = await Consortium.open()
      const caller = { mspId: 'BankMSP', role: 'gateway' as const, admin: true }
      const direct = { caller, chaincode: 'accounts-bank', contract: accounts, transaction, args: texts }
      expect(await failureOf(scene.ledger.endorse({ ...direct, timestamp: scene.now }))).match(
        /for the chaincode ledger/,
      )
      const called = callFrom(scene, 'somebody-elses', 'accounts-bank', `accounts:${transaction}`, ...texts)
      expect(await failureOf(called)).match(/for the chaincode ledger/)
    })
  }
})
