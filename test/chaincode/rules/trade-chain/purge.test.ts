import { expect } from 'chai'
import { replay } from '../../../../audit/replay/replay.ts'
import { segments } from '../../../../chaincode/domains/trade-chain/tables.ts'
import { auditedBlocksOf } from '../../../audit/support/blocks.ts'
import { type Chaining, type Opened, onChains } from '../../../support/chaining.ts'
import { digestOfHex } from '../../../support/confidential.ts'
import { consortium } from '../../../support/members.ts'
import { codeOf } from '../../../support/scene.ts'

const day = 86_400_000n

const purge = (on: Chaining, { chain }: Pick<Opened, 'chain'>, by = on.dispatcher) =>
  on.tell(by, 'chain.purge', { body: { chain }, says: {} })

/** A sale of stock that was answered as is said, and settled. */
const ended = async (on: Chaining, verdict: 'executed' | 'refused'): Promise<Opened> => {
  const sent = await on.sent(on.stock())
  const { quantity = 0n } = on.position() ?? {}
  on.accepted(
    verdict === 'refused'
      ? await on.answer(sent, { verdict }, { reason: 'hours' })
      : await on.answer(sent, { amount: '55000' }, { target: `${quantity - 100n}` }),
  )
  on.accepted(await on.settle(sent, verdict === 'refused' ? quantity : quantity - 100n))
  return sent
}

/** The bank's officer, on record once the term is over. */
const later = (on: Chaining) => on.wait(91n * day)

describe('the purge of what was said in confidence of a trade chain', () => {
  it(
    'takes the texts of an ended chain from the pair, says so in public, and leaves positions and grades',
    onChains(async (on) => {
      const [done, refused] = [await ended(on, 'executed'), await ended(on, 'refused')]
      const position = on.position()
      later(on)
      for (const [one, by] of [
        [done, on.dispatcher],
        [refused, on.officer],
      ] as const) {
        const effects = on.accepted(await purge(on, one, by))
        expect(effects).deep.equal({ chain: one.chain, status: on.chain(one)?.status })
        expect(on.chain(one)).include({ purgedAt: on.scene.now })
        expect(on.segments(one)).equal(undefined)
      }
      expect(on.position()).deep.equal(position)
      expect(on.accepted(await on.graded('bb'))).include({ version: '2' })
    }),
  )

  it(
    'is refused before its term, twice, and of a chain that may still need its texts',
    onChains(async (on) => {
      const done = await ended(on, 'executed')
      expect(codeOf(await purge(on, done))).equal('deadline_not_passed')
      const conflict = await on.sent()
      on.accepted(await on.answer(conflict, { quantity: '900', amount: '5' }, { target: '0' }))
      on.accepted(await on.settle(conflict, on.gold()))
      const [sent, unknown, voided] = [await on.sent(), await on.sent(), await on.sent()]
      const unsent = await on.enriched()
      later(on)
      await on.done(on.dispatcher, 'chain.mark-unknown', { chain: unknown.chain })
      await on.done(on.exchange.auditor, 'chain.void', { chain: voided.chain })
      for (const one of [conflict, sent, unknown, voided, unsent])
        expect(codeOf(await purge(on, one)), on.chain(one)?.status).equal('chain_state_forbids')
      expect(codeOf(await purge(on, done, on.stranger))).equal('not_a_party')
      on.accepted(await on.tell(on.dispatcher, 'chain.release', { body: { chain: voided.chain }, says: {} }))
      on.accepted(await purge(on, voided))
      on.accepted(await purge(on, done))
      expect(codeOf(await purge(on, done))).equal('chain_state_forbids')
      expect(codeOf(await purge(on, { chain: 'A'.repeat(43) }))).equal('not_a_pair')
    }),
  )

  it(
    'is decided again by an auditor without any body, down to the hash of the row’s key, and finds a row that is kept or only deleted',
    onChains(async (on) => {
      const done = await ended(on, 'executed')
      later(on)
      on.accepted(await purge(on, done))
      const keyHash = digestOfHex(segments.key('BankMSP', 'InstitutionMSP', done.chain))
      const found = async (change: 'purged' | 'deleted' | undefined): Promise<string[]> => {
        const blocks = auditedBlocksOf(on.scene.ledger)
        const last = blocks.at(-1)?.transactions.at(-1)?.content
        if (last?.what !== 'call') throw new Error('nothing was purged')
        expect(last.hidden).deep.equal([
          { collection: 'ledger/pair-bank-institution', keyHash, valueHash: undefined, what: 'purged' },
        ])
        last.hidden = change === undefined ? [] : last.hidden.map((one) => ({ ...one, what: change }))
        const run = replay(blocks, { consortium })
        const codes: string[] = []
        for await (const { code } of run) codes.push(code)
        expect(run.summary.instructions.unseen).equal(run.summary.instructions.confidential)
        return codes
      }
      expect(await found('purged')).deep.equal([])
      expect(await found('deleted')).deep.equal(['PRIVATE_ROW_DELETED', 'PRIVATE_WRITE_MISSING'])
      expect(await found(undefined)).deep.equal(['PRIVATE_WRITE_MISSING'])
    }),
  )
})
