import { pageOf } from '../../audit/page.ts'
import type { Report } from '../../audit/report.ts'

const reasons = (reports: readonly Report[]): string[] => [
  ...reports.filter(({ verdict }) => verdict !== 'proven').map((report) => pageOf(report, 'en')),
  'docs/audit-findings.md says what each code means.',
]

/**
 * What an audit of every peer came to, in sentences for somebody who never saw one: the verdict of the page, what was proven, what was not,
 * and how to do it oneself. Those that are not proven come with their whole pages instead.
 */
export const taleOf = (reports: readonly Report[]): string[] => {
  const [decided] = reports
  if (decided === undefined) return ['There was no peer to audit.']
  if (reports.some(({ verdict }) => verdict !== 'proven')) return reasons(reports)
  const { blocks, proven } = decided.counts
  const [verdict = ''] = pageOf(decided, 'en').split('\n')
  return [
    verdict,
    `All ${blocks} blocks of each of the ${reports.length} peers were checked from the first on: none is altered, left out or in another place, and`,
    'each peer holds exactly what they say. Every signature counts by root certificates that did not come from the blocks.',
    `Then all ${proven} instructions were decided again by the rules, and each came to what stands on the ledger, to the last unit.`,
    'It does not prove what no block can: that metal lies in a vault, or that a key was in the right hand.',
    'Prove it yourself, also on another machine that trusts none of this one (docs/auditing.md):',
    '  npm run audit -- fetch --to blocks.assay',
    '  npm run audit -- replay --blocks blocks.assay',
  ]
}
