import { randomBytes } from 'node:crypto'
import type { Contract, Transaction } from '@hyperledger/fabric-gateway'
import { isRecorded, type Outcome } from '../../chaincode/outcome.ts'
import { transientNames } from '../../chaincode/wire/transient.ts'
import { crashPoint } from '../crash-point.ts'
import type { Commit, Follower } from '../projection/follower.ts'

const commitMilliseconds = 30_000
const saltBytes = 32

/** What became of one try at a batch: what the endorsers decided, and what the ledger said of the transaction. */
export interface Attempt {
  outcomes: Outcome[]
  /** Undefined when nothing was to be written, or when no block held the transaction in time. */
  commit: Commit | undefined
  wasSubmitted: boolean
}

interface Batch {
  contract: Contract
  envelopes: string[]
  organisations: string[]
  /** Rows by their keys, as the projection has them. */
  presumed: ReadonlyMap<string, string>
  /** Texts of confidential bodies by the ids of their instructions; they reach these organisations' peers, and stand in no block. */
  confidential: ReadonlyMap<string, string>
}

interface Request extends Batch {
  follower: Follower
  /** Whether all envelopes are on the disk, once that is known: what is not was promised to nobody. */
  areStored: () => Promise<boolean>
}

const named = (prefix: string, texts: ReadonlyMap<string, string>): { [name: string]: string } =>
  Object.fromEntries([...texts].map(([name, text]) => [`${prefix}${name}`, text]))

/** What goes beside a transaction: presumed rows, and for confidential bodies a salt that makes what they write unlike any guess. */
const transientOf = ({ presumed, confidential }: Pick<Batch, 'presumed' | 'confidential'>) => ({
  ...named(transientNames.row, presumed),
  ...named(transientNames.confidential, confidential),
  ...(confidential.size > 0 && { [transientNames.salt]: randomBytes(saltBytes).toString('base64url') }),
})

const endorse = ({ contract, envelopes, organisations, ...beside }: Batch): Promise<Transaction> =>
  contract
    .newProposal('apply', {
      arguments: envelopes,
      endorsingOrganizations: organisations,
      transientData: transientOf(beside),
    })
    .endorse()

/**
 * Has the envelopes decided by the organisations named, and submits what they decided unless it changes nothing. Rows
 * that are presumed spare the contract to ask for them, and change nothing of what it decides (decision 0024).
 * Submitted is not committed, and a failed submit is not undone: after either the caller may safely try again, since
 * each number is honoured once. Submits nothing, and answers undefined, where the envelopes are not all stored.
 */
export const attempt = async (request: Request): Promise<Attempt | undefined> => {
  const transaction = await endorse(request)
  if (!(await request.areStored())) return undefined
  const outcomes = JSON.parse(Buffer.from(transaction.getResult()).toString()) as Outcome[]
  crashPoint('endorsed')
  if (!outcomes.some(isRecorded)) return { outcomes, commit: undefined, wasSubmitted: false }
  const committed = request.follower.waitFor(transaction.getTransactionId(), commitMilliseconds)
  await transaction.submit()
  crashPoint('submitted')
  return { outcomes, commit: await committed, wasSubmitted: true }
}
