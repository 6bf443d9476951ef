import { expect } from 'chai'
import { kindNames, refusals } from '../../chaincode/vocabulary.ts'
import { digestsOf, readChains, readDigests } from '../golden/chains.ts'

// Not of the chaincode's making: a repeat is told without a code there, and a gateway alone gives up.
const shownElsewhere = new Set(['number_used', 'not_endorsed'])

describe('what endorsers agree on', () => {
  const kept = readDigests()

  it('is, byte for byte, what it was when the chains were recorded: reads, writes, policies, answers, events', async function () {
    this.timeout(300_000)
    const digests = await digestsOf(readChains())
    const changed = Object.keys(kept).filter((what) => digests[what] !== kept[what])
    expect(changed, 'npm run golden keeps a change that was meant').to.deep.equal([])
    expect(Object.keys(digests)).to.deep.equal(Object.keys(kept))
  })

  it('is recorded for each kind, accepted and refused, and for each code', () => {
    const wanted = [...kindNames.flatMap((kind) => [`${kind} accepted`, `${kind} refused`]), ...Object.keys(refusals)]
    const missing = wanted.filter((what) => kept[what] === undefined && !shownElsewhere.has(what))
    expect(missing, 'npm run golden -- --record records them').to.deep.equal([])
  })
})
