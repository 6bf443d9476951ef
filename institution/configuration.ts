import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { deviceId, participantId } from '../chaincode/wire/identifiers.ts'

const configuration = z.strictObject({
  /** The address of the institution's own gateway. */
  gateway: z.url(),
  /** The folder of the profile whose device, with the role `executor`, answers. */
  profile: z.string().min(1),
  /** The database of what was executed and answered; made where there is none. */
  database: z.string().min(1),
  /** The trading rules. */
  rules: z.string().min(1),
  /** The devices that the banks' dispatchers told apart from the ledger, by their participant; any where it is left out. */
  banks: z.record(participantId, z.array(deviceId).min(1)).optional(),
  /** Between two looks at what there is to do. */
  pauseSeconds: z.int().min(1).max(3_600).default(2),
})
export type InstitutionConfiguration = z.infer<typeof configuration>

/** The configuration in a file cannot be used: the message says which member is at fault. */
export class ConfigurationFault extends Error {}

const parse = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new ConfigurationFault(`${file}: ${(error as Error).message}`)
  }
}

/** Reads a configuration, whose paths count from its own folder. Throws `ConfigurationFault`. */
export const readConfiguration = (file: string): InstitutionConfiguration => {
  const read = configuration.safeParse(parse(file))
  if (!read.success) {
    const [issue] = read.error.issues
    throw new ConfigurationFault(`${file}: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`)
  }
  const from = (path: string): string => resolve(dirname(file), path)
  const { profile, database, rules } = read.data
  return { ...read.data, profile: from(profile), database: from(database), rules: from(rules) }
}
