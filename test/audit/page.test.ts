import { expect } from 'chai'
import { findingCodes } from '../../audit/findings.ts'
import { languages, pageOf } from '../../audit/page.ts'
import { exitCodes, type Report, verdicts } from '../../audit/report.ts'

const report: Report = {
  ...{ format: 'assay audit report 1', verdict: 'differs', depth: 'replay', channel: 'assay', source: 'a peer' },
  ...{ from: '0', to: '43', at: '2026-01-02T03:04:05.000Z' },
  roots: [{ mspId: 'BankMSP', fingerprint: 'AA:BB' }],
  firstBlock: '0f'.repeat(32),
  counts: { blocks: 44, proven: 20, differing: 5, unseen: 2, confidential: 1, disclosed: 0, fromStamp: 3, invalid: 7 },
  oddities: [{ code: 'MVCC_READ_CONFLICT', count: 7, block: '9', transaction: 1 }],
  codes: [{ code: 'AMOUNT_DIFFERS', count: 30, ...findingCodes.AMOUNT_DIFFERS }],
  findings: Array.from({ length: 30 }, (_one, place) => ({
    ...{ code: 'AMOUNT_DIFFERS' as const, block: '12', transaction: place, instruction: 'abc' },
    ...{ key: 'account~alice', expected: '5', found: `${place}` },
  })),
}

describe('the page of an audit', () => {
  it('begins with its verdict, in both languages', () => {
    const first = (verdict: Report['verdict']) =>
      languages.map((language) => pageOf({ ...report, verdict }, language).split('\n')[0])
    expect(verdicts.map((verdict) => first(verdict).map((line) => line?.split(/[:：]/)[0]))).to.deep.equal([
      ['PROVEN', '已证明'],
      ['DIFFERS', '有差异'],
      ['NOT CHECKED', '未能检查'],
    ])
  })

  it('ends a command with 0 only where all is proven', () => {
    expect(exitCodes).to.deep.equal({ proven: 0, differs: 1, not_checked: 2 })
  })

  it('names of each difference where it is and both values, of the first ones, and how many more there are', () => {
    for (const language of languages) {
      const page = pageOf(report, language)
      expect(page.match(/AMOUNT_DIFFERS {2}/g)).to.have.length(20)
      expect(page).to.include('account~alice').and.include('AA:BB').and.include('0f0f0f').and.include('44')
    }
    expect(pageOf(report, 'en')).to.include(
      'block 12, transaction 3, instruction abc, at account~alice\n      should be: 5\n      is: 3',
    )
    expect(pageOf(report, 'en')).to.include('and 10 more')
  })

  it('is as long as it is whatever a forger wrote, and steers no terminal', () => {
    const found = `\u001b[2J\u202e${'x'.repeat(10_000)}`
    const page = pageOf({ ...report, findings: [{ code: 'ROW_DIFFERS', key: '\n\nPROVEN', found }] }, 'en')
    expect(page.length).to.be.lessThan(3_000)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(page).to.not.match(/[\u0000-\u0009\u000b-\u001f\u202e]/)
    expect(page.split('\n').filter((line) => line.startsWith('PROVEN'))).to.deep.equal([])
  })

  it('names what is odd and no difference, where the first of it stands, and not where there is none', () => {
    for (const language of languages) expect(pageOf(report, language)).to.match(/7 {2}MVCC_READ_CONFLICT.* 9\b/)
    expect(pageOf({ ...report, oddities: [] }, 'en')).to.not.include('Odd')
  })

  it('says nothing of findings where there are none', () => {
    expect(pageOf({ ...report, verdict: 'proven', codes: [], findings: [] }, 'en')).to.not.include('Found\n')
  })
})
