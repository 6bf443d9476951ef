import { expect } from 'chai'
import { findingCodes } from '../../../audit/findings.ts'
import type { Report } from '../../../audit/report.ts'
import { taleOf } from '../../../scripts/audit/tale.ts'

const proven: Report = {
  ...{ format: 'assay audit report 1', verdict: 'proven', depth: 'replay', channel: 'assay', source: 'a peer' },
  ...{
    from: '0',
    to: '43',
    at: '2026-01-02T03:04:05.000Z',
    roots: [],
    firstBlock: '0f'.repeat(32),
    oddities: [],
    codes: [],
    findings: [],
  },
  counts: { blocks: 44, proven: 20, differing: 0, unseen: 0, confidential: 0, disclosed: 0, fromStamp: 3, invalid: 0 },
}
const differing: Report = {
  ...{ ...proven, verdict: 'differs', source: 'another peer' },
  codes: [{ code: 'AMOUNT_DIFFERS', count: 1, ...findingCodes.AMOUNT_DIFFERS }],
  findings: [{ code: 'AMOUNT_DIFFERS', block: '12', transaction: 0, key: 'account~alice', expected: '5', found: '6' }],
}

describe('what a newcomer is told of an audit', () => {
  it('begins with the verdict, and says how much was proven, what was not, and how to do it again', () => {
    const [first = '', ...others] = taleOf([proven, { ...proven, depth: 'verify' }])
    const told = others.join('\n')
    expect(first).to.match(/^PROVEN/)
    expect(told).to.include('44 blocks of each of the 2 peers').and.include('20 instructions')
    expect(told).to.include('does not prove').and.include('npm run audit -- replay')
  })

  it('says nothing of a proof where one peer is not proven, and shows why', () => {
    const told = taleOf([proven, differing]).join('\n')
    expect(told).to.not.include('PROVEN')
    expect(told).to.include('another peer').and.include('AMOUNT_DIFFERS  block 12').and.include('audit-findings.md')
    expect(taleOf([]).join()).to.include('no peer')
  })
})
