import type { FindingCode } from '../../../../audit/findings.ts'
import { Random } from '../../../market/random.ts'
import { rootsOfAll } from '../../../support/identities/identities.ts'
import { Base } from '../../tampering/base.ts'
import type { ForgedBlocks, Scene } from '../../tampering/kind.ts'
import { kinds } from '../../tampering/kinds.ts'
import { recordedName } from './bases.ts'
import { type First, outcomeOf } from './first-verifier.ts'
import { type Edit, editsBetween, type Outcome, type Reason, type Vector, type VectorBase } from './vector.ts'

/** A vector of which nobody has said anything yet. */
export type Draft = Pick<Vector, 'name' | 'base' | 'edits' | 'channel' | 'roots'> & {
  /** The code that must be found first, where it is known. */
  finds?: FindingCode
}

/** Blocks of a day of the market, as many as stay small: all kinds of rows stand in them, and instructions with stamps. */
const blocksOfDay = 82

/** The bases that the tests sign themselves: the recorded channel again, and the beginnings of days of the market. */
export const makeBases = async (seed: number): Promise<{ members: Base; days: Base[] }> => ({
  members: await Base.ofRecorded(),
  days: await Promise.all(
    [seed, seed + 1].map(async (one) => new Base((await Base.ofDay(one)).blocks.slice(0, blocksOfDay))),
  ),
})

/** A base as vectors have it. */
export const asVectorBase = (name: string, { blocks }: Base): VectorBase => ({ name, blocks, roots: rootsOfAll() })

const isSame = (one: Uint8Array | undefined, other: Uint8Array): boolean =>
  one !== undefined && Buffer.compare(one, other) === 0

/** The edits that make these blocks of those of a base. */
export const editsOf = (blocks: readonly Uint8Array[], base: readonly Uint8Array[]): Edit[] => [
  { take: Math.min(blocks.length, base.length) },
  ...blocks.flatMap((bytes, at): Edit[] => {
    if (isSame(base[at], bytes)) return []
    const from = base.findIndex((one) => isSame(one, bytes))
    if (from !== -1) return [{ base: from, at }]
    const near = Math.min(at, base.length - 1)
    const before = base[near] as Uint8Array
    return [...(near === at ? [] : [{ base: near, at }]), ...editsBetween(at, before, bytes)]
  }),
]

const askedIn = ({ asked = {} }: ForgedBlocks): Pick<Draft, 'channel' | 'roots'> => ({
  ...(asked.channel !== undefined && { channel: asked.channel }),
  ...(asked.roots !== undefined && { roots: asked.roots }),
})

/** Each kind of the tamper suite, signed again by who colludes, on these bases. */
export const forgedDrafts = (scene: Scene, names: ReadonlyMap<Base, string>, suffix: string): Draft[] =>
  Object.entries(kinds).flatMap(([what, kind]): Draft[] => {
    const forged = kind.forge(scene)
    if (forged === undefined || !('blocks' in forged) || forged.asked?.rules !== undefined) return []
    const base = names.get(forged.base)
    if (base === undefined) return []
    const edits = editsOf(forged.blocks, forged.base.blocks)
    return [{ name: `${what} ${suffix}`, base, edits, finds: kind.finds, ...askedIn(forged) }]
  })

/** A place below this bound, more often a low one: early blocks are looked at sooner. */
const early = (random: Random, below: number): number => random.below(1 + random.below(below))

const changedByte = (bytes: Uint8Array, at: number, random: Random): string =>
  Buffer.from([(bytes[at] as number) ^ (1 << random.below(8))]).toString('base64')

/** What needs nobody's keys: each makes the edits of one vector. */
const plainKinds: { readonly [what: string]: (base: VectorBase, random: Random) => Edit[] } = {
  'a bit of a block': ({ blocks }, random) => {
    const block = early(random, blocks.length)
    const bytes = blocks[block] as Uint8Array
    const at = random.below(bytes.length)
    return [{ take: block + 1 }, { block, at, cut: 1, put: changedByte(bytes, at, random) }]
  },
  'a bit of a block beside its data': ({ blocks }, random) => {
    const block = early(random, blocks.length)
    const bytes = blocks[block] as Uint8Array
    // Header and first lengths stand at the front, metadata at the end.
    const at = random.chance(40) ? random.below(80) : bytes.length - 1 - random.below(1_100)
    return [{ take: block + 1 }, { block, at, cut: 1, put: changedByte(bytes, at, random) }]
  },
  'bytes of a block cut out or put in': ({ blocks }, random) => {
    const block = early(random, blocks.length)
    const at = random.below((blocks[block] as Uint8Array).length - 40)
    const put = Buffer.from(Array.from({ length: random.below(20) }, () => random.below(256))).toString('base64')
    return [{ take: block + 1 }, { block, at, cut: 1 + random.below(30), put }]
  },
  'a block left out': ({ blocks }, random) => {
    const drop = early(random, blocks.length - 1)
    return [{ take: drop + 2 }, { drop }]
  },
  'a block again': ({ blocks }, random) => {
    const behind = early(random, blocks.length - 1)
    return [{ take: behind + 2 }, { repeat: random.below(behind + 1), behind }]
  },
  'two blocks in each other’s place': ({ blocks }, random) => {
    const other = 1 + early(random, blocks.length - 1)
    return [{ take: other + 1 }, { swap: [random.below(other), other] }]
  },
  'a bit of the file': (_base, random) => [{ take: 3 }, { file: random.below(150), cut: 1, put: 'AQ==' }],
  'a file cut off': ({ blocks }, random) => {
    const [first = new Uint8Array(), second = new Uint8Array()] = blocks
    return [{ take: 2 }, { end: random.below(24 + first.length + 8 + second.length + 36) }]
  },
  'nothing, of the first blocks': ({ blocks }, random) => [{ take: 1 + early(random, blocks.length) }],
}

/** How many of each kind stand for a hundred. */
const shares: readonly (readonly [what: string, share: number])[] = [
  ['a bit of a block', 22],
  ['a bit of a block beside its data', 22],
  ['bytes of a block cut out or put in', 10],
  ['a block left out', 8],
  ['a block again', 8],
  ['two blocks in each other’s place', 8],
  ['a bit of the file', 5],
  ['a file cut off', 5],
  ['nothing, of the first blocks', 12],
]

/** So many vectors of what needs nobody's keys. */
export const plainDrafts = (bases: readonly VectorBase[], count: number, seed: number): Draft[] => {
  const random = new Random(seed)
  return Array.from({ length: count }, (_, index) => {
    const what = random.weighted(shares)
    const base = random.one(bases)
    return { name: `${what} ${index}`, base: base.name, edits: plainKinds[what]?.(base, random) ?? [] }
  })
}

/** All drafts, somewhat more than the count: about a third are forgeries that somebody signed, the others need nobody's keys. */
export const makeDrafts = (
  { members, days }: { members: Base; days: readonly Base[] },
  recorded: VectorBase,
  { count, seed }: { count: number; seed: number },
): { drafts: Draft[]; bases: Map<string, VectorBase> } => {
  const all = new Map<Base, string>([
    [members, 'members'],
    ...days.map((day, index): [Base, string] => [day, `market-${index + 1}`]),
  ])
  const bases = new Map([...all].map(([base, name]) => [name, asVectorBase(name, base)]))
  bases.set(recordedName, recorded)
  const forged = new Map<string, Draft>()
  for (let round = 0; round < roundsAtMost && forged.size < count * shareForged; round += 1) {
    const random = new Random(seed * 1_000 + round)
    const market = random.one(days)
    for (const draft of forgedDrafts({ market, recorded: members, random }, all, `of round ${round}`)) {
      // The same forgery is drawn again where a base has few places for it.
      const same = JSON.stringify([draft.base, draft.edits, draft.channel, draft.roots])
      if (!forged.has(same)) forged.set(same, draft)
    }
  }
  const plain = plainDrafts([...bases.values()], Math.ceil(count * shareDrawn) - forged.size, seed)
  return { drafts: [...forged.values(), ...plain], bases }
}

const roundsAtMost = 12
const shareForged = 0.321
/** Some turn out too long to be kept. */
const shareDrawn = 1.1

/** What only the rules can tell. */
const ofRules = new Set<FindingCode>([
  ...(['WRITTEN_FROM_OUTSIDE', 'CALL_UNKNOWN', 'CALLER_NOT_ENTITLED', 'CALL_REFUSED'] as const),
  ...(['INSTRUCTION_PASSED_OVER', 'OUTCOME_DIFFERS', 'EFFECTS_DIFFER', 'REFUSAL_DIFFERS', 'RESPONSE_DIFFERS'] as const),
  ...([
    'EVENT_DIFFERS',
    'WRITE_MISSING',
    'WRITE_UNFOUNDED',
    'WRITE_ELSEWHERE',
    'WRITE_TWICE',
    'AMOUNT_DIFFERS',
  ] as const),
  ...(['ROW_DIFFERS', 'POLICY_DIFFERS', 'COLLECTION_WRITTEN', 'SUBMITTED_BY_ANOTHER_HOME', 'ROW_UNREADABLE'] as const),
  ...(['SUPPLY_DIFFERS', 'BUCKET_NEGATIVE', 'DEFINITION_DIFFERS'] as const),
])

/** What bytes are called that are no message in the form of peers. */
const ofForm = new Set<FindingCode>(['BLOCK_UNREADABLE', 'BLOCK_NOT_CANONICAL', 'ORDERER_SIGNATURES_UNREADABLE'])

const ofReads = new Set(['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT'])

/** Why the second may say something else than the first; undefined where it must say the same. */
export const reasonOf = ({ finding }: First, second: Outcome): Reason | undefined => {
  if (finding === undefined || outcomeOf(finding) === second) return undefined
  if (ofRules.has(finding.code)) return 'rules'
  if (finding.code.startsWith('CONFIGURATION_UN')) return 'configuration'
  // Found by both, under the names that their libraries allow.
  if (ofForm.has(finding.code) && second !== 'proven') return 'form'
  const { code, expected = '', found = '' } = finding
  return code === 'FLAG_DIFFERS' && (ofReads.has(expected) || ofReads.has(found)) ? 'reads' : undefined
}

/** The same without the blocks behind the one at which something is found first: nothing behind it is asked for. */
export const trimmed = (draft: Draft, { at }: First): Draft => {
  const isTaken = (edit: Edit): boolean => !('block' in edit) || edit.block <= at
  const isPut = (edit: Edit): boolean => !('base' in edit) || edit.at <= at
  const [first, ...others] = draft.edits
  if (
    first === undefined ||
    !('take' in first) ||
    !draft.edits.slice(1).every((edit) => 'block' in edit || 'base' in edit)
  )
    return draft
  return { ...draft, edits: [{ take: Math.min(first.take, at + 1) }, ...others.filter(isTaken).filter(isPut)] }
}
