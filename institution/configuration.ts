import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { serverAddress } from '../chaincode/domains/trade-chain/terms.ts'
import { areDistinct, deviceId, participantId } from '../chaincode/wire/identifiers.ts'

const port = z.int().min(1).max(65_535)

const server = z.strictObject({
  /** The private key by which banks know it; made where there is none. */
  key: z.string().min(1),
  /** Where banks reach it, as it says on the ledger. */
  addresses: z
    .array(
      z.strictObject({
        ...{ name: serverAddress.shape.name, host: serverAddress.shape.host, port },
        /** Where it listens itself, when that is elsewhere. */
        listen: z.strictObject({ host: z.string().min(1), port }).optional(),
      }),
    )
    .min(1)
    .max(4)
    .refine((all) => areDistinct(all.map(({ name }) => name)), 'names must differ'),
})

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
  /** Where banks bring trades; without it, they are found at the gateway alone. */
  server: server.optional(),
  /** Between two looks at what there is to do; 2 where it is left out, and 15 where banks bring trades. */
  pauseSeconds: z.int().min(1).max(3_600).optional(),
})
export type InstitutionConfiguration = z.infer<typeof configuration> & { pauseSeconds: number }

/** The configuration in a file cannot be used: the message says which member is at fault. */
export class ConfigurationFault extends Error {}

const next = 'assay-institution --help says what stands in it'

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT') throw new ConfigurationFault(`${file}: ${message}`)
    throw new ConfigurationFault(`${file}: there is no such file; write it, or name another by --config: ${next}`)
  }
}

const parse = (file: string): unknown => {
  const text = textOf(file)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ConfigurationFault(`${file}: this is no JSON: ${(error as Error).message}; ${next}`)
  }
}

/** Reads a configuration, whose paths count from its own folder. Throws `ConfigurationFault`. */
export const readConfiguration = (file: string): InstitutionConfiguration => {
  const read = configuration.safeParse(parse(file))
  if (!read.success) {
    const [issue] = read.error.issues
    throw new ConfigurationFault(`${file}: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}; ${next}`)
  }
  const from = (path: string): string => resolve(dirname(file), path)
  const { profile, database, rules, server: at } = read.data
  const files = { profile: from(profile), database: from(database), rules: from(rules) }
  const pauseSeconds = read.data.pauseSeconds ?? (at === undefined ? 2 : 15)
  return { ...read.data, pauseSeconds, ...files, ...(at === undefined ? {} : { server: { ...at, key: from(at.key) } }) }
}
