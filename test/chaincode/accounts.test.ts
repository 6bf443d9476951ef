import { expect } from 'chai'
import { AccountsChaincode } from '../../chaincode/contracts/accounts-chaincode.ts'

describe('the package of the accounts', () => {
  it('holds the chaincode of accounts, which a peer is served', async () => {
    const { chaincode } = await import('../../chaincode/accounts.ts')
    expect(chaincode).instanceOf(AccountsChaincode)
  })
})
