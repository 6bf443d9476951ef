import { expect } from 'chai'
import { sendChain } from '../../../../chaincode/rules/trade-chain/send.ts'
import { type Chaining, type Opened, onChains } from '../../../support/chaining.ts'
import { confidentialBody } from '../../../support/confidential.ts'
import type { Device } from '../../../support/devices.ts'
import { codeOf, only } from '../../../support/scene.ts'
import { wayOf } from '../../../support/way.ts'

const grades = 'grade~BankMSP~InstitutionMSP~alice'

describe('the second segment of a trade chain', () => {
  it(
    'S2-012 S2-014 S2-068 brings the client’s own text byte for byte to the pair, with position and grade, and to nobody else',
    onChains(async (on) => {
      const enriched = await on.enriched()
      const { envelope, text } = on.sending(enriched)
      const { proposal, outcomes } = await on.apply(envelope, text)
      expect(on.accepted(only({ outcomes }))).deep.include({ chain: enriched.chain, status: 'sent' })
      const second = on.segments(enriched)?.second as string
      expect(second).equal(text)
      expect((JSON.parse(second) as { first: string }).first).equal(enriched.first)
      expect(proposal.organisations).deep.equal(['BankMSP', 'InstitutionMSP'])
      const open = proposal.readWriteSet.writes.filter(({ table }) => !table.startsWith('pair-'))
      const shown = [proposal.response, ...proposal.args, ...open.map(({ value }) => value?.toString())].join('\n')
      expect(shown).not.include('A-1').and.not.include('gradeVersion')
      expect(on.hop(enriched)).deep.include({
        ...{ send: only({ outcomes }).id, client: 'alice', executor: 'institution-treasury', status: 'sent' },
      })
    }),
  )

  it(
    'S2-014 is endorsed by the two members of the chain’s own pair alone',
    onChains(async (on) => {
      const enriched = await on.enriched()
      const { envelope } = on.sending(enriched)
      expect(wayOf(on.scene, envelope).organisations).deep.equal(['BankMSP', 'InstitutionMSP'])
      const { instruction } = JSON.parse(envelope)
      expect(sendChain.organisations?.(instruction, on.scene.view)).deep.equal(['BankMSP', 'InstitutionMSP'])
      expect(sendChain.pair?.(instruction, on.scene.view)).deep.equal({
        ...{ bank: 'BankMSP', institution: 'InstitutionMSP' },
      })
    }),
  )

  it(
    'S2-003 S2-066 S2-068 is refused before both checks have passed, behind the end, and twice',
    onChains(async (on) => {
      const opened = await on.opened()
      expect(codeOf(await on.send(opened))).equal('chain_state_forbids')
      expect(on.segments(opened)).equal(undefined)
      on.accepted(await on.enrich(opened))
      on.accepted(await on.send(opened))
      expect(codeOf(await on.send(opened))).equal('chain_state_forbids')
      const late = await on.enriched()
      on.wait(86_400_001n)
      expect(codeOf(await on.send(late))).equal('deadline_passed')
    }),
  )

  it(
    'S2-012 is refused with another first text than the client signed, or with one that does not hold its parts',
    onChains(async (on) => {
      const enriched = await on.enriched()
      const other = on.opening().first
      expect(codeOf(await on.send(enriched, { first: other }))).equal('chain_terms_differ')
      const { text, digest } = confidentialBody({ trade: { quantity: '1000', limitPrice: '5' } })
      const partial = { ...(await on.enriched(on.opened({ first: digest }))), first: text }
      expect(codeOf(await on.send(partial))).equal('chain_incomplete')
    }),
  )

  it(
    'S2-012 is refused where the confidential trade is not the public one',
    onChains(async (on) => {
      const openings = [() => on.opened({}, { quantity: '999' }), () => on.opened({}, { product: 'AU' })]
      for (const opening of openings) {
        expect(codeOf(await on.send(await on.enriched(opening())))).equal('chain_terms_differ')
      }
      const { body, first } = on.opening({ family: 'stock' })
      const { chain } = await on.done(on.alice, 'chain.open', body)
      const stock = { chain: String(chain), first }
      on.accepted(await on.enrich(stock))
      expect(codeOf(await on.send(stock))).equal('chain_terms_differ')
    }),
  )

  it(
    'S2-010 S2-011 names the position and the grade that stand, or is refused by a code that tells nothing else',
    onChains(async (on) => {
      const [metal, stock] = [await on.enriched(), await on.enriched(on.stock())]
      const stale = [
        () => on.send(metal, { position: '1' }),
        () => on.send(metal, { grade: 'aa' }),
        () => on.send(metal, { gradeVersion: '2' }),
        () => on.send(stock, { position: '501' }),
      ]
      for (const send of stale) {
        expect(await send()).deep.include({ status: 'refused', code: 'position_stale', values: {} })
      }
      const fund = await on.enriched(on.stock({ family: 'fund' }))
      expect(codeOf(await on.send(fund, { position: '0' }))).equal('position_unavailable')
      on.accepted(await on.send(stock))
    }),
  )

  it(
    'S2-010 is refused for a client who has no grade',
    onChains(async (on) => {
      const [carol] = await on.scene.registerCustomers(['carla'], 'BankMSP')
      const { body, first } = on.opening({ family: 'stock', side: 'buy' }, { product: 'X', quantity: '1' })
      await on.exchange.done(on.exchange.bank, 'cash.deposit', {
        ...{ voucher: body.cash, to: 'carla', quantity: '700000', reference: 'counter 2' },
      })
      const { chain } = await on.done(carol as Device, 'chain.open', body)
      const opened = { chain: String(chain), first }
      on.accepted(await on.enrich(opened))
      expect(on.scene.ledger.state.table('pair-bank-institution').get(grades)).not.equal(undefined)
      expect(codeOf(await on.send(opened))).equal('position_unavailable')
    }),
  )

  it(
    'S2-066 puts aside what is sold of another family, never more than there is, and nothing for a buy',
    onChains(async (on) => {
      const sell = async (quantity: string) => on.send(await on.enriched(on.stock({}, { quantity })))
      on.accepted(await sell('300'))
      expect(on.position()).deep.equal({ quantity: 500n, reserved: 300n, version: 1n })
      expect(await sell('201')).deep.include({ code: 'position_too_small', values: {} })
      on.accepted(await sell('200'))
      await on.sent(on.stock({ side: 'buy' }))
      expect(on.position()).deep.equal({ quantity: 500n, reserved: 500n, version: 1n })
    }),
  )

  it(
    'S2-068 is a step of the chain’s bank, with a time to answer within a week',
    onChains(async (on) => {
      const enriched = await on.enriched()
      const parts = (by: Device) => on.confidential(by, 'chain.send', onSend(on, enriched))
      const { envelope, text } = parts(on.stranger)
      expect(codeOf(only(await on.apply(envelope, text)))).equal('not_a_party')
      expect(codeOf(await on.send(enriched, {}, on.ahead(-1n)))).equal('deadline_in_past')
      expect(codeOf(await on.send(enriched, {}, on.ahead(8n * 86_400_000n)))).equal('until_too_far')
    }),
  )
})

const onSend = (on: Chaining, { chain, first }: Opened) => ({
  body: { chain, answerBy: on.ahead(1_000n) },
  says: { first, position: '0', grade: 'a' as const, gradeVersion: '1', queue: on.queued({ chain }) },
})
