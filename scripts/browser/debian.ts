import type { Machine } from './machine.ts'

const lockSeconds = 300

/** What stands before `apt-get` where packages may be installed without a question; undefined where they may not. */
export const aptCommand = async (machine: Machine): Promise<string[] | undefined> => {
  // Ubuntu's package of Chromium only points at a snap, which a machine for tests rarely runs.
  if (!/^ID="?debian"?$/m.test(machine.release)) return undefined
  const apt = machine.findOnPath('apt-get')
  if (apt === undefined) return undefined
  if (machine.isRoot) return [apt]
  const sudo = machine.findOnPath('sudo')
  if (sudo === undefined) return undefined
  const mayAct = await machine.run(sudo, ['-n', 'true']).then(
    () => true,
    () => false,
  )
  return mayAct ? [sudo, '-n', apt] : undefined
}

/** Installs one of Debian's packages where that may be done; answers whether it was, and reports why not. */
export const installDebianPackage = async (machine: Machine, name: string): Promise<boolean> => {
  const [program, ...before] = (await aptCommand(machine)) ?? []
  if (program === undefined) return false
  const apt = (...parameters: string[]) =>
    machine.run(program, [...before, '-q', '-o', `DPkg::Lock::Timeout=${lockSeconds}`, ...parameters])
  try {
    await apt('update')
    await apt('install', '-y', '--no-install-recommends', name)
    return true
  } catch (error) {
    machine.report(`Debian's package ${name} was not installed: ${(error as Error).message}`)
    return false
  }
}
