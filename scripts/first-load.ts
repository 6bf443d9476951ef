import { Command } from 'commander'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { createTopology, gatewayOrganisations, type Topology } from '../network/topology.ts'
import { launchBrowser } from './browser/launch.ts'
import { gatewayUrl } from './gateways.ts'
import { demonstrate } from './screenshots/demonstration.ts'
import { withNetwork } from './screenshots/network.ts'
import { viewports } from './screenshots/plan.ts'
import { Stage } from './screenshots/stage.ts'

type Report = (line: string) => void

interface Options {
  rounds: number
  running: boolean
  portBase: number
}

/** Chromium's own preset “Slow 3G”, as its developer tools reckon it: 500 kbit a second at 80 %, and 400 ms five times. */
const slow3G = { offline: false, downloadThroughput: 51_200, uploadThroughput: 51_200, latency: 2_000 }

interface Loading {
  what: string
  seconds: number
  paintedSeconds: number
  requests: number
  bytes: number
}

/** Slows a page down, forgets what its browser has of it, and counts what comes over the wire from then on. */
const slowDown = async (page: Page): Promise<{ counted: { requests: number; bytes: number }; session: CDPSession }> => {
  const session = await page.context().newCDPSession(page)
  const counted = { requests: 0, bytes: 0 }
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    counted.requests += 1
    counted.bytes += encodedDataLength
  })
  await session.send('Network.enable')
  await session.send('Network.setBypassServiceWorker', { bypass: true })
  await session.send('Network.clearBrowserCache')
  await session.send('Network.emulateNetworkConditions', slow3G)
  return { counted, session }
}

const paintedAt = 'performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0'

/** Loads an address over a slow network until something is there to be seen. */
const load = async (
  page: Page,
  { what, url, isThere }: { what: string; url: string; isThere: string },
): Promise<Loading> => {
  const { counted, session } = await slowDown(page)
  const begun = performance.now()
  await page.goto(url, { waitUntil: 'commit', timeout: 120_000 })
  await page.locator(isThere).first().waitFor({ timeout: 120_000 })
  const seconds = (performance.now() - begun) / 1000
  const paintedSeconds = Number(await page.evaluate(paintedAt)) / 1000
  const found = { what, seconds, paintedSeconds, ...counted }
  await session.detach()
  return found
}

/** Somebody who was never here, up to the form that asks for the account. */
const loadAsStranger = async (browser: Browser, gateway: string): Promise<Loading> => {
  const context = await browser.newContext({ viewport: viewports.phone })
  try {
    const page = await context.newPage()
    return await load(page, { what: 'a stranger, up to the sign-in form', url: `${gateway}/`, isThere: 'form input' })
  } finally {
    await context.close()
  }
}

/** A customer whose device is authorised, up to the balances. */
const loadAsCustomer = async ({ page, gateway }: Stage): Promise<Loading> => {
  await page.goto('about:blank')
  return load(page, { what: 'a customer, up to the balances', url: `${gateway}/`, isThere: '.balance .figure' })
}

const median = (figures: number[]): number => [...figures].sort((one, other) => one - other)[figures.length >> 1] ?? 0

const tell = (loadings: readonly Loading[]): void => {
  console.log('\n| first load over slow 3G | seconds | first paint | requests | kB |')
  console.log('| --- | --- | --- | --- | --- |')
  for (const what of new Set(loadings.map((loading) => loading.what))) {
    const own = loadings.filter((loading) => loading.what === what)
    const of = (name: 'seconds' | 'paintedSeconds' | 'requests' | 'bytes') => median(own.map((one) => one[name]))
    console.log(
      `| ${what} | ${of('seconds').toFixed(1)} | ${of('paintedSeconds').toFixed(1)} | ${of('requests')} | ${(of('bytes') / 1000).toFixed(0)} |`,
    )
  }
}

const measure = async (topology: Topology, { rounds, report }: { rounds: number; report: Report }): Promise<void> => {
  const bank = gatewayOrganisations(topology).find(({ name }) => name === 'bank')
  if (bank === undefined)
    throw new Error('the consortium has no member called bank, where the demonstration’s customer is at home')
  const gateway = gatewayUrl(bank)
  const browser = await launchBrowser(report)
  try {
    const stage = await Stage.open(browser, { gateway, name: 'alice' })
    const loadings: Loading[] = []
    for (let round = 1; round <= rounds; round += 1) {
      loadings.push(await loadAsStranger(browser, gateway), await loadAsCustomer(stage))
      report(`round ${round} of ${rounds}`)
    }
    tell(loadings)
  } finally {
    await browser.close()
  }
}

await new Command('first-load')
  .description(
    'Measures how long the web terminal takes to open over Chromium’s slow 3G, with nothing of it kept, on a network of its own.',
  )
  .option('--rounds <count>', 'how often; the medians are told', Number, 3)
  .option('--running', 'use the network that npm start brought up, as it is', false)
  .option('--port-base <port>', 'first port of the network of its own', Number, 28_000)
  .action(async ({ rounds, running, portBase }: Options) => {
    const interruption = new AbortController()
    for (const name of ['SIGINT', 'SIGTERM'] as const)
      process.once(name, () => interruption.abort(new Error('interrupted')))
    const report: Report = (line) => console.log(`  ${line}`)
    try {
      if (running) return await measure(createTopology(), { rounds, report })
      await withNetwork({ portBase, report, signal: interruption.signal }, async (topology) => {
        await demonstrate(topology, report)
        await measure(topology, { rounds, report })
      })
    } catch (error) {
      console.error(`\n${(error as Error).message}`)
      process.exitCode = 1
    }
  })
  .parseAsync()
