import { expect } from 'chai'
import { readBlock } from '../../../audit/blocks/block.ts'
import { readEnvelope } from '../../../audit/blocks/envelope.ts'
import { readConfiguration } from '../../../audit/verify/configuration.ts'
import { formOf } from '../../../audit/verify/form.ts'
import { findingsOn } from '../../../audit/verify/transactions.ts'
import { recordedBlocks } from '../support/recorded.ts'

const year = 365 * 24 * 3600

describe('the time that a transaction says', () => {
  it('must be one at which its creator’s certificate held, where peers call it valid', async () => {
    const [first, second] = (await recordedBlocks()).slice(0, 2).map(readBlock)
    const envelope = readEnvelope(first?.envelopes[0] ?? new Uint8Array())
    if (typeof envelope === 'string') throw new Error('the first block has no configuration')
    const { configuration } = readConfiguration(envelope.data)
    const context = { channel: 'assay', memberships: configuration.memberships, isSeen: () => false }
    const formed = formOf(second?.envelopes[0] ?? new Uint8Array(), context)
    if (typeof formed === 'string') throw new Error(formed)
    const codesAt = (at: number, found: 'VALID' | 'MVCC_READ_CONFLICT' = 'VALID'): string[] => {
      const judged = { expected: found, found, formed: { ...formed, envelope: { ...formed.envelope, at } } }
      return findingsOn(judged, configuration).map(({ code }) => code)
    }
    const { at } = formed.envelope
    expect(codesAt(at)).to.deep.equal([])
    expect(codesAt(at - year)).to.deep.equal(['CERTIFICATE_OUT_OF_TIME'])
    expect(codesAt(at + 2 * year)).to.deep.equal(['CERTIFICATE_OUT_OF_TIME'])
    expect(codesAt(at - year, 'MVCC_READ_CONFLICT')).to.deep.equal([])
  })
})
