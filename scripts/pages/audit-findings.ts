import {
  chainFindingCodes,
  comparisonFindingCodes,
  evidenceFindingCodes,
  type FindingCode,
  findingCodes,
  listFindingCodes,
  replayFindingCodes,
} from '../../audit/findings.ts'
import { oddities } from '../../audit/oddities.ts'
import { exitCodes } from '../../audit/report.ts'
import { code, markdownTable } from './markdown.ts'

type Group = Partial<Record<FindingCode, unknown>>

/** What finds which codes. */
const groups: readonly [heading: string, codes: Group][] = [
  ['Reading and verifying blocks', chainFindingCodes],
  ['Deciding everything again', replayFindingCodes],
  ['Checking a file of evidence', evidenceFindingCodes],
  ['Comparing peers and exports', comparisonFindingCodes],
  ['Reading a list again', listFindingCodes],
]

const table = (codes: Group): string =>
  markdownTable(
    ['Code', 'Exit', 'Meaning'],
    (Object.keys(codes) as FindingCode[]).map((name) => {
      const { means, proves } = findingCodes[name]
      return [code(name), String(proves === 'difference' ? exitCodes.differs : exitCodes.not_checked), means]
    }),
  )

const introduction = `# What an audit can find

Made from \`audit/findings.ts\` by \`npm run pages\`. [Auditing](auditing.md) tells how to ask, and what each answer does not prove.

Each finding names, as far as they apply, block, transaction, instruction, key, and both values: what should be and what is there. A finding
with exit ${exitCodes.differs} is a difference: something was changed, left out or made up. One with exit ${exitCodes.not_checked} says that something could not be looked at, so that
nothing is proven of the whole; a difference beside it still ends the command with ${exitCodes.differs}. Without findings it ends with ${exitCodes.proven}.`

const oddSection = `## Odd, and no finding

What speaks against nobody’s blocks is counted, with the place of the first of its kind, and changes no verdict: transactions that the
peers rightly found invalid, by Fabric’s own codes such as \`MVCC_READ_CONFLICT\`, and these:

${markdownTable(
  ['Name', 'Meaning'],
  Object.entries(oddities).map(([name, means]) => [code(name), means]),
)}`

/** The page of all codes that an audit can find, by what finds them. */
export const auditFindingsPage = (): string =>
  `${[introduction, ...groups.flatMap(([heading, codes]) => [`## ${heading}`, table(codes)]), oddSection].join('\n\n')}\n`
