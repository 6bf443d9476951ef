import type { FindingCode } from '../../../audit/findings.ts'
import type { RulesByVersion } from '../../../audit/replay/rules.ts'
import type { Random } from '../../market/random.ts'
import type { Base } from './base.ts'

/** What is forged, in nine families. */
export type Family =
  | 'bytes and files'
  | 'order, gaps and repeats'
  | 'orderers and configuration'
  | 'endorsements and key policies'
  | 'device signatures, numbers and stamps'
  | 'outcomes and amounts'
  | 'collections, hashes and purges'
  | 'time and windows'
  | 'projection, export and evidence'

/** Whose keys a forgery needs. */
export type Colluder =
  /** Nobody's: files are edited. */
  | 'nobody'
  /** One peer, which tells its own flags and hashes. */
  | 'a peer'
  | 'the orderers'
  /** As many peers as policies ask for, and the gateway that submits. */
  | 'a quorum of endorsers'
  | 'a gateway'
  | 'administrators'

/** What is forged on, by the seed. */
export interface Scene {
  /** A day of the market. */
  market: Base
  /** The recorded channel, with collections, conflicts and a second configuration, signed by the tests' own members. */
  recorded: Base
  /** A bank and an institution that trade by chains, with what the two alone may know; nothing is forged there where it is left out. */
  pair?: Base
  random: Random
}

/** Blocks in which one thing is forged. Before the first that is other than in the base, all is the base's. */
export interface ForgedBlocks {
  base: Base
  blocks: readonly Uint8Array[]
  /** Where it must be found: at which block, and at which of its transactions where one is to blame; bytes that are no block have no number. */
  at: { block?: number; transaction?: number | undefined }
  /** What the finding must name. */
  key?: string | undefined
  /** What the auditor asks for, where that is not the base's own. */
  asked?: { channel?: string; roots?: Record<string, string>; rules?: RulesByVersion }
}

/** An export of blocks in which something is forged. */
export interface ForgedFile {
  file: Uint8Array
}

/** What a gateway tells, which it keeps in a file of its own. */
export interface ForgedProjection {
  base: Base
  /** Changes the file of a gateway that read all blocks of the base. */
  change: (file: string) => void
  key?: string
}

/** A file of evidence in which something is forged. */
export interface ForgedEvidence {
  evidence: () => Promise<Uint8Array>
}

/** A kind of forgery. */
export interface Kind {
  family: Family
  by: Colluder
  /** The code that must be the first one found, at the place that is forged. */
  finds: FindingCode
  /** Codes that must be found besides. */
  also?: readonly FindingCode[]
  /** Forges one thing; undefined where these histories have nowhere to. */
  forge: (scene: Scene) => ForgedBlocks | ForgedFile | ForgedProjection | ForgedEvidence | undefined
}

/** Kinds by what is forged, in words. */
export type Kinds = Readonly<Record<string, Kind>>
