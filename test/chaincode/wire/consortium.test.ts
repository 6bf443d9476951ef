import { expect } from 'chai'
import fc from 'fast-check'
import { accounts, credits, participants } from '../../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import { ownerOf, ownerOfRange } from '../../../chaincode/vocabulary.ts'
import { Consortium, type Member, nameOf } from '../../../chaincode/wire/consortium.ts'
import { createTopology, peerOrganisations as peersOf } from '../../../network/topology.ts'
import { accountsChaincode, ledgerChaincode } from '../../../network/up.ts'
import { consortium, twoAndTwo } from '../../support/members.ts'
import { runs } from '../../support/runs.ts'

const anyParticipant = fc.stringMatching(/^[a-z][a-z0-9-]{1,6}[a-z0-9]$/)
const member = (mspId: string, ...parts: Member['parts']): Member => ({ mspId, title: mspId, parts })

describe('a consortium', () => {
  it('wants more than half of the members with a peer, unless it says another number', () => {
    expect([consortium.quorum, twoAndTwo.quorum]).deep.equal([2, 3])
    expect(new Consortium({ members: twoAndTwo.members as Member[], quorum: 2 }).quorum).equal(2)
  })

  it('is refused where two members would have one name, and where its quorum cannot be reached', () => {
    const named = (...ids: string[]) => new Consortium({ members: ids.map((id) => member(id, 'bank')) })
    expect(() => named('BankMSP', 'bank')).throw('"bank"')
    expect(() => named('MSP')).throw('""')
    expect(() => new Consortium({ members: [member('BankMSP', 'bank')], quorum: 2 })).throw('quorum of 2')
    expect(() => new Consortium({ members: [member('AuditorMSP', 'auditor')] })).throw('0 members with a peer')
  })

  it('has a private collection for each bank and each institution that is another member, which the two alone share', () => {
    expect(consortium.collectionsWith('BankMSP')).deep.equal(['pair-bank-institution'])
    expect(consortium.collectionsWith('InstitutionMSP')).deep.equal(['pair-bank-institution'])
    expect(consortium.collectionsWith('SupplierMSP')).deep.equal([])
    expect(consortium.collectionOf('InstitutionMSP', 'BankMSP')).equal(undefined)
    expect(twoAndTwo.pairs).deep.equal([])
  })

  it('knows who runs a peer: banks, institutions, suppliers and the platform', () => {
    const all = [member('AMSP', 'platform'), member('BMSP', 'orderer'), member('CMSP', 'auditor', 'supplier')]
    const { peerOrganisations } = new Consortium({ members: all })
    expect(peerOrganisations).deep.equal(['AMSP', 'CMSP'])
  })

  it('keeps the names that networks from before have', () => {
    expect(consortium.members.map(({ mspId }) => nameOf(mspId))).deep.equal([
      ...['bank', 'institution', 'supplier', 'auditor'],
    ])
    expect(consortium.chaincodes).deep.equal([
      ...['ledger', 'accounts-bank', 'accounts-institution', 'accounts-supplier'],
    ])
  })
})

describe('where rows stand', () => {
  for (const { of, title } of [
    { of: consortium, title: 'the project’s own consortium' },
    { of: twoAndTwo, title: 'two banks and two institutions' },
  ]) {
    it(`is in ${title} a chaincode of their own for the accounts of each organisation with a peer, and the ledger for others’`, () => {
      const own = of.peerOrganisations.map((home) => of.accountsOf(home))
      expect(new Set(own).size).equal(of.peerOrganisations.length)
      expect(of.chaincodes).deep.equal(['ledger', ...own])
      for (const home of ['AuditorMSP', '', 'toString']) expect(of.accountsOf(home)).equal('ledger')
    })

    it(`is for ${title} what the network defines: the same names, for the same organisations`, () => {
      const topology = createTopology({ portBase: 30_000, consortium: { members: [...of.members], quorum: of.quorum } })
      const defined = accountsChaincode(topology).definitions?.map(({ name }) => name)
      expect(defined).deep.equal(peersOf(topology).map(({ mspId }) => of.accountsOf(mspId)))
      expect(of.chaincodes).deep.equal([ledgerChaincode(topology).name, ...(defined ?? [])])
    })
  }

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
