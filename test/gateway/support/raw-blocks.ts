import { createHash } from 'node:crypto'
import { common, ledger, msp, peer } from '@hyperledger/fabric-protos'

/** A transaction to be put into a block; `nonce` makes its id. */
export interface Made {
  nonce: string
  /** What the header calls the transaction, where that is not its id. */
  claimed?: string
  /** The chaincode that the invocation names, where that is not the one asked. */
  invoked?: string
  chaincode?: string
  /** The version of its definition. */
  version?: string
  args?: string[]
  response?: string
  /** The status of the answer; none where left out. */
  status?: number
  /** Its event; that of no transaction where none is named. */
  event?: { name: string; payload: string; transaction?: string }
  writes?: {
    namespace: string
    key: string
    value?: string
    policy?: string
    collection?: string
    gone?: 'deleted' | 'purged'
  }[]
  type?: number
  /** The header's time. */
  seconds?: bigint
  channel?: string
  /** Who signs; bytes that name nobody where left out. */
  creator?: { mspId: string; certificate: string }
}

const policyWrite = (key: string, policy: string): ledger.rwset.kvrwset.KVMetadataWrite => {
  const entry = new ledger.rwset.kvrwset.KVMetadataEntry()
  entry.setName('VALIDATION_PARAMETER')
  entry.setValue(Buffer.from(policy))
  const write = new ledger.rwset.kvrwset.KVMetadataWrite()
  write.setKey(key)
  write.addEntries(entry)
  return write
}

type MadeWrite = NonNullable<Made['writes']>[number]

const hashedSet = ({ collection = '', key, value, gone }: MadeWrite): ledger.rwset.CollectionHashedReadWriteSet => {
  const write = new ledger.rwset.kvrwset.KVWriteHash()
  write.setKeyHash(createHash('sha256').update(key).digest())
  if (value !== undefined) write.setValueHash(createHash('sha256').update(value).digest())
  write.setIsDelete(gone === 'deleted')
  write.setIsPurge(gone === 'purged')
  const set = new ledger.rwset.kvrwset.HashedRWSet()
  set.addHashedWrites(write)
  const named = new ledger.rwset.CollectionHashedReadWriteSet()
  named.setCollectionName(collection)
  named.setHashedRwset(set.serializeBinary())
  return named
}

const publicWrite = ({ key, value }: MadeWrite): ledger.rwset.kvrwset.KVWrite => {
  const write = new ledger.rwset.kvrwset.KVWrite()
  write.setKey(key)
  if (value === undefined) write.setIsDelete(true)
  else write.setValue(Buffer.from(value))
  return write
}

const namedSet = (namespace: string, writes: readonly MadeWrite[]): ledger.rwset.NsReadWriteSet => {
  const set = new ledger.rwset.kvrwset.KVRWSet()
  const named = new ledger.rwset.NsReadWriteSet()
  for (const write of writes) {
    if (write.collection === undefined) set.addWrites(publicWrite(write))
    else named.addCollectionHashedRwset(hashedSet(write))
    if (write.policy !== undefined) set.addMetadataWrites(policyWrite(write.key, write.policy))
  }
  named.setNamespace(namespace)
  named.setRwset(set.serializeBinary())
  return named
}

const rwset = (writes: readonly MadeWrite[]): ledger.rwset.TxReadWriteSet => {
  const all = new ledger.rwset.TxReadWriteSet()
  for (const namespace of new Set(writes.map((one) => one.namespace)))
    all.addNsRwset(
      namedSet(
        namespace,
        writes.filter((one) => one.namespace === namespace),
      ),
    )
  return all
}

const eventOf = ({ name, payload, transaction = '' }: NonNullable<Made['event']>): Uint8Array => {
  const event = new peer.ChaincodeEvent()
  event.setEventName(name)
  event.setPayload(Buffer.from(payload))
  event.setTxId(transaction)
  return event.serializeBinary()
}

const actionOf = ({
  chaincode = 'ledger',
  invoked = chaincode,
  args = [],
  response = '',
  writes = [],
  version = '',
  status = 0,
  event,
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
  answer.setStatus(status)
  const result = new peer.ChaincodeAction()
  result.setResponse(answer)
  const asked = new peer.ChaincodeID()
  asked.setName(chaincode)
  asked.setVersion(version)
  result.setChaincodeId(asked)
  result.setResults(rwset(writes).serializeBinary())
  if (event !== undefined) result.setEvents(eventOf(event))
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

const creatorBytes = (creator: Made['creator']): Uint8Array => {
  if (creator === undefined) return Buffer.from('a certificate')
  const identity = new msp.SerializedIdentity()
  identity.setMspid(creator.mspId)
  identity.setIdBytes(Buffer.from(creator.certificate))
  return identity.serializeBinary()
}

/** The id that a transaction with this nonce has. */
export const transactionId = (nonce: string, creator?: Made['creator']): string =>
  createHash('sha256').update(nonce).update(creatorBytes(creator)).digest('hex')

const envelopeOf = (made: Made): Uint8Array => {
  const header = new common.ChannelHeader()
  header.setType(made.type ?? common.HeaderType.ENDORSER_TRANSACTION)
  header.setTxId(made.claimed ?? transactionId(made.nonce, made.creator))
  header.setChannelId(made.channel ?? '')
  const signature = new common.SignatureHeader()
  signature.setNonce(Buffer.from(made.nonce))
  signature.setCreator(creatorBytes(made.creator))
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

/** A private row, as a peer hands it out: of which transaction of the block, in which collection; or bytes that can be no set of rows. */
export interface HandedOut {
  position: number
  collection: string
  key?: string
  value?: string
  bytes?: Uint8Array
  namespace?: string
}

const privateSet = ({ key = '', value, bytes }: HandedOut): Uint8Array => {
  if (bytes !== undefined) return bytes
  const set = new ledger.rwset.kvrwset.KVRWSet()
  set.addWrites(publicWrite({ namespace: '', key, ...(value !== undefined && { value }) }))
  return set.serializeBinary()
}

/** A block with what a peer hands out beside it. */
export const blockAndPrivate = (block: common.Block, handedOut: readonly HandedOut[]): peer.BlockAndPrivateData => {
  const data = new peer.BlockAndPrivateData()
  data.setBlock(block)
  for (const one of handedOut) {
    const collection = new ledger.rwset.CollectionPvtReadWriteSet()
    collection.setCollectionName(one.collection)
    collection.setRwset(privateSet(one))
    const place = new ledger.rwset.NsPvtReadWriteSet()
    place.setNamespace(one.namespace ?? 'ledger')
    place.addCollectionPvtRwset(collection)
    const known = data.getPrivateDataMapMap().get(one.position) ?? new ledger.rwset.TxPvtReadWriteSet()
    known.addNsPvtRwset(place)
    data.getPrivateDataMapMap().set(one.position, known)
  }
  return data
}
