import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { LedgerContract } from '../../chaincode/contracts/ledger-contract.ts'
import { RegistryContract } from '../../chaincode/contracts/registry-contract.ts'
import type { Outcome } from '../../chaincode/outcome.ts'
import { InMemoryLedger, type Planted, type Proposal } from '../support/ledger.ts'
import { consortium } from '../support/members.ts'
import { fingerprint } from '../support/read-write-set.ts'

/** A transaction as it was sent once; `timestamp` is UTC milliseconds, `organisations` endorsed it. */
export interface Sent {
  caller: Proposal['caller']
  transaction: string
  args: readonly string[]
  timestamp: string
  txId: string
  organisations: readonly string[]
  /** Confidential bodies and their salt, in base64, where some came beside it. */
  beside?: { [name: string]: string }
}

/** A whole small chain: its blocks in order, each the transactions that were endorsed on what stood before it. */
export interface Chain {
  title: string
  channel: string
  blocks: Sent[][]
  /** Rows that stood there before the first block. */
  planted?: Planted[]
}

const chainsFile = join(import.meta.dirname, 'chains.json.gz')
const digestsFile = join(import.meta.dirname, 'digests.json')

export const readChains = (): Chain[] => JSON.parse(gunzipSync(readFileSync(chainsFile)).toString()) as Chain[]
export const keepChains = (chains: readonly Chain[]): void =>
  writeFileSync(chainsFile, gzipSync(JSON.stringify(chains), { level: 9 }))

/** What today's code is held against: the digests as they were kept last. */
export const readDigests = (): { [what: string]: string } =>
  existsSync(digestsFile) ? (JSON.parse(readFileSync(digestsFile, 'utf8')) as { [what: string]: string }) : {}
export const keepDigests = (digests: { [what: string]: string }): void =>
  writeFileSync(digestsFile, `${JSON.stringify(digests, undefined, 2)}\n`)

const contractOf = (transaction: string) =>
  transaction === 'enrolRegistrar' ? new RegistryContract(consortium) : new LedgerContract(consortium)

/** Runs a chain anew on an empty ledger with today's code; answers the ledger as it then stands. */
export const replayed = async ({ channel, blocks, planted = [] }: Chain): Promise<InMemoryLedger> => {
  const ledger = new InMemoryLedger({ channel })
  for (const row of planted) ledger.plant(row)
  for (const sent of blocks) {
    const proposals: Proposal[] = []
    for (const { timestamp, beside = {}, ...rest } of sent) {
      const bytes = Object.entries(beside).map(([name, text]) => [name, Buffer.from(text, 'base64')] as const)
      const transient = Object.fromEntries(bytes)
      const proposed = { ...rest, transient, contract: contractOf(rest.transaction), timestamp: BigInt(timestamp) }
      proposals.push(await ledger.endorse(proposed))
    }
    ledger.commit(proposals)
  }
  return ledger
}

/** Runs a chain anew; answers what was endorsed, in order. */
export const replay = async (chain: Chain): Promise<Proposal[]> =>
  (await replayed(chain)).blocks.flatMap(({ transactions }) => transactions.map(({ proposal }) => proposal))

const kindOf = (text: string): string => {
  try {
    return String((JSON.parse(text) as { instruction: { kind: string } }).instruction.kind)
  } catch {
    return 'unreadable'
  }
}

/** How what an instruction is about stands behind it, where its outcome says so: one kind can end in several ways. */
const endingOf = (kind: string | undefined, outcome: Outcome): string[] => {
  const status = outcome.status === 'accepted' ? outcome.effects['status'] : undefined
  return typeof status === 'string' ? [`${kind} ends as ${status}`] : []
}

/** What a transaction shows: each kind in it as accepted or not, how that stands then, and each code that something ended with, by itself and for its kind. */
export const shownBy = ({ transaction, args, response }: Proposal): string[] => {
  if (transaction !== 'apply') return [transaction]
  const outcomes = JSON.parse(response) as Outcome[]
  const whats = outcomes.flatMap((outcome, place) => {
    const kind = kindOf(args[place] ?? '')
    return 'code' in outcome
      ? [`${kind} ${outcome.status}`, outcome.code, `${kind} ${outcome.code}`]
      : [`${kind} ${outcome.status}`, ...endingOf(kind, outcome)]
  })
  return [...new Set(whats)]
}

/** One digest for each kind as accepted and as refused, and for each code, over all that endorsers must agree on: reads, writes, policies, answer, event. */
export const digestsOf = async (chains: readonly Chain[]): Promise<{ [what: string]: string }> => {
  const hashes = new Map<string, ReturnType<typeof createHash>>()
  for (const chain of chains) {
    for (const proposal of await replay(chain)) {
      for (const what of shownBy(proposal)) {
        const hash = hashes.get(what) ?? createHash('sha256')
        hashes.set(what, hash.update(fingerprint(proposal)))
      }
    }
  }
  const digests = [...hashes].map(([what, hash]) => [what, hash.digest('hex').slice(0, 32)] as const)
  return Object.fromEntries(digests.sort(([one], [other]) => (one < other ? -1 : 1)))
}
