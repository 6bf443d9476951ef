import { LedgerContract } from './contracts/ledger-contract.ts'
import { QueryContract } from './contracts/query-contract.ts'
import { RegistryContract } from './contracts/registry-contract.ts'
import { silenceShim } from './state/quiet-shim.ts'

silenceShim()

// A plain array that may grow: the shim adds its own metadata contract to it.
export const contracts = [LedgerContract, RegistryContract, QueryContract]
