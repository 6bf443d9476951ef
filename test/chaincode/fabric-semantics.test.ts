import { expect } from 'chai'
import { type Context, Contract } from 'fabric-contract-api'
import { rowPolicy } from '../../chaincode/state/policy.ts'
import { failureOf } from '../support/failure.ts'
import { InMemoryLedger, type Proposal } from '../support/ledger.ts'
import { consortium } from '../support/members.ts'

/** A contract of single steps, to see what the in-memory ledger does with each. */
class Probe extends Contract {
  async put(ctx: Context, ...pairs: string[]): Promise<void> {
    for (const pair of pairs) {
      const [key = '', value = ''] = pair.split('=')
      await ctx.stub.putState(key, Buffer.from(value))
    }
  }

  async remove(ctx: Context, key: string): Promise<void> {
    await ctx.stub.deleteState(key)
  }

  async protect(ctx: Context, key: string, home: string): Promise<void> {
    await ctx.stub.setStateValidationParameter(key, rowPolicy(consortium, [home]) as Buffer)
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

  async when(ctx: Context): Promise<string> {
    return `${Date.now()} in ${ctx.stub.getChannelID()}`
  }
}

const probe = new Probe()
const both = ['BankMSP', 'InstitutionMSP']

const endorse = (ledger: InMemoryLedger, transaction: string, args: string[], organisations = both, txId?: string) =>
  ledger.endorse({
    caller: { mspId: 'BankMSP' },
    contract: probe,
    transaction,
    args,
    organisations,
    timestamp: 1_800_000_000_000n,
    ...(txId === undefined ? {} : { txId }),
  })

const run = async (ledger: InMemoryLedger, transaction: string, args: string[], organisations = both) =>
  commit(ledger, await endorse(ledger, transaction, args, organisations))[0] as string

const commit = (ledger: InMemoryLedger, ...proposals: Proposal[]): string[] =>
  ledger.commit(proposals).transactions.map(({ code }) => code)

const textOf = (ledger: InMemoryLedger, key: string): string | undefined =>
  ledger.state.table('').get(key)?.value.toString()

describe('the ledger in memory, like Fabric,', () => {
  it('never shows a transaction its own writes', async () => {
    const ledger = new InMemoryLedger()
    await run(ledger, 'put', ['a=1'])
    expect((await endorse(ledger, 'putAndGet', ['a', '2'])).response).equal('1')
  })

  it('changes nothing before the commit', async () => {
    const ledger = new InMemoryLedger()
    const proposal = await endorse(ledger, 'put', ['a=1'])
    expect(textOf(ledger, 'a')).equal(undefined)
    expect(commit(ledger, proposal)).deep.equal(['VALID'])
    expect(textOf(ledger, 'a')).equal('1')
  })

  it('keeps only the last of several writes of a key, and only the last event', async () => {
    const ledger = new InMemoryLedger()
    const { readWriteSet } = await endorse(ledger, 'put', ['b=1', 'a=2', 'b=3'])
    expect(readWriteSet.writes.map(({ key, value }) => `${key}=${value}`)).deep.equal(['a=2', 'b=3'])
    expect((await endorse(ledger, 'announce', ['one', 'two'])).event).deep.equal({ name: 'two', payload: 'two' })
  })

  it('lets blind writes of one key all count, the last in block order winning', async () => {
    const ledger = new InMemoryLedger()
    const proposals = [await endorse(ledger, 'put', ['a=1']), await endorse(ledger, 'put', ['a=2'])]
    expect(commit(ledger, ...proposals)).deep.equal(['VALID', 'VALID'])
    expect(textOf(ledger, 'a')).equal('2')
  })

  it('finds a read stale when an earlier block, or an earlier transaction of the block, wrote the key', async () => {
    const ledger = new InMemoryLedger()
    await run(ledger, 'put', ['a=1'])
    const reader = await endorse(ledger, 'copy', ['a', 'b'])
    const second = await endorse(ledger, 'copy', ['a', 'c'])
    const writer = await endorse(ledger, 'put', ['a=1'])
    expect(commit(ledger, reader, writer, second)).deep.equal(['VALID', 'VALID', 'MVCC_READ_CONFLICT'])
    const late = await endorse(ledger, 'copy', ['a', 'd'])
    await run(ledger, 'put', ['a=1'])
    expect(commit(ledger, late)).deep.equal(['MVCC_READ_CONFLICT'])
  })

  it('does not let an invalid transaction make anybody’s read stale', async () => {
    const ledger = new InMemoryLedger()
    await run(ledger, 'put', ['a=1'])
    const reader = await endorse(ledger, 'copy', ['a', 'b'])
    const lonely = await endorse(ledger, 'put', ['a=2'], ['BankMSP'])
    expect(commit(ledger, lonely, reader)).deep.equal(['ENDORSEMENT_POLICY_FAILURE', 'VALID'])
  })

  it('records the absence of a key as a read: creating it makes that stale', async () => {
    const ledger = new InMemoryLedger()
    const reader = await endorse(ledger, 'copy', ['a', 'b'])
    expect(reader.readWriteSet.reads).deep.equal([{ table: '', key: 'a', version: undefined }])
    const writer = await endorse(ledger, 'put', ['a=1'])
    expect(commit(ledger, writer, reader)).deep.equal(['VALID', 'MVCC_READ_CONFLICT'])
  })

  it('finds a row that was deleted and written again changed', async () => {
    const ledger = new InMemoryLedger()
    await run(ledger, 'put', ['a=1'])
    const reader = await endorse(ledger, 'copy', ['a', 'b'])
    await run(ledger, 'remove', ['a'])
    await run(ledger, 'put', ['a=1'])
    expect(commit(ledger, reader)).deep.equal(['MVCC_READ_CONFLICT'])
  })

  it('finds a phantom when a row appears in, disappears from or changes in a scanned range', async () => {
    for (const [transaction, args] of [
      ['put', ['b2=x']],
      ['remove', ['b1']],
      ['put', ['b1=y']],
    ] as const) {
      const ledger = new InMemoryLedger()
      await run(ledger, 'put', ['b1=x', 'b3=x'])
      const scan = await endorse(ledger, 'scan', ['b', 'c', '9', 'keys'])
      const change = await endorse(ledger, transaction, [...args])
      expect(scan.response).equal('b1,b3')
      expect(commit(ledger, change, scan), transaction).deep.equal(['VALID', 'PHANTOM_READ_CONFLICT'])
    }
  })

  it('leaves a scan alone when rows change outside its range, its end among them', async () => {
    const ledger = new InMemoryLedger()
    await run(ledger, 'put', ['b1=x'])
    const scan = await endorse(ledger, 'scan', ['b', 'c', '9', 'keys'])
    const change = await endorse(ledger, 'put', ['a=x', 'c=x'])
    expect(commit(ledger, change, scan)).deep.equal(['VALID', 'VALID'])
  })

  it('protects a scan that stopped early only as far as the peer read: a message of 100 rows and one', async () => {
    const rows = Array.from({ length: 150 }, (_, index) => `b${1000 + index}=x`)
    const judged = async (key: string): Promise<string> => {
      const ledger = new InMemoryLedger()
      await run(ledger, 'put', rows)
      const scan = await endorse(ledger, 'scan', ['b', 'c', '3', 'keys'])
      return commit(ledger, await endorse(ledger, 'put', [`${key}=new`]), scan)[1] as string
    }
    expect(await judged('b1002-new')).equal('PHANTOM_READ_CONFLICT')
    expect(await judged('b1099-new')).equal('PHANTOM_READ_CONFLICT')
    expect(await judged('b1100-new')).equal('VALID')
  })

  it('gives a long scan whole, in key order by bytes, at one message for each 100 rows', async () => {
    const ledger = new InMemoryLedger()
    const rows = Array.from({ length: 250 }, (_, index) => `b${1000 + index}=x`)
    await run(ledger, 'put', rows.reverse())
    const scan = await endorse(ledger, 'scan', ['b', 'c', '999', 'keys'])
    expect(scan.response.split(',').length).equal(250)
    expect(scan.response.split(',')).deep.equal([...scan.response.split(',')].sort())
    expect(scan.roundTrips).equal(3 + 1 + 1)
    expect(scan.readWriteSet.ranges[0]?.exhausted).equal(true)
  })

  it('sorts keys by their bytes, not by UTF-16 units', async () => {
    const ledger = new InMemoryLedger()
    await run(ledger, 'put', ['b\u{1f600}=x', 'b\uff5e=x'])
    expect((await endorse(ledger, 'scan', ['b', 'c', '9', 'keys'])).response).equal('b\uff5e,b\u{1f600}')
  })

  it('keeps composite keys out of plain ranges', async () => {
    const ledger = new InMemoryLedger()
    await run(ledger, 'putComposite', ['x'])
    await run(ledger, 'put', ['a=x'])
    expect((await endorse(ledger, 'scan', ['', '', '9', 'keys'])).response).equal('a')
    expect(await failureOf(endorse(ledger, 'scan', ['\u0000type', 'z', '9', 'keys']))).match(/null character/)
  })

  it('refuses an empty key', async () => {
    expect(await failureOf(endorse(new InMemoryLedger(), 'put', ['=x']))).match(/empty/)
  })

  it('wants two organisations for a key without a policy, counting each once', async () => {
    const ledger = new InMemoryLedger()
    expect(await run(ledger, 'put', ['a=1'], ['BankMSP'])).equal('ENDORSEMENT_POLICY_FAILURE')
    expect(await run(ledger, 'put', ['a=1'], ['BankMSP', 'BankMSP'])).equal('ENDORSEMENT_POLICY_FAILURE')
    expect(await run(ledger, 'put', ['a=1'], ['SupplierMSP', 'BankMSP'])).equal('VALID')
  })

  it('judges a key with a policy by that policy alone, for values, deletions and the policy itself', async () => {
    const foreign = ['InstitutionMSP', 'SupplierMSP']
    for (const [transaction, args] of [
      ['put', ['a=2']],
      ['remove', ['a']],
      ['protect', ['a', 'SupplierMSP']],
    ] as const) {
      const ledger = new InMemoryLedger()
      await run(ledger, 'put', ['a=1'])
      expect(await run(ledger, 'protect', ['a', 'BankMSP'], foreign)).equal('VALID')
      expect(await run(ledger, transaction, [...args], foreign), transaction).equal('ENDORSEMENT_POLICY_FAILURE')
      expect(await run(ledger, transaction, [...args]), transaction).equal('VALID')
    }
  })

  it('keeps a policy through writes and drops it with the row', async () => {
    const ledger = new InMemoryLedger()
    await run(ledger, 'put', ['a=1'])
    await run(ledger, 'protect', ['a', 'BankMSP'])
    await run(ledger, 'put', ['a=2'])
    expect((await endorse(ledger, 'policy', ['a'])).response).not.equal('')
    await run(ledger, 'remove', ['a'])
    await run(ledger, 'put', ['a=3'])
    expect((await endorse(ledger, 'policy', ['a'])).response).equal('')
  })

  it('ignores a policy for a row that does not exist', async () => {
    const ledger = new InMemoryLedger()
    expect(await run(ledger, 'protect', ['a', 'BankMSP'])).equal('VALID')
    await run(ledger, 'put', ['a=1'])
    expect((await endorse(ledger, 'policy', ['a'])).response).equal('')
  })

  it('fails what writes a key behind a transaction of the same block that sets its policy', async () => {
    const ledger = new InMemoryLedger()
    await run(ledger, 'put', ['a=1'])
    const proposals = [await endorse(ledger, 'protect', ['a', 'BankMSP']), await endorse(ledger, 'put', ['a=2'])]
    expect(commit(ledger, ...proposals)).deep.equal(['VALID', 'ENDORSEMENT_POLICY_FAILURE'])
    expect(await run(ledger, 'put', ['a=2'])).equal('VALID')
  })

  it('takes each transaction id once, in one block or another, whatever became of the first', async () => {
    const ledger = new InMemoryLedger()
    const lonely = await endorse(ledger, 'put', ['a=1'], ['BankMSP'], 'f00d')
    expect(commit(ledger, lonely)).deep.equal(['ENDORSEMENT_POLICY_FAILURE'])
    expect(commit(ledger, await endorse(ledger, 'put', ['a=1'], both, 'f00d'))).deep.equal(['DUPLICATE_TXID'])
    const twice = await endorse(ledger, 'put', ['b=1'], both, 'cafe')
    expect(commit(ledger, twice, twice)).deep.equal(['VALID', 'DUPLICATE_TXID'])
  })

  it('lets only members of a private collection write, read and keep it', async () => {
    const ledger = new InMemoryLedger({ collections: { secrets: { members: both } } })
    const caller = (mspId: string) => ({ mspId })
    const request = { contract: probe, timestamp: 0n, args: ['secrets', 'a'], organisations: both }
    const transient = { secret: Buffer.from('hush') }
    const hide = { ...request, transaction: 'hide', transient }
    expect((await ledger.submit({ ...hide, caller: caller('BankMSP') })).code).equal('VALID')
    expect(await failureOf(ledger.submit({ ...hide, caller: caller('SupplierMSP') }))).match(/no access/)
    const reveal = { ...request, transaction: 'reveal' }
    expect(await ledger.evaluate({ ...reveal, caller: caller('BankMSP') })).equal('hush')
    expect(await failureOf(ledger.evaluate({ ...reveal, caller: caller('SupplierMSP') }))).match(/no access/)
    const elsewhere = { ...reveal, organisations: ['SupplierMSP'], caller: caller('BankMSP') }
    expect(await failureOf(ledger.evaluate(elsewhere))).match(/not available/)
    expect(ledger.rows()).deep.equal([])
  })

  it('answers nothing for a private collection that is not defined', async () => {
    const ledger = new InMemoryLedger()
    expect(await failureOf(endorse(ledger, 'reveal', ['secrets', 'a']))).match(/not defined/)
  })

  it('shows each endorser its own clock while it endorses, and nobody another one', async () => {
    const ledger = new InMemoryLedger()
    const request = { caller: { mspId: 'BankMSP' }, contract: probe, transaction: 'when', args: [], timestamp: 7n }
    const answers = await Promise.all([5n, 6n].map((clock) => ledger.evaluate({ ...request, clock })))
    expect(answers.map((answer) => answer.split(' ')[0])).deep.equal(['5', '6'])
    expect(await failureOf(ledger.endorse({ ...request, clock: { BankMSP: 5n, SupplierMSP: 6n } }))).match(
      /do not match/,
    )
    expect(Date.now()).above(1_600_000_000_000)
  })

  it('knows no transaction that the contract has not', async () => {
    expect(await failureOf(endorse(new InMemoryLedger(), 'nothing', []))).match(/no transaction/)
  })
})
