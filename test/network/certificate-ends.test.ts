import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect } from 'chai'
import { daysLeft, endingCertificates } from '../../network/certificate-ends.ts'
import { certificatesIn } from '../../network/channel-settings.ts'

const day = 24 * 3600 * 1000

describe('the ends of certificates', () => {
  it('are told thirty days ahead, once they have come, and where there is no certificate at all', () => {
    const now = 1_800_000_000_000
    const ends = [
      { certificate: 'far', endsAt: now + 31 * day },
      { certificate: 'near', endsAt: now + 29 * day },
      { certificate: 'over', endsAt: now - 2 * day },
      { certificate: 'rubbish', endsAt: undefined },
    ]
    expect(endingCertificates(ends, now)).to.deep.equal([
      'near ends in 29 days',
      'over ended 2 days ago',
      'rubbish holds no certificate',
    ])
    expect(daysLeft(ends, now)).to.equal(-2)
    expect(daysLeft([])).to.equal(undefined)
  })

  it('are found in a channel’s first block: every member’s roots and every orderer’s own', () => {
    const block = gunzipSync(readFileSync(join(import.meta.dirname, 'fixtures', 'older-first-block.gz')))
    const found = certificatesIn(block)
    const names = new Set(found.map(({ name }) => name))
    for (const name of ['BankMSP (Application)', 'BankMSP (Orderer)']) {
      expect(
        [...names].some((each) => each.includes(name)),
        name,
      ).to.equal(true)
    }
    expect([...names].filter((name) => name.startsWith('certificate of the orderer'))).to.have.lengthOf(3)
    for (const { pem } of found) expect(Buffer.from(pem).toString()).to.contain('BEGIN CERTIFICATE')
  })
})
