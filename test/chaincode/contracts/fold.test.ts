import { expect } from 'chai'
import { LedgerContract } from '../../../chaincode/contracts/ledger-contract.ts'
import { credits } from '../../../chaincode/domains/registry/tables.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import { consortium } from '../../support/members.ts'
import { Scene } from '../../support/scene.ts'

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
