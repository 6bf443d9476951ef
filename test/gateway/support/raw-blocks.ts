import { createHash } from 'node:crypto'
import { common, ledger, peer } from '@hyperledger/fabric-protos'

/** A transaction to be put into a block; `nonce` makes its id. */
export interface Made {
  nonce: string
  /** What the header calls the transaction, where that is not its id. */
  claimed?: string
  /** The chaincode that the invocation names, where that is not the one asked. */
  invoked?: string
  chaincode?: string
  args?: string[]
  response?: string
  writes?: { namespace: string; key: string; value?: string }[]
  type?: number
  /** The header's time. */
  seconds?: bigint
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
  invoked = chaincode,
  args = [],
  response = '',
  writes = [],
}: Made): peer.ChaincodeActionPayload => {
  const input = new peer.ChaincodeInput()
  input.setArgsList(args.map((text) => Buffer.from(text)))
  const id = new peer.ChaincodeID()
  id.setName(invoked)
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
  const asked = new peer.ChaincodeID()
  asked.setName(chaincode)
  result.setChaincodeId(asked)
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
const timestampField = (seconds: bigint): Uint8Array => {
  const timestamp = [0x08, ...varint(seconds), 0x10, ...varint(123_999_999n)]
  return Uint8Array.from([0x1a, timestamp.length, ...timestamp])
}

const creator = Buffer.from('a certificate')

/** The id that a transaction with this nonce has. */
export const transactionId = (nonce: string): string => createHash('sha256').update(nonce).update(creator).digest('hex')

const envelopeOf = (made: Made): Uint8Array => {
  const header = new common.ChannelHeader()
  header.setType(made.type ?? common.HeaderType.ENDORSER_TRANSACTION)
  header.setTxId(made.claimed ?? transactionId(made.nonce))
  const signature = new common.SignatureHeader()
  signature.setNonce(Buffer.from(made.nonce))
  signature.setCreator(creator)
  const headers = new common.Header()
  headers.setSignatureHeader(signature.serializeBinary())
  headers.setChannelHeader(Buffer.concat([header.serializeBinary(), timestampField(made.seconds ?? 1_800_000_000n)]))
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

/** A block of these transactions, or of these bytes in their place, each with its validation code. */
export const rawBlockOf = (
  number: number,
  all: ((Made | { bytes: Uint8Array }) & { code?: number })[],
): common.Block => {
  const header = new common.BlockHeader()
  header.setNumber(number)
  const data = new common.BlockData()
  data.setDataList(all.map((one) => ('bytes' in one ? one.bytes : envelopeOf(one))))
  const metadata = new common.BlockMetadata()
  const codes = Uint8Array.from(all.map(({ code = 0 }) => code))
  metadata.setMetadataList([new Uint8Array(), new Uint8Array(), codes])
  const block = new common.Block()
  block.setHeader(header)
  block.setData(data)
  block.setMetadata(metadata)
  return block
}
