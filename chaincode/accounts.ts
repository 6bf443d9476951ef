import { AccountsContract } from './contracts/accounts-contract.ts'
import { silenceShim } from './state/quiet-shim.ts'

silenceShim()

// A plain array that may grow: the shim adds its own metadata contract to it.
export const contracts = [AccountsContract]
