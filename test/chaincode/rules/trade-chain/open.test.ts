import { expect } from 'chai'
import { readFirst } from '../../../../chaincode/domains/trade-chain/terms.ts'
import { canonical } from '../../../../chaincode/wire/canonical.ts'
import { type Chaining, onChains } from '../../../support/chaining.ts'
import { confidentialBody } from '../../../support/confidential.ts'
import { cash, gold } from '../../../support/exchange.ts'
import { codeOf, only } from '../../../support/scene.ts'

type Change = Parameters<Chaining['opening']>[0]

const refusal = async (on: Chaining, change: Change) =>
  on.ask(on.alice, 'chain.open', on.opening(change).body) as Promise<{ code?: string; values?: object }>

describe('the first segment of a trade chain', () => {
  it(
    'S2-001 S2-064 is accepted by the bank with who, where and what, and shows nothing of what is confidential',
    onChains(async (on) => {
      const { body, first } = on.opening()
      const applied = await on.apply(on.envelope(on.alice, 'chain.open', body))
      const { effects, id } = only(applied) as { effects: object; id: string }
      expect(effects).deep.equal({ chain: id, institution: 'InstitutionMSP', status: 'received' })
      expect(on.chain({ chain: id })).deep.equal({
        ...{
          chain: id,
          client: 'alice',
          bank: 'BankMSP',
          institution: 'InstitutionMSP',
          family: 'metal',
          side: 'sell',
        },
        ...{ cash, metal: { voucher: gold, quantity: 1_000n }, expiresAt: BigInt(body.expiresAt), first: body.first },
        ...{ openedAt: on.scene.now, status: 'received' },
      })
      const shown = JSON.stringify([applied.proposal.args, applied.proposal.response])
      expect(shown)
        .not.include('A-1')
        .and.not.include((JSON.parse(first) as { salt: string }).salt)
    }),
  )

  it(
    'S2-001 names the part that is missing: identity, institution or trade',
    onChains(async (on) => {
      const missing: [Change, string][] = [
        [{ first: undefined as never }, 'identity'],
        [{ institution: undefined as never }, 'institution'],
        [{ metal: undefined as never }, 'trade'],
        [{ side: 'buy', cashMaximum: undefined as never }, 'trade'],
      ]
      for (const [change, part] of missing) {
        expect(await refusal(on, change), part).deep.include({ code: 'chain_incomplete', values: { part } })
      }
    }),
  )

  it('S2-001 S2-004 S2-064 is read with its parts, or with the name of the one that is missing or malformed', () => {
    const identity = { type: 'phone', value: '139' }
    const trade = { quantity: '5', limitPrice: '7', product: 'X-1' }
    const { text } = confidentialBody({ identity, trade })
    expect(readFirst(text)).deep.equal({ first: JSON.parse(text) })
    const wrong: [string, string][] = [
      [confidentialBody({ trade }).text, 'identity'],
      [confidentialBody({ trade, identity: { ...identity, type: 'No Type' } }).text, 'identity'],
      [confidentialBody({ identity }).text, 'trade'],
      [confidentialBody({ identity, trade: { ...trade, quantity: '-5' } }).text, 'trade'],
      [canonical({ identity, trade }), 'salt'],
      [confidentialBody({ identity, trade, more: '1' }).text, 'text'],
      ...['{', 'null', '7', `${text} `, ' '.repeat(4_097)].map((one): [string, string] => [one, 'text']),
    ]
    for (const [one, missing] of wrong) expect(readFirst(one), one.slice(0, 99)).deep.equal({ missing })
  })

  it(
    'S2-002 counts once, and only as the client’s device signed it',
    onChains(async (on) => {
      const text = on.envelope(on.alice, 'chain.open', on.opening().body)
      const forged = text.replace('"side":"sell"', '"side":"buy"')
      expect(codeOf(only(await on.apply(forged)))).equal('bad_signature')
      expect(codeOf(only(await on.apply(text)))).equal('accepted')
      expect(codeOf(only(await on.apply(text)))).equal('repeated')
    }),
  )

  it(
    'S2-018 is of one of five families, with what that family needs and no more',
    onChains(async (on) => {
      for (const family of ['futures', 'stock', 'fund', 'trust'] as const) {
        expect(await refusal(on, { family })).deep.include({ status: 'accepted' })
      }
      expect(await refusal(on, { family: 'art' as never })).deep.include({ code: 'malformed_instruction' })
      const metal = { voucher: gold, quantity: '1' }
      const wrong: [Change, string][] = [
        [{ family: 'fund', metal }, 'chain_terms_differ'],
        [{ cashMaximum: '5' }, 'chain_terms_differ'],
        [{ cash: gold }, 'not_a_currency'],
        [{ metal: { ...metal, voucher: cash } }, 'not_a_metal'],
        [{ metal: { ...metal, voucher: 'XX-1' } }, 'unknown_voucher'],
        [{ expiresAt: on.ahead(-1n) }, 'deadline_in_past'],
        [{ expiresAt: on.ahead(7n * 86_400_000n + 1n) }, 'until_too_far'],
      ]
      for (const [change, code] of wrong) expect(await refusal(on, change), code).deep.include({ code })
    }),
  )

  it(
    'S2-008 is open for an institution that nobody knows, which is judged once the client is known',
    onChains(async (on) => {
      const opened = await on.opened({ institution: 'NobodyMSP' })
      expect(on.accepted(await on.enrich(opened))['status']).equal('institution-rejected')
    }),
  )
})
