import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const project = join(import.meta.dirname, '..', '..')
// Nothing answers there: whatever goes through a web proxy fails.
const nowhere = 'http://127.0.0.1:9'

interface Options {
  portBase: number
  report: (line: string) => void
  /** The npm commands to run, one after the other; the first that fails ends it. */
  commands: readonly string[][]
}

/** The project as it is committed, with what is installed for it, in a folder whose name has blanks. */
const copyProject = (folder: string): void => {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: project, encoding: 'utf8' }).split('\0').filter(Boolean)
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    cpSync(join(project, file), join(folder, file))
  }
  // Installing may go through a proxy, and is no part of what is tried here.
  cpSync(join(project, 'node_modules'), join(folder, 'node_modules'), { recursive: true, verbatimSymlinks: true })
}

const run = (folder: string, command: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn('npm', [...command], { cwd: folder, env: environment, stdio: 'inherit' })
    child.on('exit', (code) => resolve(code ?? 1))
    child.on('error', () => resolve(1))
  })

/** A process that uses one core for as long as it lives. */
const eatOneCore = (): ChildProcess => spawn(process.execPath, ['-e', 'for (;;) {}'], { stdio: 'ignore' })

/**
 * Starts and tests the project as an unlucky machine has it: beside a process that eats one core, with web proxies that answer
 * nothing, in a folder with blanks. Answers whether every command ended well; stops and deletes what it began.
 */
export const soakBusy = async ({ portBase, report, commands }: Options): Promise<boolean> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay busy soak '))
  const home = join(folder, 'a folder with blanks')
  const proxies = Object.fromEntries(
    ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].map((name) => [name, nowhere]),
  )
  const environment = {
    ...process.env,
    ...proxies,
    ASSAY_PORT_BASE: String(portBase),
    ASSAY_DATA: join(folder, 'its data'),
  }
  const eater = eatOneCore()
  const stop = () => {
    eater.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', stop)
  try {
    report(`copying the project to ${home}`)
    copyProject(home)
    for (const command of commands) {
      const begun = performance.now()
      report(`npm ${command.join(' ')}, beside a process that eats one core, with proxies that answer nothing`)
      const code = await run(home, command, environment)
      report(`npm ${command.join(' ')} ended with ${code} after ${Math.round((performance.now() - begun) / 1000)} s`)
      if (code !== 0) return false
    }
    return true
  } finally {
    await run(home, ['stop'], environment)
    stop()
  }
}
