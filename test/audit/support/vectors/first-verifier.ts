import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Audit, type AuditSetting, audit } from '../../../../audit/audit.ts'
import { blocksOfExport } from '../../../../audit/blocks/export-file.ts'
import type { Finding } from '../../../../audit/findings.ts'
import { AuditStore } from '../../../../audit/store.ts'
import { readRoots } from '../../../../audit/verify/roots.ts'
import { consortium } from '../../../support/members.ts'
import { blocksOf, fileOf, isFileEdited, type Outcome, type Vector, type VectorBase } from './vector.ts'

/** What is found first, and which block of the list it was found at. */
export interface First {
  finding: Finding | undefined
  at: number
}

/** A finding as vectors name it. */
export const outcomeOf = (finding: Finding | undefined): Outcome =>
  finding === undefined
    ? 'proven'
    : [finding.code, finding.block, finding.transaction].filter((part) => part !== undefined).join(' ')

type Asked = Pick<Vector, 'edits' | 'channel' | 'roots'>

const isSame = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  one !== undefined && other !== undefined && Buffer.compare(one, other) === 0

const settingOf = (asked: Asked, base: VectorBase): Omit<AuditSetting, 'store'> => ({
  channel: asked.channel ?? 'assay',
  roots: readRoots(asked.roots ?? base.roots),
  consortium,
})

/**
 * The verifier in TypeScript over vectors of one base: it audits the base's own blocks once, and beside them each vector from its first
 * changed block on.
 */
export class FirstVerifier {
  readonly #folder = mkdtempSync(join(tmpdir(), 'assay-vectors-'))
  readonly #base: VectorBase
  readonly #honest = join(this.#folder, 'honest')

  constructor(base: VectorBase) {
    this.#base = base
  }

  /** The first block from which an audit must look: the one that is changed. */
  fromOf(asked: Asked): number {
    if (asked.channel !== undefined || asked.roots !== undefined || isFileEdited(asked)) return 0
    const blocks = blocksOf(asked, this.#base)
    const at = blocks.findIndex((bytes, number) => !isSame(bytes, this.#base.blocks[number]))
    return at === -1 ? Math.max(0, blocks.length - 1) : at
  }

  /** What is found first in a vector. Those of later blocks must come after those of earlier ones. */
  async first(asked: Asked): Promise<First> {
    if (isFileEdited(asked)) return await this.#firstInFile(asked)
    const from = this.fromOf(asked)
    const file = join(this.#folder, 'vector')
    if (from > 0) {
      await this.#advance(from)
      copyFileSync(this.#honest, file)
    }
    const store = new AuditStore(from > 0 ? file : undefined)
    try {
      return await firstOn(new Audit({ ...settingOf(asked, this.#base), store }), {
        ...{ blocks: blocksOf(asked, this.#base), from },
      })
    } finally {
      store.close()
      rmSync(file, { force: true })
    }
  }

  async #advance(to: number): Promise<void> {
    const store = new AuditStore(this.#honest)
    try {
      const run = new Audit({ ...settingOf({ edits: [] }, this.#base), store })
      for (const bytes of this.#base.blocks.slice(Number(run.next), to)) {
        const [found] = await run.take(bytes)
        if (found !== undefined) throw new Error(`a base must be honest: ${outcomeOf(found)}`)
      }
      if (Number(run.next) !== to) throw new Error('vectors are looked at in the order of their first changed blocks')
    } finally {
      store.close()
    }
  }

  async #firstInFile(asked: Asked): Promise<First> {
    const file = join(this.#folder, 'file')
    writeFileSync(file, fileOf(asked, this.#base))
    const store = new AuditStore()
    try {
      const found: Finding[] = []
      const onFinding = (finding: Finding) => found.push(finding)
      found.push(...(await audit(blocksOfExport(file), { ...settingOf(asked, this.#base), store, onFinding })))
      return { finding: found[0], at: 0 }
    } finally {
      store.close()
      rmSync(file)
    }
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

const firstOn = async (
  run: Audit,
  { blocks, from }: { blocks: readonly Uint8Array[]; from: number },
): Promise<First> => {
  for (const [at, bytes] of blocks.entries()) {
    if (at < from) continue
    const [finding] = await run.take(bytes)
    if (finding !== undefined) return { finding, at }
  }
  return { finding: undefined, at: blocks.length - 1 }
}
