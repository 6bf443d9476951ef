import type { common } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { readBlock } from '../../../audit/blocks/block.ts'
import { readTransactions } from '../../../audit/ledger/read-block.ts'
import { replay } from '../../../audit/replay/replay.ts'
import { type Made, rawBlockOf, transactionId } from '../../gateway/support/raw-blocks.ts'
import { Random } from '../../market/random.ts'
import { certificates } from '../../support/certificates.ts'
import { digestOfHex } from '../../support/confidential.ts'
import { consortium } from '../../support/members.ts'

const read = (block: common.Block) => readTransactions(readBlock(block.serializeBinary()))

const creator = { mspId: 'BankMSP', certificate: certificates.gateway }
const made: Made = {
  ...{ nonce: 'one', creator, channel: 'assay', status: 200, seconds: 1_800_000_000n },
  ...{ chaincode: 'ledger', version: '0af1', args: ['ledger:apply', 'first', 'second'], response: '[]' },
  event: { name: 'instructions', payload: '[1]', transaction: 'one' },
  writes: [
    { namespace: 'ledger', key: 'a', value: '{}', policy: 'two of three' },
    { namespace: 'ledger', key: 'b' },
    { namespace: 'ledger', key: 'hidden', collection: 'secrets' },
    { namespace: 'ledger', key: 'kept', value: '1', collection: 'secrets' },
    { namespace: 'ledger', key: 'old', value: '1', gone: 'purged', collection: 'secrets' },
    { namespace: 'elsewhere', key: 'c', value: '1' },
  ],
}

describe('what the auditor reads of a block', () => {
  it('is all that a valid transaction asked, was answered and wrote, in every chaincode', () => {
    const { number, transactions } = read(rawBlockOf(7, [made]))
    expect(number).equal(7n)
    expect(transactions).deep.equal([
      {
        ...{ position: 0, id: transactionId('one', creator), validation: 'VALID' },
        content: {
          ...{ what: 'call', channel: 'assay', at: 1_800_000_000_123n },
          creator: { mspId: 'BankMSP', certificate: new Uint8Array(Buffer.from(certificates.gateway)) },
          ...{
            chaincode: 'ledger',
            named: 'ledger',
            version: '0af1',
            name: 'ledger:apply',
            arguments: ['first', 'second'],
            status: 200,
            response: '[]',
          },
          event: { name: 'instructions', payload: '[1]', transaction: 'one' },
          writes: [
            { chaincode: 'ledger', key: 'a', value: new Uint8Array(Buffer.from('{}')) },
            { chaincode: 'ledger', key: 'b', value: undefined },
            { chaincode: 'elsewhere', key: 'c', value: new Uint8Array(Buffer.from('1')) },
          ],
          metadata: [
            {
              ...{ chaincode: 'ledger', key: 'a', name: 'VALIDATION_PARAMETER' },
              value: new Uint8Array(Buffer.from('two of three')),
            },
          ],
          hidden: [
            { keyHash: digestOfHex('hidden'), valueHash: undefined, what: 'deleted' },
            { keyHash: digestOfHex('kept'), valueHash: digestOfHex('1'), what: 'written' },
            { keyHash: digestOfHex('old'), valueHash: digestOfHex('1'), what: 'purged' },
          ].map((one) => ({ collection: 'ledger/secrets', ...one })),
        },
      },
    ])
  })

  it('is of an invalid transaction that it is one, whatever it says, and of one without a flag too', () => {
    const block = rawBlockOf(1, [{ ...made, code: 11 }, made])
    block.getMetadata()?.setMetadataList([new Uint8Array(), new Uint8Array(), Uint8Array.of(11)])
    const { transactions } = read(block)
    expect(transactions.map(({ validation }) => validation)).deep.equal(['MVCC_READ_CONFLICT', 'INVALID_OTHER_REASON'])
    for (const { content } of transactions) expect(content).deep.equal({ what: 'invalid' })
  })

  it('is that a change of the configuration is none of the ledger’s', () => {
    const { transactions } = read(rawBlockOf(0, [{ ...made, type: 1 }]))
    expect(transactions[0]?.content).deep.equal({ what: 'configuration' })
  })

  it('is that a valid transaction cannot be read, where it holds what no peer takes', () => {
    const { transactions } = read(rawBlockOf(0, [{ bytes: Buffer.from('garbage') }, { ...made, seconds: 2n ** 62n }]))
    expect(transactions.map(({ content }) => content.what)).deep.equal(['unreadable', 'unreadable'])
  })

  for (const seed of [1, 2, 3, 4]) {
    it(`is never an error of the program, whatever bytes a block is made of, nor is what replay makes of it, seed ${seed}`, async () => {
      const random = new Random(seed)
      const [whole] = rawBlockOf(0, [made]).getData()?.getDataList_asU8() ?? []
      const changed = (): Uint8Array => {
        const bytes = Uint8Array.from(whole ?? [])
        for (let count = 1 + random.below(4); count > 0; count -= 1)
          bytes[random.below(bytes.length)] = random.below(256)
        return random.chance(20) ? bytes.subarray(0, random.below(bytes.length)) : bytes
      }
      const blocks = Array.from({ length: 300 }, (_, number) => read(rawBlockOf(number, [{ bytes: changed() }])))
      const found = replay(blocks, { consortium })
      const codes = []
      for await (const { code } of found) codes.push(code)
      expect(codes.length).greaterThan(200)
      expect(found.summary.blocks).equal(300)
    })
  }
})
