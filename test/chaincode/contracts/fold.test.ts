import { expect } from 'chai'
import { LedgerContract } from '../../../chaincode/contracts/ledger-contract.ts'
import { credits } from '../../../chaincode/domains/registry/tables.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import { consortium } from '../../support/members.ts'
import { Recommending } from '../../support/recommending.ts'
import { Scene } from '../../support/scene.ts'
import { wayOf } from '../../support/way.ts'

const contract = new LedgerContract(consortium)

const fold = (scene: Scene, mspId: string, ...args: string[]) =>
  scene.ledger.submit({
    caller: { mspId, role: 'gateway' },
    contract,
    transaction: 'fold',
    args,
    timestamp: scene.now,
  })

const creditKeys = (scene: Scene, payee: string): string[] => {
  const { start, end } = credits.range(payee)
  return scene.ledger.keys(start, end)
}

const refusalOf = async (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'none',
    (error: Error) => error.message,
  )

describe('folding gathered credits', () => {
  it('moves them into the account’s row, by their keys, and changes no total', async () => {
    const scene = await Scene.open()
    for (let count = 0; count < 5; count += 1) await scene.give([scene.alice], 10n)
    const keys = creditKeys(scene, 'alice')
    expect(keys).to.have.lengthOf(5)
    const { code } = await fold(scene, 'BankMSP', 'alice', ...keys)
    expect(code).to.equal('VALID')
    expect(creditKeys(scene, 'alice')).to.deep.equal([])
    expect(scene.account('alice').holdings['AU-9999']?.available).to.equal(50n)
    expect(ledgerFaults(scene.ledger)).to.deep.equal([])
  })

  it('passes over credits that are gone, and counts one named twice once', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    const [key] = creditKeys(scene, 'alice') as [string]
    await fold(scene, 'BankMSP', 'alice', key, key)
    await fold(scene, 'BankMSP', 'alice', key)
    expect(scene.account('alice').holdings['AU-9999']?.available).to.equal(10n)
    expect(ledgerFaults(scene.ledger)).to.deep.equal([])
  })

  it('is refused for a foreign account, for keys that are no credits of it, and for who is no participant', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice, scene.bob], 10n)
    const own = creditKeys(scene, 'alice')
    const foreign = creditKeys(scene, 'bob')
    expect(await refusalOf(fold(scene, 'SupplierMSP', 'alice', ...own))).to.contain('not at home here')
    expect(await refusalOf(fold(scene, 'BankMSP', 'alice', ...foreign))).to.contain('no credit of the participant')
    expect(await refusalOf(fold(scene, 'BankMSP', 'alice', 'account~alice'))).to.contain('no credit of the participant')
    expect(await refusalOf(fold(scene, 'BankMSP'))).to.contain('no participant')
    const many = Array.from({ length: 1_001 }, (_, index) => credits.key('alice', 'AU-9999', `${index}`))
    expect(await refusalOf(fold(scene, 'BankMSP', 'alice', ...many))).to.match(/at most \d+ credits are folded at once/)
  })

  it('is refused to whoever is no gateway, also of the account’s own organisation', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    const args = ['alice', ...creditKeys(scene, 'alice')]
    for (const caller of [
      { mspId: 'BankMSP' },
      { mspId: 'BankMSP', role: 'auditor' as const },
      { mspId: 'BankMSP', admin: true },
    ]) {
      const asked = { caller, contract, transaction: 'fold', args, timestamp: scene.now }
      expect(await refusalOf(scene.ledger.submit(asked))).to.contain('gateway identities only')
    }
    expect(creditKeys(scene, 'alice')).to.have.lengthOf(1)
  })

  it('conflicts with no payment on its way to the same account', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    const payment = await scene.endorse(scene.transfer(scene.treasury, 'alice', 7n))
    await fold(scene, 'BankMSP', 'alice', ...creditKeys(scene, 'alice'))
    expect(scene.ledger.commit([payment]).transactions[0]?.code).to.equal('VALID')
    expect(ledgerFaults(scene.ledger)).to.deep.equal([])
  })
})

describe('folding marks', () => {
  /** A shop of the supplier's that two customers of the bank answered in time. */
  const marked = async () => {
    const on = await Recommending.open(await Scene.open())
    const name = await on.opened({ form: 'duration', milliseconds: '1000' })
    for (const by of [on.alice, on.till.shop]) {
      expect(await on.answered(name, { by })).to.equal('in-time')
      await on.accepted(name, { to: by })
    }
    const keys = on.marksOf('book-shop')
    expect(keys).to.have.lengthOf(2)
    const committed = async (...of: string[]) => {
      const proposal = await on.fold('SupplierMSP', 'book-shop', ...of)
      return on.scene.ledger.commit([proposal]).transactions[0]?.code
    }
    return { on, name, keys, committed }
  }

  it('counts them in the reputation, which nothing else writes, each once, and passes over those that are gone', async () => {
    const { on, keys, committed } = await marked()
    const [first = '', second = ''] = keys
    expect(await committed(first, first)).to.equal('VALID')
    expect([on.interactions('book-shop'), on.marksOf('book-shop')]).to.deep.equal([1n, [second]])
    expect(await committed(first)).to.equal('VALID')
    expect(on.interactions('book-shop')).to.equal(1n)
    expect(await committed(first, second)).to.equal('VALID')
    expect([on.interactions('book-shop'), on.marksOf('book-shop')]).to.deep.equal([2n, []])
    expect(on.scene.ledger.row('reputation~book-shop')).to.deep.equal({
      ...{ participant: 'book-shop', home: 'SupplierMSP', interactions: '2', counterparties: '2' },
    })
    expect(ledgerFaults(on.scene.ledger)).to.deep.equal([])
  })

  it('is refused for a foreign participant, for keys that are no marks of it, for too many, and to whoever is no gateway', async () => {
    const { on, keys } = await marked()
    const [own = ''] = keys
    expect(await refusalOf(on.fold('BankMSP', 'book-shop', own))).to.contain('not at home here')
    for (const key of [
      'mark~alice~x',
      'credit~book-shop~CNY~x',
      'reputation~book-shop',
      'mark~book-shop',
      'mark~book-shop~x~y',
    ])
      expect(await refusalOf(on.fold('SupplierMSP', 'book-shop', key)), key).to.contain('no mark of the participant')
    expect(await refusalOf(on.fold('SupplierMSP', 'Book Shop'))).to.contain('no participant')
    const many = Array.from({ length: 501 }, (_, index) => `mark~book-shop~${index}`)
    expect(await refusalOf(on.fold('SupplierMSP', 'book-shop', ...many))).to.match(
      /at most 500 marks are folded at once/,
    )
    const asked = { transaction: 'foldMarks', args: ['book-shop', own], timestamp: on.scene.now, contract }
    const caller = { mspId: 'SupplierMSP' }
    expect(await refusalOf(on.scene.ledger.submit({ ...asked, caller }))).to.contain('gateway identities only')
    expect(on.marksOf('book-shop')).to.deep.equal(keys)
  })

  it('conflicts with no acceptance on its way, and no acceptance with it', async () => {
    const { on, keys } = await marked()
    const [reader] = await on.scene.registerCustomers(['late-reader'], 'BankMSP')
    const name = await on.opened({ form: 'duration', milliseconds: '1000' }, { readers: [reader as never] })
    expect(await on.answered(name, { by: reader as never })).to.equal('in-time')
    await on.done(on.shop, 'recommendation.deliver', on.delivery(name, { to: reader as never }))
    const text = on.till.instruct(reader as never, 'recommendation.accept', { recommendation: name })
    const acceptance = await on.scene.endorse(text, wayOf(on.scene, text))
    const fold = await on.fold('SupplierMSP', 'book-shop', ...keys)
    const { transactions } = on.scene.ledger.commit([fold, acceptance])
    expect(transactions.map(({ code }) => code)).to.deep.equal(['VALID', 'VALID'])
    expect([on.interactions('book-shop'), on.marksOf('book-shop').length]).to.deep.equal([2n, 1])
  })
})
