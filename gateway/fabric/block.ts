import { common, ledger, peer } from '@hyperledger/fabric-protos'
import { chaincodes } from '../../chaincode/wire/placement.ts'

/** A write of a transaction: the row's new text, or null where the row was deleted. */
export interface RowWrite {
  /** The chaincode among whose rows it stands. */
  chaincode: string
  key: string
  value: string | null
}

/** One transaction of our chaincodes as it stands in a block, valid or not. */
export interface BlockTransaction {
  position: number
  transaction: string
  /** Fabric's validation code by name: VALID, MVCC_READ_CONFLICT and so on. */
  validation: string
  /** UTC milliseconds of the transaction's own timestamp. */
  at: bigint
  /** The function called, as `contract:transaction`, and its arguments. */
  call: string
  arguments: string[]
  response: string
  writes: RowWrite[]
}

export interface ReadBlock {
  number: bigint
  transactions: BlockTransaction[]
}

const validationNames = new Map<number, string>(
  Object.entries(peer.TxValidationCode).map(([name, code]) => [code as number, name]),
)

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

const writesOf = (results: Uint8Array): RowWrite[] => {
  const sets = ledger.rwset.TxReadWriteSet.deserializeBinary(results).getNsRwsetList()
  return chaincodes.flatMap((chaincode) =>
    sets
      .filter((set) => set.getNamespace() === chaincode)
      .flatMap((set) => ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8()).getWritesList())
      .map((write) => ({
        ...{ chaincode, key: write.getKey() },
        value: write.getIsDelete() ? null : text(write.getValue_asU8()),
      })),
  )
}

interface Action {
  chaincode: string
  call: string
  arguments: string[]
  response: string
  results: Uint8Array
}

const readAction = (data: Uint8Array): Action | undefined => {
  const action = peer.Transaction.deserializeBinary(data).getActionsList()[0]
  if (action === undefined) return undefined
  const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8())
  const proposal = peer.ChaincodeProposalPayload.deserializeBinary(payload.getChaincodeProposalPayload_asU8())
  const spec = peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8()).getChaincodeSpec()
  const [call, ...rest] = (spec?.getInput()?.getArgsList_asU8() ?? []).map(text)
  const endorsed = payload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array()
  const response = peer.ProposalResponsePayload.deserializeBinary(endorsed)
  const result = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8())
  return {
    chaincode: spec?.getChaincodeId()?.getName() ?? '',
    call: call ?? '',
    arguments: rest,
    response: text(result.getResponse()?.getPayload_asU8() ?? new Uint8Array()),
    results: result.getResults_asU8(),
  }
}

const readTransaction = (
  data: Uint8Array,
  { position, code }: { position: number; code: number },
): BlockTransaction | undefined => {
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(data).getPayload_asU8())
  const header = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  )
  if (header.getType() !== common.HeaderType.ENDORSER_TRANSACTION) return undefined
  const action = readAction(payload.getData_asU8())
  if (action === undefined || !chaincodes.includes(action.chaincode)) return undefined
  const timestamp = header.getTimestamp()
  return {
    position,
    transaction: header.getTxId(),
    validation: validationNames.get(code) ?? String(code),
    at: BigInt(timestamp?.getSeconds() ?? 0) * 1000n + BigInt(Math.floor((timestamp?.getNanos() ?? 0) / 1_000_000)),
    call: action.call,
    arguments: action.arguments,
    response: action.response,
    writes: writesOf(action.results),
  }
}

/** Reads a block: every transaction of our chaincodes, valid or not, in order; others are passed over. */
export const readBlock = (block: common.Block): ReadBlock => {
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER]
  const transactions = (block.getData()?.getDataList_asU8() ?? []).map((data, position) =>
    readTransaction(data, { position, code: codes?.[position] ?? 255 }),
  )
  return {
    number: BigInt(block.getHeader()?.getNumber() ?? 0),
    transactions: transactions.filter((transaction) => transaction !== undefined),
  }
}
