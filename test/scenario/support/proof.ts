import { join } from 'node:path'
import { pageOf } from '../../../audit/page.ts'
import type { Report } from '../../../audit/report.ts'
import type { Topology } from '../../../network/topology.ts'
import { auditNetwork } from '../../../scripts/audit/network.ts'
import { waitUntilAllStand } from './agreement.ts'

const isWhole = ({ verdict, to, counts }: Report, height: number): boolean =>
  verdict === 'proven' && BigInt(to ?? -1) >= BigInt(height - 1) && counts.differing === 0

/**
 * Has an auditor prove all blocks of a network that stands: those of one peer are decided again, those of each other verified. Says how
 * much was proven, and what is odd about it. Throws the pages of those that are not proven whole, which name what was found.
 */
export const requireProof = async (topology: Topology, report: (line: string) => void): Promise<Report> => {
  const height = await waitUntilAllStand(topology)
  const reports = await auditNetwork(topology, join(topology.dataFolder, 'audit'))
  const failed = reports.filter((one) => !isWhole(one, height))
  if (failed.length > 0) throw new Error(failed.map((one) => pageOf(one, 'en')).join('\n'))
  const [decided] = reports as [Report]
  // What cannot be decided again is no difference, and no proof either; what few may know is in no block, and is counted by itself.
  if (decided.counts.unseen > decided.counts.confidential)
    throw new Error(`not all was decided again:\n${pageOf(decided, 'en')}`)
  const { blocks, proven, confidential } = decided.counts
  const odd = decided.oddities.map(({ code, count }) => `, ${count} ${code}`).join('')
  report(
    `proven: ${blocks} blocks of ${reports.length} peers, ${proven} instructions decided again, ${confidential} confidential${odd}`,
  )
  return decided
}
