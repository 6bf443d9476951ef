import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { audit } from '../../../audit/audit.ts'
import { readBlock } from '../../../audit/blocks/block.ts'
import type { Finding } from '../../../audit/findings.ts'
import { FindingFault } from '../../../audit/findings.ts'
import { readTransactions } from '../../../audit/ledger/read-block.ts'
import { amountsIn, type Entry, entriesIn, participantsIn } from '../../../audit/listing/entry.ts'
import { type Filter, isWanted } from '../../../audit/listing/filter.ts'
import { ListCheck, ListOfBlocks } from '../../../audit/listing/list.ts'
import { entryLine, type ListForm, ListWriter, linesOfFile, readListEnds } from '../../../audit/listing/list-file.ts'
import { AuditStore } from '../../../audit/store.ts'
import { readRoots } from '../../../audit/verify/roots.ts'
import { rootsOfAll } from '../../support/identities/identities.ts'
import { consortium } from '../../support/members.ts'
import { outcomesOf, withFolder } from '../support/evidence.ts'
import { marketBlocks } from '../support/market.ts'
import { recordedBlocks } from '../support/recorded.ts'

const entriesOf = (blocks: readonly Uint8Array[]): Entry[] =>
  blocks.flatMap((bytes) => {
    const block = readBlock(bytes)
    return entriesIn({ block, transactions: readTransactions(block).transactions })
  })

describe('a list of what blocks hold', () => {
  let market: Uint8Array[]
  let entries: Entry[]

  before(async () => {
    market = await marketBlocks()
    entries = entriesOf(market)
  })

  it('has a line for each instruction and each other transaction, with its outcome, also for invalid ones', async () => {
    const known = outcomesOf(market)
    const listed = entries.filter(({ outcome }) => outcome !== '')
    expect(listed.map(({ instruction, outcome }) => [instruction, outcome])).to.deep.equal(
      known.map(({ id, status }) => [id, status]),
    )
    for (const { code, outcome } of listed)
      expect(code === '', outcome).to.equal(outcome === 'accepted' || outcome === 'repeated')
    for (const { submitter, endorsers } of listed) {
      expect(submitter).to.match(/MSP$/)
      expect(endorsers.split(' ').length).to.be.at.least(2)
    }
    const recorded = entriesOf(await recordedBlocks())
    const invalid = recorded.filter(({ validation }) => validation !== 'VALID')
    expect(new Set(invalid.map(({ validation }) => validation))).to.include.all.keys(
      'MVCC_READ_CONFLICT',
      'DUPLICATE_TXID',
    )
    expect(invalid.filter(({ asked }) => asked === 'probe Probe:put').length).to.be.greaterThan(3)
    expect(recorded.filter(({ asked }) => asked === 'configuration').length).to.equal(2)
  })

  it('finds them by participant, kind, code, validity, value and time', async () => {
    const found = (filter: Filter): Entry[] => entries.filter((entry) => isWanted(entry, filter))
    expect(found({})).to.deep.equal(entries)
    const transfers = found({ kind: 'voucher.transfer' })
    const [one] = transfers.filter(({ outcome }) => outcome === 'accepted') as [Entry]
    expect(transfers.every(({ kind }) => kind === 'voucher.transfer')).to.equal(true)
    const { to, quantity } = one.body as { to: string; quantity: string }
    for (const participant of [to, one.sender]) {
      expect(found({ participant })).to.include(one)
      expect(found({ participant }).every((entry) => participantsIn(entry).includes(participant))).to.equal(true)
    }
    const amount = BigInt(quantity)
    expect(amountsIn(one)).to.include(amount)
    expect(found({ valueFrom: amount, valueTo: amount })).to.include(one)
    expect(found({ valueFrom: amount + 1n, valueTo: amount + 1n })).to.not.include(one)
    expect(found({ valueTo: 0n }).every((entry) => amountsIn(entry).includes(0n))).to.equal(true)
    const refused = found({ code: 'exceeds_available_quantity' })
    expect(refused.length).to.be.greaterThan(0)
    for (const entry of refused) expect(entry.outcome).to.equal('refused')
    const moment = Date.parse(one.at)
    expect(found({ from: moment, until: moment + 1 })).to.include(one)
    expect(found({ from: moment + 1 })).to.not.include(one)
    expect(found({ until: moment })).to.not.include(one)
    const recorded = entriesOf(await recordedBlocks())
    const counts = [{ validity: 'valid' }, { validity: 'invalid' }, { code: 'MVCC_READ_CONFLICT' }] as const
    const [valid, invalid, conflicts] = counts.map(
      (filter) => recorded.filter((entry) => isWanted(entry, filter)).length,
    )
    expect((valid ?? 0) + (invalid ?? 0)).to.equal(recorded.length)
    expect(conflicts).to.equal(1)
  })

  const short = 76

  /** Writes a list of the first blocks, and answers its text. */
  const written = (form: ListForm, folder: string): Promise<string> =>
    withStore(async (store) => {
      const file = join(folder, `list.${form}`)
      const writer = await ListWriter.open(file)
      const list = new ListOfBlocks(form, 'assay')
      await writer.write(list.head)
      await audit(market.slice(0, short), { ...setting(store), onTaken: (taken) => writer.write(list.take(taken)) })
      await writer.write([list.end(store)])
      await writer.finish()
      return readFileSync(file, 'utf8')
    })
  const setting = (store: AuditStore) => ({ channel: 'assay', roots: readRoots(rootsOfAll()), consortium, store })
  const withStore = async <Result>(work: (store: AuditStore) => Promise<Result>): Promise<Result> => {
    const store = new AuditStore()
    try {
      return await work(store)
    } finally {
      store.close()
    }
  }
  async function* lines(text: string): AsyncGenerator<string> {
    yield* text.replace(/\n$/, '').split('\n')
  }
  /** What is found when these texts are read again, all beside one audit. */
  const readAgain = (form: ListForm, texts: readonly string[]): Promise<Finding[][]> =>
    withStore(async (store) => {
      const checks = texts.map((text) => new ListCheck(lines(text)))
      const list = new ListOfBlocks(form, 'assay')
      for (const check of checks) await check.take(list.head)
      await audit(market.slice(0, short), {
        ...setting(store),
        onTaken: async (taken) => {
          const expected = list.take(taken)
          for (const check of checks) await check.take(expected)
        },
      })
      for (const check of checks) await check.finish(list.end(store))
      return checks.map(({ findings }) => findings)
    })

  for (const form of ['json', 'csv'] as const) {
    it(`is read again beside the blocks, and any change of a line or a total is named (${form})`, async () => {
      await withFolder(async (folder) => {
        const text = await written(form, folder)
        const all = text.trimEnd().split('\n')
        expect(await readListEnds(join(folder, `list.${form}`))).to.deep.equal({ form, through: BigInt(short - 1) })
        const end = all.at(-1) ?? ''
        const [, supply] = /supply"+:"+([0-9]+)/.exec(end) ?? []
        const changed = (line: number, by: (text: string) => string) =>
          all.map((one, index) => (index === line ? by(one) : one)).join('\n')
        const found = await readAgain(form, [
          text,
          changed(40, (line) => line.replace('VALID', 'VALIE')),
          changed(all.length - 1, (line) => line.replace(String(supply), `${supply}0`)),
          [...all.slice(0, 20), ...all.slice(21)].join('\n'),
          `${text}more`,
          all.slice(0, -1).join('\n'),
          changed(0, (line) => line.replace('assay', 'other')),
        ])
        expect(found.map((findings) => findings.map(({ code, key }) => `${code} ${key}`))).to.deep.equal([
          [],
          ['LIST_LINE_DIFFERS line 41'],
          [`LIST_TOTALS_DIFFER line ${all.length}`],
          ['LIST_LINE_DIFFERS line 21'],
          [`LIST_LINE_DIFFERS line ${all.length + 1}`],
          [`LIST_TOTALS_DIFFER line ${all.length}`],
          ['LIST_LINE_DIFFERS line 1'],
        ])
      })
    })
  }

  it('ends with totals that are those of the replay', async () => {
    await withFolder(async (folder) => {
      const { end } = JSON.parse((await written('json', folder)).trimEnd().split('\n').at(-1) ?? '')
      const first = entriesOf(market.slice(0, short))
      expect(end.totals.lines).to.equal(first.length)
      expect(end.totals.outcomes['accepted']).to.equal(first.filter(({ outcome }) => outcome === 'accepted').length)
      expect(Object.keys(end.totals.supplies).length).to.be.greaterThan(0)
      for (const { supply, held } of Object.values(end.totals.supplies) as { supply: string; held: string }[])
        expect(supply).to.equal(held)
    })
  })

  it('holds nothing that a spreadsheet runs, and every entry in one line', () => {
    const entry: Entry = {
      ...(entries[0] as Entry),
      sender: '=1+1',
      kind: 'a,"b"\nc',
      body: { text: 'x\u2028y' },
    }
    const line = entryLine('csv', entry)
    expect(line).to.include(",'=1+1,")
    expect(line).to.include('"a,""b"" c"')
    for (const form of ['csv', 'json'] as const) expect(entryLine(form, entry)).to.not.match(/[\n\u2028]/)
  })

  it('is not there at all when writing breaks off, and is refused where it is no list', async () => {
    await withFolder(async (folder) => {
      const file = join(folder, 'list')
      const writer = await ListWriter.open(file)
      await writer.write(['{"format":"assay list 1","channel":"assay"}'])
      await writer.abandon()
      const codeOf = async (): Promise<string> =>
        await readListEnds(file).then(
          () => 'none',
          (error: unknown) => (error instanceof FindingFault ? error.finding.code : String(error)),
        )
      expect(await codeOf()).to.equal('LIST_UNREADABLE')
      for (const text of [
        '',
        'anything\nelse',
        '{"format":"assay list 1","channel":"assay"}\n{}',
        'assay list 1,assay\nend,x,',
      ]) {
        const other = await ListWriter.open(file)
        await other.write([text])
        await other.finish()
        expect(await codeOf(), text).to.equal('LIST_UNREADABLE')
      }
      const read: string[] = []
      for await (const line of linesOfFile(file)) read.push(line)
      expect(read).to.deep.equal(['assay list 1,assay', 'end,x,'])
    })
  })
})
