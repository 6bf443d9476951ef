import { createHash } from 'node:crypto'
import { expect } from 'chai'
import type { SealKey } from '../../../../../chaincode/wire/sealing/seal-key.ts'
import { GatewayProblem, Outage, TerminalFault } from '../../../../../terminal/sdk/errors.ts'
import { evidenceDigest, isFileOf, readPiece } from '../../../../../terminal/web/market/purchases/evidence.ts'

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('base64url')
const sealedDigest = 'S'.repeat(43)
const key = { device: 'D'.repeat(43) } as SealKey

const memory = () => {
  const kept = new Map<string, string>()
  const sealed: string[] = []
  const marks = {
    get: async (name: string) => kept.get(name),
    put: async (name: string, text: string) => kept.set(name, text),
  }
  const seal = async (text: string) => {
    sealed.push(text)
    return { digest: sealedDigest, isForAuditors: true }
  }
  return { kept, sealed, marks, seal }
}

const fault = (code: 'sealed_for_others' | 'sealed_unreadable') => new TerminalFault(code, { problem: '', next: '' })
const missing = new GatewayProblem({ status: 404, code: 'not_found', title: '' })

describe('Evidence in a dispute', () => {
  it('is the digest of its text as it was sealed, and the text stays in this browser too', async () => {
    const { marks, seal, sealed } = memory()
    const text = 'The dial is cracked. 表盘裂了。'
    expect(await evidenceDigest({ marks, seal }, { text })).equal(sealedDigest)
    expect(sealed).deep.equal([text])
    const read = () => Promise.reject(fault('sealed_for_others'))
    expect(await readPiece({ marks, key: undefined, read }, sealedDigest)).deep.equal({ is: 'kept', text })
    expect(await readPiece({ marks, key, read }, sealedDigest)).deep.equal({ is: 'kept', text })
  })

  it('is a digest of the bytes of a file, of which nothing is sealed or kept, and which is known by it again', async () => {
    const { kept, marks, seal, sealed } = memory()
    const bytes = new Uint8Array([0, 255, 128])
    const file = new Blob([bytes])
    expect(await evidenceDigest({ marks, seal }, { text: 'unused', file })).equal(sha256(bytes))
    expect([kept.size, sealed.length]).deep.equal([0, 0])
    expect(await isFileOf(file, sha256(bytes))).equal(true)
    expect(await isFileOf(new Blob(['another']), sha256(bytes))).equal(false)
  })

  it('is none without a text, with too long a one, and with one that hides something', async () => {
    const { kept, marks, seal, sealed } = memory()
    for (const text of ['', 'x'.repeat(3_001), 'left\u202eright']) {
      expect(await evidenceDigest({ marks, seal }, { text })).equal(undefined)
    }
    expect([kept.size, sealed.length]).deep.equal([0, 0])
  })

  it('is read by a device to which it was sealed, and says otherwise why not', async () => {
    const { marks } = memory()
    const readBy = (read: () => Promise<string>) => readPiece({ marks, key, read }, sealedDigest)
    expect(await readBy(async () => 'cracked')).deep.equal({ is: 'opened', text: 'cracked' })
    expect(await readBy(() => Promise.reject(fault('sealed_for_others')))).deep.equal({ is: 'for-others' })
    expect(await readBy(() => Promise.reject(missing))).deep.equal({ is: 'absent' })
    const unasked = () => Promise.reject(new Error('nobody asked'))
    expect(await readPiece({ marks, key: undefined, read: unasked }, sealedDigest)).deep.equal({ is: 'keyless' })
    const outage = new Outage({ gateway: 'http://127.0.0.1:1', reached: 'no', reason: 'ECONNREFUSED' })
    const failed = await readBy(() => Promise.reject(outage)).catch((error: unknown) => error)
    expect(failed).equal(outage)
  })

  it('that does not fit its digest is never replaced by a text that was kept', async () => {
    const { marks, seal } = memory()
    await evidenceDigest({ marks, seal }, { text: 'cracked' })
    const read = () => Promise.reject(fault('sealed_unreadable'))
    expect(await readPiece({ marks, key, read }, sealedDigest)).deep.equal({ is: 'differs' })
  })
})
