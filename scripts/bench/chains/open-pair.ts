import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConsortiumDefinition } from '../../../chaincode/wire/consortium.ts'
import { createTopology, type Topology } from '../../../network/topology.ts'
import { type Bug, plant } from '../../../test/market/planted/bugs.ts'

/** The two pairs of the benchmark: of one bank, with an institution as the product has it and with one whose rows stand in public. */
export const bank = 'BankMSP'
export const places = { private: 'SealedMSP', public: 'OpenedMSP' } as const
export type Place = keyof typeof places

/** The two institutions play the same parts under names of one length, so that they cost alike and their rows have the same bytes. */
const consortium: ConsortiumDefinition = {
  members: [
    { mspId: bank, title: 'Bank', parts: ['bank', 'platform', 'orderer'] },
    { mspId: places.private, title: 'Institution with private rows', parts: ['institution', 'orderer'] },
    { mspId: places.public, title: 'Institution with public rows', parts: ['institution', 'orderer'] },
    { mspId: 'AuditorMSP', title: 'Auditor', parts: ['auditor'] },
  ],
}

/** The collection of the pair whose rows the benchmark lays open. */
const opened = 'pair-bank-opened'

/**
 * What a copy of the sources has otherwise: the same rows of the pair with the second institution, byte for byte, stand among the ledger's
 * own under the key-level policy of their two homes, as any public row of two homes does, and its gateways read them there. No rule, kind
 * or table is another one.
 */
export const openings: readonly Bug[] = [
  {
    name: 'rows-in-public',
    says: 'the rows of the opened pair are read and written among the ledger’s own',
    file: 'chaincode/state/places.ts',
    text: 'return new PrivateRows(this.#stub, collection)',
    instead: `return collection === '${opened}' ? this.at(ledgerChaincode) : new PrivateRows(this.#stub, collection)`,
  },
  {
    name: 'slot-in-public',
    says: 'whether the row stands already is known where it is written',
    file: 'chaincode/state/unit-of-work.ts',
    text: 'async #hide(key: string, { table, record }: Slot): Promise<void> {',
    instead: 'async #hide(key: string, { table, record, exists }: Slot): Promise<void> {',
  },
  {
    name: 'policy-in-public',
    says: 'a new row gets the key-level policy of its homes; a private one leaves it aside',
    file: 'chaincode/state/unit-of-work.ts',
    text: 'await this.#rowsOfPair(key).write([{ key, value }])',
    instead:
      'await this.#rowsOfPair(key).write([{ key, value, policy: exists ? undefined : rowPolicy(this.consortium, table.homesOf(record as never)) }])',
  },
  {
    name: 'read-in-public',
    says: 'gateways of the opened pair read its rows where all others stand',
    file: 'gateway/projection/projection.ts',
    text: 'const text = this.privateTables.text(collection, table.key(...members))',
    instead: `const text = collection === '${opened}' ? this.rowText(table.key(...members)) : this.privateTables.text(collection, table.key(...members))`,
  },
]

const copied = ['audit', 'chaincode', 'gateway', 'network', 'terminal', 'package.json']

/** A copy of the sources with the openings, for the time of some work; the project itself stays as it is. */
export const withOpenedCopy = async <Result>(
  root: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-opened-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  try {
    for (const part of copied) cpSync(join(root, part), join(folder, part), { recursive: true })
    symlinkSync(realpathSync(join(root, 'node_modules')), join(folder, 'node_modules'))
    for (const opening of openings) {
      const file = join(folder, opening.file)
      writeFileSync(file, plant(readFileSync(file, 'utf8'), opening))
    }
    return await work(folder)
  } finally {
    remove()
    process.off('exit', remove)
  }
}

/** The network of the benchmark with these two pairs, whose chaincodes and gateways run from a folder with a copy of the sources. */
export const pairsTopology = (
  { portBase, dataFolder, batch }: Pick<Topology, 'portBase' | 'dataFolder' | 'batch'>,
  projectFolder: string,
): Topology => ({
  ...createTopology({ portBase, dataFolder, batch, consortium }),
  projectFolder,
})
