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

const callOf = ({ transaction }: Committed['proposal']): string => calls[transaction] ?? transaction

const readTransaction = ({ proposal, code }: Committed, position: number) => ({
  position,
  transaction: proposal.txId,
  validation: code,
  isSigned: true,
  chaincode: proposal.asked === '' ? ledgerChaincode : proposal.asked,
  at: proposal.timestamp,
  organisation: proposal.caller.mspId,
  ...(code === 'VALID' ? {} : { claimed: { call: callOf(proposal), arguments: [...proposal.args] } }),
  call: callOf(proposal),
  arguments: [...proposal.args],
  response: proposal.response,
  writes: consortium.chaincodes.flatMap((chaincode) =>
    proposal.readWriteSet.writes
      .filter(({ table }) => table === tableOf({ chaincode }))
      .map(({ key, value }) => ({ chaincode, key, value: value?.toString() ?? null })),
  ),
})

// A ledger in memory has no headers to hash.
const hashNamed = (number: number): string => String(number).padStart(64, '0')

/** A block of the ledger in memory as a gateway reads it from a peer. */
export const blockOf = ({ number, transactions }: Block): ReadBlock => ({
  ...{ number: BigInt(number), hash: hashNamed(number), previousHash: number === 0 ? '' : hashNamed(number - 1) },
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
