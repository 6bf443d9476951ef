import type { Case } from './driver.ts'
import { identifiers } from './identifiers.ts'
import { policies } from './policies.ts'
import { policiesInBlocks } from './policies-in-blocks.ts'
import { ranges } from './ranges.ts'
import { reading } from './reading.ts'
import { versions } from './versions.ts'

/**
 * What Fabric does with single steps, as rules and gateways rely on it. Each case runs on the ledger in memory and on real peers
 * (`test/scenario/semantics.test.ts`), so that the one is known to behave as the other.
 */
export const cases: readonly Case[] = [
  ...reading,
  ...versions,
  ...ranges,
  ...policies,
  ...policiesInBlocks,
  ...identifiers,
]
