import { expect } from 'chai'
import { Contract } from 'fabric-contract-api'
import { contracts } from '../../../chaincode/index.ts'

/** Every transaction that anybody with an identity on the channel can call; a new method must be added here by hand. */
const publicList: Record<string, string[]> = {
  ledger: ['apply', 'fold'],
  registry: ['enrolRegistrar'],
  query: ['get', 'history', 'range'],
}

describe('the contracts', () => {
  it('offer the transactions of the public list and no other method', () => {
    const offered = contracts.map((Offered) => {
      const contract = new Offered()
      const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(contract)).filter(
        (name) => name !== 'constructor',
      )
      return [contract.getName(), methods]
    })
    expect(Object.fromEntries(offered)).deep.equal(publicList)
  })

  it('inherit from the contract class itself, so that no class between adds a transaction', () => {
    for (const Offered of contracts) expect(Object.getPrototypeOf(Offered)).equal(Contract)
  })

  it('keep no transaction in an own property of an instance', () => {
    for (const Offered of contracts) {
      const functions = Object.values(new Offered()).filter((value) => typeof value === 'function')
      expect(functions).deep.equal([])
    }
  })

  it('declares no parameter that it does not always get, since the runtime refuses calls by their count', () => {
    const counts: Record<string, number> = {
      ...{ 'ledger:apply': 1, 'ledger:fold': 1, 'registry:enrolRegistrar': 2 },
      ...{ 'query:get': 2, 'query:history': 2, 'query:range': 3 },
    }
    for (const Offered of contracts) {
      const name = new Offered().getName()
      for (const transaction of publicList[name] ?? []) {
        const method = (Offered.prototype as never)[transaction] as { length: number }
        expect(method.length, transaction).equal(counts[`${name}:${transaction}`])
      }
    }
  })
})
