import { createHash } from 'node:crypto'
import { common, ledger, msp, peer } from '@hyperledger/fabric-protos'
import { ledgerChaincode } from '../../chaincode/wire/consortium.ts'
import { blockHash } from './block-hash.ts'

/** A write of a transaction: the row's new text, or null where the row was deleted. */
export interface RowWrite {
  /** The chaincode among whose rows it stands. */
  chaincode: string
  key: string
  value: string | null
}

/** A write of a private row as a block shows it, by hashes in hex; null for the value where the row was deleted or purged. */
export interface HiddenWrite {
  collection: string
  keyHash: string
  valueHash: string | null
}

/** A private row as a peer hands it out beside a block, with the hashes of its very bytes. */
export interface PrivateValue {
  collection: string
  keyHash: string
  valueHash: string
  key: string
  value: string
}

/** What an invalid transaction asked by its own word, of which nothing counts: an auditor is told of it. */
export interface Claimed {
  call: string
  arguments: string[]
}

/** A transaction as it stands in a block, valid or not, of whatever chaincode, or a configuration. */
export interface BlockTransaction {
  position: number
  /** The id over nonce and creator, whatever the header calls it; empty where neither can be read. */
  transaction: string
  /** Fabric's validation code by name: VALID, MVCC_READ_CONFLICT and so on. */
  validation: string
  /** Whether peers found that the creator signed this, so that its id is the creator's own and nobody else's claim. */
  isSigned: boolean
  /** UTC milliseconds of the transaction's own timestamp, within what a date can hold. */
  at: bigint
  /** The member in whose name the creator stands, by the creator's own certificate; empty where it cannot be read. */
  organisation: string
  /** Only for an invalid transaction. */
  claimed?: Claimed
  /** The chaincode that was asked. Like all that follows, empty for an invalid transaction, of which nothing else counts. */
  chaincode: string
  /** The function called, as `contract:transaction`, and its arguments. */
  call: string
  arguments: string[]
  response: string
  writes: RowWrite[]
  /** What it wrote to private collections, where it did. */
  hidden?: HiddenWrite[]
}

export interface ReadBlock {
  number: bigint
  /** Its own hash and that of the block before it, as its header has them, in hex. */
  hash: string
  previousHash: string
  transactions: BlockTransaction[]
  /** For a member that shares private collections: which, and what its peer hands out of them beside the block. */
  shared?: { collections: readonly string[]; values: readonly PrivateValue[] }
}

const validationNames = new Map<number, string>(
  Object.entries(peer.TxValidationCode).map(([name, code]) => [code as number, name]),
)

// Peers come to these only once the creator's signature held. Any other code may be somebody's who only copied a creator and a nonce.
const signedCodes = new Set<number>([
  peer.TxValidationCode.VALID,
  peer.TxValidationCode.INVALID_ENDORSER_TRANSACTION,
  peer.TxValidationCode.DUPLICATE_TXID,
  peer.TxValidationCode.ENDORSEMENT_POLICY_FAILURE,
  peer.TxValidationCode.MVCC_READ_CONFLICT,
  peer.TxValidationCode.PHANTOM_READ_CONFLICT,
  peer.TxValidationCode.EXPIRED_CHAINCODE,
  peer.TxValidationCode.CHAINCODE_VERSION_CONFLICT,
  peer.TxValidationCode.BAD_HEADER_EXTENSION,
  peer.TxValidationCode.BAD_RESPONSE_PAYLOAD,
  peer.TxValidationCode.BAD_RWSET,
  peer.TxValidationCode.ILLEGAL_WRITESET,
  peer.TxValidationCode.INVALID_WRITESET,
  peer.TxValidationCode.INVALID_CHAINCODE,
])

/** The last moment that a date can hold, in UTC milliseconds. */
const lastMoment = 8_640_000_000_000_000

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

/** What reading gives, or the other value where the bytes cannot be read: they are whatever their sender made of them. */
const readOr = <Value>(otherwise: Value, reading: () => Value): Value => {
  try {
    return reading()
  } catch {
    return otherwise
  }
}

/** The last write of each row, in the order of the write set: an honest one names each row once. */
const lastOfEach = (writes: readonly RowWrite[]): RowWrite[] => {
  const last = new Map(writes.map((write) => [`${write.chaincode}\n${write.key}`, write]))
  return last.size === writes.length ? [...writes] : [...last.values()]
}

const writesOf = (results: Uint8Array, chaincodes: readonly string[]): RowWrite[] => {
  const sets = ledger.rwset.TxReadWriteSet.deserializeBinary(results).getNsRwsetList()
  const writes = chaincodes.flatMap((chaincode) =>
    sets
      .filter((set) => set.getNamespace() === chaincode)
      .flatMap((set) => ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()).getWritesList())
      .map((write) => ({
        ...{ chaincode, key: write.getKey() },
        value: write.getIsDelete() ? null : text(write.getValue_asU8()),
      })),
  )
  return lastOfEach(writes)
}

/** What a transaction wrote to private collections of the ledger's, in the order of its write set. */
const hiddenIn = (results: Uint8Array): HiddenWrite[] =>
  ledger.rwset.TxReadWriteSet.deserializeBinary(results)
    .getNsRwsetList()
    .filter((set) => set.getNamespace() === ledgerChaincode)
    .flatMap((set) => set.getCollectionHashedRwsetList())
    .flatMap((set) =>
      ledger.rwset.kvrwset.HashedRWSet.deserializeBinary(set.getHashedRwset_asU8())
        .getHashedWritesList()
        .map((write) => ({
          ...{ collection: set.getCollectionName(), keyHash: hexOf(write.getKeyHash_asU8()) },
          valueHash: write.getIsDelete() || write.getIsPurge() ? null : hexOf(write.getValueHash_asU8()),
        })),
    )

type Action = Pick<BlockTransaction, 'chaincode' | 'call' | 'arguments' | 'response' | 'writes' | 'hidden'>

const nothing: Action = { chaincode: '', call: '', arguments: [], response: '', writes: [] }

const argumentsOf = (payload: peer.ChaincodeActionPayload): string[] => {
  const proposal = peer.ChaincodeProposalPayload.deserializeBinary(payload.getChaincodeProposalPayload_asU8())
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8()).getChaincodeSpec()
  return (spec?.getInput()?.getArgsList_asU8() ?? []).map(text)
}

/** What a valid transaction asked, was answered and wrote: the writes in any case, the rest as far as it can be read. */
const readAction = (data: Uint8Array, chaincodes: readonly string[]): Action => {
  const [action] = peer.Transaction.deserializeBinary(data).getActionsList()
  if (action === undefined) return nothing
  const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())
  const endorsed = payload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array()
  const response = peer.ProposalResponsePayload.deserializeBinary(endorsed)
  const result = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8())
  const [call = '', ...rest] = readOr<string[]>([], () => argumentsOf(payload))
  const hidden = readOr<HiddenWrite[]>([], () => hiddenIn(result.getResults_asU8()))
  return {
    // Peers hold this against the header; what the invocation names beside it is anybody's word.
    chaincode: result.getChaincodeId()?.getName() ?? '',
    call,
    arguments: rest,
    response: text(result.getResponse()?.getPayload_asU8() ?? new Uint8Array()),
    writes: writesOf(result.getResults_asU8(), chaincodes),
    ...(hidden.length > 0 && { hidden }),
  }
}

type Head = Pick<BlockTransaction, 'transaction' | 'at' | 'organisation'> & { type: number; data: Uint8Array }

const unreadable: Head = { transaction: '', at: 0n, organisation: '', type: -1, data: new Uint8Array() }

// No member has a longer name; what a hostile header says is cut.
const organisationLengthMaximum = 64

const momentOf = (header: common.ChannelHeader): bigint => {
  const timestamp = header.getTimestamp()
  const milliseconds = (timestamp?.getSeconds() ?? 0) * 1000 + Math.floor((timestamp?.getNanos() ?? 0) / 1_000_000)
  return BigInt(Math.min(Math.max(Math.trunc(milliseconds), 0), lastMoment))
}

const signatureHeaderOf = (header: common.Header | undefined): common.SignatureHeader =>
  common.SignatureHeader.deserializeBinary(header?.getSignatureHeader_asU8() ?? new Uint8Array())

const idOf = (header: common.Header | undefined): string => {
  const signature = signatureHeaderOf(header)
  const [nonce, creator] = [signature.getNonce_asU8(), signature.getCreator_asU8()]
  return nonce.length === 0 ? '' : createHash('sha256').update(nonce).update(creator).digest('hex')
}

const organisationOf = (header: common.Header | undefined): string =>
  msp.SerializedIdentity.deserializeBinary(signatureHeaderOf(header).getCreator_asU8())
    .getMspid()
    .slice(0, organisationLengthMaximum)

const readHead = (bytes: Uint8Array): Head => {
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(bytes).getPayload_asU8())
  const header = payload.getHeader()
  const channel = common.ChannelHeader.deserializeBinary(header?.getChannelHeader_asU8() ?? new Uint8Array())
  return {
    transaction: readOr('', () => idOf(header)),
    at: momentOf(channel),
    organisation: readOr('', () => organisationOf(header)),
    type: channel.getType(),
    data: payload.getData_asU8(),
  }
}

/** What an invalid transaction says that it asked; nothing where it cannot be read, or asked no chaincode. */
const readClaimed = (type: number, data: Uint8Array): Claimed => {
  const nothingClaimed = { call: '', arguments: [] }
  if (type !== common.HeaderType.ENDORSER_TRANSACTION) return nothingClaimed
  return readOr<Claimed>(nothingClaimed, () => {
    const [action] = peer.Transaction.deserializeBinary(data).getActionsList()
    if (action === undefined) return nothingClaimed
    const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())
    const [call = '', ...rest] = argumentsOf(payload)
    return { call, arguments: rest }
  })
}

const readTransaction = (
  bytes: Uint8Array,
  { position, code, chaincodes }: { position: number; code: number; chaincodes: readonly string[] },
): BlockTransaction => {
  const { type, data, ...head } = readOr(unreadable, () => readHead(bytes))
  const validation = validationNames.get(code) ?? String(code)
  const shared = { position, ...head, validation, isSigned: signedCodes.has(code) }
  if (code !== peer.TxValidationCode.VALID) return { ...shared, claimed: readClaimed(type, data), ...nothing }
  if (type !== common.HeaderType.ENDORSER_TRANSACTION) return { ...shared, ...nothing }
  return { ...shared, ...readOr(nothing, () => readAction(data, chaincodes)) }
}

/**
 * Reads a block of any content, and never throws because of it: every transaction, in order, with the writes of valid ones among the
 * rows of our chaincodes. What is read depends on the block's bytes alone, so that every gateway reads the same.
 */
export const readBlock = (block: common.Block, chaincodes: readonly string[]): ReadBlock => {
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER]
  const transactions = (block.getData()?.getDataList_asU8() ?? []).map((data, position) =>
    readTransaction(data, {
      ...{ position, chaincodes },
      code: codes?.[position] ?? peer.TxValidationCode.INVALID_OTHER_REASON,
    }),
  )
  const header = block.getHeader() ?? new common.BlockHeader()
  const number = BigInt(header.getNumber())
  const [previousHash, dataHash] = [header.getPreviousHash_asU8(), header.getDataHash_asU8()]
  return {
    number,
    hash: blockHash({ number, previousHash, dataHash }),
    previousHash: hexOf(previousHash),
    transactions,
  }
}
