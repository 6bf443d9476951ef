import { expect } from 'chai'
import { grades, positions } from '../../../chaincode/domains/trade-chain/tables.ts'
import type { PrivateValue } from '../../../gateway/fabric/block.ts'
import { digestOfHex } from '../../support/confidential.ts'
import { Device } from '../../support/devices.ts'
import { Scene } from '../../support/scene.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { TestServer } from '../support/server.ts'

const collection = 'pair-bank-institution'
const handedOutOf = (client: string): PrivateValue => {
  const row = { bank: 'BankMSP', institution: 'InstitutionMSP', client, grade: 'bbb', version: '3', salt: 'a salt' }
  const [key, value] = [grades.keyOf(row as never), JSON.stringify(row)]
  return { collection, key, value, keyHash: digestOfHex(key), valueHash: digestOfHex(value) }
}

const heldBy = (client: string): PrivateValue => {
  const products = { 'stock:600519': { quantity: '500', reserved: '100', version: '2' } }
  const row = { bank: 'BankMSP', institution: 'InstitutionMSP', client, products, salt: 'a salt' }
  const [key, value] = [positions.keyOf(row as never), JSON.stringify(row)]
  return { collection, key, value, keyHash: digestOfHex(key), valueHash: digestOfHex(value) }
}

describe('the grade of a client, over HTTP', () => {
  let server: TestServer
  let takeMissing: () => void
  const people: { [name: string]: Device } = {}
  const path = (client: string, pair = 'BankMSP/InstitutionMSP') => `/v1/grades/${pair}/${client}`

  before(async () => {
    const scene = await Scene.open()
    const officer = async (name: string, home: 'BankMSP' | 'InstitutionMSP' | 'SupplierMSP') => {
      people[name] = await scene.register(new Device(name, ['credit']), home, 'organisation')
    }
    await officer('bank-officer', 'BankMSP')
    await officer('institution-officer', 'InstitutionMSP')
    await officer('other-officer', 'SupplierMSP')
    people['alice'] = scene.alice
    const projection = projectionOf(blocksOf(scene.ledger))
    server = await new TestServer(projection).listen()
    const take = (clients: string[], handedOut: string[]) => {
      const hidden = clients.flatMap((client) => [handedOutOf(client), heldBy(client)])
      const transaction = {
        ...{ position: 0, transaction: `graded ${clients}`, validation: 'VALID', isSigned: true, at: 1n },
        ...{ organisation: 'BankMSP', chaincode: 'ledger', call: 'ledger:apply', arguments: [], response: '[]' },
        ...{ writes: [], hidden },
      }
      const shared = {
        collections: [collection],
        values: handedOut.flatMap((client) => [handedOutOf(client), heldBy(client)]),
      }
      projection.apply({ number: projection.height, hash: '', previousHash: '', transactions: [transaction], shared })
    }
    take(['alice'], ['alice'])
    takeMissing = () => take(['bob'], [])
  })
  after(() => server.close())

  const readBy = async (name: string, asked: string) => {
    const { status, body } = await server.get(asked, people[name])
    return [status, body.code ?? body.grade]
  }

  it('is told to an officer of the bank or of the institution, without its salt', async () => {
    expect(await readBy('bank-officer', path('alice'))).deep.equal([200, 'bbb'])
    expect(await readBy('institution-officer', path('alice'))).deep.equal([200, 'bbb'])
    const { body } = await server.get(path('alice'), people['bank-officer'])
    expect(Object.keys(body).sort()).deep.equal(['bank', 'client', 'grade', 'height', 'institution', 'version'])
  })

  it('is nothing that is there for anybody else: another member’s officer, the client, whoever has no session', async () => {
    for (const name of ['other-officer', 'alice'])
      expect(await readBy(name, path('alice')), name).deep.equal([404, 'not_found'])
    expect(await readBy('bank-officer', path('nobody'))).deep.equal([404, 'not_found'])
    expect(await readBy('bank-officer', path('alice', 'BankMSP/SupplierMSP'))).deep.equal([404, 'not_found'])
    expect((await server.get(path('alice'))).body.code).equal('session_required')
  })

  it('is an outage of this member where it lacks a row of the pair, and no word on what there is', async () => {
    takeMissing()
    expect(await readBy('bank-officer', path('bob'))).deep.equal([503, 'private_rows_missing'])
    expect(await readBy('bank-officer', path('alice'))).deep.equal([200, 'bbb'])
    expect(await readBy('other-officer', path('bob'))).deep.equal([404, 'not_found'])
  })

  it('is told to the same with what the client has, and to nobody else', async () => {
    const held = (client: string) => `/v1/positions/BankMSP/InstitutionMSP/${client}`
    for (const name of ['bank-officer', 'institution-officer']) {
      const { status, body } = await server.get(held('alice'), people[name])
      expect(status).equal(200)
      const products = { 'stock:600519': { quantity: '500', reserved: '100', version: '2' } }
      expect(body).deep.include({ client: 'alice', products }).and.not.have.property('salt')
    }
    for (const name of ['other-officer', 'alice']) {
      expect(await readBy(name, held('alice'))).deep.equal([404, 'not_found'])
    }
    expect(await readBy('bank-officer', held('bob'))).deep.equal([503, 'private_rows_missing'])
    expect((await server.get(held('alice'))).body.code).equal('session_required')
  })
})
