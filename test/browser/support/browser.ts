import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page, Request } from 'playwright-core'
import { launchBrowser, launchWithProfile } from '../../../scripts/browser/launch.ts'
import { gateways } from '../../scenario/support/network.ts'
import { blankFilm } from './film.ts'

/** What a person holds in the hand or has on the desk. */
export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
export const tablet: BrowserContextOptions = { viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true }
export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } }

const reports = join(import.meta.dirname, '..', '..', '..', 'reports', 'browser')
const report = (line: string) => process.stdout.write(`    ${line}\n`)

// Far above what any page takes: a busy machine is no failure.
const patience = 90_000

/** What the cameras of all devices see: a film of raw pictures, read anew whenever a page opens the camera. */
const folder = mkdtempSync(join(tmpdir(), 'assay-browser-'))
const film = join(folder, 'camera.y4m')

/** A person's browser: a context of its own, with the page that is open in it and all that happened there. */
export class Device {
  readonly name: string
  readonly context: BrowserContext
  readonly page: Page
  /** What the page wrote to its console, and the errors that nobody caught. */
  readonly lines: string[] = []
  readonly faults: string[] = []
  /** Every instruction that was put on the wire, in order. */
  readonly instructions: Request[] = []

  constructor(name: string, context: BrowserContext, page: Page) {
    this.name = name
    this.context = context
    this.page = page
    context.on('console', (message) => this.lines.push(`${message.type()}: ${message.text()}`))
    context.on('weberror', (error) => this.#blame(error.error().stack ?? String(error.error())))
    context.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/v1/instructions')) this.instructions.push(request)
    })
  }

  #blame(fault: string): void {
    this.faults.push(fault)
    this.lines.push(`uncaught: ${fault}`)
  }
}

let browser: Promise<Browser> | undefined
const open = new Set<Device>()

/** The one browser of the run, started, and installed if need be, when somebody first asks for it. */
export const theBrowser = (): Promise<Browser> => {
  if (browser === undefined) {
    showCameras(blankFilm())
    browser = launchBrowser(report, [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ])
  }
  return browser
}

/** Puts something before all cameras. */
export const showCameras = (pictures: Buffer): void => writeFileSync(film, pictures)

/** Opens a fresh browser for one person, at a gateway, and shows the web terminal's first screen. */
export const openDevice = async (
  name: string,
  { gateway = gateways.bank, path = '/', ...options }: BrowserContextOptions & { gateway?: string; path?: string } = {},
): Promise<Device> => {
  const context = await (await theBrowser()).newContext({ locale: 'en-GB', baseURL: gateway, ...phone, ...options })
  context.setDefaultTimeout(patience)
  const device = new Device(name, context, await context.newPage())
  open.add(device)
  await device.page.goto(path)
  return device
}

/**
 * Installs the web terminal as an app of a browser of its own and starts it in its own window. Chromium does that only where
 * the manifest, its icons and its scope are in order.
 */
export const openInstalledApp = async (name: string, gateway = gateways.bank): Promise<Device> => {
  const context = await launchWithProfile(mkdtempSync(join(folder, 'app-')), report)
  context.setDefaultTimeout(patience)
  const [tab] = context.pages()
  if (tab === undefined) throw new Error('the browser opened no page')
  await tab.goto(`${gateway}/`)
  const tools = await context.newCDPSession(tab)
  const { appId: manifestId = '' } = await tools.send('Page.getAppId')
  await tools.send('PWA.install', { manifestId, installUrlOrBundleUrl: `${gateway}/` })
  await tools.send('PWA.changeAppUserSettings', { manifestId, displayMode: 'standalone' })
  const [window] = await Promise.all([context.waitForEvent('page'), tools.send('PWA.launch', { manifestId })])
  const device = new Device(name, context, window)
  open.add(device)
  return device
}

/** Opens a browser whose profile is kept in a folder, so that what it leaves there can be looked at once its context is closed. */
export const openWithProfile = async (name: string, profile: string): Promise<Device> => {
  const context = await launchWithProfile(profile, report)
  context.setDefaultTimeout(patience)
  const device = new Device(name, context, context.pages()[0] ?? (await context.newPage()))
  open.add(device)
  return device
}

/** Another tab of the same browser. */
export const openTab = async ({ context }: Device, path = '/'): Promise<Page> => {
  const page = await context.newPage()
  await page.goto(path)
  return page
}

export const closeDevices = async (): Promise<void> => {
  await Promise.all([...open].map(({ context }) => context.close()))
  open.clear()
}

const fileName = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)

/** Keeps what every open page shows and said, for whoever looks for the cause of a failure. */
export const keepEvidence = async (title: string): Promise<void> => {
  mkdirSync(reports, { recursive: true })
  for (const [place, { name, context, lines }] of [...open].entries()) {
    const start = join(reports, `${fileName(title)}--${place + 1}-${fileName(name)}`)
    writeFileSync(`${start}.log`, `${lines.join('\n')}\n`)
    for (const [index, page] of context.pages().entries()) {
      const path = `${start}-${index + 1}.png`
      await page.screenshot({ path, fullPage: true, timeout: 5_000 }).catch(() => {})
      report(`see ${path}`)
    }
  }
}

/** What went wrong in a page without any test asking; empty when all is well. */
export const uncaughtFaults = (): string[] =>
  [...open].flatMap(({ name, faults }) => faults.splice(0).map((one) => `${name}: ${one}`))

export const closeBrowser = async (): Promise<void> => {
  await closeDevices()
  await (await browser)?.close()
  rmSync(folder, { recursive: true, force: true })
}
