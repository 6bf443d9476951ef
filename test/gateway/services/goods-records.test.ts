import { expect } from 'chai'
import { demandAnswers, demands } from '../../../chaincode/domains/matching/tables.ts'
import { deliveries, recommendations } from '../../../chaincode/domains/recommendations/tables.ts'
import type { MatchedRows } from '../../../chaincode/rules/matching/candidates.ts'
import { viewOf } from '../../../chaincode/rules/rule.ts'
import type { Table } from '../../../chaincode/wire/table.ts'
import { goodsRecords } from '../../../gateway/services/goods-records.ts'

const table = <T extends Table>(of: T, record: object): [string, object] => [of.keyOf(record as never), record]
const targets = [
  { kind: 'goods', target: 'content' },
  { kind: 'certificate', target: 'c' },
]
const records = new Map<string, object>([
  table(demands, { demand: 'd', requester: 'alice', home: 'BankMSP' }),
  table(demandAnswers, { demand: 'd', holder: 'ada', home: 'SupplierMSP', sealedKey: 'ada-key' }),
  table(demandAnswers, { demand: 'd', holder: 'ben', home: 'BankMSP', sealedKey: 'ben-key' }),
  table(demandAnswers, { demand: 'lost', holder: 'ben', home: 'BankMSP', sealedKey: 'ben-key' }),
  table(recommendations, { recommendation: 'r', recommender: 'shop', home: 'SupplierMSP', targets }),
  table(recommendations, { recommendation: 'new', recommender: 'shop', home: 'SupplierMSP', targets }),
  table(deliveries, {
    recommendation: 'r',
    participant: 'ada',
    home: 'SupplierMSP',
    target: targets[0],
    sealedKey: 'k',
  }),
  table(deliveries, { recommendation: 'r', participant: 'ben', home: 'BankMSP', target: targets[1], sealedKey: 'l' }),
  table(deliveries, { recommendation: 'r', participant: 'cid', home: 'BankMSP' }),
])
const rows: MatchedRows = {
  ...viewOf((_table, key) => records.get(key)),
  each: (of, ...members) =>
    [...records].flatMap(([key, record]) => (key.startsWith(of.range(...members).start) ? [record] : [])) as never,
}
const names = (as: 'demand' | 'recommendation', of: string, digest: string) =>
  goodsRecords(rows)
    .partiesOf(as, of, digest)
    ?.map(({ participant }) => participant)

describe('who may have what is sealed', () => {
  it('is, of a demand, who asked and the holder whose own offer names it, and nobody for a foreign digest', () => {
    expect(goodsRecords(rows).partiesOf('demand', 'd', 'ada-key')).to.deep.equal([
      { participant: 'alice', home: 'BankMSP' },
      { participant: 'ada', home: 'SupplierMSP' },
    ])
    expect(names('demand', 'd', 'other')).to.equal(undefined)
    expect(names('demand', 'none', 'ada-key')).to.equal(undefined)
    expect(names('demand', 'lost', 'ben-key')).to.equal(undefined)
  })

  it('S3-020 is, of a recommendation, who made it and to whom the very content or key was delivered, and nobody else who was asked', () => {
    expect(names('recommendation', 'r', 'content')).to.deep.equal(['shop', 'ada'])
    expect(names('recommendation', 'r', 'k')).to.deep.equal(['shop', 'ada'])
    expect(names('recommendation', 'r', 'l')).to.deep.equal(['shop', 'ben'])
    expect(names('recommendation', 'new', 'content')).to.deep.equal(['shop'])
    expect(names('recommendation', 'r', 'c')).to.equal(undefined)
    expect(names('recommendation', 'none', 'content')).to.equal(undefined)
  })
})
