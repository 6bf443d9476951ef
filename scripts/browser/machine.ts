import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Environment, findOnPath, isProgram, runCommand } from '../../network/command.ts'

/** What finding and installing a browser needs of a machine, so that tests can do it on a machine that is not there. */
export interface Machine {
  environment: Environment
  /** The full path of a program on PATH; undefined when there is none. */
  findOnPath(name: string): string | undefined
  /** Whether a file is a program that may be run. */
  isProgram(file: string): boolean
  /** Runs a program to its end and answers what it printed; rejects when it fails. */
  run(file: string, parameters: string[]): Promise<string>
  isRoot: boolean
  /** What `/etc/os-release` says; empty where there is none. */
  release: string
  /** The browser that Playwright downloads on demand, wherever that would be. */
  downloaded: string
  report(line: string): void
}

const projectFolder = join(import.meta.dirname, '..', '..')

const readRelease = (): string => {
  try {
    return readFileSync('/etc/os-release', 'utf8')
  } catch {
    return ''
  }
}

// Package managers need what the user set for them, proxies above all, so they get our whole environment.
const ownEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )

/** The machine that this runs on. */
export const thisMachine = async (report: (line: string) => void): Promise<Machine> => {
  const { chromium } = await import('playwright-core')
  const environment = { ...ownEnvironment(), DEBIAN_FRONTEND: 'noninteractive' }
  return {
    environment: process.env,
    findOnPath: (name) => findOnPath(name),
    isProgram,
    run: (file, parameters) => runCommand(file, parameters, { environment, folder: projectFolder }),
    isRoot: process.getuid?.() === 0,
    release: readRelease(),
    downloaded: chromium.executablePath(),
    report,
  }
}
