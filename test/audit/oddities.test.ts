import { expect } from 'chai'
import { readBlock } from '../../audit/blocks/block.ts'
import { readTransactions } from '../../audit/ledger/read-block.ts'
import { countOddities } from '../../audit/oddities.ts'
import { emptySummary } from '../../audit/summary.ts'
import { type Made, rawBlockOf } from '../gateway/support/raw-blocks.ts'
import { certificates } from '../support/certificates.ts'
import { recordedBlocks } from './support/recorded.ts'

const creator = { mspId: 'BankMSP', certificate: certificates.gateway }

const made = (nonce: string, invoked?: string): Made => ({
  ...{ nonce, creator, chaincode: 'ledger', args: ['ledger:apply'], ...(invoked !== undefined && { invoked }) },
})

describe('what is odd in blocks', () => {
  it('is a transaction whose invocation names another chaincode than the one that ran', () => {
    const summary = emptySummary()
    for (const block of [rawBlockOf(3, [made('a')]), rawBlockOf(4, [made('b'), made('c', 'x'), made('d', 'y')])])
      countOddities(summary, readTransactions(readBlock(block.serializeBinary())))
    expect(summary.oddities).to.deep.equal([{ code: 'INVOCATION_MISNAMED', count: 2, block: '4', transaction: 1 }])
  })

  it('is each kind of transaction that peers found invalid, counted, with the first of it', async () => {
    const summary = emptySummary()
    for (const block of await recordedBlocks()) countOddities(summary, readTransactions(readBlock(block)))
    const codes = summary.oddities.map(({ code }) => code)
    expect(codes).to.include.members(['MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT', 'ENDORSEMENT_POLICY_FAILURE'])
    expect(new Set(codes).size).to.equal(codes.length)
    for (const { count, block } of summary.oddities) {
      expect(count).to.be.greaterThan(0)
      expect(BigInt(block) > 0n).to.equal(true)
    }
  })
})
