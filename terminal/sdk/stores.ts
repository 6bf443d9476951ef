import type { ReadEnvelope } from '../../chaincode/envelope.ts'
import type { PublicKey } from '../../chaincode/wire/device.ts'
import type { SealKey } from '../../chaincode/wire/sealing/seal-key.ts'
import { thumbprint } from '../../chaincode/wire/signature.ts'
import { TerminalFault } from './errors.ts'

/** Gives out a device's own numbers, each of them once, whatever crashes in between. */
export interface NumberCounter {
  /** The next number as a decimal string; it is on disk as used before this resolves. */
  next(): Promise<string>
}

/** Keeps signed envelopes from before they leave until their outcome is known. */
export interface Journal {
  keep(envelope: ReadEnvelope): Promise<void>
  settle(envelope: ReadEnvelope): Promise<void>
  /** What has no known outcome, in the order of the numbers. */
  unsettled(): Promise<ReadEnvelope[]>
}

/**
 * Keeps the key pairs that were made for single demands, to which holders seal what they offer; a private half never leaves it. Its
 * `SealKey` names the demand where others name a device.
 */
export interface DemandKeys {
  /** Makes the key of a demand, and has it on disk before this resolves. */
  make(demand: string): Promise<SealKey>
  /** The key of a demand; undefined where this device opened none of that name. */
  find(demand: string): Promise<SealKey | undefined>
}

/** Keeps the keys of what was encrypted to be delivered, by the digest that recommendations name it by. */
export interface ContentKeys {
  keep(target: string, key: string): Promise<void>
  find(target: string): Promise<string | undefined>
}

/** Keeps what a client says in confidence as it opens a chain, by its digest, until its bank has it or it counts no more. */
export interface FirstTexts {
  /** The text is on disk before this resolves. */
  keep(digest: string, text: string): Promise<void>
  find(digest: string): Promise<string | undefined>
  forget(digest: string): Promise<void>
}

/** A session's token and the moment it ends, in milliseconds since 1970. */
export interface Token {
  token: string
  expiresAt: number
}

export interface TokenStore {
  read(gateway: string): Promise<Token | undefined>
  write(gateway: string, token: Token | undefined): Promise<void>
}

/** The keys with which the organisations' gateways sign results, by MSP. */
export interface PinnedKeys {
  readonly [mspId: string]: PublicKey
}

/** Which ledger a gateway serves, whose gateway it is, and the keys that it publishes. */
export interface LedgerIdentity {
  ledger: string
  mspId: string
  resultKeys: PinnedKeys
}

/**
 * Remembers what a gateway said it is, so that it cannot become another one unnoticed. Keys are added to those that any
 * gateway told before; another key for the same organisation is refused as `result_key_changed`.
 */
export interface LedgerMemory {
  recall(gateway: string): Promise<LedgerIdentity | undefined>
  remember(gateway: string, identity: LedgerIdentity): Promise<void>
}

/** The keys of before and the new ones; refuses `result_key_changed`, with `next`, when one is another than before. */
export const addKeys = (known: PinnedKeys, told: LedgerIdentity & { gateway: string; next: string }): PinnedKeys => {
  for (const [mspId, key] of Object.entries(known)) {
    const other = told.resultKeys[mspId]
    if (other === undefined || thumbprint(other) === thumbprint(key)) continue
    throw new TerminalFault('result_key_changed', {
      problem: `${told.gateway} says that the gateway of ${mspId} signs results with another key than this terminal knows`,
      next: `Ask ${mspId}, by another way than this gateway, whether it changed its key. If not, use another gateway. ${told.next}`,
    })
  }
  return { ...known, ...told.resultKeys }
}

/** Numbers that live only as long as this process, for tests and for measuring; starts behind `last`. */
export const memoryNumbers = (last = 0n): NumberCounter => {
  let used = last
  return {
    next: async () => {
      used += 1n
      return used.toString()
    },
  }
}

/** A journal that lives only as long as this process. */
export const memoryJournal = (): Journal => {
  const kept = new Map<string, ReadEnvelope>()
  return {
    keep: async (envelope) => {
      kept.set(envelope.id, envelope)
    },
    settle: async ({ id }) => {
      kept.delete(id)
    },
    unsettled: async () => [...kept.values()],
  }
}

/** First texts that live only as long as this process. */
export const memoryFirstTexts = (): FirstTexts => {
  const kept = new Map<string, string>()
  return {
    keep: async (digest, text) => {
      kept.set(digest, text)
    },
    find: async (digest) => kept.get(digest),
    forget: async (digest) => {
      kept.delete(digest)
    },
  }
}

/** Tokens that live only as long as this process. */
export const memoryTokens = (): TokenStore => {
  const tokens = new Map<string, Token | undefined>()
  return {
    read: async (gateway) => tokens.get(gateway),
    write: async (gateway, token) => {
      tokens.set(gateway, token)
    },
  }
}

/** A memory of gateways that lives only as long as this process. */
export const memoryLedgers = (): LedgerMemory => {
  const known = new Map<string, Omit<LedgerIdentity, 'resultKeys'>>()
  let resultKeys: PinnedKeys = {}
  return {
    recall: async (gateway) => {
      const identity = known.get(gateway)
      return identity === undefined ? undefined : { ...identity, resultKeys }
    },
    remember: async (gateway, identity) => {
      resultKeys = addKeys(resultKeys, { ...identity, gateway, next: 'If so, begin with a fresh memory.' })
      known.set(gateway, { ledger: identity.ledger, mspId: identity.mspId })
    },
  }
}
