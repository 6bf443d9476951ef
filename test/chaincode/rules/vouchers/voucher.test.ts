import { expect } from 'chai'
import type { VoucherFunction } from '../../../../chaincode/domains/vouchers/terms.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { Device } from '../../../support/devices.ts'
import { ledgerFaults } from '../../../support/invariants.ts'
import { Market } from '../../../support/market.ts'
import { codeOf, goldBody, only, Scene } from '../../../support/scene.ts'

const silverBody: Body<'voucher.issue'> = {
  ...goldBody,
  voucher: 'AG-0999',
  name: 'Silver granule',
  product: { type: 'metal', metal: 'silver', finenessPerTenThousand: 9990, form: 'granule' },
  quantity: '500',
}

const issue = (scene: Scene, change: Partial<Body<'voucher.issue'>> = {}, device = scene.treasury): string =>
  scene.instruct(device, 'voucher.issue', { ...silverBody, ...change })

const switchTo = (scene: Scene, functions: VoucherFunction[]): string =>
  scene.instruct(scene.treasury, 'voucher.change-functions', { voucher: 'AU-9999', functions })

describe('issuing a voucher', () => {
  it('S0-003 yields a record under its own code that stands in a block with the issuer’s signed instruction', async () => {
    const scene = await Scene.open()
    const text = issue(scene)
    const { code, outcomes } = await scene.apply(text)
    expect([code, only({ outcomes }).status]).deep.equal(['VALID', 'accepted'])
    const voucher = scene.voucher('AG-0999')
    expect(voucher).deep.include({
      issuer: 'institution-treasury',
      home: 'InstitutionMSP',
      status: 'issued',
      version: 1n,
    })
    expect(voucher).deep.include({ product: silverBody.product, functions: silverBody.functions })
    expect(scene.supply('AG-0999')).equal(500n)
    expect(scene.ledger.blocks.at(-1)?.transactions[0]?.proposal.args).deep.equal([text])
    expect(scene.balance('institution-treasury', 'AG-0999')).equal(500n)
  })

  it('S0-003 writes nothing without the issuer role, and nothing without enough endorsements', async () => {
    const scene = await Scene.open()
    expect(codeOf(only(await scene.apply(issue(scene, {}, scene.alice), { gateway: 'BankMSP' })))).equal(
      'device_lacks_role',
    )
    expect(scene.ledger.row('voucher~AG-0999')).equal(undefined)
    const alone = await scene.apply(issue(scene), { organisations: ['InstitutionMSP'] })
    expect(alone.code).equal('ENDORSEMENT_POLICY_FAILURE')
    expect(scene.ledger.row('voucher~AG-0999')).equal(undefined)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('S0-005 puts no voucher on the ledger that the issuer’s own device did not sign', async () => {
    const scene = await Scene.open()
    const forger = new Device('institution-treasury', ['issuer'])
    const genuine = scene.treasury.instruction('voucher.issue', silverBody)
    const forged = [
      forger.sign(forger.instruction('voucher.issue', silverBody)),
      forger.sign(genuine),
      scene.treasury.sign(genuine).replace('"quantity":"500"', '"quantity":"900"'),
    ]
    const { outcomes } = await scene.apply(forged)
    expect(outcomes.map(codeOf)).deep.equal(['unknown_device', 'bad_signature', 'bad_signature'])
    expect(scene.ledger.row('voucher~AG-0999')).equal(undefined)
  })

  it('S0-006 refuses a code that was given out before, whatever the product, and leaves the first record as it was', async () => {
    const scene = await Scene.open()
    const before = scene.ledger.row('voucher~AU-9999')
    const again = issue(scene, { voucher: 'AU-9999' })
    expect(codeOf(only(await scene.apply(again)))).equal('voucher_exists')
    expect(scene.ledger.row('voucher~AU-9999')).deep.equal(before)
  })

  it('S0-006 never gives out the code of a retired voucher again', async () => {
    const scene = await Scene.open()
    const { voucher } = goldBody
    await scene.honoured([
      scene.instruct(scene.treasury, 'voucher.decrease-supply', { voucher, quantity: goldBody.quantity }),
      scene.instruct(scene.treasury, 'voucher.retire', { voucher }),
    ])
    const retired = scene.ledger.row('voucher~AU-9999')
    expect(codeOf(only(await scene.apply(issue(scene, { voucher }))))).equal('voucher_exists')
    expect(scene.ledger.row('voucher~AU-9999')).deep.equal(retired)
  })

  it('S0-006 lets one of two issuers who take the same code at once have it, and the other learn of it when it asks again', async () => {
    const scene = await Scene.open()
    const rival = await scene.register(new Device('institution-mint', ['issuer']), 'InstitutionMSP', 'organisation')
    const [first, second] = [issue(scene), issue(scene, { quantity: '7' }, rival)]
    const proposals = [await scene.endorse(first), await scene.endorse(second)]
    const codes = scene.ledger.commit(proposals).transactions.map(({ code }) => code)
    expect(codes[0]).equal('VALID')
    expect(codes[1]).not.equal('VALID')
    expect(codeOf(only(await scene.apply(second)))).equal('voucher_exists')
    expect(scene.supply('AG-0999')).equal(500n)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('with an empty function set is malformed, and so is one with an unknown or a repeated function', async () => {
    const scene = await Scene.open()
    for (const functions of [[], ['lend'], ['buy', 'buy'], ['buy', 'sell', 'pledge', 'transfer', 'buy']]) {
      const text = issue(scene, { functions: functions as VoucherFunction[] })
      expect(codeOf(only(await scene.apply(text))), functions.join()).equal('malformed_instruction')
    }
    expect(scene.ledger.row('voucher~AG-0999')).equal(undefined)
  })

  it('with a quantity that is none is malformed', async () => {
    const scene = await Scene.open()
    for (const quantity of ['0', '-1', '1.5', '01', `${2n ** 96n}`]) {
      expect(codeOf(only(await scene.apply(issue(scene, { quantity })))), quantity).equal('malformed_instruction')
    }
  })
})

describe('the functions of a voucher', () => {
  it('S0-018 let a voucher with transfer only be transferred, and refuse to have it bought, sold or pledged', async () => {
    const scene = await Scene.open()
    const market = await Market.open(scene)
    await scene.give([scene.alice], 100n)
    await scene.honoured(switchTo(scene, ['transfer']))
    expect(codeOf(only(await scene.apply(scene.transfer(scene.alice, 'bob', 7n))))).equal('accepted')
    const others = [
      market.trade(scene.alice, 'buy', 10n),
      market.trade(scene.alice, 'sell', 10n),
      market.order('buy', 10n),
      market.order('sell', 10n),
      market.pledge(10n),
    ]
    const { outcomes } = await scene.apply(others)
    expect(outcomes.map(codeOf)).deep.equal(Array(5).fill('function_not_enabled'))
    expect([scene.balance('alice'), scene.balance('bob')]).deep.equal([93n, 7n])
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('without transfer let nobody transfer, in any of the seven sets of the others', async () => {
    const scene = await Scene.open()
    const sets: VoucherFunction[][] = [['buy'], ['sell'], ['pledge'], ['buy', 'sell'], ['buy', 'pledge']]
    for (const functions of [...sets, ['sell', 'pledge'], ['buy', 'sell', 'pledge'], []] as VoucherFunction[][]) {
      await scene.honoured(switchTo(scene, functions))
      const { outcomes } = await scene.apply(scene.transfer(scene.treasury, 'bob', 1n))
      expect(codeOf(outcomes[0]), functions.join()).equal('function_not_enabled')
    }
    expect(scene.balance('bob')).equal(0n)
  })

  it('S0-025 change for every instruction that is decided after the switch, in a later block or the same batch', async () => {
    const scene = await Scene.open()
    const early = scene.transfer(scene.treasury, 'bob', 1n)
    const { outcomes } = await scene.apply([scene.transfer(scene.treasury, 'bob', 2n), switchTo(scene, ['buy']), early])
    expect(outcomes.map(codeOf)).deep.equal(['accepted', 'accepted', 'function_not_enabled'])
    expect(only({ outcomes: [outcomes[2] as never] })).deep.include({
      values: { voucher: 'AU-9999', function: 'transfer' },
    })
    expect(scene.voucher()).deep.include({ functions: ['buy'], version: 2n })
    expect(codeOf(only(await scene.apply(scene.transfer(scene.treasury, 'bob', 3n))))).equal('function_not_enabled')
    await scene.honoured(switchTo(scene, ['transfer']))
    expect(codeOf(only(await scene.apply(scene.transfer(scene.treasury, 'bob', 4n))))).equal('accepted')
    expect(scene.balance('bob')).equal(6n)
  })

  it('S0-025 refuse a transfer that was endorsed before the switch and ordered after it, once it is asked again', async () => {
    const scene = await Scene.open()
    const text = scene.transfer(scene.treasury, 'bob', 1n)
    const transfer = await scene.endorse(text)
    const switched = await scene.endorse(
      scene.instruct(scene.treasury, 'voucher.change-functions', { voucher: 'AU-9999', functions: [] }),
    )
    const codes = scene.ledger.commit([switched, transfer]).transactions.map(({ code }) => code)
    expect(codes).deep.equal(['VALID', 'MVCC_READ_CONFLICT'])
    expect(codeOf(only(await scene.apply(text)))).equal('function_not_enabled')
    expect(scene.balance('bob')).equal(0n)
  })
})

describe('the supply of a voucher', () => {
  it('grows and shrinks in the issuer’s own account', async () => {
    const scene = await Scene.open()
    const change = (kind: 'voucher.increase-supply' | 'voucher.decrease-supply', quantity: string) =>
      scene.instruct(scene.treasury, kind, { voucher: 'AU-9999', quantity })
    await scene.honoured([change('voucher.increase-supply', '50'), change('voucher.decrease-supply', '1000000')])
    expect(scene.supply()).equal(50n)
    expect(scene.balance('institution-treasury')).equal(50n)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('is not lowered by what others hold', async () => {
    const scene = await Scene.open()
    await scene.give([scene.bob], 1n)
    const body = { voucher: 'AU-9999', quantity: goldBody.quantity }
    const lowering = scene.instruct(scene.treasury, 'voucher.decrease-supply', body)
    expect(codeOf(only(await scene.apply(lowering)))).equal('exceeds_available_quantity')
    expect(scene.supply()).equal(1_000_000n)
  })

  it('is lowered out of credits too, when the issuer’s row is short', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 1_000_000n)
    await scene.honoured(scene.transfer(scene.alice, 'institution-treasury', 400n))
    const body = { voucher: 'AU-9999', quantity: '300' }
    await scene.honoured(scene.instruct(scene.treasury, 'voucher.decrease-supply', body))
    expect(scene.supply()).equal(999_700n)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('stops below 2^96', async () => {
    const scene = await Scene.open()
    const grow = (quantity: bigint) =>
      scene.instruct(scene.treasury, 'voucher.increase-supply', { voucher: 'AU-9999', quantity: `${quantity}` })
    const room = 2n ** 96n - 1n - 1_000_000n
    expect(codeOf(only(await scene.apply(grow(room + 1n))))).equal('supply_over_cap')
    expect(codeOf(only(await scene.apply(grow(room))))).equal('accepted')
    expect(codeOf(only(await scene.apply(grow(1n))))).equal('supply_over_cap')
  })

  it('keeps its issuer from being closed, whoever holds it, until it is retired', async () => {
    const scene = await Scene.open()
    const { voucher, quantity } = goldBody
    const close = async () => {
      const body = { participant: 'institution-treasury' }
      return codeOf(only(await scene.apply(scene.instruct(scene.registrars.InstitutionMSP, 'participant.close', body))))
    }
    const second = { ...goldBody, voucher: 'AU-0002', quantity: '5' }
    const all = scene.transfer(scene.treasury, 'bob', BigInt(quantity))
    await scene.honoured([scene.instruct(scene.treasury, 'voucher.issue', second), all])
    expect(await close()).equal('participant_holds_balance')
    const shrink = { voucher: second.voucher, quantity: '5' }
    await scene.honoured([
      scene.instruct(scene.treasury, 'voucher.decrease-supply', shrink),
      scene.instruct(scene.treasury, 'voucher.retire', { voucher: second.voucher }),
    ])
    expect(scene.account('institution-treasury').series).equal(1n)
    expect(await close()).equal('participant_issues_vouchers')
    const back = scene.transfer(scene.bob, 'institution-treasury', BigInt(quantity))
    await scene.honoured([back])
    const rest = { voucher, quantity }
    await scene.honoured([
      scene.instruct(scene.treasury, 'voucher.decrease-supply', rest),
      scene.instruct(scene.treasury, 'voucher.retire', { voucher }),
    ])
    expect(scene.account('institution-treasury').series).equal(undefined)
    expect(await close()).equal('accepted')
  })

  it('must be zero before the voucher retires, and then nothing moves it again', async () => {
    const scene = await Scene.open()
    const { voucher, quantity } = goldBody
    const retire = () => scene.instruct(scene.treasury, 'voucher.retire', { voucher })
    expect(codeOf(only(await scene.apply(retire())))).equal('supply_not_zero')
    await scene.honoured([scene.instruct(scene.treasury, 'voucher.decrease-supply', { voucher, quantity }), retire()])
    const later = [
      retire(),
      scene.instruct(scene.treasury, 'voucher.increase-supply', { voucher, quantity: '1' }),
      scene.instruct(scene.treasury, 'voucher.decrease-supply', { voucher, quantity: '1' }),
      switchTo(scene, ['buy']),
      scene.transfer(scene.treasury, 'bob', 1n),
    ]
    const { outcomes } = await scene.apply(later)
    expect(outcomes.map(codeOf)).deep.equal(Array(5).fill('voucher_retired'))
    expect(scene.voucher()).deep.include({ status: 'retired', functions: [] })
    expect(scene.supply()).equal(0n)
  })

  it('is the issuer’s alone to change', async () => {
    const scene = await Scene.open()
    const mint = await scene.register(new Device('institution-mint', ['issuer']), 'InstitutionMSP', 'organisation')
    const { voucher } = goldBody
    const { outcomes } = await scene.apply([
      scene.instruct(mint, 'voucher.increase-supply', { voucher, quantity: '1' }),
      scene.instruct(mint, 'voucher.decrease-supply', { voucher, quantity: '1' }),
      scene.instruct(mint, 'voucher.change-functions', { voucher, functions: [] }),
      scene.instruct(mint, 'voucher.retire', { voucher }),
    ])
    expect(outcomes.map(codeOf)).deep.equal(Array(4).fill('not_the_issuer'))
    expect([scene.supply(), scene.voucher().version]).deep.equal([1_000_000n, 1n])
  })
})
