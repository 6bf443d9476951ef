import type { Finding } from '../findings.ts'
import { foundLines, type Language, plain, rootLines } from '../page.ts'
import { countedCodes, type Report, type Verdict, verdictOf } from '../report.ts'
import { type Roots, shownRoots } from '../verify/roots.ts'
import type { Comparison, SourceEnd } from './comparison.ts'

export const comparisonFormat = 'assay comparison 1'

/** What a comparison came to, as a file for programs; the page for people is made of the same. */
export interface ComparisonReport {
  format: typeof comparisonFormat
  verdict: Verdict
  channel: string
  sources: SourceEnd[]
  /** How many blocks at least two sources had, and had alike. */
  common: number
  at: string
  roots: Report['roots']
  codes: Report['codes']
  findings: Finding[]
}

/** The report of a comparison. */
export const comparisonReportOf = (
  { sources, common, findings }: Comparison,
  { channel, roots, at }: { channel: string; roots: Roots; at: Date },
): ComparisonReport => {
  const codes = countedCodes(findings)
  return {
    ...{ format: comparisonFormat, verdict: verdictOf(codes, common), channel, sources, common },
    ...{ at: at.toISOString(), roots: shownRoots(roots), codes, findings },
  }
}

interface Words {
  verdict: Record<Verdict, string>
  common: (count: number) => string
  ended: Record<SourceEnd['ended'], string>
  blocks: string
  shorter: string
}

const words: Record<Language, Words> = {
  en: {
    verdict: {
      proven: 'PROVEN: all sources have the same blocks, as far as each goes, and nothing speaks against them.',
      differs:
        'DIFFERS: the sources differ, or something speaks against one of them; the first difference of each is named below.',
      not_checked: 'NOT CHECKED: not all could be compared; the reasons stand below.',
    },
    common: (count) => `Blocks that two sources or more have alike: ${count}`,
    ended: {
      'all read': 'read to its end',
      differs: 'read up to its first difference',
      failed: 'could not be read on',
    },
    blocks: 'blocks',
    shorter: 'shorter than others, which is no difference',
  },
  zh: {
    verdict: {
      proven: '已证明：各来源在各自范围内的区块相同，且没有任何问题。',
      differs: '有差异：来源之间不一致，或其中之一存在问题；每个来源的首处差异列在下面。',
      not_checked: '未能检查：有内容无法比较，原因列在下面。',
    },
    common: (count) => `两个以上来源一致的区块数：${count}`,
    ended: { 'all read': '已读完', differs: '读到首处差异为止', failed: '无法继续读取' },
    blocks: '个区块',
    shorter: '短于其他来源，不算差异',
  },
}

/** A comparison as one page of text, which begins with its verdict. */
export const comparisonPageOf = (report: ComparisonReport, language: Language): string => {
  const told = words[language]
  const most = Math.max(0, ...report.sources.map(({ blocks }) => blocks))
  return [
    ...[told.verdict[report.verdict], '', told.common(report.common)],
    ...report.sources.map(({ name, blocks, ended }) => {
      const isShorter = ended === 'all read' && blocks < most
      return `  ${plain(name)}  ${blocks} ${told.blocks}, ${told.ended[ended]}${isShorter ? ` (${told.shorter})` : ''}`
    }),
    ...foundLines(report.findings, language),
    ...[...rootLines(report.roots, language), ''],
  ].join('\n')
}
