import { expect } from 'chai'
import { openAccount } from './support/accounts.ts'
import { closeDevices, type Device, desktop } from './support/browser.ts'
import { deposit, giveGold, issueGold, type Market, publishQuote, readMarket } from './support/market.ts'
import { openSignedIn } from './support/sign-in.ts'
import { nextResult, openVoucher, send, voucherScreenOf } from './support/voucher-screen.ts'

const series = 'AU-POS'

/** What stands about an order, each time that the page changed: among the fields, in the open list, among the ended. */
const watchOrders = ({ page }: Device): Promise<unknown> =>
  page.evaluate(`{
    const count = (css) => document.querySelectorAll(css).length
    const look = () => [
      count('[data-field=entrustedOrders] li'),
      count('.rows > li[data-state=open]'),
      count('details .rows > li[data-state=cancelled]'),
    ].join()
    window.seen = [look()]
    new MutationObserver(() => {
      const now = look()
      if (now !== window.seen.at(-1)) window.seen.push(now)
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
  }`)

describe('one’s own position on the screen', () => {
  let market: Market
  let device: Device

  const field = (name: string) => device.page.locator(`[data-field=${name}] dd`)
  const buy = async (quantity: string): Promise<void> => {
    const { area } = voucherScreenOf(device.page)
    const result = await nextResult(device.page)
    await area.getByRole('tab', { name: 'Buy' }).click()
    await area.getByLabel('Quantity', { exact: true }).fill(quantity)
    await send(area.getByRole('button', { name: `Buy ${quantity}` }))
    await result.getByText('Accepted').waitFor()
  }

  before(async () => {
    market = await readMarket()
    await openAccount('oskar')
    await issueGold(market, series)
    await deposit(market, 'oskar', '10000000')
    await publishQuote(market, { voucher: series, buy: '56000', sell: '55500' })
    device = await openSignedIn('oskar', desktop)
  })
  after(closeDevices)

  it('S0-042 shows a loss and a gain with their signs as the price moves, and none once a part has no known cost', async () => {
    await openVoucher(device, series)
    await buy('10')
    // 10 g at 555.00 for which 5,600.00 and a fee of 11.20 were paid.
    await field('floatingProfit').getByText('−¥61.20').waitFor()
    expect(await field('floatingProfit').locator('[data-tone=fall] svg').count()).to.equal(1)
    await publishQuote(market, { voucher: series, buy: '60000', sell: '59000' })
    await field('floatingProfit').getByText('+¥288.80').waitFor()
    expect(await field('floatingProfit').locator('[data-tone=rise] svg').count()).to.equal(1)
    expect(await field('referenceValue').textContent()).to.include('5,900.00')
    await giveGold(market, 'oskar', '1000', series)
    await field('floatingProfit').getByText('Not applicable').waitFor()
    expect(await field('totalQuantity').textContent()).to.include('11')
  })

  it('S0-044 lists open orders with function, quantity, price and state, and moves a closed one to the history in the same refresh', async () => {
    const { area } = await openVoucher(device, series)
    await area.getByRole('tab', { name: 'Buy' }).click()
    await area.getByText('Limit order', { exact: true }).click()
    const result = await nextResult(device.page)
    await area.getByLabel('Quantity', { exact: true }).fill('2')
    await area.getByLabel('Limit price').fill('500')
    await send(area.getByRole('button', { name: 'Place buy order' }))
    await result.getByText('Accepted').waitFor()
    const listed = field('entrustedOrders').getByRole('listitem')
    await listed.waitFor()
    const text = (await listed.textContent()) ?? ''
    expect(text).to.match(/^Buy 2/)
    expect(text).to.include('500.00').and.include('Waiting for a price')
    await watchOrders(device)
    const orders = device.page.getByRole('region', { name: 'Orders' })
    await orders.getByRole('button', { name: 'Cancel order' }).click()
    await orders.getByText('Ended (1)').click()
    await orders.getByText('Cancelled').waitFor()
    await field('entrustedOrders').getByText('No open orders').waitFor()
    const seen = (await device.page.evaluate('window.seen')) as string[]
    expect(seen).to.deep.equal(['1,1,0', '0,0,1'])
  })
})
