import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { portSpan } from '../../network/topology.ts'
import { closeOwn, openOwn, topology as other, report } from './support/network.ts'
import { requireProof } from './support/proof.ts'
import { Soak } from './support/soak.ts'

const blocks = 45

describe('a network whose machines are stopped, killed and started again', () => {
  // So small a batch that some blocks make several: orderers that apply their log again do so in more than one go.
  const topology = openOwn({
    portBase: other.portBase + 2 * portSpan(other.consortium),
    dataFolder: join(tmpdir(), `assay-soak-${other.portBase}-${process.pid}`),
    batch: { preferredMaxBytes: '64 KB' },
  })
  after(async function () {
    this.timeout(60_000)
    await closeOwn(topology)
  })

  it('has every orderer following, all peers and projections equal, and every promise kept, after each of it', async function () {
    this.timeout(15 * 60_000)
    expect(await new Soak({ topology, blocks, restarts: 2, report }).run()).to.be.greaterThan(blocks)
  })

  it('leaves a chain that an auditor proves, at every peer and with every instruction decided again', async () => {
    const { counts } = await requireProof(topology, report)
    expect(counts.proven).to.be.greaterThan(blocks)
  })
})
