import type { Block } from '../blocks/block.ts'
import { readOrNothing } from '../blocks/envelope.ts'
import { type Finding, fault, hexOf } from '../findings.ts'
import { checkData, headerHash } from '../verify/chain.ts'
import { type Configuration, readConfiguration } from '../verify/configuration.ts'
import { updateFault } from '../verify/configuration-update.ts'
import { checkOrdererSignatures } from '../verify/orderers.ts'
import { checkRoots, type Roots } from '../verify/roots.ts'
import { codeOfUpdate, configurationData } from '../verify/verification.ts'

export interface EvidenceSetting {
  /** The members' root certificates, from elsewhere than the file. */
  roots: Roots
  /** The hash of the channel's first block in hexadecimal digits, where it is known from elsewhere. */
  firstBlock?: string | undefined
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0

/** Follows the blocks of a file: only some of a channel's, each signed by the orderers under the configuration of its height. */
export class SignedBlocks {
  readonly #channel: string
  readonly #setting: EvidenceSetting
  #before: Block | undefined
  #configuration: Configuration | undefined
  #lastConfiguration = 0n
  /** The hash of the first block's header. */
  firstHash: Buffer | undefined
  count = 0

  constructor(channel: string, setting: EvidenceSetting) {
    this.#channel = channel
    this.#setting = setting
  }

  /** All that speaks against the next block; throws a named finding where nothing behind it can be looked at. */
  take(block: Block): { findings: Finding[]; configuration: Configuration } {
    const before = this.#before
    this.#checkOrder(block)
    this.#before = block
    this.count += 1
    const findings = [...checkData(block), ...this.#checkBare(block)]
    if (before === undefined) return { findings: [...findings, ...this.#begin(block)], configuration: this.#current() }
    if (before.number + 1n === block.number && !isSame(block.previousHash, headerHash(before)))
      findings.push({ code: 'PREVIOUS_HASH_DIFFERS', block: String(block.number) })
    const configuration = this.#current()
    const change = configurationData(block)
    if (change !== undefined) this.#lastConfiguration = block.number
    findings.push(...checkOrdererSignatures(block, configuration, this.#lastConfiguration).findings)
    if (change !== undefined) findings.push(...this.#follow(block, change.data))
    return { findings, configuration }
  }

  #current(): Configuration {
    if (this.#configuration === undefined) throw fault('CHAIN_STARTS_LATE')
    return this.#configuration
  }

  #checkOrder({ number }: Block): void {
    const before = this.#before
    const where = { block: String(number) }
    if (before === undefined && number !== 0n) throw fault('CHAIN_STARTS_LATE', where)
    if (before !== undefined && number <= before.number) throw fault('BLOCK_REPEATED', where)
    // The second block has the hash of the first, which nobody signs.
    if (before?.number === 0n && number !== 1n) throw fault('EVIDENCE_BLOCK_MISSING', { block: '1' })
  }

  #checkBare({ number, metadata }: Block): Finding[] {
    return metadata.length === (number === 0n ? 0 : 1) ? [] : [{ code: 'METADATA_ALTERED', block: String(number) }]
  }

  #begin(block: Block): Finding[] {
    this.firstHash = headerHash(block)
    const first = configurationData(block)
    const read = first && readOrNothing(() => readConfiguration(first.data))
    if (first === undefined || read === undefined) throw fault('CONFIGURATION_UNREADABLE', { block: '0' })
    if (first.channel !== this.#channel)
      throw fault('CHANNEL_DIFFERS', { block: '0', expected: this.#channel, found: first.channel })
    this.#configuration = read.configuration
    const { firstBlock } = this.#setting
    const found = hexOf(this.firstHash)
    const isOther = firstBlock !== undefined && firstBlock.toLowerCase() !== found
    return [
      ...(isOther ? [{ code: 'FIRST_BLOCK_DIFFERS', block: '0', expected: firstBlock, found } as const] : []),
      ...this.#checkRoots(block, read.configuration),
    ]
  }

  #checkRoots({ number }: Block, { memberships }: Configuration): Finding[] {
    return checkRoots(memberships, this.#setting.roots).map((one) => ({ ...one, block: String(number) }))
  }

  #follow(block: Block, data: Uint8Array): Finding[] {
    const where = { block: String(block.number) }
    const read = readOrNothing(() => readConfiguration(data))
    if (read === undefined) throw fault('CONFIGURATION_UNREADABLE', where)
    const { configuration, lastUpdate } = read
    const wrong = updateFault(this.#current(), configuration, { channel: this.#channel, lastUpdate })
    this.#configuration = configuration
    const found = this.#checkRoots(block, configuration)
    return wrong === undefined ? found : [{ code: codeOfUpdate[wrong], ...where, found: wrong }, ...found]
  }
}
