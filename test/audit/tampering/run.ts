import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { common } from '@hyperledger/fabric-protos'
import { Audit, type AuditSetting, audit } from '../../../audit/audit.ts'
import { blocksOfExport } from '../../../audit/blocks/export-file.ts'
import { ProjectionComparison } from '../../../audit/compare/projection.ts'
import { type Finding, FindingFault } from '../../../audit/findings.ts'
import { AuditStore } from '../../../audit/store.ts'
import { readRoots } from '../../../audit/verify/roots.ts'
import { readBlock } from '../../../gateway/fabric/block.ts'
import { Projection } from '../../../gateway/projection/projection.ts'
import { Random } from '../../market/random.ts'
import { rootsOfAll } from '../../support/identities/identities.ts'
import { consortium } from '../../support/members.ts'
import { checked } from '../support/evidence.ts'
import { Base } from './base.ts'
import type { ForgedBlocks, ForgedEvidence, ForgedFile, ForgedProjection, Kind, Kinds, Scene } from './kind.ts'

/** What became of one forgery. */
export interface Trial {
  what: string
  seed: number
  /** False where the histories of this seed have nowhere to forge it. */
  isDone: boolean
  /** What is wrong about what was found; undefined where it is found as it must be. */
  fault?: string
}

interface Planned {
  what: string
  kind: Kind
  forged: ForgedBlocks
  /** The first block that is other than in the base. */
  from: number
}

const settingOf = ({ asked = {} }: Pick<ForgedBlocks, 'asked'> = {}): Omit<AuditSetting, 'store'> => ({
  channel: asked.channel ?? 'assay',
  roots: readRoots(asked.roots ?? rootsOfAll()),
  consortium,
  rules: asked.rules,
})

const isSame = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  one !== undefined && other !== undefined && Buffer.compare(one, other) === 0

const firstOther = ({ base, blocks, asked }: ForgedBlocks): number => {
  // Who asks for something else begins an audit of their own.
  if (asked !== undefined) return 0
  const at = blocks.findIndex((bytes, number) => !isSame(bytes, base.blocks[number]))
  return at === -1 ? blocks.length : at
}

/** A number of its own for each text, so that a kind is forged alike whichever others are. */
const numberOf = (text: string): number =>
  [...text].reduce((sum, character) => (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) >>> 0, 7)

const textOf = (finding: Finding | undefined): string => (finding === undefined ? 'nothing' : JSON.stringify(finding))

/** What is wrong about what was found first, and where. */
const placeFault = ({ finds }: Kind, { at, key }: ForgedBlocks, first: Finding | undefined): string | undefined => {
  const isThere = first?.block === at.block?.toString() && (at.transaction ?? first?.transaction) === first?.transaction
  const isNamed = key === undefined || first?.key === key
  if (first?.code === finds && isThere && isNamed) return undefined
  return `${finds} at ${at.block}/${at.transaction ?? ''} ${key ?? ''} was expected, and ${textOf(first)} found`
}

const missingOf = ({ also = [] }: Kind, findings: readonly Finding[]): string | undefined => {
  const codes = new Set(findings.map(({ code }) => code))
  const missing = also.filter((code) => !codes.has(code))
  return missing.length === 0 ? undefined : `${missing.join(', ')} not found, among ${[...codes].join(', ')}`
}

/** All that is found on forged blocks from the first one that is other than in the base, behind what a store holds of those before it. */
const findingsOn = async (forged: ForgedBlocks, { file, from }: { file: string; from: number }): Promise<Finding[]> => {
  const store = new AuditStore(file)
  try {
    const run = new Audit({ ...settingOf(forged), store })
    const findings: Finding[] = []
    for (const bytes of forged.blocks.slice(from)) if (!run.hasEnded) findings.push(...(await run.take(bytes)))
    return findings
  } finally {
    store.close()
  }
}

/** Audits honest blocks once, and beside them each forgery from its first forged block on. */
class Bench {
  readonly #folder = mkdtempSync(join(tmpdir(), 'assay-tampering-'))
  readonly #base: Base
  readonly #honest: string

  constructor(base: Base) {
    this.#base = base
    this.#honest = join(this.#folder, 'honest')
  }

  /** The faults of forgeries, in the order of their first blocks. */
  async run(planned: readonly Planned[]): Promise<Map<Planned, string | undefined>> {
    const faults = new Map<Planned, string | undefined>()
    for (const one of planned.toSorted((first, second) => first.from - second.from)) {
      await this.#advance(one.from)
      faults.set(one, await this.#faultOf(one))
    }
    return faults
  }

  /** Goes on with the honest blocks up to one, in which nothing may be found. */
  async #advance(to: number): Promise<void> {
    const store = new AuditStore(this.#honest)
    try {
      const run = new Audit({ ...settingOf(), store })
      for (const bytes of this.#base.blocks.slice(Number(run.next), to)) {
        const [first] = await run.take(bytes)
        if (first !== undefined) throw new Error(`honest blocks, and found: ${textOf(first)}`)
      }
    } finally {
      store.close()
    }
  }

  async #faultOf({ kind, forged, from }: Planned): Promise<string | undefined> {
    const file = join(this.#folder, 'forged')
    if (forged.asked === undefined) copyFileSync(this.#honest, file)
    const findings = await findingsOn(forged, { file, from })
    rmSync(file)
    return placeFault(kind, forged, findings[0]) ?? missingOf(kind, findings)
  }

  /** The faults of what gateways tell, against all blocks. */
  async compare(planned: readonly { kind: Kind; forged: ForgedProjection }[]): Promise<(string | undefined)[]> {
    if (planned.length === 0) return []
    await this.#advance(this.#base.blocks.length)
    const file = join(this.#folder, 'projection')
    const projection = new Projection(file, consortium)
    for (const bytes of this.#base.blocks) {
      projection.apply(readBlock(common.Block.deserializeBinary(bytes), consortium.chaincodes))
    }
    projection.close()
    const honest = this.#told(file)
    if (honest.length > 0) throw new Error(`an honest gateway, and found: ${textOf(honest[0])}`)
    return planned.map(({ kind, forged }) => {
      const copy = join(this.#folder, 'told')
      copyFileSync(file, copy)
      forged.change(copy)
      const [first] = this.#told(copy)
      rmSync(copy)
      const isNamed = forged.key === undefined || first?.key === forged.key
      return first?.code === kind.finds && isNamed
        ? undefined
        : `${kind.finds} was expected, and ${textOf(first)} found`
    })
  }

  /** All that is found in what a gateway tells. */
  #told(file: string): Finding[] {
    const store = new AuditStore(this.#honest)
    let comparison: ProjectionComparison | undefined
    try {
      const opened = new ProjectionComparison(file, consortium)
      comparison = opened
      return [...this.#base.ledger.flatMap((block) => opened.block(block)), ...opened.rows(store.rows)]
    } catch (error) {
      if (error instanceof FindingFault) return [error.finding]
      throw error
    } finally {
      comparison?.close()
      store.close()
    }
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** What is wrong about what is found in a file. */
const faultOfFile = async (kind: Kind, { file }: ForgedFile): Promise<string | undefined> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-tampering-'))
  const store = new AuditStore()
  try {
    const path = join(folder, 'blocks')
    writeFileSync(path, file)
    const findings: Finding[] = []
    const onFinding = (finding: Finding) => findings.push(finding)
    const ending = await audit(blocksOfExport(path), { ...settingOf(), store, onFinding })
    const [first] = [...findings, ...ending]
    return first?.code === kind.finds ? undefined : `${kind.finds} was expected, and ${textOf(first)} found`
  } finally {
    store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What is wrong about what is found in evidence, by the roots that are given apart from it. */
const faultOfEvidence = async ({ finds }: Kind, { evidence }: ForgedEvidence): Promise<string | undefined> => {
  const { findings } = await checked(await evidence(), { roots: rootsOfAll() })
  return findings[0]?.code === finds ? undefined : `${finds} was expected, and ${textOf(findings[0])} found`
}

const recorded = Base.ofRecorded()
let pair: Promise<Base> | undefined

/** What is forged, by how it is tried. */
interface Plan {
  blocks: Planned[]
  files: { what: string; kind: Kind; forged: ForgedFile }[]
  projections: { what: string; kind: Kind; forged: ForgedProjection }[]
  evidence: { what: string; kind: Kind; forged: ForgedEvidence }[]
  /** The kinds that these histories have nowhere for. */
  none: string[]
}

const planOf = (kinds: Kinds, { seed, ...bases }: Omit<Scene, 'random'> & { seed: number }): Plan => {
  const plan: Plan = { blocks: [], files: [], projections: [], evidence: [], none: [] }
  for (const [what, kind] of Object.entries(kinds)) {
    const forged = kind.forge({ ...bases, random: new Random(seed ^ numberOf(what)) })
    if (forged === undefined) plan.none.push(what)
    else if ('file' in forged) plan.files.push({ what, kind, forged })
    else if ('evidence' in forged) plan.evidence.push({ what, kind, forged })
    else if ('change' in forged) plan.projections.push({ what, kind, forged })
    else plan.blocks.push({ what, kind, forged, from: firstOther(forged) })
  }
  return plan
}

const faultsOn = async (base: Base, plan: Plan): Promise<[what: string, fault: string | undefined][]> => {
  const bench = new Bench(base)
  try {
    const faults = await bench.run(plan.blocks.filter(({ forged }) => forged.base === base))
    const projections = plan.projections.filter(({ forged }) => forged.base === base)
    const told = await bench.compare(projections)
    return [
      ...[...faults].map(([{ what }, fault]): [string, string | undefined] => [what, fault]),
      ...projections.map(({ what }, at): [string, string | undefined] => [what, told[at]]),
    ]
  } finally {
    bench.close()
  }
}

/** Tries every kind once with a seed, on histories that the seed makes. */
export const tryKinds = async (kinds: Kinds, seed: number): Promise<Trial[]> => {
  pair ??= Base.ofPair()
  const bases = { market: await Base.ofDay(seed), recorded: await recorded, pair: await pair }
  const plan = planOf(kinds, { ...bases, seed })
  const trials: Trial[] = plan.none.map((what) => ({ what, seed, isDone: false }))
  const trial = (what: string, fault: string | undefined): void => {
    trials.push({ what, seed, isDone: true, ...(fault !== undefined && { fault }) })
  }
  for (const { what, kind, forged } of plan.files) trial(what, await faultOfFile(kind, forged))
  for (const { what, kind, forged } of plan.evidence) trial(what, await faultOfEvidence(kind, forged))
  for (const base of Object.values(bases)) {
    for (const [what, fault] of await faultsOn(base, plan)) trial(what, fault)
  }
  return trials
}
