import { type Context, Contract } from 'fabric-contract-api'
import { requireRole } from '../state/caller.ts'
import { Places } from '../state/places.ts'
import { canonical } from '../wire/canonical.ts'
import type { Consortium } from '../wire/consortium.ts'

/** Reading by key, for gateways and auditors to evaluate; nothing here writes, and nothing decided rests on it. */
export class QueryContract extends Contract {
  readonly #consortium: Consortium

  constructor(consortium: Consortium) {
    super('query')
    this.#consortium = consortium
  }

  /** The row under a key as it stands, or `null`. */
  async get(ctx: Context, key: string): Promise<string> {
    requireRole(ctx.clientIdentity, 'gateway', 'auditor')
    const rows = await new Places(ctx.stub, this.#consortium).with(key)
    return canonical((await rows.read([key]))[0] ?? null)
  }

  /** The past values of a key with their transactions and times, newest first, at most a thousand. */
  async history(ctx: Context, key: string): Promise<string> {
    requireRole(ctx.clientIdentity, 'gateway', 'auditor')
    const rows = await new Places(ctx.stub, this.#consortium).with(key)
    return canonical(await rows.history(key))
  }

  /** The rows from `start` up to but not including `end`, at most a thousand. */
  async range(ctx: Context, start: string, end: string): Promise<string> {
    requireRole(ctx.clientIdentity, 'gateway', 'auditor')
    return canonical((await new Places(ctx.stub, this.#consortium).range(start, end)) as never)
  }
}
