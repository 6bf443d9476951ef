import { expect } from 'chai'
import fc from 'fast-check'
import { accounts, credits, participants } from '../../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import { ownerOf, ownerOfRange } from '../../../chaincode/vocabulary.ts'
import { accountsOf, chaincodes, peerOrganisations } from '../../../chaincode/wire/placement.ts'
import { createTopology, peerOrganisations as peersOf } from '../../../network/topology.ts'
import { accountsChaincode, ledgerChaincode } from '../../../network/up.ts'
import { runs } from '../../support/runs.ts'

const anyParticipant = fc.stringMatching(/^[a-z][a-z0-9-]{1,6}[a-z0-9]$/)

describe('where rows stand', () => {
  it('is a chaincode of their own for the accounts of each organisation with a peer, and the ledger for the auditor’s', () => {
    const own = peerOrganisations.map(accountsOf)
    expect(new Set(own).size).equal(3)
    expect(chaincodes).deep.equal(['ledger', ...own])
    for (const home of ['AuditorMSP', '', 'toString']) expect(accountsOf(home)).equal('ledger')
  })

  it('is what the network defines: the same names, for the same organisations', () => {
    const topology = createTopology({ portBase: 30_000 })
    const defined = accountsChaincode(topology).definitions?.map(({ name }) => name)
    expect(defined).deep.equal(peersOf(topology).map(({ mspId }) => accountsOf(mspId)))
    expect(chaincodes).deep.equal([ledgerChaincode(topology).name, ...(defined ?? [])])
  })

  it('is with the owner’s home for accounts and credits, and for no other row', () => {
    expect([accounts.key('bob'), credits.key('bob', 'AU', 'f00d')].map(ownerOf)).deep.equal(['bob', 'bob'])
    for (const key of [participants.key('bob'), vouchers.key('AU'), 'toString~bob', 'account', '']) {
      expect(ownerOf(key), key).equal(undefined)
    }
  })

  it('is with one owner for a range in which no other’s rows can stand', () => {
    const property = fc.property(anyParticipant, anyParticipant, anyParticipant, (owner, from, to) => {
      const { start, end } = credits.range(owner)
      expect(ownerOfRange(start, end)).equal(owner)
      const range = [accounts.key(from), accounts.key(to)] as const
      const key = accounts.key(owner)
      const isInside = key >= range[0] && key < range[1]
      const found = ownerOfRange(...range)
      expect(isInside && found !== undefined && found !== owner).equal(false)
    })
    fc.assert(property, runs(300))
    for (const [start, end] of [
      ['credit~bob~', 'credit~c'],
      ['account~alice', 'account~bob'],
      ['credit~', 'credit\u007f'],
      ['a', 'z'],
      ['voucher~AU~', 'voucher~AU\u007f'],
    ] as const) {
      expect(ownerOfRange(start, end), start).equal(undefined)
    }
  })
})
