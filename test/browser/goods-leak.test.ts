import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { expect } from 'chai'
import { gateways, topology } from '../scenario/support/network.ts'
import { type Finding, filesBelow, type Secret, SecretScan } from '../support/secret-scan.ts'
import { openAccount } from './support/accounts.ts'
import { closeDevices, type Device, openWithProfile } from './support/browser.ts'
import { deposit, readMarket } from './support/market.ts'
import { Provider } from './support/provider.ts'
import { authoriseByPassword, signIn } from './support/sign-in.ts'
import { TraceReader, type Traces, writeCarelessly } from './support/traces.ts'

const street = '23 Bittern Row behind the rope walk'
/** Where this browser keeps its own owner's address for the next order, and nothing else. */
const ownMark = 'delivery address '

/**
 * What a browser remembers for its own person, and no page can forget: which links were opened (history, icons, often opened ones, tabs to be restored) and
 * what was typed into fields. The address for the next order is in the page's own database.
 */
const ownMemory =
  /^key of a link( in bytes)? in (Default\/(History|Favicons|Sessions|Top Sites)|segmentation_platform)|^address in Default\/(Web Data|Sessions|IndexedDB)/

/** Of the same form as what is secret; a careless page writes them everywhere. */
const twins: Secret[] = [
  { name: 'address', value: '24 Bittern Row behind the rope walk' },
  { name: 'key of a link', value: randomBytes(32).toString('base64url') },
]

/** Where each secret was found, and in which form. */
const foundIn = (traces: Traces, scan: SecretScan): Finding[] =>
  Object.entries(traces).flatMap(([place, text]) => scan.find(Buffer.from(text), place))

describe('what a browser sends and keeps of a certificate that was opened by its link and ordered', () => {
  const profile = mkdtempSync(join(tmpdir(), 'assay-leaking-'))
  const secrets: Secret[] = [{ name: 'address', value: street }]
  let device: Device
  let reader: TraceReader
  let asset: string

  before(async function () {
    this.timeout(300_000)
    const market = await readMarket()
    const provider = await Provider.open('rope-walk', 'The Rope Walk', 'rope-desk')
    await openAccount('rope-buyer')
    await deposit(market, 'rope-buyer', '500000')
    const { link } = await provider.issued({ item: 'ROPE-1', title: 'A rope' })
    const { pathname, hash } = new URL(link)
    secrets.push({ name: 'key of a link', value: hash.slice(1) })
    secrets.push({ name: 'key of a link in bytes', value: Buffer.from(hash.slice(1), 'base64url') })
    device = await openWithProfile('leaking', profile)
    const { page } = device
    reader = await TraceReader.open(page)
    await page.goto(`${gateways.bank}${pathname}${hash}`)
    await page.getByRole('button', { name: 'Sign in to order' }).click()
    await signIn(device, 'rope-buyer')
    await authoriseByPassword(device)
    await page.getByLabel('Name', { exact: true }).fill('Ms Wang')
    await page.getByLabel('Address', { exact: true }).fill(street)
    await page.getByRole('button', { name: /^Order and pay/ }).click()
    const confirm = page.getByRole('dialog').getByRole('button', { name: /^Confirm|^Sign/ })
    await confirm.click()
    await page.getByText('Accepted').first().waitFor()
    asset = String(
      await page.evaluate("performance.getEntriesByType('resource').find(({ name }) => /\\.js$/.test(name)).name"),
    )
  })
  after(async () => {
    await closeDevices()
    rmSync(profile, { recursive: true, force: true })
  })

  it('S1-033 S1-051 stands in no address, referrer, header or body of a request, no storage, no cache and no history of the page', async () => {
    const traces = await reader.read(ownMark)
    expect(traces['addresses of requests']).include('/v1/instructions')
    expect(traces['bodies of requests']).include('purchase.order')
    expect(foundIn(traces, new SecretScan(secrets))).deep.equal([])
    // It is kept for the next order, where its owner finds it: so the search does read the databases.
    const own = foundIn(await reader.read('nothing is left out'), new SecretScan(secrets))
    expect([...new Set(own.map(({ secret, file }) => `${secret} in ${file}`))]).deep.equal([
      'address in databases of the page',
    ])
  })

  it('S1-033 S1-051 is found in each of those places once a careless page writes it there', async () => {
    for (const { value } of twins) await writeCarelessly(device.page, String(value), asset)
    const traces = await reader.read(ownMark)
    const found = new Set(foundIn(traces, new SecretScan(twins)).map(({ secret, file }) => `${secret} in ${file}`))
    const missed = Object.keys(traces).flatMap((place) => twins.map(({ name }) => `${name} in ${place}`))
    expect(missed.filter((one) => !found.has(one))).deep.equal([])
  })

  it('S1-033 S1-051 stands in no cache, no storage and no service worker of the profile on disk, where what is careless does', async () => {
    await device.context.close()
    const placeOf = (path: string): string => relative(profile, path).split(sep).slice(0, 2).join('/')
    const placesOf = (searched: readonly Secret[]) =>
      new Set(
        new SecretScan(searched).findIn(filesBelow(profile)).map(({ secret, file }) => `${secret} in ${placeOf(file)}`),
      )
    const careless = placesOf(twins)
    const places = ['Default/Cache', 'Default/Local Storage', 'Default/Service Worker']
    const expected = twins.flatMap(({ name }) => places.map((place) => `${name} in ${place}`))
    expect([...careless]).include.members(expected)
    const found = [...placesOf(secrets)].filter((one) => !ownMemory.test(one))
    expect(found).deep.equal([])
  })

  it('S1-033 S1-051 stands in no file of any member, which only ever got it sealed', () => {
    const found = new SecretScan(secrets).findIn(filesBelow(topology.dataFolder))
    expect(
      found.map(({ secret, form, file }) => `${secret}, ${form}: ${relative(topology.dataFolder, file)}`),
    ).deep.equal([])
  })
})
