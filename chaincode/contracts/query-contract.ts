import { type Context, Contract } from 'fabric-contract-api'
import { requireRole } from '../state/caller.ts'
import { Places } from '../state/places.ts'
import type { KeyedRow, Rows } from '../state/rows.ts'
import { canonical } from '../wire/canonical.ts'
import { participantKey } from '../wire/keys.ts'
import { accountsOf, chaincodes, ledgerChaincode, ownerOf, ownerOfRange } from '../wire/placement.ts'
import type { Participant } from '../wire/records.ts'

const rowsMaximum = 1000

/** The rows among which one participant's accounts and credits stand; undefined where nobody is registered under that name. */
const rowsOfOwner = async (places: Places, owner: string): Promise<Rows | undefined> => {
  const [participant] = await places.at(ledgerChaincode).read([participantKey(owner)])
  return participant === null ? undefined : places.at(accountsOf((participant as unknown as Participant).home))
}

/** The rows among which a key stands. */
const rowsWith = async (places: Places, key: string): Promise<Rows> => {
  const owner = ownerOf(key)
  const own = owner === undefined ? undefined : await rowsOfOwner(places, owner)
  return own ?? places.at(ledgerChaincode)
}

const rangeOfAll = async (places: Places, start: string, end: string): Promise<KeyedRow[]> => {
  const entries: KeyedRow[] = []
  for (const chaincode of chaincodes) entries.push(...(await places.at(chaincode).range(start, end, rowsMaximum)))
  return entries.sort((one, other) => (one.key < other.key ? -1 : 1)).slice(0, rowsMaximum)
}

const rangeIn = async (places: Places, start: string, end: string): Promise<KeyedRow[]> => {
  const owner = ownerOfRange(start, end)
  if (owner === undefined) return rangeOfAll(places, start, end)
  return (await rowsOfOwner(places, owner))?.range(start, end, rowsMaximum) ?? []
}

/** Reading by key, for gateways and auditors to evaluate; nothing here writes, and nothing decided rests on it. */
export class QueryContract extends Contract {
  constructor() {
    super('query')
  }

  /** The row under a key as it stands, or `null`. */
  async get(ctx: Context, key: string): Promise<string> {
    requireRole(ctx.clientIdentity, 'gateway', 'auditor')
    const rows = await rowsWith(new Places(ctx.stub), key)
    return canonical((await rows.read([key]))[0] ?? null)
  }

  /** The past values of a key with their transactions and times, newest first, at most a thousand. */
  async history(ctx: Context, key: string): Promise<string> {
    requireRole(ctx.clientIdentity, 'gateway', 'auditor')
    const rows = await rowsWith(new Places(ctx.stub), key)
    return canonical(await rows.history(key))
  }

  /** The rows from `start` up to but not including `end`, at most a thousand. */
  async range(ctx: Context, start: string, end: string): Promise<string> {
    requireRole(ctx.clientIdentity, 'gateway', 'auditor')
    return canonical((await rangeIn(new Places(ctx.stub), start, end)) as never)
  }
}
