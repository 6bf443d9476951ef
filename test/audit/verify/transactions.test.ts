import { peer } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { readBlock } from '../../../audit/blocks/block.ts'
import { readEnvelope } from '../../../audit/blocks/envelope.ts'
import { readTransactions } from '../../../audit/ledger/read-block.ts'
import { isDecided } from '../../../audit/replay/decision.ts'
import { readConfiguration } from '../../../audit/verify/configuration.ts'
import { formOf } from '../../../audit/verify/form.ts'
import { readRoots } from '../../../audit/verify/roots.ts'
import { State } from '../../../audit/verify/state.ts'
import { findingsOn } from '../../../audit/verify/transactions.ts'
import { Verification } from '../../../audit/verify/verification.ts'
import { recordedBlocks, recordedRoots } from '../support/recorded.ts'

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

/** A row of the lifecycle, saying that another version was agreed on. */
const ofVersion = (value: Uint8Array, version: string): Buffer => {
  const data = peer.lifecycle.StateData.deserializeBinary(value)
  const endorsement = peer.lifecycle.ChaincodeEndorsementInfo.deserializeBinary(data.getBytes_asU8())
  endorsement.setVersion(version)
  data.setBytes(endorsement.serializeBinary())
  return Buffer.from(data.serializeBinary())
}

const asksTheLedger = (bytes: Uint8Array): boolean =>
  readTransactions(readBlock(bytes)).transactions.some(({ content }) => content.what === 'call' && isDecided(content))

describe('the definition that a transaction names', () => {
  it('is the one that the lifecycle’s rows say that the members agreed on, and no other', async () => {
    const blocks = await recordedBlocks()
    const asked = blocks.findIndex(asksTheLedger)
    const state = new State()
    const verification = new Verification({ channel: 'assay', roots: readRoots(recordedRoots()), state })
    expect(blocks.slice(0, asked).flatMap((bytes) => verification.check(bytes))).to.deep.equal([])
    const place = { namespace: '_lifecycle', collection: '' }
    const rows = [...state.rowsFrom(place, Buffer.from('namespaces/fields/'))]
    for (const row of rows.filter(({ key }) => key.toString().endsWith('/EndorsementInfo')))
      state.put(place, { ...row, value: ofVersion(row.value, 'another') })
    const found = verification.check(blocks[asked] as Buffer)
    expect(found.map(({ code, block, expected }) => [code, block, expected])).to.deep.equal([
      ['DEFINITION_DIFFERS', String(asked), 'another'],
    ])
    state.close()
  })
})
