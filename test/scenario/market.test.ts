import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import { tables } from '../../chaincode/vocabulary.ts'
import type { DeviceRole } from '../../chaincode/wire/device.ts'
import { enrolRegistrar } from '../../gateway/enrol-registrar.ts'
import { ensureDesk } from '../../scripts/desk.ts'
import { readPeers } from '../../scripts/peers.ts'
import { goldSeries, yuanSeries } from '../../scripts/series.ts'
import { NewestBlock, type PositionAnswer } from '../../terminal/sdk/position.ts'
import { invariantFaults, type LedgerRow } from '../support/invariants.ts'
import { gateways, topology } from './support/network.ts'
import { get, honoured, idOf, openSession, Person, post, waitForOutcome } from './support/people.ts'
import { readScene, register, type Scene } from './support/scene.ts'

const cash = 'CNY-TEST'
const gold = 'AU-TRADED'

describe('a market of gold against cash', () => {
  let scene: Scene
  let bank: Person
  let henry: Person
  let iris: Person
  let pricing: Person
  let counter: Person
  let numberOfQuotes = 0

  const act = async <K extends Kind>(url: string, person: Person, kind: K, body: Body<K>) =>
    post(url, person.envelope(kind, body))
  const quoteBy = async (person: Person, buy: string, sell: string, lifeSeconds = 600): Promise<string> => {
    numberOfQuotes += 1
    const name = `Q-${numberOfQuotes}`
    const body = { voucher: gold, quote: name, buy, sell, lifeSeconds }
    await honoured(gateways.institution, person, 'quote.publish', body)
    return name
  }
  const balancesOf = async (person: Person, url: string, mspId: string) =>
    (await get(url, `/v1/accounts/${person.participant}`, await openSession(url, mspId, person))).body['balances']
  const trade = (name: string, quantity: string, worstPrice: string) => ({
    ...{ voucher: gold, issuer: 'treasury', quote: name, quantity, worstPrice },
  })
  const addDevice = async (registrar: Person, person: Person, roles: DeviceRole[], participant = person.participant) =>
    honoured(gateways[registrar.participant.split('-')[0] as 'bank'], registrar, 'device.add', {
      participant,
      device: person.newDevice(roles),
    })

  before(async () => {
    scene = await readScene()
    const { bank: bankRegistrar, institution, supplier } = scene.registrars
    bank = await register('bank', bankRegistrar, new Person('city-bank'), 'organisation')
    henry = await register('bank', bankRegistrar, new Person('henry'))
    iris = await register('supplier', supplier, new Person('iris'))
    counter = new Person('city-bank')
    await addDevice(bankRegistrar, counter, ['teller'])
    pricing = new Person('treasury')
    await addDevice(institution, pricing, ['price'])
    const { participant, ...card } = await ensureDesk(topology)
    const desk = { ...card, roles: ['price' as const] }
    await honoured(gateways.institution, institution, 'device.add', { participant, device: desk })
    const yuan = yuanSeries({ voucher: cash, name: 'Test yuan', quantity: '1' })
    await honoured(gateways.bank, bank, 'voucher.issue', yuan)
    for (const to of ['treasury', 'henry', 'iris']) {
      await honoured(gateways.bank, counter, 'cash.deposit', {
        voucher: cash,
        to,
        quantity: '100000000',
        reference: 'OPENING',
      })
    }
    const traded = goldSeries({ voucher: gold, name: 'Gold, traded', cash, form: 'account', quantity: '1000000' })
    await honoured(gateways.institution, scene.treasury, 'voucher.issue', traded)
  })

  it('S0-020 raises what the buyer has and lowers the cash by price and fee, in one transaction', async () => {
    const name = await quoteBy(pricing, '56000', '55500')
    const effects = await honoured(gateways.bank, henry, 'trade.buy', trade(name, '10001', '56000'))
    expect(effects).to.include({ gross: '560056', fee: '1121', available: '10001' })
    const balances = await balancesOf(henry, gateways.bank, 'BankMSP')
    expect(balances[cash]['total']).to.equal(String(100_000_000 - 560_056 - 1121))
    expect(balances[gold]['total']).to.equal('10001')
  })

  it('S0-021 pays the seller net of the fee, and refuses more than is available', async () => {
    const name = await quoteBy(pricing, '56000', '55500')
    const effects = await honoured(gateways.bank, henry, 'trade.sell', trade(name, '1001', '55500'))
    expect(effects).to.include({ gross: '55555', fee: '112' })
    const more = await act(gateways.bank, henry, 'trade.sell', trade(name, '9001', '55500'))
    expect(more.body).to.include({ code: 'exceeds_available_quantity', status: 409 })
  })

  it('refuses a stale, an unknown and a too bad price', async () => {
    const short = await quoteBy(pricing, '56000', '55500', 1)
    await new Promise((resume) => setTimeout(resume, 1_500))
    expect((await act(gateways.bank, henry, 'trade.buy', trade(short, '1', '56000'))).body).to.include({
      code: 'quote_expired',
    })
    expect((await act(gateways.bank, henry, 'trade.buy', trade('NONE', '1', '56000'))).body).to.include({
      code: 'unknown_quote',
    })
    const name = await quoteBy(pricing, '56000', '55500')
    const cheap = await act(gateways.bank, henry, 'trade.buy', trade(name, '1', '55999'))
    expect(cheap.body).to.include({ code: 'price_beyond_limit' })
  })

  it('rests a limit order until a quote meets it, then fills it at the better price', async () => {
    const expiresAt = String(Date.now() + 600_000)
    const order = { voucher: gold, side: 'buy' as const, quantity: '5000', limitPrice: '54000', expiresAt }
    const { order: id, reserved } = await honoured(gateways.supplier, iris, 'order.place', order)
    expect(reserved).to.equal(String(270_000 + 540))
    expect((await balancesOf(iris, gateways.supplier, 'SupplierMSP'))[cash]['reserved']).to.equal(reserved)
    await quoteBy(pricing, '53000', '52500')
    const end = Date.now() + 120_000
    const filled = async () =>
      (await balancesOf(iris, gateways.supplier, 'SupplierMSP'))[gold]?.['available'] === '5000'
    while (!(await filled()) && Date.now() < end) await new Promise((resume) => setTimeout(resume, 250))
    const balances = await balancesOf(iris, gateways.supplier, 'SupplierMSP')
    expect(balances[gold]['available']).to.equal('5000')
    expect(balances[cash]).to.include({ reserved: '0', total: String(100_000_000 - 265_000 - 530) })
    const cancel = await act(gateways.supplier, iris, 'order.cancel', { order: id })
    expect(cancel.body).to.include({ code: 'order_state_forbids' })
  })

  it('S0-022 moves pledged metal from available to pledged, where it can be neither sold, sent nor pledged again', async () => {
    const before = (await balancesOf(henry, gateways.bank, 'BankMSP'))[gold]
    const answerBy = String(Date.now() + 600_000)
    const proposal = { voucher: gold, quantity: before['available'], pledgee: 'iris', purpose: 'a loan', answerBy }
    const terms = { termEndsAt: answerBy, enforcement: 'none' as const }
    const { pledge } = await honoured(gateways.bank, henry, 'pledge.propose', { ...proposal, ...terms })
    // What her gateway has not read yet is nobody's.
    await waitForOutcome(gateways.supplier, pledge)
    await honoured(gateways.supplier, iris, 'pledge.accept', { pledge, holder: 'henry', voucher: gold })
    const pledged = (await balancesOf(henry, gateways.bank, 'BankMSP'))[gold]
    expect(pledged).to.include({ pledged: before['available'], available: '0', total: before['total'] })
    const name = await quoteBy(pricing, '56000', '55500')
    const sale = await act(gateways.bank, henry, 'trade.sell', trade(name, '1000', '55500'))
    const sending = await act(gateways.bank, henry, 'voucher.transfer', { voucher: gold, to: 'iris', quantity: '1' })
    for (const { body } of [sale, sending]) expect(body).to.include({ code: 'exceeds_available_quantity' })
    const release = { pledge, holder: 'henry', voucher: gold, quantity: '1' }
    expect((await act(gateways.bank, henry, 'pledge.release', release)).body).to.include({ code: 'not_a_party' })
    await honoured(gateways.supplier, iris, 'pledge.release', { ...release, quantity: before['available'] })
  })

  it('S0-024 lets at most one of a sale and a pledge of the same metal win, sent at once by two devices', async () => {
    const other = new Person('henry')
    await addDevice(scene.registrars.bank, other, ['customer'])
    const { available } = (await balancesOf(henry, gateways.bank, 'BankMSP'))[gold]
    const name = await quoteBy(pricing, '56000', '55500')
    const answerBy = String(Date.now() + 600_000)
    const terms = { pledgee: 'iris', purpose: 'a race', answerBy, termEndsAt: answerBy, enforcement: 'none' as const }
    const [sale, pledge] = await Promise.all([
      act(gateways.institution, henry, 'trade.sell', trade(name, available, '55500')),
      act(gateways.institution, other, 'pledge.propose', { voucher: gold, quantity: available, ...terms }),
    ])
    const codes = [sale, pledge].map(({ status, body }) => (status === 200 ? 'accepted' : body['code'])).sort()
    expect(codes).to.deep.equal(['accepted', 'exceeds_available_quantity'])
  })

  it('lets an auditor’s device freeze a holding under a case number, and free it again', async () => {
    const file = join(topology.dataFolder, 'admins', 'auditor.json')
    const auditor = new Person('audit-office')
    await enrolRegistrar(JSON.parse(readFileSync(file, 'utf8')), auditor.card('audit desk'))
    const hold = { participant: 'iris', voucher: gold, quantity: '5000', caseNumber: 'CASE-2026-17' }
    await honoured(gateways.institution, auditor, 'holding.freeze', hold)
    const sending = await act(gateways.supplier, iris, 'voucher.transfer', {
      voucher: gold,
      to: 'henry',
      quantity: '1',
    })
    expect(sending.body).to.include({ code: 'exceeds_available_quantity' })
    await honoured(gateways.institution, auditor, 'holding.unfreeze', hold)
    await honoured(gateways.supplier, iris, 'voucher.transfer', { voucher: gold, to: 'henry', quantity: '1' })
  })

  it('takes an offered transfer only when the receiver says so, where the receiver knows no sender', async () => {
    await honoured(gateways.bank, henry, 'participant.accept', { accepts: 'known', known: [] })
    const gift = { voucher: gold, to: 'henry', quantity: '10' }
    const direct = await act(gateways.supplier, iris, 'voucher.transfer', gift)
    expect(direct.body).to.include({ code: 'offer_needed' })
    const answerBy = String(Date.now() + 600_000)
    const { offer } = await honoured(gateways.supplier, iris, 'transfer.offer', { ...gift, answerBy })
    await honoured(gateways.bank, henry, 'transfer.accept', { offer, sender: 'iris', voucher: gold })
    await honoured(gateways.bank, henry, 'transfer.return', { offer, sender: 'iris', voucher: gold })
  })

  it('shows the fields that the voucher is set to show, at the height they come from', async () => {
    await honoured(gateways.institution, scene.treasury, 'voucher.revise', {
      voucher: gold,
      fields: ['name', 'totalQuantity', 'referenceValue', 'positionAccount'],
      reason: 'fewer fields',
    })
    const token = await openSession(gateways.institution, 'InstitutionMSP', iris)
    const { body } = await get(gateways.institution, `/v1/accounts/iris/vouchers/${gold}`, token)
    expect(body['fields']).to.have.all.keys(['name', 'totalQuantity', 'referenceValue', 'positionAccount'])
    expect(body['fields']['positionAccount']).to.equal('iris')
    expect(Number(body['height'])).to.be.above(1)
  })

  it('S0-046 shows the values after a result with the height they come from, once that height is reached', async () => {
    const token = await openSession(gateways.bank, 'BankMSP', henry)
    const ask = async () => (await get(gateways.bank, `/v1/accounts/henry/vouchers/${gold}`, token)).body
    const before = await ask()
    const sent = henry.envelope('voucher.transfer', { voucher: gold, to: 'iris', quantity: '1' })
    const { body } = await post(gateways.institution, sent)
    const newest = new NewestBlock()
    newest.notice(body['ledger']['block'])
    expect(newest.mark(before).isOutOfDate).to.equal(true)
    await waitForOutcome(gateways.bank, idOf(sent))
    const after = newest.mark(await ask())
    expect(after.isOutOfDate).to.equal(false)
    const total = ({ fields }: PositionAnswer) => BigInt((fields.totalQuantity as { quantity: string }).quantity)
    expect(total(after)).to.equal(total(before) - 1n)
  })

  it('lets the teller pay cash out, and the series shrinks with it', async () => {
    const before = (await get(gateways.bank, `/v1/vouchers/${cash}`)).body['voucher']['supply']
    const withdrawal = { voucher: cash, participant: 'henry', quantity: '1000', reference: 'COUNTER-9' }
    const paid = counter.envelope('cash.withdraw', withdrawal)
    expect((await post(gateways.bank, paid)).status).to.equal(200)
    await waitForOutcome(gateways.supplier, idOf(paid))
    const after = (await get(gateways.bank, `/v1/vouchers/${cash}`)).body['voucher']['supply']
    expect(BigInt(before) - BigInt(after)).to.equal(1000n)
  })

  it('keeps every sum, on all three peers alike', async () => {
    // Of everything that may hold something: other tests left rows of every kind here.
    const copies = await Promise.all(
      tables
        .filter(({ place }) => place !== 'pair')
        .map(({ name }) => readPeers(topology, { start: `${name}~`, end: `${name}\u007f` })),
    )
    const rowsOf = (organisation: string) => copies.flatMap((copy) => copy.get(organisation) as LedgerRow[])
    expect(rowsOf('institution')).to.deep.equal(rowsOf('bank'))
    expect(rowsOf('supplier')).to.deep.equal(rowsOf('bank'))
    expect(invariantFaults(rowsOf('bank'))).to.deep.equal([])
  })
})
