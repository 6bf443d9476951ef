import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { foundLines, type Language } from '../page.ts'
import type { Depth, Report } from '../report.ts'
import { check, type Looking } from './check.ts'
import type { Invocation } from './invocation.ts'
import type { RulesOptions, SourceOptions, TrustOptions } from './setting.ts'

/** Audits blocks from the first on while something looks at them; the work stands in a file that is gone afterwards, so that memory stays flat. */
export const look = async (
  depth: Depth,
  options: SourceOptions & TrustOptions & RulesOptions,
  invocation: Invocation,
  looking: Looking,
): Promise<Report> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-audit-'))
  try {
    return await check(depth, { ...options, work: join(folder, 'work') }, invocation, looking)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const verdicts: Record<Language, Record<Report['verdict'], string>> = {
  en: {
    proven: 'PROVEN: nothing speaks against the blocks from which this is told',
    differs: 'DIFFERS: something speaks against the blocks from which this is told',
    not_checked: 'NOT CHECKED: not all of the blocks could be looked at, so that something may be missing here',
  },
  zh: {
    proven: '已证明：以上内容所依据的区块没有任何问题',
    differs: '有差异：以上内容所依据的区块存在问题',
    not_checked: '未能检查：部分区块无法核查，以上内容可能不完整',
  },
}

/** What an audit came to, as the last lines of what was told on its way. */
export const verdictLines = ({ verdict, from, to, source, findings }: Report, language: Language): string =>
  [`${verdicts[language][verdict]} (${source}, ${from ?? '-'} … ${to ?? '-'})`, ...foundLines(findings, language)].join(
    '\n',
  )
