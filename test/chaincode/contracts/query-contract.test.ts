import { expect } from 'chai'
import { failureOf } from '../../support/failure.ts'
import { Scene } from '../../support/scene.ts'

interface PastRow {
  transaction: string
  at: string
  row: { functions?: string[] } | null
}

describe('asking the ledger by key', () => {
  it('gives the row under a key, and null where there is none', async () => {
    const scene = await Scene.open()
    expect(await scene.query('get', ['voucher~AU-9999'])).deep.equal(scene.ledger.row('voucher~AU-9999'))
    expect(await scene.query('get', ['voucher~XX-0000'])).equal(null)
  })

  it('gives the past values of a key, newest first, with their transactions and times', async () => {
    const scene = await Scene.open()
    const body = { voucher: 'AU-9999', functions: ['transfer' as const] }
    scene.now += 1234n
    const { proposal } = await scene.honoured(scene.instruct(scene.treasury, 'voucher.change-functions', body))
    const history = (await scene.query('history', ['voucher~AU-9999'])) as unknown as PastRow[]
    expect(history.map(({ row }) => row?.functions?.length)).deep.equal([1, 4])
    expect(history[0]).deep.include({ transaction: proposal.txId, at: `${scene.now}` })
  })

  it('shows a folded credit as gone in its history', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    const key = scene.ledger.rows().find(({ key: name }) => name.startsWith('credit~alice~'))?.key as string
    await scene.honoured(scene.transfer(scene.alice, 'bob', 10n))
    const history = (await scene.query('history', [key])) as unknown as PastRow[]
    expect(history.map(({ row }) => row === null)).deep.equal([true, false])
  })

  it('gives the rows of a range without its end, in key order', async () => {
    const scene = await Scene.open()
    const rows = (await scene.query('range', ['participant~alice', 'participant~bob'])) as { key: string }[]
    expect(rows.map(({ key }) => key)).deep.equal(['participant~alice', 'participant~bank-registry'])
    expect(await scene.query('range', ['x', 'y'])).deep.equal([])
  })

  it('stops at a thousand rows', async () => {
    const scene = await Scene.open()
    const names = Array.from({ length: 260 }, (_, index) => `carol-${index}`)
    for (const home of ['BankMSP', 'SupplierMSP'] as const) {
      await scene.registerCustomers(
        names.map((name) => `${name}-${home.slice(0, 4).toLowerCase()}`),
        home,
      )
    }
    expect(((await scene.query('range', ['a', 'z'])) as unknown[]).length).equal(1000)
    expect(scene.ledger.rows().length).above(1000)
  })

  it('is for gateways and auditors, of whatever organisation', async () => {
    const scene = await Scene.open()
    for (const role of ['gateway', 'auditor'] as const) {
      expect(await scene.query('get', ['voucher~AU-9999'], { mspId: 'BankMSP', role })).deep.include({
        status: 'issued',
      })
    }
    for (const [transaction, args] of [
      ['get', ['voucher~AU-9999']],
      ['history', ['voucher~AU-9999']],
      ['range', ['a', 'z']],
    ] as const) {
      expect(await failureOf(scene.query(transaction, args, { mspId: 'BankMSP' })), transaction).match(
        /identities only/,
      )
      expect(await failureOf(scene.query(transaction, args, { mspId: 'BankMSP', admin: true }))).match(
        /identities only/,
      )
    }
  })
})
