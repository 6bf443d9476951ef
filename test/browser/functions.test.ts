import { expect } from 'chai'
import { type VoucherFunction, voucherFunctions } from '../../chaincode/domains/vouchers/terms.ts'
import type { Envelope } from '../../chaincode/envelope.ts'
import { gateways } from '../scenario/support/network.ts'
import { get, honoured, type Person, post } from '../scenario/support/people.ts'
import { openAccount } from './support/accounts.ts'
import { closeDevices, type Device, desktop } from './support/browser.ts'
import { cash, deposit, giveGold, issueGold, type Market, publishQuote, readMarket } from './support/market.ts'
import { openSignedIn } from './support/sign-in.ts'
import { openVoucher, type VoucherScreen } from './support/voucher-screen.ts'

const series = 'AU-SETS'
const tabNames: Record<VoucherFunction, string> = { buy: 'Buy', sell: 'Sell', pledge: 'Pledge', transfer: 'Transfer' }
const subsets = Array.from({ length: 15 }, (_, place) =>
  voucherFunctions.filter((_name, bit) => ((place + 1) >> bit) & 1),
)
const hour = 3_600_000

describe('what a voucher offers: on the screen, over the wire and on the ledger', () => {
  let market: Market
  let fiona: Person
  let device: Device
  let quote: string

  const ahead = (hours: number) => String(Date.now() + hours * hour)
  const uses: Record<VoucherFunction, () => Envelope> = {
    buy: () => fiona.envelope('trade.buy', trade('99999999')),
    sell: () => fiona.envelope('trade.sell', trade('1')),
    pledge: () =>
      fiona.envelope('pledge.propose', {
        ...{ voucher: series, quantity: '10', pledgee: 'harbour-bank', purpose: 'loan 9', enforcement: 'none' },
        ...{ answerBy: ahead(1), termEndsAt: ahead(2) },
      }),
    transfer: () => fiona.envelope('voucher.transfer', { voucher: series, to: 'mint', quantity: '10' }),
  }
  const trade = (worstPrice: string) => ({ voucher: series, issuer: 'mint', quantity: '10', quote, worstPrice })

  /** Which functions the gateway takes; whatever else is refused for that reason alone. */
  const takenOf = async (): Promise<VoucherFunction[]> => {
    const taken: VoucherFunction[] = []
    for (const name of voucherFunctions) {
      const { status, body } = await post(gateways.bank, uses[name]())
      if (status === 200) taken.push(name)
      else expect(body, name).to.include({ code: 'function_not_enabled', status: 409 })
    }
    return taken
  }
  const offer = (functions: VoucherFunction[]) =>
    honoured(gateways.institution, market.mint, 'voucher.change-functions', { voucher: series, functions })
  /** Waits, without a press, until exactly these can be chosen on the screen. */
  const untilShown = async ({ area }: VoucherScreen, functions: VoucherFunction[]): Promise<string[]> => {
    const tabs = area.getByRole('tab')
    const first = tabs.first()
    const wanted = functions.map((name) => tabNames[name]).join()
    await device.page.waitForFunction((names) => {
      const own = globalThis as unknown as { document: { querySelectorAll(css: string): { textContent: string }[] } }
      return [...own.document.querySelectorAll('[role=tab]')].map(({ textContent }) => textContent).join() === names
    }, wanted)
    await first.waitFor()
    return tabs.allTextContents()
  }

  before(async () => {
    market = await readMarket()
    fiona = await openAccount('fiona')
    await issueGold(market, series)
    await deposit(market, 'fiona', '1000000')
    await giveGold(market, 'fiona', '500000', series)
    quote = await publishQuote(market, { voucher: series, buy: '56000', sell: '55500' })
    device = await openSignedIn('fiona', desktop)
  })
  after(closeDevices)

  it('S0-018 lets a voucher with transfer only be transferred, and nothing else be begun', async () => {
    await offer(['transfer'])
    const screen = await openVoucher(device, series)
    expect(await untilShown(screen, ['transfer'])).to.deep.equal(['Transfer'])
    await screen.area.getByRole('button', { name: /^Transfer/ }).waitFor()
    for (const name of [/^Buy/, /^Sell/, /^Pledge/])
      expect(await screen.area.getByRole('button', { name }).count()).to.equal(0)
    expect(await takenOf()).to.deep.equal(['transfer'])
    const plain = await openVoucher(device, cash)
    expect(await plain.area.getByRole('tab').allTextContents()).to.deep.equal(['Transfer'])
  })

  it('S0-019 shows, takes and stores the same functions, for each of the fifteen sets', async () => {
    const screen = await openVoucher(device, series)
    for (const functions of subsets) {
      await offer(functions)
      const what = functions.join(' and ')
      expect(await untilShown(screen, functions), what).to.deep.equal(functions.map((name) => tabNames[name]))
      expect(await takenOf(), what).to.deep.equal(functions)
      const { body } = await get(gateways.bank, `/v1/vouchers/${series}`)
      expect(body['voucher']['functions'], what).to.deep.equal(functions)
    }
  })

  it('S0-019 refuses an unknown function at issue and at a change, and changes nothing', async () => {
    const series2 = {
      voucher: 'AU-FIFTH',
      name: 'Lent gold',
      quantity: '1',
      unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
    }
    const product = { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' } as const
    for (const name of ['lend', 'Buy', '', 'toString']) {
      const functions = ['transfer', name] as VoucherFunction[]
      const issue = market.mint.envelope('voucher.issue', { ...series2, product, functions })
      const change = market.mint.envelope('voucher.change-functions', { voucher: series, functions })
      for (const envelope of [issue, change])
        expect((await post(gateways.institution, envelope)).body).to.include({
          code: 'malformed_instruction',
          status: 400,
        })
    }
    expect((await get(gateways.institution, '/v1/vouchers/AU-FIFTH')).status).to.equal(404)
    const { body } = await get(gateways.institution, `/v1/vouchers/${series}`)
    expect(body['voucher']['functions']).to.deep.equal(subsets.at(-1))
  })
})
