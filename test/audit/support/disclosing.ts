import { common, peer, ledger as protos } from '@hyperledger/fabric-protos'
import type { BlockWithRows, PrivateRow } from '../../../audit/blocks/private-rows.ts'
import { type DisclosureFile, disclosureFormat } from '../../../audit/disclosure/disclosure-file.ts'
import { transientNames } from '../../../chaincode/wire/transient.ts'
import { type Made, rawBlockOf } from '../../gateway/support/raw-blocks.ts'
import { certificates } from '../../support/certificates.ts'
import type { Committed, InMemoryLedger, Proposal } from '../../support/ledger.ts'

const bodiesOf = ({ transient = {} }: Proposal): DisclosureFile['bodies'] =>
  Object.entries(transient).flatMap(([name, bytes]) => {
    const { confidential } = transientNames
    return name.startsWith(confidential)
      ? [{ instruction: name.slice(confidential.length), text: Buffer.from(bytes).toString() }]
      : []
  })

const rowsOf = ({ readWriteSet }: Proposal): DisclosureFile['rows'] =>
  readWriteSet.writes.flatMap(({ table, key, value }) =>
    table.startsWith('pair-') && value !== undefined ? [{ key, value: value.toString() }] : [],
  )

/** All that a pair can disclose of a ledger in memory: every text that came beside its valid transactions, and every private row. */
export const disclosureOf = ({ blocks, channel }: InMemoryLedger): DisclosureFile => {
  const committed = blocks.flatMap(({ transactions }) => transactions.filter(({ code }) => code === 'VALID'))
  const proposals = committed.map(({ proposal }) => proposal)
  return {
    ...{ format: disclosureFormat, channel, collections: ['pair-bank-institution'] },
    ...{ bodies: proposals.flatMap(bodiesOf), rows: proposals.flatMap(rowsOf) },
  }
}

const creator = { mspId: 'BankMSP', certificate: certificates.gateway }

const isPrivate = ({ table }: { table: string }): boolean => table.startsWith('pair-')

const madeOf = ({ proposal, code }: Committed): Made & { code: number } => ({
  ...{ nonce: proposal.txId, creator, status: 200, response: proposal.response },
  ...{ args: [`ledger:${proposal.transaction}`, ...proposal.args], code: peer.TxValidationCode[code] },
  writes: proposal.readWriteSet.writes.filter(isPrivate).map(({ table, key, value }) => ({
    ...{ namespace: 'ledger', collection: table, key },
    ...(value === undefined ? { gone: 'purged' as const } : { value: value.toString() }),
  })),
})

const rowsBeside = ({ proposal, code }: Committed): PrivateRow[] =>
  code === 'VALID'
    ? proposal.readWriteSet.writes
        .filter((write) => isPrivate(write) && write.value !== undefined)
        .map(({ table, key, value }) => ({ collection: table, key, value: String(value) }))
    : []

/** The blocks of a ledger in memory with what a peer of the pair hands out beside them; of the blocks no more than that. */
export const pairBlocksOf = ({ blocks }: InMemoryLedger): BlockWithRows[] =>
  blocks.map(({ number, transactions }) => ({
    block: rawBlockOf(number, transactions.map(madeOf)).serializeBinary(),
    rows: transactions.flatMap(rowsBeside),
  }))

/** A peer's answer with a block and the private rows beside it. */
export const privateAnswer = ({ block, rows }: BlockWithRows): Uint8Array => {
  const namespace = new protos.rwset.NsPvtReadWriteSet()
  namespace.setNamespace('ledger')
  for (const { collection, key, value } of rows) {
    const set = new protos.rwset.kvrwset.KVRWSet()
    const write = set.addWrites()
    write.setKey(key)
    write.setValue(Buffer.from(value))
    const named = namespace.addCollectionPvtRwset()
    named.setCollectionName(collection)
    named.setRwset(set.serializeBinary())
  }
  const all = new protos.rwset.TxPvtReadWriteSet()
  all.addNsPvtRwset(namespace)
  const data = new peer.BlockAndPrivateData()
  data.setBlock(common.Block.deserializeBinary(block))
  data.getPrivateDataMapMap().set(0, all)
  const response = new peer.DeliverResponse()
  response.setBlockAndPrivateData(data)
  return response.serializeBinary()
}
