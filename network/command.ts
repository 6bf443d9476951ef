import { execFile } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export type Environment = Record<string, string | undefined>

export type CommandOptions = {
  environment?: Record<string, string>
  folder?: string
  signal?: AbortSignal | undefined
}

/** Thrown when a command ends with an error: what was run, and what it said. */
export class CommandFailure extends Error {
  readonly output: string

  constructor(command: string, output: string) {
    super(`${command} failed:\n${output.trim()}`)
    this.name = 'CommandFailure'
    this.output = output
  }
}

/**
 * Runs a program to its end and answers its standard output.
 * Nothing of our own environment reaches it except what a program needs to be found and to find its folders:
 * a stray CORE_ or ORDERER_ variable would silently change Fabric's settings.
 */
export const runCommand = (file: string, parameters: string[], options: CommandOptions = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const settings = {
      env: { ...plainEnvironment(), ...options.environment },
      cwd: options.folder,
      signal: options.signal,
      maxBuffer: 64 * 1024 * 1024,
    }
    execFile(file, parameters, settings, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout)
      if (options.signal?.aborted) return reject(options.signal.reason)
      const output = `${stderr}${stdout}`.trim() || error.message
      reject(new CommandFailure([file, ...parameters.slice(0, 3)].join(' '), output))
    })
  })

/** The part of our environment that programs we start may see. */
export const plainEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    ['PATH', 'HOME', 'USER', 'LANG', 'TZ', 'TMPDIR', 'LD_LIBRARY_PATH', 'SSL_CERT_FILE'].flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )

/** Whether the file is a program that we may run. */
export const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** The full path of a program on PATH; undefined when there is none. */
export const findOnPath = (name: string, environment: Environment = process.env): string | undefined =>
  (environment['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isProgram)
