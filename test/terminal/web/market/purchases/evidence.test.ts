import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { evidenceDigest, keptEvidence } from '../../../../../terminal/web/market/purchases/evidence.ts'

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('base64url')

const memory = () => {
  const kept = new Map<string, string>()
  const marks = {
    get: async (name: string) => kept.get(name),
    put: async (name: string, text: string) => kept.set(name, text),
  }
  return { kept, marks }
}

describe('Evidence in a dispute', () => {
  it('is a digest of its text, which stays in this browser', async () => {
    const { marks } = memory()
    const text = 'The dial is cracked. 表盘裂了。'
    const digest = (await evidenceDigest(marks, { text })) ?? ''
    expect(digest).equal(sha256(text))
    expect(await keptEvidence(marks, digest)).equal(text)
    expect(await keptEvidence(marks, sha256('another'))).equal(undefined)
  })

  it('is a digest of the bytes of a file, of which nothing is kept', async () => {
    const { kept, marks } = memory()
    const bytes = new Uint8Array([0, 255, 128])
    expect(await evidenceDigest(marks, { text: 'unused', file: new Blob([bytes]) })).equal(sha256(bytes))
    expect(kept.size).equal(0)
  })

  it('is none without a text, with too long a one, and with one that hides something', async () => {
    const { kept, marks } = memory()
    for (const text of ['', 'x'.repeat(3_001), 'left\u202eright']) {
      expect(await evidenceDigest(marks, { text })).equal(undefined)
    }
    expect(kept.size).equal(0)
  })
})
