import { type Finding, type FindingCode, findingCodes } from './findings.ts'
import type { AuditStore } from './store.ts'
import type { Oddity } from './summary.ts'
import { type Roots, shownRoots } from './verify/roots.ts'

/** Everything holds; something differs, which is named; or not all could be looked at, so that nothing is said of the whole. */
export const verdicts = ['proven', 'differs', 'not_checked'] as const
export type Verdict = (typeof verdicts)[number]

/** What each verdict ends a command with: 0 is never said of what was not checked. */
export const exitCodes = { proven: 0, differs: 1, not_checked: 2 } as const satisfies Record<Verdict, number>

export const reportFormat = 'assay audit report 1'

/** How far an audit went: blocks verified alone, or decided again as well. */
export type Depth = 'verify' | 'replay'

/** What an audit came to, as a file for programs; pages for people are made of the same. */
export interface Report {
  format: typeof reportFormat
  verdict: Verdict
  depth: Depth
  channel: string
  /** Where the blocks came from. */
  source: string
  /** First and last block that was looked at, as decimal strings; null where there was none. */
  from: string | null
  to: string | null
  /** When the audit ended, UTC. */
  at: string
  /** The roots that everything was held against, from elsewhere than the blocks; fingerprints are SHA-256. */
  roots: { mspId: string; fingerprint: string }[]
  /** The hash of the channel's first block, since the same members may have made several of one name; null where there was none. */
  firstBlock: string | null
  counts: {
    blocks: number
    /** Instructions that were decided again and came to the same. */
    proven: number
    differing: number
    /** Instructions that could not be decided again. */
    unseen: number
    /** Of those, the ones that say something to a bank and an institution alone, which no block holds (decision 0011). */
    confidential: number
    /** Of the proven ones, those decided again with what members disclosed. */
    disclosed: number
    /** Of the proven ones, those with a part that only their home's stamp says. */
    fromStamp: number
    /** Transactions that the peers found invalid, rightly unless a finding says otherwise. */
    invalid: number
  }
  /** What is odd and speaks against nobody's blocks, such as transactions that peers rightly found invalid. */
  oddities: Oddity[]
  /** How often each code was found. */
  codes: { code: FindingCode; count: number; means: string; proves: 'difference' | 'nothing' }[]
  /** What was found, in its order; the first ones where there are very many. */
  findings: Finding[]
}

/** As many findings stand in a report one by one. */
export const reportedAtMost = 1_000

export interface ReportSetting {
  depth: Depth
  channel: string
  source: string
  roots: Roots
  store: AuditStore
  /** What ended the reading of blocks, which no block brought. */
  ending: readonly Finding[]
  at: Date
}

const codesOf = (store: AuditStore, ending: readonly Finding[]): Report['codes'] => {
  const counts = new Map(store.counts)
  for (const { code } of ending) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].map(([code, count]) => ({ code, count, ...findingCodes[code] }))
}

/** How often each code stands among findings, and what it means. */
export const countedCodes = (findings: readonly Finding[]): Report['codes'] => {
  const counts = new Map<FindingCode, number>()
  for (const { code } of findings) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].map(([code, count]) => ({ code, count, ...findingCodes[code] }))
}

/** What codes come to; nothing is proven where nothing was looked at. */
export const verdictOf = (codes: Report['codes'], looked: number): Verdict => {
  if (codes.some(({ proves }) => proves === 'difference')) return 'differs'
  return codes.length > 0 || looked === 0 ? 'not_checked' : 'proven'
}

/** The report of an audit that has ended: what its store holds, and what ended it. */
export const reportOf = ({ store, ending, roots, at, ...told }: ReportSetting): Report => {
  const { blocks, transactions, instructions, oddities } = store.summary
  const codes = codesOf(store, ending)
  const next = store.progress?.position.chain.next ?? 0n
  return {
    ...{ format: reportFormat, verdict: verdictOf(codes, blocks), ...told },
    ...{ from: next === 0n ? null : '0', to: next === 0n ? null : String(next - 1n), at: at.toISOString() },
    ...{ roots: shownRoots(roots), firstBlock: store.firstBlock },
    counts: {
      ...{ blocks, proven: instructions.proven, differing: instructions.differing, unseen: instructions.unseen },
      confidential: instructions.confidential,
      // An audit that goes on from an earlier program's work has none.
      disclosed: instructions.disclosed ?? 0,
      ...{ fromStamp: instructions.takenFromStamp, invalid: transactions.invalid },
    },
    ...{ oddities, codes, findings: [...store.findings, ...ending].slice(0, reportedAtMost) },
  }
}
