import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect } from 'chai'
import { olderSettings, settingsIn } from '../../network/channel-settings.ts'
import { createTopology } from '../../network/topology.ts'

describe('What a channel was made with', () => {
  // The first block of a network of the release before: wide, slow, and with large snapshots.
  const older = gunzipSync(readFileSync(join(import.meta.dirname, 'fixtures', 'older-first-block.gz')))

  it('is read out of its first block', () => {
    expect(settingsIn(older)).to.deep.include({
      ...{ batchTimeout: '200ms', maxMessageCount: 500, isOpenToClients: true },
    })
    expect(settingsIn(older).snapshotIntervalBytes).to.be.greaterThan(1024 * 1024)
  })

  it('is named where a new network would have it otherwise, and not before there is one', () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'assay-channel-'))
    const topology = createTopology({ portBase: 30000, dataFolder })
    expect(olderSettings(topology)).to.deep.equal([])
    mkdirSync(join(dataFolder, 'channel'))
    writeFileSync(join(dataFolder, 'channel', 'first.block'), older)
    const notes = olderSettings(topology)
    expect(notes).to.have.lengthOf(3)
    expect(notes[0]).to.match(/may write to this channel/)
    expect(notes[1]).to.match(/waits 200ms/)
    rmSync(dataFolder, { recursive: true })
  })
})
