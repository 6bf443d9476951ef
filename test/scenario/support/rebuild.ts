import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { joinPeer } from '../../../network/channel.ts'
import { nodeFolder } from '../../../network/folders.ts'
import { startPeer } from '../../../network/nodes.ts'
import { stopProcess } from '../../../network/process.ts'
import { findPrograms } from '../../../network/programs.ts'
import { peerOrganisations } from '../../../network/topology.ts'
import { report, restartGateway, stopPeer, topology } from './network.ts'

/**
 * A peer asks others for each block's private rows for some seconds before it takes the next one, which on all that the tests share would be
 * many minutes; this one takes all blocks at once, and asks for what it lacks behind that, often.
 */
const impatient = {
  CORE_PEER_GOSSIP_PVTDATA_PULLRETRYTHRESHOLD: '0s',
  CORE_PEER_GOSSIP_PVTDATA_RECONCILESLEEPINTERVAL: '2s',
  CORE_PEER_GOSSIP_PVTDATA_RECONCILEBATCHSIZE: '100',
}

/** Takes from a member all that its peer and its projection have, and lets both read the blocks anew. */
export const rebuildMember = async (name: 'bank' | 'institution'): Promise<void> => {
  await stopProcess(topology.dataFolder, `gateway-${name}`)
  await stopPeer(name)
  rmSync(join(nodeFolder(topology, 'peer', name), 'ledger'), { recursive: true })
  for (const suffix of ['', '-wal', '-shm'])
    rmSync(join(topology.dataFolder, 'gateways', name, `projection.sqlite${suffix}`), { force: true })
  const one = peerOrganisations(topology).find((each) => each.name === name)
  if (one === undefined) throw new Error(`${name} runs no peer`)
  const work = {
    programs: await findPrograms({ report }),
    signal: new AbortController().signal,
    environment: impatient,
  }
  await startPeer(topology, one, work)
  await joinPeer(topology, one, work)
  await restartGateway(name)
}
