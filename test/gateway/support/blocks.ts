import { ledgerChaincode } from '../../../chaincode/wire/consortium.ts'
import type { ReadBlock } from '../../../gateway/fabric/block.ts'
import { Projection } from '../../../gateway/projection/projection.ts'
import { tableOf } from '../../support/endorsement.ts'
import type { Block, Committed, InMemoryLedger } from '../../support/ledger.ts'
import { consortium } from '../../support/members.ts'

const calls: { [transaction: string]: string } = {
  apply: 'ledger:apply',
  fold: 'ledger:fold',
  enrolRegistrar: 'registry:enrolRegistrar',
}

const readTransaction = ({ proposal, code }: Committed, position: number) => ({
  position,
  transaction: proposal.txId,
  validation: code,
  isSigned: true,
  chaincode: proposal.asked === '' ? ledgerChaincode : proposal.asked,
  at: proposal.timestamp,
  call: calls[proposal.transaction] ?? proposal.transaction,
  arguments: [...proposal.args],
  response: proposal.response,
  writes: consortium.chaincodes.flatMap((chaincode) =>
    proposal.readWriteSet.writes
      .filter(({ table }) => table === tableOf({ chaincode }))
      .map(({ key, value }) => ({ chaincode, key, value: value?.toString() ?? null })),
  ),
})

/** A block of the ledger in memory as a gateway reads it from a peer. */
export const blockOf = ({ number, transactions }: Block): ReadBlock => ({
  number: BigInt(number),
  transactions: transactions.map(readTransaction),
})

/** All blocks of a ledger in memory. */
export const blocksOf = ({ blocks }: InMemoryLedger): ReadBlock[] => blocks.map(blockOf)

/** A projection of blocks, in a file or in memory only. */
export const projectionOf = (blocks: readonly ReadBlock[], path = ':memory:'): Projection => {
  const projection = new Projection(path, consortium)
  for (const block of blocks) projection.apply(block)
  return projection
}
