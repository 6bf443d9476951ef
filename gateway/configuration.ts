import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { consortiumDefinition } from '../chaincode/wire/consortium.ts'
import { FileFault } from './files/file-fault.ts'
import { readProvided } from './files/keys.ts'

const file = z.string().min(1)

const deskSchema = z.strictObject({ participant: z.string(), keyFile: file })

/**
 * The gateway's own devices: with `keyFile` it signs as a registrar of the organisation, with `stampKeyFile` it stamps what
 * only the home knows (decision 0016). Two keys, so that neither does the other's work.
 */
const serviceSchema = z.strictObject({ participant: z.string(), keyFile: file, stampKeyFile: file.optional() })

const messagesSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('inbox') }),
  z.strictObject({
    type: z.literal('smtp'),
    host: z.string().min(1),
    port: z.int().min(1).max(65_535),
    security: z.enum(['tls', 'starttls', 'none']).default('tls'),
    /** Certificate authorities to believe in place of the system's. */
    caFile: file.optional(),
    user: z.strictObject({ name: z.string(), passwordFile: file }).optional(),
    from: z.email(),
  }),
])

export const authorisationWays = ['message', 'password'] as const
/** How a person shows that it is them who want a device authorised (decision 0020). */
export type AuthorisationWay = (typeof authorisationWays)[number]

const deviceAuthorisationSchema = z.strictObject({
  ways: z
    .array(z.enum(authorisationWays))
    .min(1)
    .refine((ways) => new Set(ways).size === ways.length, 'ways must differ')
    .default([...authorisationWays]),
  /** Whether one of the ways is enough, or all are wanted. */
  demand: z.enum(['any', 'all']).default('any'),
})

const secondsMaximum = 300

/** Payments by one-time code (decision 0019); the ledger takes no life above ten minutes. */
const paymentsSchema = z.strictObject({
  /** How long a code can be claimed. */
  codeSeconds: z.int().min(5).max(secondsMaximum).default(60),
  /** How long the payer has to answer a claim. */
  answerSeconds: z.int().min(5).max(secondsMaximum).default(60),
  /** Whether a device that asks for a code keeps its older ones, so that several can be claimed. */
  keepsOlder: z.boolean().default(false),
})

/** What one gateway process must know: whose it is, its peer, its Fabric identity, where it listens, and the others. */
const configurationSchema = z.strictObject({
  organisation: z.string(),
  mspId: z.string(),
  channel: z.string(),
  peer: z.strictObject({ endpoint: z.string(), tlsServerName: z.string(), tlsCaFile: file }),
  identity: z.strictObject({ certificateFile: file, keyFile: file }),
  listen: z.strictObject({
    host: z.string(),
    port: z.int().min(1).max(65_535),
    /** Web servers in front of this gateway, by address or network, whose word is taken for who asks; none by default. */
    trustedProxies: z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).default([]),
    tls: z.strictObject({ certificateFile: file, keyFile: file }).optional(),
  }),
  dataFolder: file,
  gateways: z.record(z.string(), z.url()),
  /** The members of the consortium, as its organisations approved them. */
  consortium: consortiumDefinition,
  /**
   * A device of an issuer of this organisation that fills orders at the issuer's published prices; none, no filling. May
   * stand in `desk.json` of the data folder instead.
   */
  desk: deskSchema.optional(),
  /** May stand in `service.json` of the data folder instead; without it the gateway authorises no devices. */
  service: serviceSchema.optional(),
  /** Where the web terminal was built; without it, the gateway serves none. */
  terminalFolder: file.optional(),
  /** How messages leave; without it, no device is authorised by message. */
  messages: messagesSchema.optional(),
  deviceAuthorisation: deviceAuthorisationSchema.prefault({}),
  payments: paymentsSchema.prefault({}),
  limits: z
    .strictObject({
      requestsPerMinute: z.int().min(1).default(60_000),
      /**
       * Wrong passwords and codes from one address in a quarter of an hour, after which it is slowed down, and claims no payment code
       * for a while.
       */
      wrongTriesPerAddress: z.int().min(1).default(50),
      /** Unknown payment codes of one merchant in a quarter of an hour, after which it can claim none for a while. */
      wrongCodesPerMerchant: z.int().min(1).max(1_000).default(20),
      // What would wait longer for its outcome, in seconds, is better sent again.
      waitSeconds: z.int().min(1).max(300).default(10),
      // Bounds memory, whatever the ledger does.
      pendingInstructions: z.int().min(1).default(20_000),
      lanesPerHome: z.int().min(1).max(16).default(4),
      eventStreams: z.int().min(1).max(10_000).default(500),
      batch: z.int().min(1).max(500).default(200),
    })
    .prefault({}),
})

export type Configuration = z.infer<typeof configurationSchema>

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

const isOnThisMachine = (host: string): boolean => loopback.has(host)

const requireOnThisMachine = (path: string, { listen, messages }: Configuration): void => {
  if (isOnThisMachine(listen.host)) return
  if (listen.tls === undefined) {
    throw new Error(`${path}: plain HTTP is for this machine only; give listen.tls, or listen on 127.0.0.1`)
  }
  if (messages?.type === 'inbox') {
    throw new Error(
      `${path}: the inbox shows codes to whoever asks; give an SMTP server in messages, or listen on 127.0.0.1`,
    )
  }
}

const requireSealedMessages = (path: string, { messages }: Configuration): void => {
  if (messages?.type === 'smtp' && messages.security === 'none' && !isOnThisMachine(messages.host)) {
    throw new Error(`${path}: messages go to another machine over TLS only; give messages.security`)
  }
}

/** What the data folder says of itself, where the configuration does not. */
const fromDataFolder = <S extends z.ZodType>(schema: S, { dataFolder }: Configuration, name: string) => {
  const path = join(dataFolder, name)
  return existsSync(path) ? readShaped(schema, path) : undefined
}

const readShaped = <S extends z.ZodType>(schema: S, path: string): z.output<S> => {
  const next = 'mend it, or bring it back from a copy'
  let value: unknown
  try {
    value = JSON.parse(readProvided(path))
  } catch (error) {
    if (error instanceof FileFault) throw error
    throw new FileFault({ file: path, reason: 'is not JSON', next })
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new FileFault({ file: path, reason: `is not as it should be: ${z.prettifyError(result.error)}`, next })
}

/**
 * Reads a gateway's configuration file. Refuses, by throwing with the member at fault, an unknown or missing member, and
 * plain HTTP and the inbox for messages on any address but this machine's own, and plain SMTP to another one.
 */
export const readConfiguration = (path: string): Configuration => {
  const data = readShaped(configurationSchema, path)
  requireOnThisMachine(path, data)
  requireSealedMessages(path, data)
  const desk = data.desk ?? fromDataFolder(deskSchema, data, 'desk.json')
  const service = data.service ?? fromDataFolder(serviceSchema, data, 'service.json')
  return { ...data, ...(desk === undefined ? {} : { desk }), ...(service === undefined ? {} : { service }) }
}
