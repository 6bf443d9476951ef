import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { ensureBrowser } from './find.ts'
import { thisMachine } from './machine.ts'

// The pages that it shows are our own and nothing else is to be asked: no updates, no synchronisation, no reports.
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts a browser without a window, installing one first where there is none; `more` are flags of its own. */
export const launchBrowser = async (report: (line: string) => void, more: string[] = []): Promise<Browser> => {
  const { file } = await ensureBrowser(await thisMachine(report))
  // Chromium refuses to run its sandbox as root, and containers often forbid it to anybody.
  return await chromium.launch({ executablePath: file, chromiumSandbox: false, args: [...quiet, ...more] })
}

/** Starts a browser with a profile folder of its own, which is what installing an app needs. */
export const launchWithProfile = async (folder: string, report: (line: string) => void): Promise<BrowserContext> => {
  const { file } = await ensureBrowser(await thisMachine(report))
  return await chromium.launchPersistentContext(folder, { executablePath: file, chromiumSandbox: false, args: quiet })
}
