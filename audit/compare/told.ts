import { readBlock } from '../blocks/block.ts'
import { readOrNothing } from '../blocks/envelope.ts'
import type { Finding } from '../findings.ts'
import { readTransactions } from '../ledger/read-block.ts'
import type { AuditStore } from '../store.ts'
import type { ProjectionComparison } from './projection.ts'

const keep = async (store: AuditStore, findings: readonly Finding[]): Promise<void> => {
  if (findings.length > 0) await store.takeIn(async () => ({ findings, progress: undefined }))
}

/** Blocks on their way into an audit, each of which what a gateway tells is held against; what differs is kept with the audit. */
export async function* comparedOnTheWay(
  blocks: AsyncIterable<Uint8Array>,
  { comparison, store }: { comparison: ProjectionComparison | undefined; store: AuditStore },
): AsyncGenerator<Uint8Array> {
  for await (const bytes of blocks) {
    // What is no block is named by the audit.
    const block = readOrNothing(() => readTransactions(readBlock(bytes)))
    if (comparison !== undefined && block !== undefined) await keep(store, comparison.block(block))
    yield bytes
  }
}

/** Holds what a gateway tells against the rows that all blocks left, once the audit is through; what differs is kept with it. */
export const compareRows = async (comparison: ProjectionComparison, store: AuditStore): Promise<void> => {
  await keep(store, [...comparison.rows(store.rows)])
}
