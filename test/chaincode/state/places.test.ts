import { expect } from 'chai'
import { accounts, credits, participants } from '../../../chaincode/domains/registry/tables.ts'
import { CalledRows, type CallingStub } from '../../../chaincode/state/called-rows.ts'
import { Places, type PlacesStub } from '../../../chaincode/state/places.ts'
import { failureOf } from '../../support/failure.ts'
import { consortium } from '../../support/members.ts'

type Rows = { [key: string]: object }

const rows: { [chaincode: string]: Rows } = {
  ledger: { [participants.key('alice')]: { home: 'BankMSP' }, [credits.key('ghost', 'AU', '1')]: { of: 'nobody' } },
  'accounts-bank': { [credits.key('alice', 'AU', '1')]: { of: 'alice' }, [accounts.key('alice')]: { of: 'alice' } },
  'accounts-supplier': { [accounts.key('bob')]: { of: 'bob' } },
}

const between = (chaincode: string, start: string, end: string) =>
  Object.entries(rows[chaincode] ?? {}).flatMap(([key, row]) => (key >= start && key < end ? [{ key, row }] : []))

const scan = function* (found: readonly { key: string; row: object }[]) {
  for (const { key, row } of found) yield { key, value: Buffer.from(JSON.stringify(row)) }
}

/** A stub that answers for every chaincode at once: the own rows directly, others by calls. */
const stub = {
  getState: async (key: string) => {
    const row = rows['ledger']?.[key]
    return Buffer.from(row === undefined ? '' : JSON.stringify(row))
  },
  getStateByRange: async (start: string, end: string) =>
    Object.assign(scan(between('ledger', start, end)), { close: async () => {} }),
  invokeChaincode: async (chaincode: string, [, start = '', end = '']: string[]) => ({
    ...{ status: 200, message: '' },
    payload: Buffer.from(JSON.stringify(between(chaincode, start, end))),
  }),
} as unknown as PlacesStub

describe('where rows stand', () => {
  const places = new Places(stub, consortium)
  const keysOf = async (start: string, end: string) => (await places.range(start, end)).map(({ key }) => key)

  it('is asked of every chaincode for a range of no one owner, in key order over all', async () => {
    expect(await keysOf('account~', 'participant~z')).deep.equal(
      [
        accounts.key('alice'),
        accounts.key('bob'),
        credits.key('alice', 'AU', '1'),
        credits.key('ghost', 'AU', '1'),
        participants.key('alice'),
      ].sort(),
    )
  })

  it('is the owner’s home for what is one owner’s, and among the ledger’s own for who is not registered', async () => {
    const { start, end } = credits.range('alice')
    expect(await keysOf(start, end)).deep.equal([credits.key('alice', 'AU', '1')])
    const ghost = credits.range('ghost')
    expect(await keysOf(ghost.start, ghost.end)).deep.equal([credits.key('ghost', 'AU', '1')])
  })
})

describe('the rows of another chaincode', () => {
  const answering = (answer: object) =>
    new CalledRows({ invokeChaincode: async () => answer } as unknown as CallingStub, 'accounts-bank')

  it('are refused in the words of who refused', async () => {
    const refusing = answering({ status: 500, message: 'not you' })
    expect(await failureOf(refusing.read(['account~alice']))).equal('accounts-bank refused read: not you')
    expect(refusing.roundTrips).equal(1)
  })

  it('are no rows where the answer holds nothing', async () => {
    expect(await failureOf(answering({ status: 200, message: '' }).read(['account~alice']))).contain('JSON')
  })
})
