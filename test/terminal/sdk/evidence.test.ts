import { expect } from 'chai'
import { verifyEvidence } from '../../../terminal/sdk/evidence.ts'
import { makeDeviceKey } from '../../../terminal/sdk/node/key-file.ts'
import { signedTransfer } from '../support/scene.ts'

const evidenceOf = async () => {
  const { signer, envelope } = await signedTransfer()
  const { id, instruction, signature } = envelope
  const outcome = { id, status: 'accepted', effects: {} }
  return { id, envelope: { instruction, signature }, publicKey: signer.publicKey, outcome }
}
type Evidence = Awaited<ReturnType<typeof evidenceOf>>

const changed = (evidence: Evidence, change: (copy: Evidence) => void): Evidence => {
  const copy = structuredClone(evidence)
  change(copy)
  return copy
}

describe('checking evidence offline', () => {
  it('finds nothing wrong with what the device signed', async () => {
    const evidence = await evidenceOf()
    const verdict = await verifyEvidence(evidence, { id: evidence.id, publicKey: evidence.publicKey })
    expect(verdict).to.deep.include({ isGood: true, faults: [], id: evidence.id })
    expect((await verifyEvidence(JSON.parse(JSON.stringify(evidence)))).isGood).to.equal(true)
  })

  const other = makeDeviceKey()
  const tampering: [string, (copy: Evidence) => void, string][] = [
    [
      'another quantity',
      ({ envelope }) => Object.assign(envelope.instruction.body, { quantity: '9' }),
      'bad_signature',
    ],
    ['another receiver', ({ envelope }) => Object.assign(envelope.instruction.body, { to: 'eve' }), 'bad_signature'],
    ['another sender', ({ envelope }) => Object.assign(envelope.instruction, { from: 'eve' }), 'bad_signature'],
    ['another number', ({ envelope }) => Object.assign(envelope.instruction, { number: '2' }), 'bad_signature'],
    ['another ledger', ({ envelope }) => Object.assign(envelope.instruction, { ledger: 'other' }), 'bad_signature'],
    ['another signature', (copy) => Object.assign(copy.envelope, { signature: 'A'.repeat(86) }), 'bad_signature'],
    ['another key', (copy) => Object.assign(copy, { publicKey: other.publicKey }), 'key_of_another_device'],
    ['no key', (copy) => Object.assign(copy, { publicKey: undefined }), 'key_missing'],
    ['another id', (copy) => Object.assign(copy, { id: 'F'.repeat(43) }), 'id_differs'],
    ['another’s outcome', ({ outcome }) => Object.assign(outcome, { id: 'F'.repeat(43) }), 'outcome_of_another'],
    ['one member more', ({ envelope }) => Object.assign(envelope.instruction, { more: '1' }), 'unreadable'],
  ]
  for (const [what, change, fault] of tampering) {
    it(`notices ${what}`, async () => {
      const verdict = await verifyEvidence(changed(await evidenceOf(), change))
      expect(verdict.isGood).to.equal(false)
      expect(verdict.faults).to.include(fault)
    })
  }

  it('notices good evidence about another instruction than the expected one', async () => {
    expect((await verifyEvidence(await evidenceOf(), { id: 'F'.repeat(43) })).faults).to.deep.equal(['id_differs'])
    const verdict = await verifyEvidence(await evidenceOf(), { publicKey: other.publicKey })
    expect(verdict.faults).to.deep.equal(['key_of_another_device'])
  })

  for (const nothing of [undefined, null, 7, '', [], {}, { envelope: {} }]) {
    it(`finds ${JSON.stringify(nothing) ?? 'nothing at all'} unreadable, without throwing`, async () => {
      expect((await verifyEvidence(nothing)).faults).to.deep.equal(['unreadable'])
    })
  }
})
