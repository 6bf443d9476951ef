import { type Block, readBlock } from '../../../audit/blocks/block.ts'
import { readTransactions } from '../../../audit/ledger/read-block.ts'
import type { Call, LedgerBlock } from '../../../audit/ledger/transaction.ts'
import { Tally } from '../../market/audit.ts'
import { Day } from '../../market/day.ts'
import { consortium } from '../../support/members.ts'
import { channelOf } from '../support/channel/market-channel.ts'
import { definingBlocks, ownRecordedBlocks } from '../support/channel/recorded-channel.ts'
import { type Past, pastOf, sealed } from '../support/channel/sealing.ts'
import { pairStory } from '../support/pair-story.ts'

/** A place in the blocks of a base, with the call that stands there. */
export interface Place {
  block: number
  transaction: number
  call: Call
}

/** An honest channel, in which something is to be forged. */
export class Base {
  readonly blocks: readonly Uint8Array[]
  readonly opened: readonly Block[]
  readonly ledger: readonly LedgerBlock[]
  readonly calls: readonly Place[]
  /** What each block does to the rows. */
  readonly past: Past

  constructor(blocks: readonly Uint8Array[]) {
    this.blocks = blocks
    this.opened = blocks.map(readBlock)
    this.past = pastOf(this.opened)
    this.ledger = this.opened.map(readTransactions)
    this.calls = this.ledger.flatMap(({ transactions }, block) =>
      transactions.flatMap(({ content, position }) =>
        content.what === 'call' ? [{ block, transaction: position, call: content }] : [],
      ),
    )
  }

  static async ofDay(seed: number): Promise<Base> {
    const day = await Day.open(consortium, seed, new Tally(), { blocksBefore: definingBlocks, hasPairs: false })
    await day.play()
    return new Base(await channelOf(day.ledger))
  }

  /** A bank and an institution that trade, with what the two alone may know. */
  static async ofPair(): Promise<Base> {
    return new Base(await channelOf(await pairStory()))
  }

  static async ofRecorded(): Promise<Base> {
    return new Base(sealed(await ownRecordedBlocks()))
  }
}
