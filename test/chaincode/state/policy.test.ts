import { expect } from 'chai'
import { rowPolicy } from '../../../chaincode/state/policy.ts'
import { consortium } from '../../support/members.ts'
import { satisfies } from '../../support/validation.ts'

const { peerOrganisations } = consortium

/** Every set of the three organisations. */
const sets = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => peerOrganisations.filter((_name, index) => (bits >> index) & 1))
const policyOf = (...homes: string[]): Buffer => rowPolicy(consortium, homes) as Buffer

describe('the policy of a row', () => {
  for (const home of peerOrganisations) {
    it(`of ${home} is met by ${home} and any one other, and by nothing less`, () => {
      for (const set of sets) {
        expect(satisfies(policyOf(home), set), set.join()).equal(set.includes(home) && set.length >= 2)
      }
    })
  }

  it('of two organisations is met by both of them, and by nothing less', () => {
    for (const set of sets) {
      const isMet = set.includes('BankMSP') && set.includes('SupplierMSP')
      expect(satisfies(policyOf('BankMSP', 'SupplierMSP'), set), set.join()).equal(isMet)
    }
  })

  it('is not met by an organisation that signs twice, or by strangers', () => {
    expect(satisfies(policyOf('BankMSP'), ['BankMSP', 'BankMSP'])).equal(false)
    expect(satisfies(policyOf('BankMSP'), ['BankMSP', 'AuditorMSP'])).equal(false)
  })

  it('has the same bytes whatever order the organisations are named in', () => {
    expect(policyOf('SupplierMSP', 'BankMSP').equals(policyOf('BankMSP', 'SupplierMSP'))).equal(true)
  })

  it('is none for an organisation without peers, which leaves the row to the chaincode’s own policy', () => {
    expect(rowPolicy(consortium, ['AuditorMSP'])).equal(undefined)
    expect(rowPolicy(consortium, [])).equal(undefined)
  })

  it('counts only the organisations with peers when others are named beside them', () => {
    expect(policyOf('AuditorMSP', 'BankMSP').equals(policyOf('BankMSP'))).equal(true)
  })
})
