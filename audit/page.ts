import type { Finding } from './findings.ts'
import { countedCodes, type Report } from './report.ts'

export const languages = ['en', 'zh'] as const
export type Language = (typeof languages)[number]

interface Words {
  verdict: Record<Report['verdict'], string>
  depth: Record<Report['depth'], string>
  labels: { channel: string; source: string; blocks: string; at: string; depth: string }
  counted: string
  counts: Record<keyof Report['counts'], string>
  roots: string
  firstBlock: string
  odd: string
  first: (block: string, transaction: number) => string
  found: string
  more: (count: number) => string
  block: string
  transaction: string
  instruction: string
  key: string
  expected: string
  present: string
  limits: string
}

const english: Words = {
  verdict: {
    proven: 'PROVEN: nothing speaks against any of these blocks.',
    differs: 'DIFFERS: these blocks are not what they should be; each difference is named below.',
    not_checked: 'NOT CHECKED: not all could be looked at, so nothing is said of the whole; the reasons stand below.',
  },
  depth: { verify: 'verified', replay: 'verified, and every instruction decided again' },
  labels: { channel: 'Channel', source: 'From', blocks: 'Blocks', at: 'Ended', depth: 'How far' },
  counted: 'Counted',
  counts: {
    ...{ blocks: 'blocks', proven: 'instructions proven', differing: 'instructions differing' },
    ...{ unseen: 'instructions not decided again', fromStamp: 'of the proven, in part by their home’s stamp alone' },
    confidential: 'of those not decided again, since what they say to few is in no block',
    disclosed: 'of the proven, decided again with what members disclosed',
    invalid: 'transactions that the peers found invalid',
  },
  roots: 'Root certificates it was held against (SHA-256); compare them with what each member told you itself',
  firstBlock: 'First block of the channel (SHA-256 of its header); compare it with what each member told you itself',
  odd: 'Odd, and nothing that speaks against these blocks',
  first: (block, transaction) => `the first in block ${block}, transaction ${transaction}`,
  found: 'Found',
  more: (count) => `and ${count} more`,
  ...{ block: 'block', transaction: 'transaction', instruction: 'instruction', key: 'at', expected: 'should be' },
  present: 'is',
  limits:
    'Not looked at: what happened outside the ledger, such as metal in a vault; what a member keeps to itself; and whether these are the newest blocks.',
}

const chinese: Words = {
  verdict: {
    proven: '已证明：这些区块没有任何问题。',
    differs: '有差异：这些区块与应有的内容不符，每处差异列在下面。',
    not_checked: '未能检查：有内容无法核查，因此不对整体下结论，原因列在下面。',
  },
  depth: { verify: '已核验', replay: '已核验，并重新判定每条指令' },
  labels: { channel: '通道', source: '来源', blocks: '区块', at: '完成时间', depth: '范围' },
  counted: '计数',
  counts: {
    ...{ blocks: '个区块', proven: '条指令已证明', differing: '条指令有差异', unseen: '条指令未重新判定' },
    confidential: '条未重新判定是因为保密内容不在区块中',
    disclosed: '条已证明的指令依据成员披露的保密内容重新判定',
    ...{ fromStamp: '条已证明的指令部分仅凭开户机构的确认', invalid: '笔交易被节点判为无效' },
  },
  roots: '核查所依据的根证书（SHA-256），请与各成员亲自告知的对照',
  firstBlock: '通道首个区块（区块头的 SHA-256），请与各成员亲自告知的对照',
  odd: '异常但不影响这些区块',
  first: (block, transaction) => `首次见于区块 ${block} 的交易 ${transaction}`,
  found: '发现',
  more: (count) => `另有 ${count} 处`,
  ...{ block: '区块', transaction: '交易', instruction: '指令', key: '位置', expected: '应为', present: '实为' },
  limits: '未检查：账本之外的事，例如金库里的金属；成员自己保存的内容；以及这些是否为最新区块。',
}

const words: Record<Language, Words> = { en: english, zh: chinese }

const shownAtMost = 120

const cut = (text: string): string => (text.length <= shownAtMost ? text : `${text.slice(0, shownAtMost)}…`)

/** A text of anybody's, cut and without what would steer a terminal. */
export const plain = (text: string): string => cut(text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '\u{fffd}'))

const placeOf = (finding: Finding, told: Words): string =>
  [
    finding.block === undefined ? '' : `${told.block} ${finding.block}`,
    finding.transaction === undefined ? '' : `${told.transaction} ${finding.transaction}`,
    finding.instruction === undefined ? '' : `${told.instruction} ${plain(finding.instruction)}`,
    finding.key === undefined ? '' : `${told.key} ${plain(finding.key)}`,
  ]
    .filter((part) => part !== '')
    .join(', ')

/** One finding in a line or three: its code and place, and both values where there are two. */
const linesOf = (finding: Finding, told: Words): string[] => [
  `  ${finding.code}  ${placeOf(finding, told)}`.trimEnd(),
  ...(finding.expected === undefined ? [] : [`      ${told.expected}: ${plain(finding.expected)}`]),
  ...(finding.found === undefined ? [] : [`      ${told.present}: ${plain(finding.found)}`]),
]

const listedAtMost = 20

/** What was found: how often each code, and then one by one as far as a page holds them. */
const foundIn = ({ codes, findings }: Pick<Report, 'codes' | 'findings'>, told: Words): string[] => {
  if (codes.length === 0) return []
  const total = codes.reduce((sum, { count }) => sum + count, 0)
  const listed = findings.slice(0, listedAtMost)
  return [
    ...['', told.found],
    ...codes.map(({ code, count, means }) => `  ${String(count).padStart(6)}  ${code}: ${means}`),
    ...['', ...listed.flatMap((finding) => linesOf(finding, told))],
    ...(total > listed.length ? [`  ${told.more(total - listed.length)}`] : []),
  ]
}

const oddIn = ({ oddities }: Report, told: Words): string[] =>
  oddities.length === 0
    ? []
    : [
        ...['', told.odd],
        ...oddities.map(
          ({ code, count, block, transaction }) =>
            `  ${String(count).padStart(8)}  ${code}, ${told.first(block, transaction)}`,
        ),
      ]

/** Findings as a part of a page. */
export const foundLines = (findings: readonly Finding[], language: Language): string[] =>
  foundIn({ codes: countedCodes(findings), findings: [...findings] }, words[language])

/** The roots that something was held against, as a part of a page. */
export const rootLines = (roots: Report['roots'], language: Language): string[] => [
  ...['', words[language].roots],
  ...roots.map(({ mspId, fingerprint }) => `  ${mspId}  ${fingerprint}`),
]

/** The hash of the first block, as a part of a page; nothing where there is none. */
export const firstBlockLines = (hash: string | null | undefined, language: Language): string[] =>
  typeof hash === 'string' ? ['', words[language].firstBlock, `  ${hash}`] : []

/** A report as one page of text, which begins with its verdict. */
export const pageOf = (report: Report, language: Language): string => {
  const told = words[language]
  const { labels } = told
  const counts = Object.entries(told.counts) as [keyof Report['counts'], string][]
  return [
    told.verdict[report.verdict],
    '',
    `${labels.channel}: ${plain(report.channel)}`,
    `${labels.source}: ${plain(report.source)}`,
    `${labels.blocks}: ${report.from ?? '-'} … ${report.to ?? '-'}`,
    `${labels.depth}: ${told.depth[report.depth]}`,
    `${labels.at}: ${report.at}`,
    ...['', told.counted],
    ...counts.map(([name, label]) => `  ${String(report.counts[name]).padStart(8)}  ${label}`),
    ...foundIn(report, told),
    ...oddIn(report, told),
    ...rootLines(report.roots, language),
    ...firstBlockLines(report.firstBlock, language),
    ...['', told.limits, ''],
  ].join('\n')
}
