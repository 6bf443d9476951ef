import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const file = z.string().min(1)

const deskSchema = z.strictObject({ participant: z.string(), keyFile: file })

/** What one gateway process must know: whose it is, its peer, its Fabric identity, where it listens, and the others. */
const configurationSchema = z.strictObject({
  organisation: z.string(),
  mspId: z.string(),
  channel: z.string(),
  chaincode: z.string(),
  peer: z.strictObject({ endpoint: z.string(), tlsServerName: z.string(), tlsCaFile: file }),
  identity: z.strictObject({ certificateFile: file, keyFile: file }),
  listen: z.strictObject({
    host: z.string(),
    port: z.int().min(1).max(65_535),
    tls: z.strictObject({ certificateFile: file, keyFile: file }).optional(),
  }),
  dataFolder: file,
  gateways: z.record(z.string(), z.url()),
  peerOrganisations: z.array(z.string()).min(1),
  /**
   * A device of an issuer of this organisation that fills orders at the issuer's published prices; none, no filling. May
   * stand in `desk.json` of the data folder instead.
   */
  desk: deskSchema.optional(),
  limits: z
    .strictObject({
      requestsPerMinute: z.int().min(1).default(60_000),
      // Some ten seconds of work on a small machine: what waits longer is better sent again.
      pendingInstructions: z.int().min(1).default(4_000),
      lanesPerHome: z.int().min(1).max(16).default(8),
      eventStreams: z.int().min(1).max(10_000).default(500),
      batch: z.int().min(1).max(500).default(100),
    })
    .prefault({}),
})

export type Configuration = z.infer<typeof configurationSchema>

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

/**
 * Reads a gateway's configuration file. Refuses, by throwing with the member at fault, an unknown or missing member, and
 * plain HTTP on any address but this machine's own.
 */
export const readConfiguration = (path: string): Configuration => {
  const result = configurationSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!result.success) throw new Error(`${path}: ${z.prettifyError(result.error)}`)
  const { listen } = result.data
  if (listen.tls === undefined && !loopback.has(listen.host)) {
    throw new Error(`${path}: plain HTTP is for this machine only; give listen.tls, or listen on 127.0.0.1`)
  }
  const deskFile = join(result.data.dataFolder, 'desk.json')
  if (result.data.desk !== undefined || !existsSync(deskFile)) return result.data
  return { ...result.data, desk: deskSchema.parse(JSON.parse(readFileSync(deskFile, 'utf8'))) }
}
