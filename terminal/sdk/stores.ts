import type { ReadEnvelope } from '../../chaincode/wire/envelope.ts'

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

/** A session's token and the moment it ends, in milliseconds since 1970. */
export interface Token {
  token: string
  expiresAt: number
}

export interface TokenStore {
  read(gateway: string): Promise<Token | undefined>
  write(gateway: string, token: Token | undefined): Promise<void>
}

/** Which ledger a gateway serves and whose gateway it is. */
export interface LedgerIdentity {
  ledger: string
  mspId: string
}

/** Remembers what a gateway said it is, so that it cannot become another one unnoticed. */
export interface LedgerMemory {
  recall(gateway: string): Promise<LedgerIdentity | undefined>
  remember(gateway: string, identity: LedgerIdentity): Promise<void>
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
  const known = new Map<string, LedgerIdentity>()
  return {
    recall: async (gateway) => known.get(gateway),
    remember: async (gateway, identity) => {
      known.set(gateway, identity)
    },
  }
}
