import type { Contract, Transaction } from '@hyperledger/fabric-gateway'
import type { Outcome } from '../../chaincode/wire/outcome.ts'
import { isRecorded } from '../../chaincode/wire/outcome.ts'
import { crashPoint } from '../crash-point.ts'
import type { Commit, Follower } from '../projection/follower.ts'

const commitMilliseconds = 30_000

/** What became of one try at a batch: what the endorsers decided, and what the ledger said of the transaction. */
export interface Attempt {
  outcomes: Outcome[]
  /** Undefined when nothing was to be written, or when no block held the transaction in time. */
  commit: Commit | undefined
  wasSubmitted: boolean
}

const endorse = async (contract: Contract, envelopes: string[], organisations: string[]): Promise<Transaction> =>
  contract.newProposal('apply', { arguments: envelopes, endorsingOrganizations: organisations }).endorse()

/**
 * Has the envelopes decided by the organisations named, and submits what they decided unless it changes nothing.
 * Submitted is not committed, and a failed submit is not undone: after either the caller may safely try again, since
 * each number is honoured once.
 */
export const attempt = async (request: {
  contract: Contract
  follower: Follower
  envelopes: string[]
  organisations: string[]
}): Promise<Attempt> => {
  const transaction = await endorse(request.contract, request.envelopes, request.organisations)
  const outcomes = JSON.parse(Buffer.from(transaction.getResult()).toString()) as Outcome[]
  crashPoint('endorsed')
  if (!outcomes.some(isRecorded)) return { outcomes, commit: undefined, wasSubmitted: false }
  const committed = request.follower.waitFor(transaction.getTransactionId(), commitMilliseconds)
  await transaction.submit()
  crashPoint('submitted')
  return { outcomes, commit: await committed, wasSubmitted: true }
}
