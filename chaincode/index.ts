import type { Contract } from 'fabric-contract-api'
import { LedgerContract } from './contracts/ledger-contract.ts'
import { QueryContract } from './contracts/query-contract.ts'
import { RegistryContract } from './contracts/registry-contract.ts'
import { silenceShim } from './state/quiet-shim.ts'
import type { Consortium } from './wire/consortium.ts'

silenceShim()

/** The ledger's contracts for a consortium. */
export const contractsOf = (consortium: Consortium): Contract[] => [
  new LedgerContract(consortium),
  new RegistryContract(consortium),
  new QueryContract(consortium),
]
