import { common, peer } from '@hyperledger/fabric-protos'
import type { Block } from '../../../audit/blocks/block.ts'
import type { Call, MetadataWrite, RowWrite } from '../../../audit/ledger/transaction.ts'
import { identityOf } from '../../support/identities/identities.ts'
import {
  closed,
  type OpenPlace,
  type OpenTransaction,
  opened,
  type Putting,
  transactionIdOf,
} from '../support/channel/open-transaction.ts'
import { resealed, type Sealing } from '../support/channel/sealing.ts'
import type { Base, Place } from './base.ts'

/** All sign what they are given, without knowing better: the orderers the blocks, the peers the hashes of their state. */
export const honestly: Sealing = { orderers: ['BankMSP'], commitHashes: true }

/** The blocks up to one, and one behind it, with some of them changed, and from there on sealed anew by who takes part. */
export const forgedBlocks = (
  base: Base,
  last: number,
  change: (blocks: readonly Block[]) => readonly Block[],
  sealing: Sealing = honestly,
): Uint8Array[] => {
  const before = base.opened.slice(0, last + 2)
  const blocks = change(before)
  const changed = blocks.findIndex((block, at) => block !== before[at])
  const from = changed === -1 ? blocks.length : changed
  const behind = { previous: base.opened[from - 1], past: base.past.slice(0, from) }
  return [...base.blocks.slice(0, from), ...resealed(blocks.slice(from), sealing, behind)]
}

/** The blocks up to one, and one behind it, of which one was edited in a file: nothing is made right that depends on it. */
export const edited = (base: Base, number: number, change: (block: common.Block) => void): Uint8Array[] =>
  base.blocks.slice(0, number + 2).map((bytes, at) => {
    if (at !== number) return bytes
    const block = common.Block.deserializeBinary(bytes)
    change(block)
    return block.serializeBinary()
  })

/** The same, with one part of its metadata edited. */
export const withMetadata = (
  base: Base,
  { block, part }: { block: number; part: number },
  change: (bytes: Uint8Array) => Uint8Array,
): Uint8Array[] =>
  edited(base, block, (one) => {
    const parts = one.getMetadata()?.getMetadataList_asU8() ?? []
    one.getMetadata()?.setMetadataList(parts.map((bytes, at) => (at === part ? change(bytes) : bytes)))
  })

/** The same, with one block changed. */
export const withBlock = (
  base: Base,
  number: number,
  change: (block: Block) => Block,
  sealing: Sealing = honestly,
): Uint8Array[] =>
  forgedBlocks(base, number, (blocks) => blocks.map((one, at) => (at === number ? change(one) : one)), sealing)

/** The same, with one envelope changed. */
export const withEnvelope = (
  base: Base,
  { block, transaction }: { block: number; transaction: number },
  change: (bytes: Uint8Array) => Uint8Array,
  sealing: Sealing = honestly,
): Uint8Array[] =>
  withBlock(
    base,
    block,
    (one) => ({ ...one, envelopes: one.envelopes.map((bytes, at) => (at === transaction ? change(bytes) : bytes)) }),
    sealing,
  )

/** The same, with one transaction taken apart, changed, and signed anew by who signs. */
export const withTransaction = (
  base: Base,
  place: { block: number; transaction: number },
  change: (open: OpenTransaction) => void,
  { putting, sealing = honestly }: { putting?: Putting; sealing?: Sealing } = {},
): Uint8Array[] =>
  withEnvelope(
    base,
    place,
    (bytes) => {
      const open = opened(bytes)
      change(open)
      return closed(open, putting)
    },
    sealing,
  )

/** The validity flags of a block changed. */
export const withFlags = (
  base: Base,
  number: number,
  change: (flags: Uint8Array) => Uint8Array,
  sealing: Sealing = { commitHashes: true },
): Uint8Array[] => withBlock(base, number, (block) => withPart(block, 2, change), sealing)

/** A block with one part of its metadata changed. */
export const withPart = (block: Block, part: number, change: (bytes: Uint8Array) => Uint8Array): Block => ({
  ...block,
  metadata: block.metadata.map((bytes, at) => (at === part ? change(bytes) : bytes)),
})

/** Bytes of which the lowest bit of one is another. */
export const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, index) => (index === at ? byte ^ 1 : byte))

/** The flag by its name. */
export const flagOf = (name: keyof peer.TxValidationCodeMap): number => peer.TxValidationCode[name]

const setWrites = ({ rows }: OpenPlace, writes: readonly RowWrite[]): void => {
  rows.setWritesList([])
  for (const { key, value } of writes) {
    const write = rows.addWrites()
    write.setKey(key)
    if (value === undefined) write.setIsDelete(true)
    else write.setValue(value)
  }
}

const setMetadata = ({ rows }: OpenPlace, metadata: readonly MetadataWrite[]): void => {
  rows.setMetadataWritesList([])
  for (const { key, name, value } of metadata) {
    const write = rows.addMetadataWrites()
    write.setKey(key)
    const entry = write.addEntries()
    entry.setName(name)
    entry.setValue(value)
  }
}

const setChanges = ({ places }: OpenTransaction, { writes, metadata }: Call): void => {
  for (const place of places) {
    setWrites(
      place,
      writes.filter(({ chaincode }) => chaincode === place.namespace),
    )
    setMetadata(
      place,
      metadata.filter(({ chaincode }) => chaincode === place.namespace),
    )
  }
}

const setEvent = ({ action }: OpenTransaction, { chaincode, event }: Call): void => {
  const one = new peer.ChaincodeEvent()
  if (event !== undefined) {
    one.setChaincodeId(chaincode)
    one.setTxId(event.transaction)
    one.setEventName(event.name)
    one.setPayload(Buffer.from(event.payload))
  }
  action.setEvents(one.serializeBinary())
}

const setAsked = ({ header, proposal, action }: OpenTransaction, { chaincode, version, name, ...call }: Call): void => {
  const id = new peer.ChaincodeID()
  id.setName(chaincode)
  const extension = new peer.ChaincodeHeaderExtension()
  extension.setChaincodeId(id)
  header.setExtension$(extension.serializeBinary())
  const invocation = peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8())
  const spec = invocation.getChaincodeSpec()
  spec?.getInput()?.setArgsList([name, ...call.arguments].map((text) => Buffer.from(text)))
  proposal.setInput(invocation.serializeBinary())
  const ran = new peer.ChaincodeID()
  ran.setName(chaincode)
  ran.setVersion(version)
  action.setChaincodeId(ran)
}

/** Makes a transaction say and do what a call says. */
const setCall = (open: OpenTransaction, call: Call): void => {
  const { header, action } = open
  setAsked(open, call)
  header.setChannelId(call.channel)
  header.getTimestamp()?.setSeconds(Number(call.at / 1000n))
  header.getTimestamp()?.setNanos(Number(call.at % 1000n) * 1_000_000)
  action.getResponse()?.setStatus(call.status)
  action.getResponse()?.setPayload(Buffer.from(call.response))
  setEvent(open, call)
  setChanges(open, call)
}

/** The peer of a member, as endorsements name it. */
export const identityOfPeer = (mspId: string): Uint8Array => identityOf(mspId, 'peer').serialized

const endorsersOf = (...members: readonly string[]): Uint8Array[] => members.map(identityOfPeer)

/** All peers that there are, so that no policy of a row is unmet. */
export const allPeers = (): Uint8Array[] => endorsersOf('BankMSP', 'InstitutionMSP', 'SupplierMSP')

/** A copy of a call that may be changed. */
const copyOf = (call: Call): Call => ({
  ...call,
  event: call.event && { ...call.event },
  arguments: [...call.arguments],
  writes: call.writes.map((write) => ({ ...write })),
  metadata: call.metadata.map((write) => ({ ...write })),
  hidden: call.hidden.map((write) => ({ ...write })),
})

/** One call changed, which its gateway submits and all peers endorse, and which nobody else knows to be forged. */
export const withCall = (
  base: Base,
  { block, transaction, call }: Place,
  change: (call: Call, open: OpenTransaction) => void,
): Uint8Array[] =>
  withTransaction(base, { block, transaction }, (open) => {
    const changed = copyOf(call)
    const before = transactionIdOf(open)
    open.endorsers = allPeers()
    change(changed, open)
    // A new creator makes a new id, which a peer puts into the event.
    if (changed.event?.transaction === before) changed.event.transaction = transactionIdOf(open)
    setCall(open, changed)
  })

/** The blocks up to one, and another behind it: of envelopes and flags, sealed as its network would. */
export const appended = (base: Base, last: number, envelopes: Uint8Array[], flags: Uint8Array): Uint8Array[] =>
  forgedBlocks(base, last, (blocks) => [
    ...blocks.slice(0, last + 1),
    {
      ...{ number: BigInt(last + 1), previousHash: new Uint8Array(), dataHash: new Uint8Array(), envelopes },
      metadata: [new Uint8Array(), new Uint8Array(), flags, new Uint8Array(), new Uint8Array()],
    },
  ])
