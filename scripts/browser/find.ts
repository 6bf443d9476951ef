import { installDebianPackage } from './debian.ts'
import { type Machine, thisMachine } from './machine.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const places = [
  '/usr/bin/chromium',
  '/usr/lib/chromium/chromium',
  '/usr/lib64/chromium-browser/chromium-browser',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
]

/** A browser that was found, and where, in words. */
export interface BrowserProgram {
  file: string
  source: string
}

/** Thrown where there is no browser and none could be had; says what to install. */
export class NoBrowser extends Error {
  constructor() {
    super(
      'no Chromium or Chrome was found, and none could be installed here: install one (Debian: apt-get install chromium), ' +
        'or name its program in ASSAY_CHROMIUM',
    )
    this.name = 'NoBrowser'
  }
}

const named = (machine: Machine): BrowserProgram | undefined => {
  const file = machine.environment['ASSAY_CHROMIUM']
  if (!file) return undefined
  if (machine.isProgram(file)) return { file, source: 'ASSAY_CHROMIUM' }
  throw new Error(`ASSAY_CHROMIUM is ${file}, which is no program: name Chromium's or Chrome's, or unset it`)
}

/**
 * Looks for a Chromium or Chrome, changing nothing: the one that ASSAY_CHROMIUM names, else one on PATH, else in the usual
 * places, else the one that Playwright downloaded before. Undefined when there is none; refuses an ASSAY_CHROMIUM that is no program.
 */
export const findBrowser = (machine: Machine): BrowserProgram | undefined => {
  const chosen = named(machine)
  if (chosen !== undefined) return chosen
  const onPath = names.map((name) => machine.findOnPath(name)).find((file) => file !== undefined)
  if (onPath !== undefined) return { file: onPath, source: 'PATH' }
  const placed = places.find((file) => machine.isProgram(file))
  if (placed !== undefined) return { file: placed, source: 'its usual place' }
  return machine.isProgram(machine.downloaded)
    ? { file: machine.downloaded, source: 'Playwright’s download' }
    : undefined
}

const downloadBrowser = async (machine: Machine): Promise<void> => {
  machine.report('downloading the browser that Playwright offers, about 200 MB')
  try {
    await machine.run(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'])
  } catch (error) {
    machine.report(`Playwright’s browser was not downloaded: ${(error as Error).message}`)
  }
}

/** A browser, installed where there is none: Debian's package where packages may be installed, else Playwright's download. */
export const ensureBrowser = async (machine: Machine): Promise<BrowserProgram> => {
  const found = findBrowser(machine)
  if (found !== undefined) return found
  machine.report('no Chromium or Chrome here: getting one, some minutes once')
  await installDebianPackage(machine, 'chromium')
  const installed = findBrowser(machine)
  if (installed !== undefined) return installed
  await downloadBrowser(machine)
  const downloaded = findBrowser(machine)
  if (downloaded !== undefined) return downloaded
  throw new NoBrowser()
}

/** `findBrowser` on this machine. */
export const findBrowserHere = async (): Promise<BrowserProgram | undefined> => findBrowser(await thisMachine(() => {}))
