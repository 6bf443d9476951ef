import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CDPSession } from 'playwright-core'
import { build, type Rolldown } from 'vite'
import { launchBrowser } from '../../browser/launch.ts'
import type { Opened } from './gateway-side.ts'
import { InspectedPage } from './inspected-page.ts'
import type { LaidInPage, PageTask } from './page-task.ts'

/** How long something took, in milliseconds, and by how many bytes Chromium's processes grew at most meanwhile. */
interface PageStep {
  milliseconds: number
  /** Those in which pages run. */
  pageGrownBytes: number
  /** All others of Chromium: the browser, its network and its storage. */
  othersGrownBytes: number
}

const project = join(import.meta.dirname, '..', '..', '..')

/** What the page runs, made of the terminal's own modules, as one script. */
const buildPage = async (): Promise<string> => {
  const built = (await build({
    ...{ configFile: false, logLevel: 'error', root: project },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      ...{ write: false, modulePreload: false, target: 'chrome111' },
      rolldownOptions: {
        input: join(project, 'test', 'terminal', 'web', 'support', 'packages-page.ts'),
        output: { format: 'iife', codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput
  return built.output[0].code
}

/** A figure of a process in bytes, as Linux counts it; 0 where it has ended. */
const memoryOf = (pid: number, name: 'VmRSS' | 'VmHWM'): number => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return 1024 * Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
  } catch {
    return 0
  }
}

/** The processes of one Chromium: `pages`, in which pages run, and all others. */
const processesOf = async (tools: CDPSession): Promise<{ pages: number[]; others: number[] }> => {
  const { processInfo } = await tools.send('SystemInfo.getProcessInfo')
  const of = (isPage: boolean) => processInfo.filter(({ type }) => (type === 'renderer') === isPage).map(({ id }) => id)
  return { pages: of(true), others: of(false) }
}

/** Forgets each process's greatest height so far, which is what Linux tells from then on (`clear_refs` in proc(5)). */
const forgetHeights = (pids: readonly number[]): void => {
  for (const pid of pids) writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

const sumOf = (pids: readonly number[], name: 'VmRSS' | 'VmHWM'): number =>
  pids.reduce((sum, pid) => sum + memoryOf(pid, name), 0)

/** Does something in a page, and tells by how much Chromium grew at most above what it had once garbage was collected. */
const measured = async (
  { browser, page }: { browser: CDPSession; page: InspectedPage },
  work: () => Promise<unknown>,
): Promise<PageStep> => {
  await page.collectGarbage()
  const { pages, others } = await processesOf(browser)
  const [before, otherBefore] = [sumOf(pages, 'VmRSS'), sumOf(others, 'VmRSS')]
  forgetHeights([...pages, ...others])
  const begun = performance.now()
  await work()
  return {
    milliseconds: performance.now() - begun,
    pageGrownBytes: sumOf(pages, 'VmHWM') - before,
    othersGrownBytes: sumOf(others, 'VmHWM') - otherBefore,
  }
}

/** What is given and opened in a page: a file, through the gateway of `opened`. */
export interface PageWork {
  opened: Opened
  file: string
  /** Has the ledger take the package in. */
  deliver: (laid: { delivered: string; size: number }) => Promise<void>
}

/** What `moveInChromium` tells of each step. */
export interface MovedInPage {
  given: PageStep
  openedIntoFile: PageStep
  openedAsDownload: PageStep
  /** The digest of what was opened into a file, in hexadecimal. */
  digest: string
}

const taskOf = ({ interaction, giver, receiver }: Opened, side: 'giver' | 'receiver'): PageTask => {
  const { participant, device, publicKey, pem } = side === 'giver' ? giver : receiver
  const privateKey = pem.replace(/-----[A-Z ]+-----|\s/g, '')
  return { interaction, receiver: receiver.participant, side: { participant, device, publicKey }, privateKey }
}

const call = <T>(page: InspectedPage, name: string, ...values: object[]): Promise<T> =>
  page.evaluate<T>(`window.${name}(${values.map((value) => JSON.stringify(value)).join()})`)

const field = "document.body.appendChild(Object.assign(document.createElement('input'), { type: 'file' }))"

const moveIn = async (browser: CDPSession, { opened, file, deliver }: PageWork): Promise<MovedInPage> => {
  const script = await buildPage()
  const begin = async (): Promise<InspectedPage> => {
    // Any answer of the gateway makes a page of its origin.
    const page = await InspectedPage.open(browser, `${opened.url}/v1/ledger`)
    await page.evaluate(`${script};undefined`)
    return page
  }
  const giving = await begin()
  await giving.choose(field, file)
  const laid: LaidInPage[] = []
  const give = async () => laid.push(await call<LaidInPage>(giving, 'giveInPage', taskOf(opened, 'giver')))
  const given = await measured({ browser, page: giving }, give)
  const { package: delivered, size } = laid[0] as LaidInPage
  await giving.close()
  await deliver({ delivered, size })
  const openAs = (page: InspectedPage, as: 'file' | 'download') => {
    const of = { package: delivered, size, as }
    return measured({ browser, page }, () => call(page, 'openInPage', taskOf(opened, 'receiver'), of))
  }
  const filing = await begin()
  const openedIntoFile = await openAs(filing, 'file')
  const digest = await call<string>(filing, 'digestOfOwnFile')
  await filing.close()
  return { given, openedIntoFile, openedAsDownload: await openAs(await begin(), 'download'), digest }
}

/** Gives and receives a package in Chromium, with the modules of the web terminal's screens; each step in a page of its own. Needs Linux. */
export const moveInChromium = async (work: PageWork): Promise<MovedInPage> => {
  const chromium = await launchBrowser(() => {})
  try {
    return await moveIn(await chromium.newBrowserCDPSession(), work)
  } finally {
    await chromium.close()
  }
}
