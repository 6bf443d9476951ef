import { expect } from 'chai'
import { stopProcess } from '../../network/process.ts'
import { restartGateway, startEverything, stopPeer, topology } from '../scenario/support/network.ts'
import type { Person } from '../scenario/support/people.ts'
import { openAccount } from './support/accounts.ts'
import { closeDevices, type Device, desktop } from './support/browser.ts'
import { giveGold, gold, holdingOf, readMarket } from './support/market.ts'
import { openSignedIn } from './support/sign-in.ts'
import { nextResult, openVoucher, prepareTransfer, send } from './support/voucher-screen.ts'

describe('a part of the consortium that is missing, as the screen tells it', () => {
  let ines: Person
  let jonas: Person
  let device: Device

  const goldOf = async (person: Person): Promise<bigint> => BigInt((await holdingOf(person, gold)).total)

  before(async () => {
    const market = await readMarket()
    ines = await openAccount('ines')
    jonas = await openAccount('jonas')
    await giveGold(market, 'ines', '100000')
    device = await openSignedIn('ines', desktop)
  })
  afterEach(startEverything)
  after(closeDevices)

  it('S0-031 S0-050 says whose server is missing and what to do, beside the voucher, and takes the same instruction later', async () => {
    const { position, area } = await openVoucher(device, gold)
    const result = await nextResult(device.page)
    await stopProcess(topology.dataFolder, 'gateway-institution')
    await send(await prepareTransfer(device.page, { to: 'jonas', quantity: '5' }))
    await result.getByRole('button', { name: 'Send again' }).waitFor()
    const told = (await result.locator('p').first().textContent()) ?? ''
    expect(told).to.include('gateway of the processing organisation').and.include('Send it again later')
    expect(await position.isVisible()).to.equal(true)
    expect(await area.isVisible()).to.equal(true)
    expect(await goldOf(jonas)).to.equal(0n)
    const id = await result.getAttribute('data-id')
    await restartGateway('institution')
    await result.getByRole('button', { name: 'Send again' }).click()
    await result.getByText('Accepted').waitFor()
    expect(await result.getAttribute('data-id')).to.equal(id)
    expect([await goldOf(ines), await goldOf(jonas)]).to.deep.equal([95_000n, 5_000n])
  })

  it('S0-031 tells in the same place that an outcome waits for an organisation, and then the outcome, without a press', async () => {
    const { position } = await openVoucher(device, gold)
    const before = await goldOf(jonas)
    await stopPeer('institution')
    const result = await nextResult(device.page)
    await send(await prepareTransfer(device.page, { to: 'jonas', quantity: '3' }))
    await result.getByText('Outcome pending').waitFor()
    expect(await result.textContent())
      .to.include('Waiting for Institution')
      .and.include('no need to do it again')
    expect(await position.isVisible()).to.equal(true)
    await startEverything()
    await result.getByText('Accepted').waitFor()
    expect(await goldOf(jonas)).to.equal(before + 3_000n)
  })

  it('S0-050 keeps what it showed while its own server is away, says so, and goes on by itself', async () => {
    const { position } = await openVoucher(device, gold)
    const shown = await position.locator('[data-field=totalQuantity] dd').textContent()
    await stopProcess(topology.dataFolder, 'gateway-bank')
    await device.page.getByText('The gateway cannot be reached').waitFor()
    expect(await position.locator('[data-field=totalQuantity] dd').textContent()).to.equal(shown)
    await restartGateway('bank')
    await device.page.getByText('The gateway cannot be reached').waitFor({ state: 'hidden' })
    const result = await nextResult(device.page)
    await send(await prepareTransfer(device.page, { to: 'jonas', quantity: '1' }))
    await result.getByText('Accepted').waitFor()
  })
})
