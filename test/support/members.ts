import { Consortium } from '../../chaincode/wire/consortium.ts'
import { ownConsortiumFile, readConsortium } from '../../network/consortium.ts'

/** The consortium that the project comes with, as tests have it when they name no other. */
export const consortium = new Consortium(readConsortium(ownConsortiumFile))

/** Two banks and two institutions, of which three must agree, and an auditor. */
export const twoAndTwo = new Consortium({
  members: [
    { mspId: 'NorthBankMSP', title: 'North Bank', parts: ['bank', 'orderer'] },
    { mspId: 'SouthBankMSP', title: 'South Bank', parts: ['bank', 'orderer'] },
    { mspId: 'MintMSP', title: 'Mint', parts: ['institution', 'orderer'] },
    { mspId: 'VaultMSP', title: 'Vault', parts: ['institution'] },
    { mspId: 'WatchMSP', title: 'Watch', parts: ['auditor'] },
  ],
})
