import { AccountsChaincode } from './contracts/accounts-chaincode.ts'
import { silenceShim } from './state/quiet-shim.ts'

silenceShim()

export const chaincode = new AccountsChaincode()
