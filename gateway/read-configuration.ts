import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import {
  type Configuration,
  configurationSchema,
  deskSchema,
  dispatcherSchema,
  keeperSchema,
  matcherSchema,
  serviceSchema,
} from './configuration.ts'
import { FileFault } from './files/file-fault.ts'
import { readProvided } from './files/keys.ts'

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

const requireSealedStore = (path: string, { mailbox: { store } }: Configuration): void => {
  if (store === undefined) return
  const { protocol, hostname } = new URL(store.endpoint)
  if (protocol === 'http:' && !isOnThisMachine(hostname.replace(/^\[|\]$/g, ''))) {
    throw new Error(`${path}: an object store on another machine is asked over HTTPS only; give mailbox.store.endpoint`)
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

/** What there is of these. */
const given = <Parts extends object>(parts: Parts) =>
  Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as {
    [P in keyof Parts]?: NonNullable<Parts[P]>
  }

/**
 * Reads a gateway's configuration file. Refuses, by throwing with the member at fault, an unknown or missing member, and
 * plain HTTP and the inbox for messages on any address but this machine's own, and plain SMTP
 * or a plain object store on another one.
 */
export const readConfiguration = (path: string): Configuration => {
  const data = readShaped(configurationSchema, path)
  requireOnThisMachine(path, data)
  requireSealedMessages(path, data)
  requireSealedStore(path, data)
  const desk = data.desk ?? fromDataFolder(deskSchema, data, 'desk.json')
  const matcher = data.matcher ?? fromDataFolder(matcherSchema, data, 'matcher.json')
  const keeper = data.keeper ?? fromDataFolder(keeperSchema, data, 'keeper.json')
  const dispatcher = data.dispatcher ?? fromDataFolder(dispatcherSchema, data, 'dispatcher.json')
  const service = data.service ?? fromDataFolder(serviceSchema, data, 'service.json')
  return { ...data, ...given({ desk, dispatcher, keeper, matcher, service }) }
}
