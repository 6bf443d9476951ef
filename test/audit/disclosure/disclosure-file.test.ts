import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import {
  type DisclosureFile,
  disclosureBytesAtMost,
  disclosureFormat,
  readDisclosure,
} from '../../../audit/disclosure/disclosure-file.ts'
import { FindingFault } from '../../../audit/findings.ts'

const secret = 'S-4711'
const whole: DisclosureFile = {
  ...{ format: disclosureFormat, channel: 'assay', collections: ['pair-bank-institution'] },
  bodies: [{ instruction: 'A'.repeat(43), text: `{"secret":"${secret}"}` }],
  rows: [{ key: 'grade~BankMSP~InstitutionMSP~alice', value: `{"secret":"${secret}"}` }],
}

describe('a file with what members disclose', () => {
  let folder: string
  let file: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-disclosure-'))
    file = join(folder, 'bodies')
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  const read = (content: string | Uint8Array): DisclosureFile => {
    writeFileSync(file, content)
    return readDisclosure(file)
  }

  /** Why a file is refused, which must be a named finding that repeats nothing of it. */
  const whyNot = (reading: () => unknown): string => {
    try {
      reading()
    } catch (error) {
      if (!(error instanceof FindingFault)) throw error
      expect(error.finding.code).equal('DISCLOSURE_UNREADABLE')
      expect(`${error.stack} ${JSON.stringify(error.finding)}`).not.include(secret)
      return error.finding.found ?? ''
    }
    throw new Error('it was read')
  }

  it('is read as it was written', () => {
    expect(read(JSON.stringify(whole))).deep.equal(whole)
  })

  it('is refused where it has another form, by a finding that names where and repeats nothing', () => {
    const [body, row] = [whole.bodies[0], whole.rows[0]]
    const wrong: [change: object, at: RegExp][] = [
      [{ format: 'assay disclosure 2' }, /format/],
      [{ channel: '' }, /channel/],
      [{ [secret]: secret }, /its beginning/],
      [{ bodies: [{ ...body, [secret]: 1 }] }, /bodies\.0/],
      [{ bodies: [{ ...body, instruction: secret }] }, /bodies\.0\.instruction/],
      [{ bodies: [{ ...body, text: `${secret}${'x'.repeat(16_384)}` }] }, /bodies\.0\.text/],
      [{ bodies: { [secret]: body } }, /bodies/],
      [{ rows: [row, { ...row, key: '' }] }, /rows\.1\.key/],
      [{ rows: [{ ...row, value: `${secret}${'x'.repeat(262_144)}` }] }, /rows\.0\.value/],
      [{ rows: [secret] }, /rows\.0/],
      [{ collections: Array.from({ length: 101 }, () => 'pair-a-b') }, /collections/],
    ]
    for (const [change, at] of wrong) expect(whyNot(() => read(JSON.stringify({ ...whole, ...change })))).match(at)
    for (const content of ['', secret, `{"${secret}`, `[${JSON.stringify(whole)}]`, 'null', '['.repeat(100_000)])
      expect(whyNot(() => read(content))).match(/no JSON|another form/)
    expect(whyNot(() => read(Uint8Array.of(0x22, 0xff, 0x22)))).match(/no text/)
  })

  it('is refused where it is no file, or larger than one may be, without being read', () => {
    expect(whyNot(() => readDisclosure(join(folder, 'none')))).match(/ENOENT/)
    expect(whyNot(() => readDisclosure(folder))).match(/EISDIR|no file/)
    // It has no end.
    expect(whyNot(() => readDisclosure('/dev/zero'))).match(/no file/)
    writeFileSync(file, '')
    truncateSync(file, disclosureBytesAtMost + 1)
    expect(whyNot(() => readDisclosure(file))).match(/more than/)
  })
})
