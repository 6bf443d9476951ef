import { expect } from 'chai'
import { Disclosed } from '../../../audit/disclosure/disclosed.ts'
import type { DisclosureFile } from '../../../audit/disclosure/disclosure-file.ts'
import type { Finding, FindingCode } from '../../../audit/findings.ts'
import type { Call, LedgerBlock } from '../../../audit/ledger/transaction.ts'
import { replay } from '../../../audit/replay/replay.ts'
import { accounts } from '../../../chaincode/domains/registry/tables.ts'
import { chains, hops, segments } from '../../../chaincode/domains/trade-chain/tables.ts'
import { kinds } from '../../../chaincode/vocabulary.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { readChains, replayed } from '../../golden/chains.ts'
import { Chaining } from '../../support/chaining.ts'
import { digestOfHex } from '../../support/confidential.ts'
import type { InMemoryLedger } from '../../support/ledger.ts'
import { consortium } from '../../support/members.ts'
import { codeOf } from '../../support/scene.ts'
import { auditedBlocksOf, targetsIn } from '../support/blocks.ts'
import { disclosureOf } from '../support/disclosing.ts'
import { changeWrite, isOf, type Made, rowOf } from '../tampering/calls.ts'

const found = async (blocks: readonly LedgerBlock[], files?: readonly DisclosureFile[]) => {
  const disclosed = files && new Disclosed(files)
  const run = replay(blocks, { consortium, disclosed })
  const findings: Finding[] = []
  for await (const finding of run) findings.push(finding)
  return { findings, counts: run.summary.instructions }
}

const codesIn = (findings: readonly Finding[]): FindingCode[] => findings.map(({ code }) => code)

/** How many instructions with a confidential text a ledger records. */
const countOf = (ledger: InMemoryLedger): number =>
  targetsIn(auditedBlocksOf(ledger)).reduce((sum, { call }) => {
    const places = call.name === 'ledger:apply' ? call.arguments.keys() : []
    const outcomes = call.name === 'ledger:apply' ? (JSON.parse(call.response) as Made[]) : []
    const isCounted = (place: number) =>
      isConfidential(call.arguments[place] as string) &&
      ['accepted', 'refused'].includes(outcomes[place]?.['status'] as string)
    return sum + [...places].filter(isCounted).length
  }, 0)

const kindOf = (text: string): string | undefined => /"kind":"([^"]+)"/.exec(text)?.[1]
const isConfidential = (text: string): boolean => {
  const kind = kindOf(text) as keyof typeof kinds
  return Object.hasOwn(kinds, kind) && 'confidential' in kinds[kind]
}

/** A bank's client trades in every way and to every end, with all that can be refused by what is confidential. */
const story = async (): Promise<InMemoryLedger> => {
  const on = await Chaining.open()
  // A sale of metal, of which a part is executed, with a wrong position first.
  const sold = await on.sent()
  await on.answer(sold, { quantity: '800', amount: '440000' }, { target: '1', reason: 'hours' })
  on.accepted(await on.answer(sold, { quantity: '800', amount: '440000' }, { target: `${on.gold() - 800n}` }))
  await on.scene.give([on.alice], 50n)
  expect(codeOf(await on.settle(sold, 1n))).equal('position_stale')
  on.accepted(await on.settle(sold, on.gold() - 800n))
  // A buy that the institution refuses, and one whose answer does not fit, which is voided and released.
  const refused = await on.sent(on.opened({ side: 'buy' }))
  on.accepted(await on.answer(refused, { verdict: 'refused' }, { reason: 'price' }))
  expect(codeOf(await on.settle(refused, 1n))).equal('position_stale')
  on.accepted(await on.settle(refused, on.gold()))
  const misfit = await on.sent()
  on.accepted(await on.answer(misfit, { quantity: '900', amount: '5' }, { target: '0' }))
  on.accepted(await on.settle(misfit, on.gold()))
  const dear = await on.sent(on.opened({ side: 'buy' }))
  on.accepted(await on.answer(dear, { quantity: '1000', amount: '600001' }, { target: `${on.gold() + 1_000n}` }))
  on.accepted(await on.settle(dear, on.gold()))
  // Stock, both ways and to both ends.
  for (const side of ['sell', 'buy'] as const) {
    const stock = await on.sent(on.stock({ side }))
    const { quantity = 0n } = on.position() ?? {}
    const target = side === 'buy' ? quantity + 60n : quantity - 60n
    on.accepted(await on.answer(stock, { amount: '9000' }, { target: `${target}` }))
    on.accepted(await on.settle(stock, target))
    const declined = await on.sent(on.stock({ side }))
    on.accepted(await on.answer(declined, { verdict: 'refused' }, { reason: 'limits' }))
    on.accepted(await on.settle(declined, target))
  }
  const waiting = await on.sent(on.stock())
  expect(codeOf(await on.positioned('7'))).equal('position_reserved')
  expect(codeOf(await on.send(await on.enriched(), { grade: 'c' }))).equal('position_stale')
  // Neither side can be given anything for a while; the client's credits are folded on the way to one of these refusals.
  const frozen = await on.sent()
  on.accepted(await on.answer(frozen, { quantity: '100', amount: '7' }, { target: `${on.gold() - 100n}` }))
  await on.scene.give([on.alice], 30n)
  const freeze = { participant: 'alice', caseNumber: 'CASE-1' }
  await on.done(on.scene.registrars.BankMSP, 'participant.freeze', freeze)
  for (let count = 0; count < 2; count += 1)
    expect(codeOf(await on.settle(frozen, on.gold() - 100n))).equal('participant_state_forbids')
  await on.done(on.scene.registrars.BankMSP, 'participant.unfreeze', freeze)
  // More than the institution has.
  const poor = await on.sent(on.opened({ side: 'buy' }))
  const all = { quantity: '1000', amount: '5' }
  expect(codeOf(await on.answer(await on.sent(), { quantity: '1', amount: '9999999999' }, { target: '1' }))).equal(
    'position_too_small',
  )
  on.wait(40n * 86_400_000n)
  for (const { chain } of [misfit, waiting, poor]) {
    await on.done(on.exchange.auditor, 'chain.void', { chain })
    on.accepted(await on.tell(on.dispatcher, 'chain.release', { body: { chain }, says: {} }))
  }
  expect(codeOf(await on.answer(poor, all, { target: '1' }))).equal('chain_voided')
  on.accepted(await on.graded('bb'))
  await on.filled()
  expect(codeOf(await on.positioned('3', { product: 'X1' }))).equal('too_many_positions')
  return on.scene.ledger
}

/** The last call that accepts an instruction of a kind and so comes to an end. */
const callOf = (blocks: readonly LedgerBlock[], kind: string, ending = ''): Call => {
  const isIt = ({ arguments: texts, response }: Call) =>
    texts.some((text) => kindOf(text) === kind) && response.includes('"accepted"') && response.includes(ending)
  const target = targetsIn(blocks).find(({ call }) => isIt(call))
  if (target === undefined) throw new Error(`no ${kind} was accepted ${ending}`)
  return target.call
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
      call.hidden = call.hidden.map((write) => ({ ...write, valueHash: undefined, what: 'deleted' }))
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

describe('a replay of confidential instructions', () => {
  let ledger: InMemoryLedger
  let whole: DisclosureFile
  before(async function () {
    this.timeout(60_000)
    ledger = await story()
    whole = disclosureOf(ledger)
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
    for (const third of ['{"secret":"S-1"}', 'S-1']) {
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
      expect(JSON.stringify(findings)).not.include('S-1')
    }
  })

  it('names a private row of which the block has another hash than was disclosed', async () => {
    const blocks = auditedBlocksOf(ledger)
    const call = callOf(blocks, 'grade.set')
    call.hidden = call.hidden.map((write) => ({ ...write, valueHash: digestOfHex('another') }))
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
    const { key } = whole.rows[at] as DisclosureFile['rows'][number]
    for (const value of ['{"secret":"S-1"}', 'S-1', '7']) {
      call.hidden = call.hidden.map((write) => ({ ...write, valueHash: digestOfHex(value) }))
      const { findings } = await found(blocks, [{ ...whole, rows: whole.rows.with(at, { key, value }) }])
      expect(findings[0]).deep.include({ code: 'ROW_UNREADABLE', key })
      expect(JSON.stringify(findings)).not.include('S-1')
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
    const rows = [...whole.rows, { key: 'segment~a~b~c', value: 'S-1' }]
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
    // Where the rows are there, nothing is kept back: an officer's text is in none of them.
    const rows = await found(auditedBlocksOf(ledger), [{ ...whole, bodies: [] }])
    expect(rows.findings).deep.equal([])
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
