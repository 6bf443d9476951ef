import { text } from 'node:stream/consumers'
import { LedgerContract } from '../../chaincode/contracts/ledger-contract.ts'
import { RegistryContract } from '../../chaincode/contracts/registry-contract.ts'
import { InMemoryLedger, type Proposed } from './ledger.ts'
import { consortium } from './members.ts'
import { fingerprint } from './read-write-set.ts'

// A program of its own: runs the transactions given on its input, one to a block, on a fresh ledger, and prints the
// fingerprint of each. Two machines that run it must print the same.

/** A transaction as its input names it. */
export type Replayed = Pick<Proposed, 'caller' | 'transaction' | 'args'> & { txId: string; timestamp: string }

const ledger = new InMemoryLedger()
const fingerprints: string[] = []
for (const request of JSON.parse(await text(process.stdin)) as Replayed[]) {
  const contract = request.transaction === 'apply' ? new LedgerContract(consortium) : new RegistryContract(consortium)
  const { proposal } = await ledger.submit({ ...request, contract, timestamp: BigInt(request.timestamp) })
  fingerprints.push(fingerprint(proposal))
}
process.stdout.write(JSON.stringify(fingerprints))
