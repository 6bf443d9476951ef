import { type Context, Contract } from 'fabric-contract-api'
import { rowPolicy } from '../../../chaincode/state/policy.ts'
import { Consortium } from '../../../chaincode/wire/consortium.ts'

/** A contract of single steps, to see what a ledger does with each. */
export class Probe extends Contract {
  readonly #consortium: Consortium

  constructor(consortium: Consortium) {
    super('Probe')
    this.#consortium = consortium
  }

  async put(ctx: Context, ...pairs: string[]): Promise<void> {
    for (const pair of pairs) {
      const [key = '', value = ''] = pair.split('=')
      await ctx.stub.putState(key, Buffer.from(value))
    }
  }

  async remove(ctx: Context, key: string): Promise<void> {
    await ctx.stub.deleteState(key)
  }

  /** Gives a row the policy of a home: its peer, and others up to the quorum. */
  async protect(ctx: Context, key: string, home: string): Promise<void> {
    await ctx.stub.setStateValidationParameter(key, rowPolicy(this.#consortium, [home]) as Buffer)
  }

  /** Gives a row a policy weaker than the chaincode's: the peer of one organisation is enough. */
  async entrust(ctx: Context, key: string, home: string): Promise<void> {
    const alone = new Consortium({ members: [...this.#consortium.members], quorum: 1 })
    await ctx.stub.setStateValidationParameter(key, rowPolicy(alone, [home]) as Buffer)
  }

  async policy(ctx: Context, key: string): Promise<string> {
    return Buffer.from((await ctx.stub.getStateValidationParameter(key)) ?? '').toString('hex')
  }

  async copy(ctx: Context, from: string, to: string): Promise<string> {
    const value = Buffer.from(await ctx.stub.getState(from))
    await ctx.stub.putState(to, value)
    return value.toString()
  }

  async putAndGet(ctx: Context, key: string, value: string): Promise<string> {
    await ctx.stub.putState(key, Buffer.from(value))
    return Buffer.from(await ctx.stub.getState(key)).toString()
  }

  /** Reads at most `most` rows of a range and writes their keys under `to`. */
  async scan(ctx: Context, start: string, end: string, most: string, to: string): Promise<string> {
    const iterator = await ctx.stub.getStateByRange(start, end)
    const keys: string[] = []
    while (keys.length < Number(most)) {
      const next = await iterator.next()
      if (next.done) break
      keys.push(next.value.key)
    }
    await iterator.close()
    await ctx.stub.putState(to, Buffer.from(keys.join()))
    return keys.join()
  }

  async putComposite(ctx: Context, value: string): Promise<void> {
    await ctx.stub.putState(ctx.stub.createCompositeKey('type', ['a']), Buffer.from(value))
  }

  async announce(ctx: Context, ...names: string[]): Promise<void> {
    for (const name of names) ctx.stub.setEvent(name, Buffer.from(name))
  }

  async hide(ctx: Context, collection: string, key: string): Promise<void> {
    await ctx.stub.putPrivateData(collection, key, ctx.stub.getTransient().get('secret') as Uint8Array)
  }

  async reveal(ctx: Context, collection: string, key: string): Promise<string> {
    return Buffer.from(await ctx.stub.getPrivateData(collection, key)).toString()
  }

  /** Puts a value into a private collection that everybody may know. */
  async keep(ctx: Context, collection: string, key: string, value: string): Promise<void> {
    await ctx.stub.putPrivateData(collection, key, Buffer.from(value))
  }

  async forget(ctx: Context, collection: string, key: string): Promise<void> {
    await ctx.stub.deletePrivateData(collection, key)
  }

  /** Deletes a private value and all that it ever was. */
  async purge(ctx: Context, collection: string, key: string): Promise<void> {
    await ctx.stub.purgePrivateData(collection, key)
  }

  /** Gives a private value the policy of a home. */
  async guard(ctx: Context, collection: string, key: string, home: string): Promise<void> {
    const policy = rowPolicy(this.#consortium, [home]) as Buffer
    await ctx.stub.setPrivateDataValidationParameter(collection, key, policy)
  }

  async when(ctx: Context): Promise<string> {
    return `${Date.now()} in ${ctx.stub.getChannelID()}`
  }

  /** The newest past values of a key, newest first. */
  async history(ctx: Context, key: string, most: string): Promise<string> {
    const values: string[] = []
    for await (const { value, isDelete } of ctx.stub.getHistoryForKey(key)) {
      if (values.length < Number(most)) values.push(isDelete ? 'deleted' : Buffer.from(value).toString())
    }
    return values.join()
  }

  /** Takes several steps in one transaction, each as the transaction's name and its arguments; answers what each answered. */
  async together(ctx: Context, ...steps: string[]): Promise<string> {
    const transactions = this as unknown as Record<string, (ctx: Context, ...args: string[]) => Promise<unknown>>
    const answers: unknown[] = []
    for (const [name = '', ...args] of steps.map((step) => step.split(' '))) {
      answers.push((await transactions[name]?.(ctx, ...args)) ?? '')
    }
    return answers.join(';')
  }

  /** Deletes every row, so that the next case begins with none. */
  async clear(ctx: Context): Promise<void> {
    for (const rows of [ctx.stub.getStateByRange('', ''), ctx.stub.getStateByPartialCompositeKey('type', [])]) {
      for await (const { key } of rows) await ctx.stub.deleteState(key)
    }
  }
}

/** What the processes of the chaincode take from this module, which its package.json names. */
export const contractsOf = (consortium: Consortium): Contract[] => [new Probe(consortium)]
