import { expect } from 'chai'
import { readBlock } from '../../../audit/blocks/block.ts'
import { readTransactions } from '../../../audit/ledger/read-block.ts'
import { replay } from '../../../audit/replay/replay.ts'
import { Tally } from '../../market/audit.ts'
import { Day } from '../../market/day.ts'
import { rootsOfAll } from '../../support/identities/identities.ts'
import { consortium } from '../../support/members.ts'
import { channelOf } from '../support/channel/market-channel.ts'
import { definingBlocks, ownRecordedBlocks } from '../support/channel/recorded-channel.ts'
import { sealed } from '../support/channel/sealing.ts'
import { findingsOn } from '../support/tampering.ts'

const found = async (blocks: readonly Uint8Array[]) => {
  const replayed = replay(
    blocks.map((bytes) => readTransactions(readBlock(bytes))),
    { consortium },
  )
  const findings: unknown[] = await findingsOn(blocks, { roots: rootsOfAll() })
  for await (const finding of replayed) findings.push(finding)
  return { findings, summary: replayed.summary }
}

describe('a channel that the tests sign themselves', () => {
  it('is proven when it is the recorded one, with collections, conflicts and a new configuration', async () => {
    const { findings, summary } = await found(sealed(await ownRecordedBlocks()))
    expect(findings).to.deep.equal([])
    expect(summary.instructions.proven).to.be.greaterThan(0)
  })

  it('is proven when it is a day of the market, and the same day gives the same bytes', async () => {
    const day = await Day.open(consortium, 5, new Tally(), { blocksBefore: definingBlocks, hasPairs: false })
    await day.play()
    const blocks = await channelOf(day.ledger)
    const { findings, summary } = await found(blocks)
    expect(findings).to.deep.equal([])
    expect(summary.instructions).to.include({ differing: 0, unseen: 0 })
    expect(summary.instructions.proven).to.be.greaterThan(200)
    expect(await channelOf(day.ledger)).to.deep.equal(blocks)
  })
})
