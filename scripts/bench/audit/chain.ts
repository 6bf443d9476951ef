import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeExport } from '../../../audit/blocks/export-file.ts'
import { blocksOfPeer } from '../../../audit/blocks/peer.ts'
import { renderConsortium } from '../../../network/consortium.ts'
import { gatewayOrganisations, peerOrganisations, type Topology } from '../../../network/topology.ts'
import { connectionTo, rootCertificates } from '../../audit/network.ts'
import { gatewayUrl } from '../../gateways.ts'
import { checkBalances } from '../balances.ts'
import { assemble } from '../community.ts'
import { inParallel } from '../load.ts'
import { openSender } from '../sender.ts'
import { Transfers } from '../transfers.ts'

const payersCount = 240
const inFlight = 1_200
const reportedEach = 5_000

/** The files of a chain that is kept: its blocks, and what an auditor gets apart from them. */
export const filesOf = (folder: string) => ({
  blocks: join(folder, 'blocks.assay'),
  roots: join(folder, 'roots'),
  consortium: join(folder, 'consortium.json'),
})

/** True for a folder that holds a chain which was made earlier. */
export const isKept = (folder: string): boolean => existsSync(filesOf(folder).blocks)

const keepTrust = (topology: Topology, folder: string): void => {
  const { roots, consortium } = filesOf(folder)
  mkdirSync(roots, { recursive: true })
  for (const [mspId, pem] of Object.entries(rootCertificates(topology))) writeFileSync(join(roots, `${mspId}.pem`), pem)
  writeFileSync(consortium, renderConsortium(topology.consortium))
}

const keep = async (topology: Topology, folder: string): Promise<number> => {
  const [bank] = peerOrganisations(topology)
  if (bank === undefined) throw new Error('the topology has no peer')
  const blocks = blocksOfPeer(connectionTo(topology, bank), { from: 0n })
  keepTrust(topology, folder)
  return await writeExport(filesOf(folder).blocks, { channel: topology.channel, blocks })
}

/**
 * Makes a chain of at least so many instructions on a fresh network and keeps it in a folder: the participants come onto the ledger, and
 * then pay each other, as many at a time as fill the gateways' batches. Checks every balance in the end.
 */
export const makeChain = async (
  topology: Topology,
  { folder, instructions, report }: { folder: string; instructions: number; report: (line: string) => void },
): Promise<void> => {
  const [bank] = gatewayOrganisations(topology)
  if (bank === undefined) throw new Error('the topology has no gateway')
  const community = await assemble(topology, payersCount)
  const sender = openSender(gatewayUrl(bank))
  // Everybody was registered, paid and paying once.
  const count = Math.max(0, instructions - 3 * payersCount)
  const transfers = new Transfers(community, { toMerchant: false, ahead: 0 })
  try {
    await sender.connect(inFlight)
    let sent = 0
    await inParallel(Array.from({ length: count }), inFlight, async () => {
      await transfers.send(sender)
      sent += 1
      if (sent % reportedEach === 0) report(`${sent} of ${count} transfers stand in blocks`)
    })
    await checkBalances(topology.dataFolder, bank.name, community)
    report(`${await keep(topology, folder)} blocks are kept in ${folder}`)
  } finally {
    sender.close()
  }
}
