import { createHash } from 'node:crypto'
import { common, peer } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { readBlock } from '../../../gateway/fabric/block.ts'
import { consortium } from '../../support/members.ts'
import { rawBlockOf, transactionId } from '../support/raw-blocks.ts'

const creator = { mspId: 'BankMSP', certificate: 'a certificate' }

/** The hash of a block whose header has a number below 128 and no hashes. */
const hashOf = (number: number): string =>
  createHash('sha256')
    .update(Uint8Array.from([0x30, 7, 0x02, 1, number, 0x04, 0, 0x04, 0]))
    .digest('hex')

const readHere = (block: Parameters<typeof readBlock>[0]) => readBlock(block, consortium.chaincodes)

describe('reading a block', () => {
  it('gives each transaction’s call, arguments, answer, time and writes', () => {
    const made = {
      ...{ nonce: 'ab', args: ['ledger:apply', '{"a":"é"}', 'second'], response: '[]' },
      writes: [
        { namespace: 'accounts-bank', key: 'account~alice', value: '{"n":"ü"}' },
        { namespace: 'accounts-bank', key: 'credit~alice~AU~x' },
        { namespace: 'ledger', key: 'order~a', value: '{}' },
      ],
    }
    expect(readHere(rawBlockOf(7, [{ ...made, creator }]))).to.deep.equal({
      ...{ number: 7n, previousHash: '', hash: hashOf(7) },
      transactions: [
        {
          ...{ position: 0, transaction: transactionId('ab', creator), validation: 'VALID', at: 1_800_000_000_123n },
          ...{ organisation: 'BankMSP', isSigned: true, chaincode: 'ledger', call: 'ledger:apply' },
          ...{ arguments: ['{"a":"é"}', 'second'], response: '[]' },
          writes: [
            { chaincode: 'ledger', key: 'order~a', value: '{}' },
            { chaincode: 'accounts-bank', key: 'account~alice', value: '{"n":"ü"}' },
            { chaincode: 'accounts-bank', key: 'credit~alice~AU~x', value: null },
          ],
        },
      ],
    })
  })

  it('names the validation codes, and keeps the invalid in their position', () => {
    const { TxValidationCode } = peer
    const codes = [0, TxValidationCode.MVCC_READ_CONFLICT, TxValidationCode.ENDORSEMENT_POLICY_FAILURE, 250]
    const made = codes.map((code, index) => ({ nonce: `${index}`, code }))
    const { transactions } = readHere(rawBlockOf(1, made))
    const names = transactions.map(({ validation }) => validation)
    expect(names).to.deep.equal(['VALID', 'MVCC_READ_CONFLICT', 'ENDORSEMENT_POLICY_FAILURE', '250'])
    expect(transactions.map(({ position }) => position)).to.deep.equal([0, 1, 2, 3])
  })

  it('gives configurations and other chaincodes their places, and takes nothing of them but what they are', () => {
    const all = [
      { nonce: 'config', type: common.HeaderType.CONFIG },
      { nonce: 'theirs', chaincode: '_lifecycle' },
      { nonce: 'ours', args: ['ledger:apply'] },
    ]
    const { transactions } = readHere(rawBlockOf(2, all))
    expect(transactions.map(({ transaction, chaincode, call }) => [transaction, chaincode, call])).to.deep.equal([
      [transactionId('config'), '', ''],
      [transactionId('theirs'), '_lifecycle', ''],
      [transactionId('ours'), 'ledger', 'ledger:apply'],
    ])
    expect(transactions.map(({ position }) => position)).to.deep.equal([0, 1, 2])
  })

  it('takes only the writes of our chaincodes, not those of another one that they called', () => {
    const writes = [
      { namespace: '_lifecycle', key: 'x', value: '1' },
      { namespace: 'ledger', key: 'y', value: '2' },
    ]
    const { transactions } = readHere(rawBlockOf(3, [{ nonce: 'a', args: ['ledger:apply'], writes }]))
    expect(transactions[0]?.writes).to.deep.equal([{ chaincode: 'ledger', key: 'y', value: '2' }])
  })

  it('reads a block without transactions', () => {
    expect(readHere(rawBlockOf(0, []))).to.deep.equal({
      ...{ number: 0n, hash: hashOf(0), previousHash: '', transactions: [] },
    })
  })

  it('takes nothing of an invalid one for its word but its place, its code and its own id, whatever it holds', () => {
    const { TxValidationCode } = peer
    const writes = [{ namespace: 'ledger', key: 'account~alice', value: '{}' }]
    const invalid = { nonce: 'a', args: ['ledger:apply', '{}'], response: '[]', writes }
    const rubbish = { bytes: Buffer.from('ffffffffffffffff', 'hex') }
    const { transactions } = readHere(
      rawBlockOf(4, [
        { ...invalid, code: TxValidationCode.ENDORSEMENT_POLICY_FAILURE },
        { ...rubbish, code: TxValidationCode.BAD_PAYLOAD },
        { bytes: new Uint8Array(), code: TxValidationCode.NIL_ENVELOPE },
        { ...invalid, code: TxValidationCode.INVALID_ENDORSER_TRANSACTION, seconds: 2n ** 54n },
        { ...invalid, code: TxValidationCode.INVALID_ENDORSER_TRANSACTION, seconds: 2n ** 63n },
      ]),
    )
    const nothing = { chaincode: '', call: '', arguments: [], response: '', writes: [] }
    for (const transaction of transactions) expect(transaction).to.deep.include(nothing)
    const asked = { call: 'ledger:apply', arguments: ['{}'] }
    const unknown = { call: '', arguments: [] }
    expect(transactions.map(({ claimed }) => claimed)).to.deep.equal([asked, unknown, unknown, asked, asked])
    expect(transactions.map(({ position, transaction }) => [position, transaction])).to.deep.equal([
      [0, transactionId('a')],
      [1, ''],
      [2, ''],
      [3, transactionId('a')],
      [4, transactionId('a')],
    ])
    expect(transactions.map(({ at }) => at)).to.deep.equal([1_800_000_000_123n, 0n, 0n, 8_640_000_000_000_000n, 0n])
  })

  it('computes the id from nonce and creator, and trusts it only where the creator’s signature held', () => {
    const { TxValidationCode } = peer
    const copied = { nonce: 'ours', claimed: 'f'.repeat(64) }
    const codes = [TxValidationCode.BAD_PROPOSAL_TXID, TxValidationCode.BAD_CREATOR_SIGNATURE, 0]
    const { transactions } = readHere(
      rawBlockOf(
        5,
        codes.map((code) => ({ ...copied, args: ['ledger:apply'], code })),
      ),
    )
    expect(new Set(transactions.map(({ transaction }) => transaction))).to.deep.equal(new Set([transactionId('ours')]))
    expect(transactions.map(({ isSigned }) => isSigned)).to.deep.equal([false, false, true])
  })

  it('goes by the chaincode that was asked, not by what the invocation names', () => {
    const writes = [{ namespace: 'ledger', key: 'order~a', value: '{}' }]
    const hidden = { nonce: 'a', args: ['ledger:apply'], invoked: 'x', writes }
    const foreign = { nonce: 'b', args: ['ledger:apply'], chaincode: '_lifecycle', invoked: 'ledger', writes }
    const { transactions } = readHere(rawBlockOf(6, [hidden, foreign]))
    expect(transactions.map(({ chaincode, writes }) => [chaincode, writes.length])).to.deep.equal([
      ['ledger', 1],
      ['_lifecycle', 1],
    ])
  })

  it('keeps the last of several writes of one row', () => {
    const write = (value: string) => ({ namespace: 'ledger', key: 'order~a', value })
    const { transactions } = readHere(rawBlockOf(7, [{ nonce: 'a', writes: [write('1'), write('2')] }]))
    expect(transactions[0]?.writes.map(({ value }) => value)).to.deep.equal(['2'])
  })
})
