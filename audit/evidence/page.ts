import { momentText } from '../moment.ts'
import { firstBlockLines, foundLines, type Language, plain, rootLines } from '../page.ts'
import type { Verdict } from '../report.ts'
import type { ShownStep } from './claims.ts'
import type { Claim } from './head.ts'
import type { EvidenceReport } from './report.ts'

interface Words {
  verdict: Record<Verdict, string>
  claims: Record<Claim['what'], string>
  labels: Record<'file' | 'channel' | 'claim' | 'place' | 'time' | 'from' | 'submitter' | 'endorsers' | 'stamp', string>
  validity: string
  outcome: string
  kind: string
  body: string
  confirmed: (by: string) => string
  unconfirmed: string
  steps: string
  unread: string
  shows: string
  showsNot: string
}

const english: Words = {
  verdict: {
    proven: 'PROVEN: the file shows what it claims, under the root certificates below.',
    differs: 'DIFFERS: the file is not what it should be; each difference is named below.',
    not_checked: 'NOT CHECKED: the file does not show what it claims; the reasons stand below.',
  },
  claims: { transaction: 'transaction', instruction: 'instruction', history: 'history of the row' },
  labels: {
    ...{ file: 'File', channel: 'Channel', claim: 'Of', place: 'Stands in', time: 'Time', from: 'Signed by' },
    ...{ submitter: 'Sent by the gateway of', endorsers: 'Endorsed by peers of', stamp: 'Stamped by' },
  },
  ...{ validity: 'Peers found it', outcome: 'Outcome', kind: 'Kind', body: 'Says' },
  confirmed: (by) =>
    by === 'bytes' ? 'shown by its own bytes' : `shown by those who endorsed a transaction of block ${by}`,
  unconfirmed: 'by the word of who made this file alone',
  steps: 'Steps',
  unread: 'The first step did not look whether there was a row; by the rules that opens a new one.',
  shows:
    'Shown: orderers put these blocks into the channel; the members’ peers endorsed this as they had agreed; the device’s key and the home’s stamp key were those on the ledger when it was decided.',
  showsNot:
    'Not shown: that the rules were followed; what other transactions of its block or later blocks did; and that neither a later agreement on a chaincode nor a policy of a single row is left out of the file. A replay of all blocks shows these.',
}

const chinese: Words = {
  verdict: {
    proven: '已证明：依下列根证书，文件证明了其声明的内容。',
    differs: '有差异：文件与应有的内容不符，每处差异列在下面。',
    not_checked: '未能检查：文件不足以证明其声明的内容，原因列在下面。',
  },
  claims: { transaction: '交易', instruction: '指令', history: '记录的历史' },
  labels: {
    ...{ file: '文件', channel: '通道', claim: '对象', place: '所在', time: '时间', from: '签名人' },
    ...{ submitter: '提交网关所属', endorsers: '背书节点所属', stamp: '盖章机构' },
  },
  ...{ validity: '节点判定', outcome: '结果', kind: '种类', body: '内容' },
  confirmed: (by) => (by === 'bytes' ? '由其自身字节证明' : `由区块 ${by} 中一笔交易的背书人证明`),
  unconfirmed: '仅凭文件制作者之言',
  steps: '步骤',
  unread: '第一步未查看此前是否有该记录；依规则，这是新建记录。',
  shows: '已证明：排序节点将这些区块写入通道；各成员节点按约定背书；判定时账本上的设备公钥与机构盖章公钥与此一致。',
  showsNot:
    '未证明：规则是否得到遵守；同一区块其他交易及之后区块的内容；以及文件是否遗漏了之后的链码约定或个别记录的背书策略。重放全部区块可证明这些。',
}

const words: Record<Language, Words> = { en: english, zh: chinese }

const separator: Record<Language, string> = { en: ': ', zh: '：' }

const nameOf = (claim: Claim): string => {
  if (claim.what === 'history') return `${claim.row.key} (${claim.row.chaincode})`
  return claim.what === 'instruction' ? claim.instruction : claim.id
}

type Line = [label: string, value: string | undefined]

const instructionLines = ({ shown: { instruction: shown } }: EvidenceReport, { labels, ...told }: Words): Line[] => {
  if (shown === undefined) return []
  const { from, device, kind, body, number } = shown.instruction as { [member: string]: unknown }
  const { status, code, effects, values } = shown.outcome
  const { participant } = (shown.stamp ?? {}) as { participant?: unknown }
  return [
    [told.kind, String(kind)],
    [labels.from, `${from}, ${device}, ${number}`],
    [told.body, JSON.stringify(body)],
    [labels.stamp, participant === undefined ? undefined : String(participant)],
    [
      told.outcome,
      [status, code, JSON.stringify(effects ?? values ?? {})].filter((part) => part !== undefined).join(' '),
    ],
  ]
}

const validityLines = ({ claim, shown }: EvidenceReport, told: Words): Line[] => {
  if (claim === null || shown.transaction === undefined) return []
  const validation = claim.what === 'history' ? 'VALID' : claim.validation
  const by = shown.confirmedBy === undefined ? told.unconfirmed : told.confirmed(shown.confirmedBy)
  const place = claim.what === 'history' ? undefined : `${claim.block} / ${claim.transaction}, ${shown.transaction.id}`
  const isOne = claim.what !== 'history'
  return [
    [told.labels.place, place],
    [told.labels.time, isOne && shown.transaction.at !== undefined ? momentText(shown.transaction.at) : undefined],
    [told.labels.submitter, isOne ? shown.transaction.submitter : undefined],
    [told.labels.endorsers, isOne ? shown.transaction.endorsers.join(' ') : undefined],
    [told.validity, `${validation}, ${by}`],
  ]
}

const stepLines = ({ block, transaction, at, submitter, instructions, after }: ShownStep): string[] => [
  `  ${block} / ${transaction}  ${plain(momentText(at))}  ${plain(submitter)}  ${plain(instructions.join(' '))}`.trimEnd(),
  `      ${after === null ? '-' : plain(after)}`,
]

const stepsLines = ({ shown: { steps, isFirstShown } }: EvidenceReport, told: Words): string[] =>
  steps.length === 0 ? [] : ['', told.steps, ...steps.flatMap(stepLines), ...(isFirstShown ? [] : [`  ${told.unread}`])]

/** A check of evidence as one page of text, which begins with its verdict. */
export const evidencePageOf = (report: EvidenceReport, language: Language): string => {
  const told = words[language]
  const { claim, shown } = report
  const lines: Line[] = [
    [told.labels.file, report.file],
    [told.labels.channel, report.channel],
    [told.labels.claim, claim === null ? undefined : `${told.claims[claim.what]} ${nameOf(claim)}`],
    ...instructionLines(report, told),
    ...validityLines(report, told),
  ]
  return [
    ...[told.verdict[report.verdict], ''],
    ...lines.flatMap(([label, value]) =>
      value === undefined ? [] : [`${label}${separator[language]}${plain(value)}`],
    ),
    ...stepsLines(report, told),
    ...foundLines(report.findings, language),
    ...firstBlockLines(shown.firstBlock, language),
    ...rootLines(report.roots, language),
    ...['', ...(report.verdict === 'proven' ? [told.shows] : []), told.showsNot, ''],
  ].join('\n')
}
