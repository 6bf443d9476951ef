import { expect } from 'chai'
import { Contract } from 'fabric-contract-api'
import { contractsOf } from '../../../chaincode/index.ts'
import { consortium } from '../../support/members.ts'

/** Every transaction that anybody with an identity on the channel can call; a new method must be added here by hand. */
const publicList: Record<string, string[]> = {
  ledger: ['apply', 'fold', 'foldMarks'],
  registry: ['enrolRegistrar'],
  query: ['get', 'history', 'range'],
}

const contracts = contractsOf(consortium)

describe('the contracts', () => {
  it('offer the transactions of the public list and no other method', () => {
    const offered = contracts.map((contract) => {
      const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(contract)).filter(
        (name) => name !== 'constructor',
      )
      return [contract.getName(), methods]
    })
    expect(Object.fromEntries(offered)).deep.equal(publicList)
  })

  it('inherit from the contract class itself, so that no class between adds a transaction', () => {
    for (const contract of contracts) expect(Object.getPrototypeOf(contract.constructor)).equal(Contract)
  })

  it('keep no transaction in an own property of an instance', () => {
    for (const contract of contracts) {
      const functions = Object.values(contract).filter((value) => typeof value === 'function')
      expect(functions).deep.equal([])
    }
  })

  it('declares no parameter that it does not always get, since the runtime refuses calls by their count', () => {
    const counts: Record<string, number> = {
      ...{ 'ledger:apply': 1, 'ledger:fold': 1, 'ledger:foldMarks': 1, 'registry:enrolRegistrar': 2 },
      ...{ 'query:get': 2, 'query:history': 2, 'query:range': 3 },
    }
    for (const contract of contracts) {
      const name = contract.getName()
      for (const transaction of publicList[name] ?? []) {
        const method = (Object.getPrototypeOf(contract) as never)[transaction] as { length: number }
        expect(method.length, transaction).equal(counts[`${name}:${transaction}`])
      }
    }
  })
})
