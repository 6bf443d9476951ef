import { createHash } from 'node:crypto'
import type { Call, HiddenWrite, LedgerBlock, LedgerTransaction } from '../../../audit/ledger/transaction.ts'
import { ledgerChaincode } from '../../../chaincode/wire/consortium.ts'
import { certificates } from '../../support/certificates.ts'
import type { Caller } from '../../support/endorsement.ts'
import type { Block, Committed, InMemoryLedger } from '../../support/ledger.ts'
import type { Write } from '../../support/read-write-set.ts'

/** The full names of transactions, by which the ledger is asked. */
export const fullNames: { readonly [transaction: string]: string } = {
  apply: 'ledger:apply',
  fold: 'ledger:fold',
  foldMarks: 'ledger:foldMarks',
  enrolRegistrar: 'registry:enrolRegistrar',
}

const certificateOf = ({ role, admin }: Caller): Buffer =>
  Buffer.from(certificates[admin === true ? 'admin' : (role ?? 'client')])

/** The chaincode whose rows a table of the ledger in memory holds. */
const chaincodeOf = (table: string): string => (table === '' ? ledgerChaincode : table)

/** Whether a table of the ledger in memory is a pair's collection. */
const isPrivate = ({ table }: Pick<Write, 'table'>): boolean => table.startsWith('pair-')

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const hiddenOf = ({ table, key, value, isPurge }: Write): HiddenWrite => ({
  ...{ collection: `${ledgerChaincode}/${table}`, keyHash: sha256(key), valueHash: value && sha256(value) },
  what: isPurge ? 'purged' : value === undefined ? 'deleted' : 'written',
})

const callOf = ({ proposal }: Committed, channel: string): Call => ({
  ...{ what: 'call', channel, at: proposal.timestamp },
  creator: { mspId: proposal.caller.mspId, certificate: certificateOf(proposal.caller) },
  ...{
    chaincode: chaincodeOf(proposal.asked),
    named: chaincodeOf(proposal.asked),
    version: 'first',
    name: fullNames[proposal.transaction] ?? proposal.transaction,
  },
  ...{ arguments: [...proposal.args], status: 200, response: proposal.response },
  event: proposal.event && { ...proposal.event, transaction: proposal.txId },
  writes: proposal.readWriteSet.writes
    .filter((write) => !isPrivate(write))
    .map(({ table, key, value }) => ({ chaincode: chaincodeOf(table), key, value })),
  metadata: proposal.readWriteSet.policyWrites.map(({ table, key, policy }) => ({
    ...{ chaincode: chaincodeOf(table), key },
    ...{ name: 'VALIDATION_PARAMETER', value: policy },
  })),
  hidden: proposal.readWriteSet.writes.filter(isPrivate).map(hiddenOf),
})

const transactionOf = (committed: Committed, position: number, channel: string): LedgerTransaction => ({
  ...{ position, id: committed.proposal.txId, validation: committed.code },
  content: committed.code === 'VALID' ? callOf(committed, channel) : { what: 'invalid' },
})

const blockOf = ({ number, transactions }: Block, channel: string): LedgerBlock => ({
  number: BigInt(number),
  transactions: transactions.map((committed, position) => transactionOf(committed, position, channel)),
})

/** All blocks of a ledger in memory as the auditor reads them, in values of their own: a test may change them. */
export const auditedBlocksOf = ({ blocks, channel }: InMemoryLedger): LedgerBlock[] =>
  blocks.map((block) => blockOf(block, channel))

/** A place in the blocks where something may be changed. */
export interface Target {
  block: LedgerBlock
  transaction: LedgerTransaction
  call: Call
}

/** Every valid call of the blocks. */
export const targetsIn = (blocks: readonly LedgerBlock[]): Target[] =>
  blocks.flatMap((block) =>
    block.transactions.flatMap((transaction) =>
      transaction.content.what === 'call' ? [{ block, transaction, call: transaction.content }] : [],
    ),
  )
