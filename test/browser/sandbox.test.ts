import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import type { Frame, Page } from 'playwright-core'
import { digestOf, utf8 } from '../../chaincode/wire/bounded-json.ts'
import { type Ability, writeProgram } from '../../terminal/sdk/sandbox/program.ts'
import { gateways } from '../scenario/support/network.ts'
import { closeDevices, openDevice } from './support/browser.ts'
import { readMarket } from './support/market.ts'
import { Provider } from './support/provider.ts'

const atBank = (link: string): string => new URL(link).pathname + new URL(link).hash

describe('a program in a browser', () => {
  let provider: Provider
  let items = 0

  before(async function () {
    this.timeout(300_000)
    // Its certificates are priced in the market's cash.
    await readMarket()
    provider = await Provider.open('sand-house', 'The Sand House', 'sand-desk')
  })
  after(closeDevices)

  /** The page of a certificate with this program. */
  const opened = async (source: string, abilities: Ability[], opens?: string): Promise<Page> => {
    items += 1
    const program = writeProgram({ abilities, source, ...(opens === undefined ? {} : { opens }) })
    const { link } = await provider.issued({ item: `SAND-${items}`, title: `Sand ${items}`, program })
    const { page } = await openDevice('program', { gateway: gateways.bank, path: atBank(link) })
    // Its program comes behind the rest of the page.
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor()
    return page
  }
  const run = (page: Page) => page.getByRole('button', { name: 'Run', exact: true }).click()
  const give = (page: Page, text: string) =>
    page.getByLabel('Data for it').setInputFiles({ name: 'data', mimeType: 'text/plain', buffer: Buffer.from(text) })

  it('S3-061 S3-059 says what it may use before it runs, and runs with that alone', async () => {
    const names = ['fetch', 'process', 'document', 'window', 'self', 'indexedDB', 'Worker', 'give', 'Date']
    const probe = `${JSON.stringify(names)}.filter((name) => typeof globalThis[name] !== 'undefined').join()`
    const page = await opened(`show('[' + ${probe} + ']' + Number(input.text) * 3)`, ['input', 'show'])
    expect(await page.locator('[data-abilities] li').allTextContents()).deep.equal([
      ...['read the data that you give it', 'show text'],
    ])
    expect(await page.locator('[data-shown]').count()).equal(0)
    await give(page, '14')
    await run(page)
    await page.locator('[data-shown]').getByText('[]42').waitFor()
    expect(await page.locator('iframe').count(), 'its frame went').equal(0)
  })

  it('S3-062 S1-055 opens the data of its digest, and no other', async () => {
    const page = await opened('show(input.text)', ['input', 'show'], await digestOf(utf8('the very data')))
    await give(page, 'other data')
    await run(page)
    await page.getByText('This is the way of opening other data.').waitFor()
    expect(await page.locator('[data-shown]').count()).equal(0)
    await give(page, 'the very data')
    await run(page)
    await page.locator('[data-shown]').getByText('the very data').waitFor()
  })

  for (const [what, source, words] of [
    ['an endless loop', 'for (;;) try { for (;;); } catch {}', /ran for too long/],
    ['a flood', 'for (;;) try { show("x".repeat(1000)) } catch {}', /gave out too much/],
    [
      'a memory bomb',
      'const all = []; for (;;) try { all.push(new ArrayBuffer(1e7)) } catch {}',
      /ran for too long|memory/,
    ],
    ['an escape', 'show(show.constructor.constructor("return fetch")())', /error of its own/],
  ] as const) {
    it(`S1-054 S3-059 stops ${what}, and the page goes on`, async () => {
      const page = await opened(source, ['show'])
      await run(page)
      await page.getByText(words).waitFor()
      expect(await page.locator('iframe').count()).equal(0)
      await page.getByRole('button', { name: 'Run', exact: true }).focus()
    })
  }

  describe('that came out of its interpreter all the same', () => {
    let strangers: Server
    let reached = 0
    let elsewhere: string
    let page: Page
    let frame: Frame

    before(async () => {
      strangers = createServer((_request, response) => {
        reached += 1
        response.setHeader('Access-Control-Allow-Origin', '*').end('ok')
      })
      await new Promise<void>((resolve) => strangers.listen(0, '127.0.0.1', resolve))
      elsewhere = `http://127.0.0.1:${(strangers.address() as AddressInfo).port}/`
      page = await opened('show("1")', ['show'])
      await page.evaluate(`new Promise((resolve) => {
        const made = document.createElement('iframe')
        made.setAttribute('sandbox', 'allow-scripts')
        made.addEventListener('load', resolve)
        made.src = '/sandbox.html'
        document.body.append(made)
      }).then(() => undefined)`)
      frame = page.frames().find((one) => one.url().endsWith('/sandbox.html')) as Frame
    })
    after(() => strangers.close())

    it('S1-054 S3-059 reaches nobody: by no request, picture, beacon, socket, worker or address', async () => {
      const ways = await frame.evaluate(`(async (address) => {
        const told = (work) => Promise.resolve().then(work).then(() => 'reached', () => 'refused')
        const event = (target, good, bad) =>
          new Promise((resolve, reject) => {
            target.addEventListener(good, () => resolve())
            target.addEventListener(bad, () => reject(new Error(bad)))
          })
        const element = (name) => {
          const made = document.createElement(name)
          const seen = event(made, 'load', 'error')
          made.src = address
          document.documentElement.append(made)
          return seen
        }
        navigator.sendBeacon(address, 'x')
        return Promise.all([
          told(() => fetch(address, { mode: 'no-cors' })),
          told(() => fetch('/v1/ledger')),
          told(() => element('img')),
          told(() => element('script')),
          told(() => event(new WebSocket(address.replace('http', 'ws')), 'open', 'error')),
          told(() => event(new Worker(address), 'message', 'error')),
          told(() => import(address)),
        ])
      })(${JSON.stringify(elsewhere)})`)
      expect(ways).deep.equal(Array.from({ length: 7 }, () => 'refused'))
      expect(await frame.evaluate(`window.open(${JSON.stringify(elsewhere)}) === null`)).equal(true)
      expect(reached).equal(0)
    })

    it('S1-054 S3-059 keeps nothing, and sees nothing of the page that holds it', async () => {
      const ways = await frame.evaluate<boolean[]>(`(() => {
        const isRefused = (work) => {
          try {
            work()
            return false
          } catch {
            return true
          }
        }
        return [
          isRefused(() => localStorage.length),
          isRefused(() => sessionStorage.length),
          isRefused(() => document.cookie),
          isRefused(() => indexedDB.open('x')),
          isRefused(() => window.parent.document),
          isRefused(() => window.parent.localStorage),
          isRefused(() => { window.top.location.href = '/?taken' }),
          window.origin === 'null',
        ]
      })()`)
      expect(ways).deep.equal(ways.map(() => true))
      expect(page.url()).not.include('taken')
    })

    it('S1-054 S3-059 cannot be led elsewhere, nor answer in the page’s name', async () => {
      const forged = "window.parent.postMessage({ shown: ['forged'], given: new Uint8Array() }, '*')"
      await frame.evaluate(forged)
      await frame.evaluate(`location.href = ${JSON.stringify(`${elsewhere}?secret`)}`).catch(() => undefined)
      await run(page)
      await page.locator('[data-shown]').getByText('1', { exact: true }).waitFor()
      expect(await page.getByText('forged').count()).equal(0)
      expect(reached).equal(0)
    })
  })
})
