import { expect } from 'chai'
import { failureOf } from '../../support/failure.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import type { Organisation } from '../../support/ledger.ts'
import { twoAndTwo } from '../../support/members.ts'
import { codeOf, goldBody, only, Scene } from '../../support/scene.ts'

const homes = twoAndTwo.peerOrganisations as readonly Organisation[]
const customerOf = (home: string) => `customer-of-${twoAndTwo.accountsOf(home).replace('accounts-', '')}`

/** Two banks and two institutions, each with a customer who has a thousand milligrams of the mint's gold. */
const openScene = async () => {
  const scene = await Scene.open('assay', twoAndTwo)
  const customers = await Promise.all(
    homes.map(async (home) => (await scene.registerCustomers([customerOf(home)], home))[0]),
  )
  await scene.give(customers as never, 1_000n)
  return { scene, customers: customers as NonNullable<(typeof customers)[number]>[] }
}

describe('a consortium of two banks and two institutions', () => {
  it('moves a quantity between the customers of all members, each pair both ways, and keeps every sum', async () => {
    const { scene, customers } = await openScene()
    for (const from of customers) {
      for (const to of customers.filter((other) => other !== from)) {
        const applied = await scene.apply(scene.transfer(from, to.participant, 10n))
        expect([applied.code, codeOf(only(applied))], `${from.participant} to ${to.participant}`).deep.equal([
          ...['VALID', 'accepted'],
        ])
      }
    }
    for (const { participant } of customers) {
      const credits = scene.credits(participant).reduce((sum, { quantity }) => sum + quantity, 0n)
      expect((scene.account(participant).holdings[goldBody.voucher]?.available ?? 0n) + credits, participant).equal(
        1_000n,
      )
    }
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('counts what three members endorsed, the sender’s and the receiver’s homes among them, and nothing less', async () => {
    const { scene, customers } = await openScene()
    const [north, south] = customers
    const asked = async (...organisations: string[]) =>
      (await scene.apply(scene.transfer(north as never, south?.participant as string, 1n), { organisations })).code
    expect(await asked('NorthBankMSP', 'SouthBankMSP', 'MintMSP')).equal('VALID')
    expect(await asked('NorthBankMSP', 'SouthBankMSP', 'VaultMSP')).equal('VALID')
    expect(await asked('NorthBankMSP', 'SouthBankMSP')).equal('ENDORSEMENT_POLICY_FAILURE')
    expect(await asked('NorthBankMSP', 'MintMSP', 'VaultMSP')).equal('ENDORSEMENT_POLICY_FAILURE')
    expect(await asked('SouthBankMSP', 'MintMSP', 'VaultMSP')).equal('ENDORSEMENT_POLICY_FAILURE')
  })

  it('keeps the accounts of each member in a chaincode of its own, and lets no stranger endorse or enrol', async () => {
    const { scene, customers } = await openScene()
    const places = new Map(scene.ledger.placedRows().map(({ chaincode, key }) => [key, chaincode]))
    for (const [index, { participant }] of customers.entries()) {
      expect(places.get(`account~${participant}`)).equal(twoAndTwo.accountsOf(homes[index] as string))
    }
    const transfer = scene.transfer(customers[0] as never, customers[1]?.participant as string, 1n)
    expect(await failureOf(scene.endorse(transfer, { organisations: ['BankMSP'] }))).match(/runs no peer/)
    expect(await failureOf(scene.enrol(scene.bob, 'BankMSP'))).match(/nobody to register/)
  })
})
