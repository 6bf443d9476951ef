import { expect } from 'chai'
import { audit } from '../../../audit/audit.ts'
import { Collecting } from '../../../audit/disclosure/collect.ts'
import { Disclosed } from '../../../audit/disclosure/disclosed.ts'
import type { DisclosureFile } from '../../../audit/disclosure/disclosure-file.ts'
import type { Finding, FindingCode } from '../../../audit/findings.ts'
import type { Call, LedgerBlock } from '../../../audit/ledger/transaction.ts'
import { replay } from '../../../audit/replay/replay.ts'
import { AuditStore } from '../../../audit/store.ts'
import { readRoots } from '../../../audit/verify/roots.ts'
import { accounts } from '../../../chaincode/domains/registry/tables.ts'
import {
  chains,
  declarations,
  grades,
  hops,
  positions,
  segments,
} from '../../../chaincode/domains/trade-chain/tables.ts'
import { kinds } from '../../../chaincode/vocabulary.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { readChains, replayed } from '../../golden/chains.ts'
import { digestOfHex } from '../../support/confidential.ts'
import { rootsOfAll } from '../../support/identities/identities.ts'
import type { InMemoryLedger } from '../../support/ledger.ts'
import { consortium } from '../../support/members.ts'
import { auditedBlocksOf, targetsIn } from '../support/blocks.ts'
import { channelOf } from '../support/channel/market-channel.ts'
import { disclosureOf, pairBlocksOf } from '../support/disclosing.ts'
import { pairStory } from '../support/pair-story.ts'
import { changeWrite, isOf, type Made, rowOf } from '../tampering/calls.ts'

const found = async (blocks: readonly LedgerBlock[], files?: readonly DisclosureFile[]) => {
  const disclosed = files && new Disclosed(files)
  const run = replay(blocks, { consortium, disclosed })
  const findings: Finding[] = []
  for await (const finding of run) findings.push(finding)
  return { findings, counts: run.summary.instructions }
}

const codesIn = (findings: readonly Finding[]): FindingCode[] => findings.map(({ code }) => code)

/** How many instructions with a confidential text a ledger records; of some kinds or with some outcomes alone where that is said. */
const countOf = (ledger: InMemoryLedger, counts: (kind: string, status: string) => boolean = () => true): number =>
  targetsIn(auditedBlocksOf(ledger)).reduce((sum, { call }) => {
    const places = call.name === 'ledger:apply' ? call.arguments.keys() : []
    const outcomes = call.name === 'ledger:apply' ? (JSON.parse(call.response) as Made[]) : []
    const isCounted = (place: number) => {
      const [text, status] = [call.arguments[place] as string, outcomes[place]?.['status'] as string]
      return isConfidential(text) && ['accepted', 'refused'].includes(status) && counts(`${kindOf(text)}`, status)
    }
    return sum + [...places].filter(isCounted).length
  }, 0)

const kindOf = (text: string): string | undefined => JSON.parse(text).instruction?.kind
const isConfidential = (text: string): boolean => {
  const kind = kindOf(text) as keyof typeof kinds
  return Object.hasOwn(kinds, kind) && 'confidential' in kinds[kind]
}

/** The calls that accept an instruction of a kind and so come to an end, in the order of `targetsIn`. */
const callsOf = (blocks: readonly LedgerBlock[], kind: string, ending = ''): Call[] => {
  const isIt = ({ arguments: texts, response }: Call) =>
    texts.some((text) => kindOf(text) === kind) && response.includes('"accepted"') && response.includes(ending)
  return targetsIn(blocks).flatMap(({ call }) => (isIt(call) ? [call] : []))
}

/** The first call that accepts an instruction of a kind and so comes to an end. */
const callOf = (blocks: readonly LedgerBlock[], kind: string, ending = ''): Call => {
  const [call] = callsOf(blocks, kind, ending)
  if (call === undefined) throw new Error(`no ${kind} was accepted ${ending}`)
  return call
}

const changeRow = (call: Call, table: { name: string }, change: (row: Made) => Made): void =>
  changeWrite(call, isOf(table), (write) => [{ ...write, value: Buffer.from(canonical(change(rowOf(write)))) }])

const changeEffect = (call: Call, change: (effects: Made) => Made): void => {
  const outcomes = JSON.parse(call.response) as Made[]
  call.response = canonical(outcomes.map((one) => ({ ...one, effects: change(one['effects'] as Made) })))
}

interface Forgery {
  what: string
  kind: string
  ending?: string
  change: (call: Call) => void
  finds: FindingCode
  /** What is found of it by who has the bodies, where that is another thing. */
  findsWithBodies?: FindingCode
}

const forgeries: Forgery[] = [
  {
    ...{ what: 'a step that the life cycle does not have', kind: 'chain.settle', ending: 'settled' },
    change: (call) => changeRow(call, chains, (row) => ({ ...row, status: 'refused' })),
    finds: 'ROW_DIFFERS',
  },
  {
    ...{ what: 'an end that is told and cannot be', kind: 'chain.settle', ending: '"refused"' },
    change: (call) => changeEffect(call, (effects) => ({ ...effects, status: 'settled' })),
    finds: 'EFFECTS_DIFFER',
  },
  {
    ...{ what: 'a trade that is told as a conflict', kind: 'chain.settle', ending: 'settled' },
    change: (call) => changeEffect(call, ({ chain = '' }) => ({ chain, status: 'conflict' })),
    ...{ finds: 'ROW_DIFFERS', findsWithBodies: 'EFFECTS_DIFFER' },
  },
  {
    ...{ what: 'an answer that does not fit, told as a trade', kind: 'chain.settle', ending: 'conflict' },
    change: (call) => changeEffect(call, (effects) => ({ ...effects, status: 'settled' })),
    finds: 'EFFECTS_DIFFER',
  },
  {
    ...{ what: 'a leg of which less arrives than left', kind: 'chain.settle', ending: 'settled' },
    change: (call) =>
      changeWrite(
        call,
        ({ key }) => key.startsWith('credit~'),
        (write) => [{ ...write, value: Buffer.from(canonical({ ...rowOf(write), quantity: '1' })) }],
      ),
    finds: 'AMOUNT_DIFFERS',
  },
  {
    ...{ what: 'a leg that goes to nobody', kind: 'chain.settle', ending: 'settled' },
    change: (call) => {
      call.writes = call.writes.filter(({ key }) => !key.startsWith('credit~'))
    },
    finds: 'WRITE_MISSING',
  },
  {
    ...{ what: 'an amount that is told otherwise', kind: 'chain.settle', ending: 'settled' },
    change: (call) => changeEffect(call, (effects) => ({ ...effects, amount: '1' })),
    finds: 'EFFECTS_DIFFER',
  },
  {
    ...{ what: 'more put aside than was answered', kind: 'chain.answer', ending: 'executed' },
    change: (call) =>
      changeRow(call, hops, (row) => ({ ...row, held: { ...(row['held'] as Made), quantity: '999999' } })),
    finds: 'AMOUNT_DIFFERS',
  },
  {
    ...{ what: 'a row of a stranger', kind: 'chain.send' },
    change: (call) => {
      const key = accounts.key('bob')
      call.writes.push({ chaincode: consortium.accountsOf('BankMSP'), key, value: Buffer.from('{}') })
    },
    finds: 'WRITE_UNFOUNDED',
  },
  {
    ...{ what: 'somebody who answers and is not who answers for the institution', kind: 'chain.send' },
    change: (call) => changeRow(call, hops, (row) => ({ ...row, executor: 'mallory' })),
    finds: 'ROW_DIFFERS',
  },
  {
    ...{ what: 'the policy of a row that both endorse', kind: 'chain.send' },
    change: (call) => {
      call.metadata = []
    },
    finds: 'POLICY_DIFFERS',
  },
  {
    ...{ what: 'a refusal of what was accepted, for a reason that nothing confidential can give', kind: 'chain.send' },
    change: (call) => {
      const [{ id }] = JSON.parse(call.response) as [Made]
      call.response = canonical([{ id: id as string, status: 'refused', code: 'chain_answered', values: {} }])
    },
    finds: 'OUTCOME_DIFFERS',
  },
  {
    ...{ what: 'a refusal where nothing confidential is judged', kind: 'grade.set' },
    change: (call) => {
      const [{ id }] = JSON.parse(call.response) as [Made]
      call.response = canonical([{ id: id as string, status: 'refused', code: 'position_stale', values: {} }])
    },
    finds: 'OUTCOME_DIFFERS',
  },
  {
    ...{ what: 'a version that is no count', kind: 'grade.set' },
    change: (call) => changeEffect(call, (effects) => ({ ...effects, version: '-1' })),
    finds: 'EFFECTS_DIFFER',
  },
  {
    ...{ what: 'a private row of another pair', kind: 'grade.set' },
    change: (call) => {
      call.hidden = call.hidden.map((write) => ({ ...write, collection: 'ledger/pair-other-institution' }))
    },
    finds: 'COLLECTION_WRITTEN',
  },
  {
    ...{ what: 'a private row that no such kind writes', kind: 'grade.set' },
    change: (call) => {
      call.hidden = call.hidden.map((write) => ({ ...write, keyHash: digestOfHex('another') }))
    },
    finds: 'COLLECTION_WRITTEN',
  },
  {
    ...{ what: 'a private row that was not written', kind: 'chain.answer' },
    change: (call) => {
      call.hidden = []
    },
    finds: 'PRIVATE_WRITE_MISSING',
  },
  {
    ...{ what: 'a private row that was purged', kind: 'chain.answer' },
    change: (call) => {
      call.hidden = call.hidden.map((write) => ({ ...write, valueHash: undefined, what: 'purged' }))
    },
    finds: 'PRIVATE_ROW_DELETED',
  },
  {
    ...{ what: 'a policy of a private row', kind: 'position.set' },
    change: (call) => {
      call.hidden = [...call.hidden, ...call.hidden.map((write) => ({ ...write, what: 'guarded' as const }))]
    },
    finds: 'COLLECTION_WRITTEN',
  },
]

const ofAlice = ['BankMSP', 'InstitutionMSP', 'alice'] as const

const grade = grades.key(...ofAlice)
const position = positions.key(...ofAlice)
const tenfold = { 'stock:600519': { quantity: '5000', reserved: '0', version: '1' } }

/** Rows that both endorsed with the hash that the block has, and that the rule does not write. */
const forgedRows: { what: string; kind: string; key: string; forge: (row: Made) => Made; place?: number }[] = [
  {
    ...{ what: 'a grade that the officers did not give', kind: 'grade.set', key: grade },
    forge: (row) => ({ ...row, grade: 'aaa' }),
  },
  {
    ...{ what: 'a lift that they did not give', kind: 'grade.set', key: grade },
    forge: (row) => ({ ...row, lift: { ...(row['lift'] as Made), pledgee: 'a-friend' } }),
  },
  {
    ...{ what: 'a grade that the pledges do not lift so far', kind: 'grade.weigh', key: grade, place: 0 },
    forge: (row) => ({ ...row, grade: 'aaa' }),
  },
  {
    ...{ what: 'a grade that nothing lifts any more', kind: 'grade.weigh', key: grade, place: 1 },
    forge: (row) => ({ ...row, grade: 'a' }),
  },
  {
    ...{ what: 'a position that the officer did not count', kind: 'position.set', key: position, place: 0 },
    forge: (row) => ({ ...row, products: tenfold }),
  },
  {
    ...{ what: 'a position behind what was freed', kind: 'chain.release', key: position, place: 0 },
    forge: (row) => ({ ...row, products: tenfold }),
  },
]

/** What a member can disclose from its own peer. */
const handedOutOf = (ledger: InMemoryLedger): DisclosureFile => {
  const collecting = new Collecting('assay')
  for (const block of pairBlocksOf(ledger)) collecting.take(block)
  return collecting.file
}

describe('a replay of confidential instructions', () => {
  let ledger: InMemoryLedger
  let whole: DisclosureFile
  let handedOut: DisclosureFile
  before(async () => {
    ledger = await pairStory()
    whole = disclosureOf(ledger)
    handedOut = handedOutOf(ledger)
  })

  it('takes what few may know as told, decides all else again without their bodies, and counts them', async () => {
    const { findings, counts } = await found(auditedBlocksOf(ledger))
    expect(findings).deep.equal([])
    expect(counts).include({ differing: 0, unseen: countOf(ledger), confidential: countOf(ledger), disclosed: 0 })
    expect(counts.confidential).greaterThan(40)
  })

  it('proves them with the bodies and rows that were disclosed', async () => {
    const { findings, counts } = await found(auditedBlocksOf(ledger), [whole])
    expect(findings).deep.equal([])
    expect(counts).include({ differing: 0, unseen: 0, confidential: 0, disclosed: countOf(ledger) })
  })

  it('SX-008 computes each grade and position again from what a member’s own peer hands out, with all else that was accepted', async () => {
    const { findings, counts } = await found(auditedBlocksOf(ledger), [handedOut])
    expect(findings).deep.equal([])
    // A text is nowhere where it was refused, or says only that a chain's texts are to go.
    const isKept = (kind: string, status: string) => status === 'accepted' && kind !== 'chain.purge'
    const kept = countOf(ledger, isKept)
    expect(counts).include({ differing: 0, disclosed: kept, unseen: countOf(ledger) - kept })
    const ofGrades = ['grade.set', 'grade.weigh', 'position.set'].map((one) =>
      countOf(ledger, (kind, status) => kind === one && status === 'accepted'),
    )
    expect(ofGrades).deep.equal([2, 2, 100])
  })

  for (const { what, kind, key, forge, place = -1 } of forgedRows) {
    it(`finds by what the peer hands out, and by nothing else, ${what}`, async () => {
      const blocks = auditedBlocksOf(ledger)
      const calls = callsOf(blocks, kind)
      const write = calls.at(place)?.hidden.find(({ keyHash }) => keyHash === digestOfHex(key))
      const at = handedOut.rows.findIndex(({ value }) => digestOfHex(value) === write?.valueHash)
      if (write === undefined || at < 0) throw new Error(`no ${kind} wrote ${key}`)
      const forged = canonical(forge(JSON.parse(handedOut.rows[at]?.value ?? '{}')))
      write.valueHash = digestOfHex(forged)
      const { findings } = await found(blocks, [
        { ...handedOut, rows: handedOut.rows.with(at, { key, value: forged }) },
      ])
      expect(findings[0]).deep.include({ code: 'PRIVATE_ROW_DIFFERS', key })
      // Without bodies nobody sees it.
      expect((await found(blocks)).findings).deep.equal([])
    })
  }

  it('misses the text of a grade where both endorsed another one in its row', async () => {
    const blocks = auditedBlocksOf(ledger)
    const call = callOf(blocks, 'grade.set')
    const [{ id }] = JSON.parse(call.response) as [{ id: string }]
    const key = declarations.key('BankMSP', 'InstitutionMSP', id)
    const at = handedOut.rows.findIndex((row) => row.key === key)
    const forged = canonical({ ...JSON.parse(handedOut.rows[at]?.value ?? '{}'), text: '{"grade":"aaa"}' })
    call.hidden = call.hidden.map((write) =>
      write.keyHash === digestOfHex(key) ? { ...write, valueHash: digestOfHex(forged) } : write,
    )
    const rows = handedOut.rows.with(at, { key, value: forged })
    const bodies = handedOut.bodies.filter(({ instruction }) => instruction !== id)
    const { findings } = await found(blocks, [{ ...handedOut, rows, bodies }])
    expect(findings).deep.include({ ...findings[0], code: 'BODY_MISSING', instruction: id })
  })

  it('proves a whole channel of it, each row endorsed by the two as the blocks say', async () => {
    const store = new AuditStore()
    const setting = { channel: 'assay', consortium, roots: readRoots(rootsOfAll()), store }
    const ending = await audit(await channelOf(ledger), { ...setting, disclosed: new Disclosed([whole]) })
    expect([...store.findings, ...ending]).deep.equal([])
    expect(store.summary.instructions).include({ unseen: 0, disclosed: countOf(ledger) })
    store.close()
  })

  it('finds nothing on the recorded chains that have bodies, with them and without', async () => {
    const withBodies = readChains().filter(
      ({ planted, blocks }) => planted === undefined && blocks.flat().some(({ beside }) => beside !== undefined),
    )
    expect(withBodies.length).greaterThan(10)
    for (const chain of withBodies) {
      const recorded = await replayed(chain)
      const [without, proven] = [
        await found(auditedBlocksOf(recorded)),
        await found(auditedBlocksOf(recorded), [disclosureOf(recorded)]),
      ]
      expect(codesIn(without.findings), chain.title).deep.equal([])
      expect(without.counts, chain.title).include({ differing: 0, unseen: without.counts.confidential })
      // A text that came beside what was turned away belongs to no recorded instruction.
      expect(
        codesIn(proven.findings).filter((code) => code !== 'BODY_FOREIGN'),
        chain.title,
      ).deep.equal([])
      expect(proven.counts, chain.title).include({ differing: 0, unseen: 0, disclosed: without.counts.confidential })
    }
  }).timeout(300_000)

  for (const { what, kind, ending, change, finds, findsWithBodies = finds } of forgeries) {
    it(`finds, with bodies and without, ${what}`, async () => {
      for (const files of [undefined, [whole]]) {
        const blocks = auditedBlocksOf(ledger)
        change(callOf(blocks, kind, ending))
        const { findings } = await found(blocks, files)
        expect(findings[0]?.code).equal(files === undefined ? finds : findsWithBodies)
        expect(findings[0]?.block).not.equal(undefined)
      }
    })
  }

  it('finds by bodies alone what nobody without them can see', async () => {
    const blocks = auditedBlocksOf(ledger)
    const call = callOf(blocks, 'chain.settle', 'settled')
    const [{ id }] = JSON.parse(call.response) as [Made]
    call.response = canonical([{ id: id as string, status: 'refused', code: 'position_stale', values: {} }])
    const { findings } = await found(blocks, [whole])
    expect(findings[0]).include({ code: 'OUTCOME_DIFFERS', instruction: id })
  })

  it('finds a private row that both endorsed and that is not what the rules write, and tells nothing of it', async () => {
    for (const third of ['{"secret":"SECRET-1"}', 'SECRET-1']) {
      const blocks = auditedBlocksOf(ledger)
      const call = callOf(blocks, 'chain.answer', 'executed')
      const at = whole.rows.findIndex(({ value }) => digestOfHex(value) === call.hidden[0]?.valueHash)
      const { key, value } = whole.rows[at] as DisclosureFile['rows'][number]
      const forged = canonical({ ...JSON.parse(value), third })
      call.hidden = call.hidden.map((write) => ({ ...write, valueHash: digestOfHex(forged) }))
      const { findings } = await found(blocks, [{ ...whole, rows: whole.rows.with(at, { key, value: forged }) }])
      expect(findings[0]).deep.include({ code: 'PRIVATE_ROW_DIFFERS', key })
      // The rules fail on it then, and what an error says of it would repeat it.
      expect(codesIn(findings)).include('CALL_REFUSED')
      expect(JSON.stringify(findings)).not.include('SECRET-1')
    }
  })

  it('names a private row of which the block has another hash than was disclosed', async () => {
    const blocks = auditedBlocksOf(ledger)
    const call = callOf(blocks, 'grade.set')
    const key = digestOfHex(grades.key('BankMSP', 'InstitutionMSP', 'alice'))
    call.hidden = call.hidden.map((write) =>
      write.keyHash === key ? { ...write, valueHash: digestOfHex('another') } : write,
    )
    const { findings } = await found(blocks, [whole])
    const graded = (one: Finding) => one.key?.startsWith('grade~') === true
    expect(findings[0]?.code).equal('PRIVATE_ROW_MISSING')
    expect(findings.filter(({ code }) => code === 'PRIVATE_ROW_MISSING').every(graded)).equal(true)
    expect(codesIn(findings)).include('PRIVATE_ROW_FOREIGN')
  })

  it('finds a private row that is none, with the hash that the block has', async () => {
    const blocks = auditedBlocksOf(ledger)
    const call = callOf(blocks, 'chain.send')
    const at = whole.rows.findIndex(({ value }) => digestOfHex(value) === call.hidden[0]?.valueHash)
    const { key, value: honest } = whole.rows[at] as DisclosureFile['rows'][number]
    const nested = `${honest.slice(0, -1)},"z":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    for (const value of ['{"secret":"SECRET-1"}', 'SECRET-1', '7', nested, `${honest} `]) {
      call.hidden = call.hidden.map((write) => ({ ...write, valueHash: digestOfHex(value) }))
      const { findings } = await found(blocks, [{ ...whole, rows: whole.rows.with(at, { key, value }) }])
      expect(findings[0]).deep.include({ code: 'ROW_UNREADABLE', key })
      expect(JSON.stringify(findings)).not.include('SECRET-1')
    }
  })

  it('names a wrong text, and has its instruction unseen', async () => {
    const bodies = whole.bodies.with(3, { ...(whole.bodies[3] as DisclosureFile['bodies'][number]), text: '{}' })
    const { findings, counts } = await found(auditedBlocksOf(ledger), [{ ...whole, bodies }])
    expect(findings.filter(({ code }) => code === 'BODY_WRONG').map(({ instruction }) => instruction)).deep.equal([
      whole.bodies[3]?.instruction,
    ])
    expect(counts).include({ differing: 0, unseen: 1, confidential: 1, disclosed: countOf(ledger) - 1 })
  })

  it('names what belongs to no block', async () => {
    const bodies = [...whole.bodies, { instruction: 'A'.repeat(43), text: '{}' }]
    const rows = [...whole.rows, { key: 'segment~a~b~c', value: 'SECRET-1' }]
    const { findings, counts } = await found(auditedBlocksOf(ledger), [{ ...whole, bodies, rows }])
    expect(findings).deep.equal([
      { code: 'BODY_FOREIGN', instruction: 'A'.repeat(43) },
      { code: 'PRIVATE_ROW_FOREIGN', key: digestOfHex('segment~a~b~c') },
    ])
    expect(counts.disclosed).equal(countOf(ledger))
  })

  it('names a row that is missing, and decides by no later one that stands on it', async () => {
    const call = callOf(auditedBlocksOf(ledger), 'chain.send')
    const isSent = ({ value }: { value: string }) => digestOfHex(value) === call.hidden[0]?.valueHash
    const rows = whole.rows.filter((row) => !isSent(row))
    const { findings, counts } = await found(auditedBlocksOf(ledger), [{ ...whole, rows }])
    const { key } = whole.rows.find(isSent) ?? {}
    expect(key?.startsWith(segments.name)).equal(true)
    expect(new Set(codesIn(findings))).deep.equal(new Set(['PRIVATE_ROW_MISSING']))
    expect(findings.every((one) => one.key === key && one.instruction !== undefined)).equal(true)
    expect(counts).include({ differing: 0, unseen: findings.length, disclosed: countOf(ledger) - findings.length })
  })

  it('has unseen what nobody disclosed, and names it only of a pair that is said to disclose everything', async () => {
    const only = { ...whole, bodies: [], rows: [], collections: [] }
    const silent = await found(auditedBlocksOf(ledger), [only])
    expect(silent.findings).deep.equal([])
    expect(silent.counts).include({ unseen: countOf(ledger), disclosed: 0 })
    const said = await found(auditedBlocksOf(ledger), [{ ...only, collections: whole.collections }])
    expect(new Set(codesIn(said.findings))).deep.equal(new Set(['BODY_MISSING']))
    // Who has the rows has the texts, which stand in them.
    const rows = await found(auditedBlocksOf(ledger), [{ ...whole, bodies: [] }])
    expect(new Set(codesIn(rows.findings))).deep.equal(new Set(['BODY_MISSING']))
    expect(rows.counts).include({ unseen: countOf(ledger), disclosed: 0 })
  })

  it('takes what both of a pair disclose together', async () => {
    const one = { ...whole, rows: whole.rows.slice(0, 20) }
    const other = { ...whole, bodies: [], rows: whole.rows.slice(10) }
    const { findings, counts } = await found(auditedBlocksOf(ledger), [one, other])
    expect(findings).deep.equal([])
    expect(counts.disclosed).equal(countOf(ledger))
  })
})
