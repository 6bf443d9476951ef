import { type Context, Contract } from 'fabric-contract-api'
import stringify from 'json-stringify-deterministic'

type Value = string | number | Value[] | { [name: string]: Value }

// The sample sorts with the package sort-keys-recursive before it writes deterministically; this does the same work.
const withSortedKeys = (value: Value): Value => {
  if (Array.isArray(value)) return value.map(withSortedKeys)
  if (typeof value !== 'object') return value
  const names = Object.keys(value).sort()
  return Object.fromEntries(names.map((name) => [name, withSortedKeys(value[name] as Value)]))
}

const bytesOf = (asset: Value): Buffer => Buffer.from(stringify(withSortedKeys(asset)))

/**
 * The stock ledger that the benchmark compares with: a contract in the manner of the public asset-transfer-basic sample in
 * TypeScript, written by ourselves. The sample decorates its transactions with parameter types; Node runs this file as it
 * stands, without decorators, and then contract-api infers typed parameters from the functions themselves and checks every
 * argument against a JSON schema just the same. What a call costs is therefore the sample's: a caller's identity parsed
 * from its certificate, a schema check per argument, one read, one write, keys sorted twice. Only the two numbers have to
 * be read from text here.
 */
export class AssetTransferContract extends Contract {
  constructor() {
    super('AssetTransferContract')
  }

  async CreateAsset(
    ctx: Context,
    id: string,
    color: string,
    size: string,
    owner: string,
    appraisedValue: string,
  ): Promise<void> {
    if (await this.AssetExists(ctx, id)) throw new Error(`The asset ${id} already exists`)
    const asset = { ID: id, Color: color, Size: Number(size), Owner: owner, AppraisedValue: Number(appraisedValue) }
    await ctx.stub.putState(id, bytesOf(asset))
  }

  async ReadAsset(ctx: Context, id: string): Promise<string> {
    const asset = await ctx.stub.getState(id)
    if (asset.length === 0) throw new Error(`The asset ${id} does not exist`)
    return Buffer.from(asset).toString()
  }

  async AssetExists(ctx: Context, id: string): Promise<boolean> {
    const asset = await ctx.stub.getState(id)
    return asset.length > 0
  }
}

export const contracts = [AssetTransferContract]
