import { createHash } from 'node:crypto'
import { common, ledger, peer } from '@hyperledger/fabric-protos'
import { rowPolicy } from '../../../../chaincode/state/policy.ts'
import { ledgerChaincode } from '../../../../chaincode/wire/consortium.ts'
import { creatorOf, identityOf } from '../../../support/identities/identities.ts'
import type { Committed, InMemoryLedger, Proposal } from '../../../support/ledger.ts'
import type { ReadWriteSet } from '../../../support/read-write-set.ts'
import { fullNames } from '../blocks.ts'
import { closed, type OpenPlace, type OpenTransaction, opened } from './open-transaction.ts'
import { definingBlocks, ownRecordedBlocks } from './recorded-channel.ts'
import { type OpenBlock, sealed } from './sealing.ts'

const { kvrwset } = ledger.rwset
type KVRWSet = ledger.rwset.kvrwset.KVRWSet
type Row = { block: number; position: number } | undefined

const chaincodeOf = (table: string): string => (table === '' ? ledgerChaincode : table)

/** Fabric's version of a row; blocks of the ledger in memory stand behind those that define its chaincodes. */
const versionOf = (version: Row): ledger.rwset.kvrwset.Version | undefined => {
  if (version === undefined) return undefined
  const one = new kvrwset.Version()
  one.setBlockNum(version.block + definingBlocks)
  one.setTxNum(version.position)
  return one
}

const readOf = ({ key, version }: { key: string; version: Row }): ledger.rwset.kvrwset.KVRead => {
  const read = new kvrwset.KVRead()
  read.setKey(key)
  read.setVersion(versionOf(version))
  return read
}

const addRange = (rows: KVRWSet, range: ReadWriteSet['ranges'][number]): void => {
  const info = rows.addRangeQueriesInfo()
  info.setStartKey(range.start)
  info.setEndKey(range.end)
  info.setItrExhausted(range.exhausted)
  const reads = new kvrwset.QueryReads()
  reads.setKvReadsList(range.results.map(readOf))
  info.setRawReads(reads)
}

const addWrite = (rows: KVRWSet, { key, value }: ReadWriteSet['writes'][number]): void => {
  const write = rows.addWrites()
  write.setKey(key)
  if (value === undefined) write.setIsDelete(true)
  else write.setValue(value)
}

const addPolicy = (rows: KVRWSet, { key, policy }: ReadWriteSet['policyWrites'][number]): void => {
  const write = rows.addMetadataWrites()
  write.setKey(key)
  const entry = write.addEntries()
  entry.setName('VALIDATION_PARAMETER')
  entry.setValue(policy)
}

/** Whether a table of the ledger in memory is a pair's collection, of which a block has hashes alone. */
const isPrivate = ({ table }: { table: string }): boolean => table.startsWith('pair-')

const hashOf = (bytes: string | Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

const collectionsOf = ({ reads, writes }: Pick<ReadWriteSet, 'reads' | 'writes'>): OpenPlace['collections'] => {
  const collections = new Map<string, ledger.rwset.kvrwset.HashedRWSet>()
  const at = (name: string): ledger.rwset.kvrwset.HashedRWSet => {
    const rows = collections.get(name) ?? new kvrwset.HashedRWSet()
    collections.set(name, rows)
    return rows
  }
  for (const { table, key, version } of reads) {
    const read = at(table).addHashedReads()
    read.setKeyHash(hashOf(key))
    read.setVersion(versionOf(version))
  }
  for (const { table, key, value, isPurge } of writes) {
    const write = at(table).addHashedWrites()
    write.setKeyHash(hashOf(key))
    if (isPurge === true) write.setIsPurge(true)
    if (value !== undefined) write.setValueHash(hashOf(value))
  }
  return [...collections].map(([name, rows]) => ({ name, rows }))
}

/** What a transaction of the ledger in memory read and wrote, by chaincode. */
const placesOf = (results: ReadWriteSet): OpenPlace[] => {
  const { ranges, policyWrites } = results
  const [reads, writes] = [
    results.reads.filter((one) => !isPrivate(one)),
    results.writes.filter((one) => !isPrivate(one)),
  ]
  const collections = collectionsOf({
    reads: results.reads.filter(isPrivate),
    writes: results.writes.filter(isPrivate),
  })
  const places = new Map<string, KVRWSet>()
  const at = (table: string): KVRWSet => {
    const rows = places.get(chaincodeOf(table)) ?? new kvrwset.KVRWSet()
    places.set(chaincodeOf(table), rows)
    return rows
  }
  for (const read of reads) at(read.table).addReads(readOf(read))
  for (const range of ranges) addRange(at(range.table), range)
  for (const write of writes) addWrite(at(write.table), write)
  for (const write of policyWrites) addPolicy(at(write.table), write)
  return [...places]
    .toSorted(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
    .map(([namespace, rows]) => ({ namespace, rows, collections: namespace === ledgerChaincode ? collections : [] }))
}

const idOf = (name: string, version = ''): peer.ChaincodeID => {
  const id = new peer.ChaincodeID()
  id.setName(name)
  id.setVersion(version)
  return id
}

const headerOf = (channel: string, at: bigint, chaincode: string): common.ChannelHeader => {
  // The message of a time belongs to a package that is not ours to import; an empty one comes out of reading.
  const header = common.ChannelHeader.deserializeBinary(Uint8Array.of(0x1a, 0))
  header.getTimestamp()?.setSeconds(Number(at / 1000n))
  header.getTimestamp()?.setNanos(Number(at % 1000n) * 1_000_000)
  header.setType(common.HeaderType.ENDORSER_TRANSACTION)
  header.setChannelId(channel)
  const extension = new peer.ChaincodeHeaderExtension()
  extension.setChaincodeId(idOf(chaincode))
  header.setExtension$(extension.serializeBinary())
  return header
}

const proposalOf = (chaincode: string, texts: readonly string[]): peer.ChaincodeProposalPayload => {
  const input = new peer.ChaincodeInput()
  input.setArgsList(texts.map((text) => Buffer.from(text)))
  const spec = new peer.ChaincodeSpec()
  spec.setType(peer.ChaincodeSpec.Type.NODE)
  spec.setChaincodeId(idOf(chaincode))
  spec.setInput(input)
  const invocation = new peer.ChaincodeInvocationSpec()
  invocation.setChaincodeSpec(spec)
  const proposal = new peer.ChaincodeProposalPayload()
  proposal.setInput(invocation.serializeBinary())
  return proposal
}

const eventBytes = ({ txId, asked, event }: Proposal): Uint8Array => {
  if (event === undefined) return new Uint8Array()
  const one = new peer.ChaincodeEvent()
  one.setChaincodeId(chaincodeOf(asked))
  one.setTxId(txId)
  one.setEventName(event.name)
  one.setPayload(Buffer.from(event.payload))
  return one.serializeBinary()
}

const actionOf = (proposal: Proposal, version: string): peer.ChaincodeAction => {
  const response = new peer.Response()
  response.setStatus(200)
  response.setPayload(Buffer.from(proposal.response))
  const action = new peer.ChaincodeAction()
  action.setResponse(response)
  action.setChaincodeId(idOf(chaincodeOf(proposal.asked), version))
  action.setEvents(eventBytes(proposal))
  return action
}

/** A transaction of the ledger in memory, to be signed by its creator and a peer of each organisation that endorsed it. */
const openTransactionOf = (
  proposal: Proposal,
  { channel, version }: { channel: string; version: string },
): OpenTransaction => {
  const { nonce, caller, timestamp, asked, transaction, args, organisations, readWriteSet } = proposal
  if (nonce === undefined) throw new Error('nobody knows what the id of this transaction is made of')
  const chaincode = chaincodeOf(asked)
  return {
    header: headerOf(channel, timestamp, chaincode),
    ...{ nonce, creator: creatorOf(caller) },
    endorsers: organisations.map((mspId) => identityOf(mspId, 'peer').serialized),
    proposal: proposalOf(chaincode, [fullNames[transaction] ?? transaction, ...args]),
    ...{ action: actionOf(proposal, version), places: placesOf(readWriteSet) },
    ...{ signature: new Uint8Array(), endorsements: new Map() },
  }
}

/** The version of the ledger's definition, as its first recorded transaction names it. */
const versionIn = (block: OpenBlock | undefined): string => {
  const { action } = opened(block?.envelopes[0] ?? new Uint8Array())
  return action.getChaincodeId()?.getVersion() ?? ''
}

const flagOf = ({ code }: Committed): number => peer.TxValidationCode[code]

const collectionsKey = `namespaces/fields/${ledgerChaincode}/Collections`

/** The collections of a consortium's pairs, each endorsed by both of its pair, as a definition has them. */
const collectionConfigs = ({ consortium }: InMemoryLedger): peer.CollectionConfigPackage => {
  const all = new peer.CollectionConfigPackage()
  for (const { bank, institution, collection } of consortium.pairs) {
    const one = new peer.StaticCollectionConfig()
    one.setName(collection)
    const policy = new peer.ApplicationPolicy()
    const both = rowPolicy(consortium, [bank, institution]) as Buffer
    policy.setSignaturePolicy(common.SignaturePolicyEnvelope.deserializeBinary(both))
    one.setEndorsementPolicy(policy)
    all.addConfig().setStaticCollectionConfig(one)
  }
  return all
}

/** A recorded block, of which the definition of the ledger gets the collections of the pairs: the recorded channel had none. */
const withCollections = (block: OpenBlock, source: InMemoryLedger): OpenBlock => ({
  ...block,
  envelopes: block.envelopes.map((bytes) => {
    const open = opened(bytes)
    const writes = open.places.flatMap(({ rows }) => rows.getWritesList())
    const write = writes.find((one) => one.getKey() === collectionsKey)
    if (write === undefined) return bytes
    const value = new peer.lifecycle.StateData()
    value.setBytes(collectionConfigs(source).serializeBinary())
    write.setValue(value.serializeBinary())
    return closed(open)
  }),
})

/** The blocks of a ledger in memory as its network would have them, behind the blocks that define its chaincodes; not sealed yet. */
export const openBlocksOf = async (source: InMemoryLedger): Promise<OpenBlock[]> => {
  const { blocks, channel } = source
  const recorded = await ownRecordedBlocks()
  const isShared = blocks.some(({ transactions }) =>
    transactions.some(({ proposal }) => proposal.readWriteSet.writes.some(isPrivate)),
  )
  const defining = recorded.slice(0, definingBlocks)
  const first = isShared
    ? defining.map((block, number) => (number === 0 ? block : withCollections(block, source)))
    : defining
  const version = versionIn(recorded[definingBlocks])
  const own = blocks.map(({ transactions }) => ({
    envelopes: transactions.map(({ proposal }) => closed(openTransactionOf(proposal, { channel, version }))),
    flags: Uint8Array.from(transactions.map(flagOf)),
  }))
  return [...first, ...own]
}

/**
 * A ledger in memory as a whole channel of raw blocks, in which neither verification nor replay finds anything: the first
 * configuration, the definitions of its chaincodes, and then its own blocks, signed by all who have a part in them. The members are
 * those of the project's own consortium, the channel is `assay`, and an auditor is given `rootsOfAll`.
 */
export const channelOf = async (source: InMemoryLedger): Promise<Uint8Array[]> => sealed(await openBlocksOf(source))
