import { common, peer } from '@hyperledger/fabric-protos'
import { type Block, metadataOf, readBlock } from '../blocks/block.ts'
import { readEnvelope, readOrNothing } from '../blocks/envelope.ts'
import { type Finding, FindingFault, fault } from '../findings.ts'
import { Chain, type ChainPosition } from './chain.ts'
import { CommitHashes } from './commit-hash.ts'
import { type Configuration, readConfiguration } from './configuration.ts'
import { type UpdateFault, updateFault } from './configuration-update.ts'
import { checkOrderers } from './orderers.ts'
import { checkRoots, type Roots } from './roots.ts'
import type { State } from './state.ts'
import { findingsOn, judgeTransactions, rememberIds, storeUpdates } from './transactions.ts'
import { Updates } from './updates.ts'

/** What is found where a configuration is not the one that its update makes, or not by those who may change it. */
export const codeOfUpdate = {
  unreadable: 'CONFIGURATION_UNFOUNDED',
  sequence: 'CONFIGURATION_UNFOUNDED',
  channel: 'CONFIGURATION_UNFOUNDED',
  stale: 'CONFIGURATION_UNFOUNDED',
  result: 'CONFIGURATION_UNFOUNDED',
  unauthorised: 'CONFIGURATION_UNAUTHORISED',
} as const satisfies Record<UpdateFault, string>

/** The data of a block's configuration; undefined where its first envelope is none. */
export const configurationData = ({ envelopes }: Block): { data: Uint8Array; channel: string } | undefined => {
  const envelope = readEnvelope(envelopes[0] ?? new Uint8Array())
  return typeof envelope === 'string' || envelope.type !== common.HeaderType.CONFIG ? undefined : envelope
}

/** Where a verification stands: its chain, the last commit hash, and the configuration with the block that brought it. */
export interface VerificationPosition {
  chain: ChainPosition
  commitHash: Uint8Array
  /** The data of the newest configuration, as its envelope has it. */
  configuration: Uint8Array
  lastConfiguration: bigint
}

export interface VerificationSetting {
  channel: string
  /** The members' root certificates, from elsewhere than the blocks. */
  roots: Roots
  state: State
  position?: VerificationPosition | undefined
}

/**
 * Proves one peer's blocks again, one at a time and from the first: their form and chain, the orderers' signatures under the
 * configuration of each height, configurations, and each transaction's signatures, policies and reads; then the hash that the peer
 * made of its state. What it holds of earlier blocks is their rows, in the state that it is given, and the configuration.
 */
export class Verification {
  readonly #channel: string
  readonly #roots: Roots
  readonly #state: State
  readonly #chain: Chain
  readonly #hashes: CommitHashes
  #configuration: Configuration | undefined
  #configurationData: Uint8Array = new Uint8Array()
  #lastConfiguration = 0n
  #next = 0n

  /** From the first block on, or from where an earlier one ended, over the state that it left. */
  constructor({ channel, roots, state, position }: VerificationSetting) {
    this.#channel = channel
    this.#roots = roots
    this.#state = state
    this.#chain = new Chain(position?.chain)
    this.#hashes = new CommitHashes(position?.commitHash)
    if (position === undefined) return
    this.#configuration = readConfiguration(position.configuration).configuration
    this.#configurationData = position.configuration
    this.#lastConfiguration = position.lastConfiguration
    this.#next = position.chain.next
  }

  /** Where it stands, for another one to go on from there. */
  get position(): VerificationPosition {
    return {
      ...{ chain: this.#chain.position, commitHash: this.#hashes.previous },
      ...{ configuration: this.#configurationData, lastConfiguration: this.#lastConfiguration },
    }
  }

  /** The configuration that holds for the next block; undefined before the first. */
  get configuration(): Configuration | undefined {
    return this.#configuration
  }

  /**
   * All that speaks against the next block. Throws a named finding where what comes after it cannot be looked at either: at bytes
   * that are no block, a first block that is not the channel's, or a gap, behind which nobody knows the rows.
   */
  check(bytes: Uint8Array): Finding[] {
    return this.checkBlock(readBlock(bytes))
  }

  /** The same of a block that was taken apart already. */
  checkBlock(block: Block): Finding[] {
    const found = this.#chain.check(block)
    const broken = found.find(({ code }) => endsAll.has(code))
    if (broken !== undefined) throw new FindingFault(broken)
    if (block.number < this.#next) return found
    this.#next = block.number + 1n
    return [...found, ...this.#checkContent(block, found)]
  }

  /** Looks at what a block holds; what ends all does not take back what was found of it before. */
  #checkContent(block: Block, found: readonly Finding[]): Finding[] {
    try {
      return block.number === 0n ? this.#begin(block) : this.#follow(block)
    } catch (error) {
      throw error instanceof FindingFault ? new FindingFault(error.finding, found) : error
    }
  }

  #begin(block: Block): Finding[] {
    const first = configurationData(block)
    const read = first && readOrNothing(() => readConfiguration(first.data))
    if (first === undefined || read === undefined) throw fault('CONFIGURATION_UNREADABLE', { block: '0' })
    if (first.channel !== this.#channel) {
      throw fault('CHANNEL_DIFFERS', { block: '0', expected: this.#channel, found: first.channel })
    }
    this.#configuration = read.configuration
    this.#configurationData = first.data
    const updates = new Updates(this.#state)
    const found = [...checkOrderers(block, read.configuration, 0n), ...this.#checkConfiguration(block)]
    const [flag, ...others] = metadataOf(block, common.BlockMetadataIndex.TRANSACTIONS_FILTER)
    if (flag !== peer.TxValidationCode.VALID || others.length > 0) found.push({ code: 'FLAGS_MISSING', block: '0' })
    return [...found, ...this.#hashes.check(block, updates.places)]
  }

  #checkConfiguration(block: Block): Finding[] {
    const where = { block: String(block.number) }
    const memberships = this.#configuration?.memberships
    const strange = memberships === undefined ? [] : checkRoots(memberships, this.#roots)
    const isAlone = block.envelopes.length === 1
    return [
      ...strange.map((finding) => ({ ...finding, ...where })),
      ...(isAlone ? [] : [{ code: 'CONFIGURATION_NOT_ALONE' as const, ...where }]),
    ]
  }

  #follow(block: Block): Finding[] {
    const configuration = this.#configuration
    if (configuration === undefined) throw fault('CHAIN_STARTS_LATE', { block: String(block.number) })
    if (configurationData(block) !== undefined) this.#lastConfiguration = block.number
    const found = checkOrderers(block, configuration, this.#lastConfiguration)
    found.push(...this.#checkTransactions(block, configuration))
    const change = configurationData(block)
    if (change !== undefined) found.push(...this.#change(block, { ...change, before: configuration }))
    return found
  }

  #checkTransactions(block: Block, configuration: Configuration): Finding[] {
    const where = { block: String(block.number) }
    const flags = metadataOf(block, common.BlockMetadataIndex.TRANSACTIONS_FILTER)
    const found: Finding[] = []
    if (flags.length !== block.envelopes.length) {
      const [expected, present] = [String(block.envelopes.length), String(flags.length)]
      found.push({ code: 'FLAGS_MISSING', ...where, expected, found: present })
    }
    const height = { channel: this.#channel, state: this.#state, configuration }
    const { transactions, updates } = judgeTransactions(block, flags, height)
    for (const [transaction, judged] of transactions.entries()) {
      found.push(...findingsOn(judged, configuration).map((finding) => ({ ...finding, ...where, transaction })))
    }
    found.push(...this.#hashes.check(block, updates.places))
    this.#state.together(() => {
      storeUpdates(block.number, updates, height)
      rememberIds(block, this.#state)
    })
    return found
  }

  #change(block: Block, change: { data: Uint8Array; before: Configuration }): Finding[] {
    const where = { block: String(block.number) }
    const read = readOrNothing(() => readConfiguration(change.data))
    if (read === undefined) return [{ code: 'CONFIGURATION_UNREADABLE', ...where }]
    const fault = updateFault(change.before, read.configuration, {
      channel: this.#channel,
      lastUpdate: read.lastUpdate,
    })
    // Followed all the same: what comes after is held against what the channel went on with.
    this.#configuration = read.configuration
    this.#configurationData = change.data
    const found = this.#checkConfiguration(block)
    return fault === undefined ? found : [{ code: codeOfUpdate[fault], ...where, found: fault }, ...found]
  }
}

const endsAll = new Set<string>(['CHAIN_STARTS_LATE', 'BLOCK_MISSING'])
