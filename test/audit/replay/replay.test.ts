import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { openDatabase } from '../../../audit/database.ts'
import type { Finding } from '../../../audit/findings.ts'
import type { Call, LedgerBlock } from '../../../audit/ledger/transaction.ts'

import { type ReplayOptions, replay } from '../../../audit/replay/replay.ts'
import { RowStore } from '../../../audit/replay/row-store.ts'
import { ownRules } from '../../../audit/replay/rules.ts'
import { type Chain, readChains, replayed } from '../../golden/chains.ts'
import { Tally } from '../../market/audit.ts'
import { Day } from '../../market/day.ts'
import { Random } from '../../market/random.ts'
import { consortium, twoAndTwo } from '../../support/members.ts'
import { auditedBlocksOf, targetsIn } from '../support/blocks.ts'
import { changeHolding, held, isHeld } from '../tampering/calls.ts'

const played = async (members: typeof consortium, seed: number) => {
  const day = await Day.open(members, seed, new Tally())
  await day.play()
  return day.ledger
}

/** How many instructions a call carries. */
const countOf = ({ name, arguments: texts }: Call): number => (name === 'ledger:apply' ? texts.length : 0)

const findingsOf = async (
  blocks: readonly LedgerBlock[],
  options: ReplayOptions = { consortium },
): Promise<{ findings: Finding[]; summary: ReturnType<typeof replay>['summary'] }> => {
  const found = replay(blocks, options)
  const findings: Finding[] = []
  for await (const finding of found) findings.push(finding)
  return { findings, summary: found.summary }
}

describe('a replay of honest blocks', () => {
  for (const [name, members] of [
    ['the own consortium', consortium],
    ['two banks and two institutions', twoAndTwo],
  ] as const) {
    for (const seed of [1, 2, 3]) {
      it(`finds nothing on a day of the market of ${name}, seed ${seed}, and proves every instruction`, async () => {
        const blocks = auditedBlocksOf(await played(members, seed))
        const { findings, summary } = await findingsOf(blocks, { consortium: members })
        expect(findings).deep.equal([])
        const count = targetsIn(blocks).reduce((sum, { call }) => sum + countOf(call), 0)
        const { confidential } = summary.instructions
        // What few may know is in no block; all else is decided again.
        expect(summary.instructions).include({ proven: count - confidential, differing: 0, unseen: confidential })
        expect(summary.instructions.takenFromStamp).greaterThan(0)
        expect(summary.transactions).include({ proven: targetsIn(blocks).length, differing: 0, unseen: 0 })
      })
    }
  }

  it('finds nothing on any of the recorded chains', async () => {
    // Rows that a test planted stand in no block, so that nobody can decide by them again.
    const isWhole = ({ planted }: Chain) => planted === undefined
    for (const chain of readChains().filter(isWhole)) {
      const { findings, summary } = await findingsOf(auditedBlocksOf(await replayed(chain)))
      // Endorsers agree on what is recorded there, and cannot tell that its services name any list.
      expect(
        findings.filter(({ code }) => code !== 'MATCH_DIFFERS'),
        chain.title,
      ).deep.equal([])
      expect(summary.transactions.unseen, chain.title).equal(0)
    }
  }).timeout(300_000)
})

describe('a replay', () => {
  const seed = 4
  let ledger: Awaited<ReturnType<typeof played>>
  before(async () => {
    ledger = await played(consortium, seed)
  })

  it('names two forgeries of which the first does not hide the second', async () => {
    const blocks = auditedBlocksOf(ledger)
    const random = new Random(seed)
    const half = Math.floor(blocks.length / 2)
    const first = random.any(targetsIn(blocks.slice(0, half)).filter(({ call }) => call.writes.some(isHeld)))
    const second = random.any(targetsIn(blocks.slice(half)).filter(({ call }) => call.event !== undefined))
    if (first === undefined || second === undefined) throw new Error('the day has nowhere to forge')
    changeHolding(first.call, (before) => before + 1n)
    second.call.event = undefined
    const { findings } = await findingsOf(blocks)
    expect(findings[0]).include({ code: 'AMOUNT_DIFFERS', block: `${first.block.number}` })
    const place = { block: `${second.block.number}`, transaction: second.transaction.position }
    const behind = findings.filter((one) => one.block === place.block && one.transaction === place.transaction)
    expect(behind.map(({ code }) => code)).include('EVENT_DIFFERS')
  })

  it('says where and what: block, transaction, instruction, key and both values', async () => {
    const blocks = auditedBlocksOf(ledger)
    const target = targetsIn(blocks).findLast(({ call }) => call.arguments.length > 1 && call.writes.some(isHeld))
    if (target === undefined) throw new Error('the day has nowhere to forge')
    const { key } = held(target.call)
    changeHolding(target.call, (before) => before + 1n)
    const { findings } = await findingsOf(blocks)
    const [first] = findings
    expect(first).include({ block: `${target.block.number}`, transaction: target.transaction.position, key })
    const ids = (JSON.parse(target.call.response) as { id: string }[]).map(({ id }) => id)
    expect(ids).include(first?.instruction)
    const [, before, after] =
      `${first?.expected} ${first?.found}`.match(/available "(\d+)" \S+available "(\d+)"$/) ?? []
    expect(BigInt(after ?? '') - BigInt(before ?? '')).equal(1n)
  })

  it('cannot begin in the midst of a chain: nothing is proven then', async () => {
    const { findings, summary } = await findingsOf(auditedBlocksOf(ledger).slice(3))
    expect(findings.map(({ code }) => code)).deep.equal(['REPLAY_STARTS_LATE'])
    expect(summary.transactions.proven + summary.instructions.proven).equal(0)
    expect(summary.instructions.unseen).greaterThan(200)
  })

  it('decides nothing behind a gap, and proves what stands before it', async () => {
    const blocks = auditedBlocksOf(ledger)
    const before = targetsIn(blocks.slice(0, 60)).length
    const { findings, summary } = await findingsOf(blocks.toSpliced(60, 1))
    expect(findings).deep.equal([{ code: 'REPLAY_GAP', block: '61', expected: '60', found: '61' }])
    expect(summary.transactions).include({ proven: before, unseen: targetsIn(blocks.slice(61)).length })
  })

  it('goes on over a file where an earlier one ended, and finds what it would have found at once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-replay-'))
    const blocks = () => {
      const all = auditedBlocksOf(ledger)
      const target = targetsIn(all).findLast(({ call }) => call.writes.length > 0)
      if (target !== undefined) target.call.writes = target.call.writes.slice(1)
      return all
    }
    try {
      const first = new RowStore(openDatabase(join(folder, 'rows')))
      expect((await findingsOf(blocks().slice(0, 50), { consortium, rows: first })).findings).deep.equal([])
      first.close()
      const second = new RowStore(openDatabase(join(folder, 'rows')))
      expect(second.next).equal(50n)
      const { findings } = await findingsOf(blocks().slice(50), { consortium, rows: second })
      second.close()
      expect(findings).deep.equal((await findingsOf(blocks())).findings)
      expect(findings[0]?.code).equal('WRITE_MISSING')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('counts as unseen what was decided by rules that it does not have, says so once, and goes on with its rows', async () => {
    const blocks = auditedBlocksOf(ledger)
    const targets = targetsIn(blocks)
    const half = Math.floor(targets.length / 2)
    for (const { call } of targets.slice(0, half)) call.version = 'older'
    const { findings, summary } = await findingsOf(blocks, { consortium, rules: new Map([['first', ownRules]]) })
    expect(findings.map(({ code, found }) => [code, found])).deep.equal([['RULES_NOT_KNOWN', 'older']])
    expect(summary.transactions).include({ unseen: half, proven: targets.length - half, differing: 0 })
    const count = targets.slice(0, half).reduce((sum, { call }) => sum + countOf(call), 0)
    const { confidential } = summary.instructions
    expect(summary.instructions).include({ unseen: count + confidential, differing: 0 })
  })

  it('lists only so many differences of one transaction, and says how many there are', async () => {
    const blocks = auditedBlocksOf(ledger)
    const target = targetsIn(blocks).find(({ call }) => call.writes.length > 0)
    const extra = Array.from({ length: 80 }, (_, count) => ({
      ...{ chaincode: 'ledger', key: `nothing~${count}`, value: Buffer.from('{}') },
    }))
    target?.call.writes.push(...extra)
    const { findings } = await findingsOf(blocks)
    const listOf = (code: string) => findings.filter((one) => one.code === code)
    expect([listOf('WRITE_UNFOUNDED').length, listOf('ROW_UNREADABLE').length]).deep.equal([50, 50])
    expect(listOf('MORE_DIFFERENCES').map(({ found }) => found)).deep.equal(['80', '80'])
  })

  it('shows only the beginning of what is long', async () => {
    const blocks = auditedBlocksOf(ledger)
    const target = targetsIn(blocks).find(({ call }) => call.writes.length > 0)
    target?.call.writes.push({ chaincode: 'ledger', key: 'k'.repeat(10_000), value: Buffer.from('v'.repeat(10_000)) })
    const { findings } = await findingsOf(blocks)
    expect(findings.length).greaterThan(0)
    for (const finding of findings) expect(JSON.stringify(finding).length).lessThan(5_000)
  })
})
