import type { Finding } from '../findings.ts'
import { countedCodes, type Report, type Verdict, verdictOf } from '../report.ts'
import { type Roots, shownRoots } from '../verify/roots.ts'
import type { CheckedEvidence, ShownEvidence } from './check.ts'
import type { Claim } from './head.ts'

export const evidenceReportFormat = 'assay evidence report 1'

/** What a check of evidence came to, as a file for programs; the page for people is made of the same. */
export interface EvidenceReport {
  format: typeof evidenceReportFormat
  verdict: Verdict
  file: string
  /** Empty where not even the head could be read. */
  channel: string
  claim: Claim | null
  shown: ShownEvidence
  /** When it was checked, UTC. */
  at: string
  roots: Report['roots']
  codes: Report['codes']
  findings: Finding[]
}

/** The report of a check of evidence. */
export const evidenceReportOf = (
  { head, findings, shown }: CheckedEvidence,
  { file, roots, at }: { file: string; roots: Roots; at: Date },
): EvidenceReport => {
  const codes = countedCodes(findings)
  return {
    ...{ format: evidenceReportFormat, verdict: verdictOf(codes, shown.blocks), file },
    ...{ channel: head?.channel ?? '', claim: head?.claim ?? null, shown, at: at.toISOString() },
    ...{ roots: shownRoots(roots), codes, findings },
  }
}
