import { expect } from 'chai'
import { certificates, publications } from '../../../../chaincode/domains/certificates/tables.ts'
import { type Profile, profiles, traits } from '../../../../chaincode/domains/matching/tables.ts'
import { traitValues } from '../../../../chaincode/domains/matching/traits.ts'
import { participants, reputations } from '../../../../chaincode/domains/registry/tables.ts'
import { parseKey } from '../../../../chaincode/vocabulary.ts'
import { measureMatching } from '../../../../scripts/bench/matching/measure.ts'
import { demandAmong, holderRows, holdersInAField, serviceRows } from '../../../../scripts/bench/matching/population.ts'
import { consortium } from '../../../support/members.ts'

const profileOf = (holder: number, holders: number): Profile => {
  const row = holderRows(holder, holders, consortium).find(({ key }) => parseKey(key)?.table === profiles)
  return profiles.codec.decode(JSON.parse(row?.value ?? '{}'))
}

describe('the holders of the benchmark of matching', () => {
  it('have a participant, a profile with thirty different traits, a reputation at their home, and goods that they offer', () => {
    const rows = holderRows(3, 1_000, consortium)
    expect(rows.map(({ key }) => parseKey(key)?.table)).deep.equal([
      ...[participants, profiles, reputations, certificates, publications],
    ])
    const places = ['ledger', 'ledger', consortium.accountsOf('BankMSP'), 'ledger', 'ledger']
    expect(rows.map(({ chaincode }) => chaincode)).deep.equal(places)
    const said = profileOf(3, 1_000).traits
    expect(new Set(said.map(({ trait }) => trait)).size).equal(30)
    expect(traitValues.safeParse(said).success).equal(true)
  })

  it('say only what their service has registered', () => {
    const known = serviceRows().filter(({ key }) => parseKey(key)?.table === traits)
    const names = known.map(({ key }) => parseKey(key)?.members[1])
    expect(profileOf(7, 1_000).traits.map(({ trait }) => trait)).deep.equal(names)
  })

  for (const holders of [1_000, 10_000]) {
    it(`share a field with ${holdersInAField}, among ${holders}`, () => {
      const [field] = profileOf(0, holders).fields
      const all = Array.from({ length: holders }, (_, holder) => profileOf(holder, holders))
      expect(all.filter(({ fields }) => fields[0] === field)).length(holdersInAField)
    })
  }

  it('are the same each time', () => {
    expect(holderRows(5, 1_000, consortium)).deep.equal(holderRows(5, 1_000, consortium))
    expect(demandAmong(2, 1_000, true)).deep.equal(demandAmong(2, 1_000, true))
  })

  it('are found alike by a gateway and by an auditor, and some of them by every demand', () => {
    const figure = measureMatching(400, consortium, () => {})
    expect(figure.found).greaterThan(10).and.lessThan(200)
    expect(figure.foundWithGoods).greaterThan(10).and.lessThan(200)
  })
})
