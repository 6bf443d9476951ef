import { common, ledger, peer } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { readBlock } from '../../../gateway/fabric/block.ts'

interface Made {
  id: string
  chaincode?: string
  args?: string[]
  response?: string
  writes?: { namespace: string; key: string; value?: string }[]
  type?: number
}

const rwset = (writes: NonNullable<Made['writes']>): ledger.rwset.TxReadWriteSet => {
  const all = new ledger.rwset.TxReadWriteSet()
  for (const namespace of new Set(writes.map((one) => one.namespace))) {
    const set = new ledger.rwset.kvrwset.KVRWSet()
    for (const { key, value } of writes.filter((one) => one.namespace === namespace)) {
      const write = new ledger.rwset.kvrwset.KVWrite()
      write.setKey(key)
      if (value === undefined) write.setIsDelete(true)
      else write.setValue(Buffer.from(value))
      set.addWrites(write)
    }
    const named = new ledger.rwset.NsReadWriteSet()
    named.setNamespace(namespace)
    named.setRwset(set.serializeBinary())
    all.addNsRwset(named)
  }
  return all
}

const actionOf = ({
  chaincode = 'ledger',
  args = [],
  response = '',
  writes = [],
}: Made): peer.ChaincodeActionPayload => {
  const input = new peer.ChaincodeInput()
  input.setArgsList(args.map((text) => Buffer.from(text)))
  const id = new peer.ChaincodeID()
  id.setName(chaincode)
  const spec = new peer.ChaincodeSpec()
  spec.setChaincodeId(id)
  spec.setInput(input)
  const invocation = new peer.ChaincodeInvocationSpec()
  invocation.setChaincodeSpec(spec)
  const proposal = new peer.ChaincodeProposalPayload()
  proposal.setInput(invocation.serializeBinary())
  const answer = new peer.Response()
  answer.setPayload(Buffer.from(response))
  const result = new peer.ChaincodeAction()
  result.setResponse(answer)
  result.setResults(rwset(writes).serializeBinary())
  const endorsed = new peer.ProposalResponsePayload()
  endorsed.setExtension$(result.serializeBinary())
  const action = new peer.ChaincodeEndorsedAction()
  action.setProposalResponsePayload(endorsed.serializeBinary())
  const payload = new peer.ChaincodeActionPayload()
  payload.setChaincodeProposalPayload(proposal.serializeBinary())
  payload.setAction(action)
  return payload
}

const varint = (value: bigint): number[] =>
  value < 0x80n ? [Number(value)] : [Number(value & 0x7fn) | 0x80, ...varint(value >> 7n)]

// The messages' own Timestamp belongs to a package that is not ours to import, so its field 3 is written by hand.
const timestamp = [0x08, ...varint(1_800_000_000n), 0x10, ...varint(123_999_999n)]
const timestampField = Uint8Array.from([0x1a, timestamp.length, ...timestamp])

const envelopeOf = (made: Made): Uint8Array => {
  const header = new common.ChannelHeader()
  header.setType(made.type ?? common.HeaderType.ENDORSER_TRANSACTION)
  header.setTxId(made.id)
  const headers = new common.Header()
  headers.setChannelHeader(Buffer.concat([header.serializeBinary(), timestampField]))
  const action = new peer.TransactionAction()
  action.setPayload(actionOf(made).serializeBinary())
  const transaction = new peer.Transaction()
  transaction.addActions(action)
  const payload = new common.Payload()
  payload.setHeader(headers)
  payload.setData(transaction.serializeBinary())
  const envelope = new common.Envelope()
  envelope.setPayload(payload.serializeBinary())
  return envelope.serializeBinary()
}

const blockOf = (number: number, all: (Made & { code?: number })[]): common.Block => {
  const header = new common.BlockHeader()
  header.setNumber(number)
  const data = new common.BlockData()
  data.setDataList(all.map(envelopeOf))
  const metadata = new common.BlockMetadata()
  const codes = Uint8Array.from(all.map(({ code = 0 }) => code))
  metadata.setMetadataList([new Uint8Array(), new Uint8Array(), codes])
  const block = new common.Block()
  block.setHeader(header)
  block.setData(data)
  block.setMetadata(metadata)
  return block
}

describe('reading a block', () => {
  it('gives each transaction’s call, arguments, answer, time and writes', () => {
    const made = {
      ...{ id: 'ab', args: ['ledger:apply', '{"a":"é"}', 'second'], response: '[]' },
      writes: [
        { namespace: 'accounts-bank', key: 'account~alice', value: '{"n":"ü"}' },
        { namespace: 'accounts-bank', key: 'credit~alice~AU~x' },
        { namespace: 'ledger', key: 'order~a', value: '{}' },
      ],
    }
    expect(readBlock(blockOf(7, [made]))).to.deep.equal({
      number: 7n,
      transactions: [
        {
          ...{ position: 0, transaction: 'ab', validation: 'VALID', at: 1_800_000_000_123n, call: 'ledger:apply' },
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
    const made = codes.map((code, index) => ({ id: `${index}`, code }))
    const { transactions } = readBlock(blockOf(1, made))
    const names = transactions.map(({ validation }) => validation)
    expect(names).to.deep.equal(['VALID', 'MVCC_READ_CONFLICT', 'ENDORSEMENT_POLICY_FAILURE', '250'])
    expect(transactions.map(({ position }) => position)).to.deep.equal([0, 1, 2, 3])
  })

  it('passes over configuration and other chaincodes, without moving the positions of ours', () => {
    const all = [
      { id: 'config', type: common.HeaderType.CONFIG },
      { id: 'theirs', chaincode: '_lifecycle' },
      { id: 'ours', args: ['ledger:apply'] },
    ]
    const { transactions } = readBlock(blockOf(2, all))
    expect(transactions.map(({ transaction, position }) => [transaction, position])).to.deep.equal([['ours', 2]])
  })

  it('takes only the writes of our chaincodes, not those of another one that they called', () => {
    const writes = [
      { namespace: '_lifecycle', key: 'x', value: '1' },
      { namespace: 'ledger', key: 'y', value: '2' },
    ]
    const { transactions } = readBlock(blockOf(3, [{ id: 'a', args: ['ledger:apply'], writes }]))
    expect(transactions[0]?.writes).to.deep.equal([{ chaincode: 'ledger', key: 'y', value: '2' }])
  })

  it('reads a block without transactions', () => {
    expect(readBlock(blockOf(0, []))).to.deep.equal({ number: 0n, transactions: [] })
  })
})
