import { expect } from 'chai'
import fc from 'fast-check'
import { type Block, readBlock } from '../../../audit/blocks/block.ts'
import { readAction, readEnvelope, readOrNothing, resultsOf } from '../../../audit/blocks/envelope.ts'
import { readConfiguration } from '../../../audit/verify/configuration.ts'
import { updateFault } from '../../../audit/verify/configuration-update.ts'
import { checkOrderers } from '../../../audit/verify/orderers.ts'
import { runs } from '../../support/runs.ts'
import { recordedBlocks } from '../support/recorded.ts'

/** Bytes of which a few are others, or the end is gone. */
const altered = (bytes: Uint8Array, changes: readonly [at: number, byte: number][], kept: number): Buffer => {
  const copy = Buffer.from(bytes)
  for (const [at, byte] of changes) copy[at % copy.length] = byte
  return copy.subarray(0, kept < 0.1 ? Math.floor(kept * 10 * copy.length) : copy.length)
}

const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 })
const kept = fc.double({ min: 0, max: 1, noNaN: true })

describe('bytes that somebody made up', () => {
  let blocks: Block[]
  let data: { first: Uint8Array; second: Uint8Array }

  before(async () => {
    blocks = (await recordedBlocks()).map(readBlock)
    const configurations = blocks
      .map(({ envelopes }) => readEnvelope(envelopes[0] as Uint8Array))
      .flatMap((envelope) => (typeof envelope === 'string' || envelope.type !== 1 ? [] : [envelope.data]))
    const [first, second] = configurations as [Uint8Array, Uint8Array]
    data = { first, second }
  })

  it('stop no reading of an envelope, its action and its results', () => {
    let whole = 0
    fc.assert(
      fc.property(fc.nat(), changes, kept, (index, what, share) => {
        const { envelopes } = blocks[1 + (index % (blocks.length - 1))] as Block
        const envelope = readEnvelope(altered(envelopes[0] as Uint8Array, what, share))
        if (typeof envelope === 'string') return
        const effect = readAction(altered(envelope.data, what, 1))?.effect
        if (effect === undefined) return
        whole += resultsOf({ ...effect, results: altered(effect.results, what, share) }) === undefined ? 0 : 1
      }),
      runs(2_000),
    )
    expect(whole).to.be.greaterThan(0)
  })

  it('are a configuration that can be asked, or none', () => {
    const earlier = readConfiguration(data.first).configuration
    const block = blocks[1] as Block
    let whole = 0
    fc.assert(
      fc.property(changes, kept, (what, share) => {
        const read = readOrNothing(() => readConfiguration(altered(data.second, what, share)))
        if (read === undefined) return
        whole += 1
        const { configuration, lastUpdate } = read
        updateFault(earlier, configuration, { channel: 'assay', lastUpdate })
        checkOrderers(block, configuration, 0n)
      }),
      runs(100),
    )
    expect(whole).to.be.greaterThan(0)
  })
})
