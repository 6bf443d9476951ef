import { expect } from 'chai'
import { accounts } from '../../../chaincode/domains/registry/tables.ts'
import { knownEnvelope } from '../../../chaincode/envelope.ts'
import type { BlockTransaction } from '../../../gateway/fabric/block.ts'
import type { InstructionSearch, TransactionSearch } from '../../../gateway/projection/ledger-blocks.ts'
import type { FoundPage } from '../../../gateway/projection/paging.ts'
import type { Projection } from '../../../gateway/projection/projection.ts'
import { projectionOf } from '../support/blocks.ts'
import { readStory, type Story } from '../support/story.ts'

const page = { limit: 200 }

describe('what stands in the blocks', () => {
  let story: Story
  let projection: Projection
  before(async () => {
    story = await readStory()
    projection = projectionOf(story.blocks)
  })
  after(() => projection.close())

  const all = () => story.blocks.flatMap(({ number, transactions }) => transactions.map((one) => ({ number, ...one })))
  const found = (search: InstructionSearch) => projection.blocks.instructions(search, page).items
  const said = (search: InstructionSearch) =>
    found(search).map(({ recorded }) => ({ ...knownEnvelope(recorded.envelope).instruction, ...recorded.outcome }))
  const placesOf = (search: TransactionSearch) =>
    projection.blocks.transactions(search, page).items.map(({ position }) => position)

  const whole = (name: string) => {
    const { blocks } = projection
    const found = blocks.transaction(name)
    if (found === undefined) throw new Error(`${name} is nowhere`)
    return { ...found, changed: blocks.changedBy(found), recorded: blocks.recordedBy(found) }
  }

  it('lists every block, newest first, with its time, its hashes and how many of its transactions are invalid', () => {
    const { items } = projection.blocks.list(page)
    const told = story.blocks.toReversed().map(({ number, hash, previousHash, transactions }) => ({
      ...{ number: String(number), at: String(transactions[0]?.at ?? 0), transactions: transactions.length },
      ...{ invalid: transactions.filter(({ validation }) => validation !== 'VALID').length, hash, previousHash },
    }))
    expect(items).to.deep.equal(told)
    expect(items.some(({ invalid }) => invalid > 0)).to.equal(true)
    expect(projection.blocks.block('0')).to.deep.equal(told.at(-1))
    expect(projection.blocks.block(String(story.blocks.length))).to.equal(undefined)
    const first = projection.blocks.list({ limit: 3 })
    const second = projection.blocks.list({ limit: 3, after: first.next })
    expect([...first.items, ...second.items]).to.deep.equal(told.slice(0, 6))
  })

  it('lists the transactions of each block in their order, the invalid ones too', () => {
    const told = story.blocks.flatMap(({ number }) => projection.blocks.transactionsOf(String(number), page).items)
    const expected = all().map((one) => [
      `${one.number}.${one.position}`,
      one.transaction,
      one.validation,
      one.organisation,
    ])
    expect(told.map((one) => [one.position, one.id, one.validation, one.organisation])).to.deep.equal(expected)
    const invalid = told.filter(({ validation }) => validation !== 'VALID')
    expect(invalid.map(({ call, instructions }) => [call, instructions])).to.deep.equal([['ledger:apply', 1]])
  })

  it('finds a transaction by its id and by its place, with what it recorded and wrote', () => {
    for (const { number, position, transaction, validation, writes } of all()) {
      const found = whole(transaction)
      expect(found).to.deep.equal(whole(`${number}.${position}`))
      const isValid = validation === 'VALID'
      expect(found.changed.sort()).to.deep.equal(isValid ? writes.map(({ key }) => key).sort() : [])
      expect(found.recorded).to.have.lengthOf(isValid ? found.instructions : 0)
    }
    for (const name of ['f'.repeat(64), '0.99', '99999.0']) {
      expect(projection.blocks.transaction(name)).to.equal(undefined)
    }
    expect(projection.blocks.changedBy({ position: '99999.0' })).to.deep.equal([])
  })

  it('finds transactions by validity, by Fabric’s code, by member and by time', () => {
    const of = (fits: (one: BlockTransaction) => boolean) =>
      all()
        .filter(fits)
        .map(({ number, position }) => `${number}.${position}`)
        .reverse()
    const isValid = ({ validation }: BlockTransaction) => validation === 'VALID'
    expect(placesOf({})).to.deep.equal(of(() => true))
    expect(placesOf({ validity: 'valid' })).to.deep.equal(of(isValid))
    expect(placesOf({ validity: 'invalid' })).to.deep.equal(of((one) => !isValid(one)))
    expect(placesOf({ code: 'MVCC_READ_CONFLICT' })).to.deep.equal(of((one) => !isValid(one)))
    expect(placesOf({ code: 'VALID' })).to.deep.equal(of(isValid))
    expect(placesOf({ code: 'PHANTOM_READ_CONFLICT' })).to.deep.equal([])
    expect(placesOf({ organisation: 'AuditorMSP' })).to.deep.equal(of((one) => one.organisation === 'AuditorMSP'))
    const moments = [...new Set(all().map(({ at }) => at))].sort()
    const [from, to] = [moments[1] as bigint, moments.at(-2) as bigint]
    const within = of(({ at }) => at >= from && at < to)
    expect(placesOf({ from: String(from), to: String(to) })).to.deep.equal(within)
    expect(placesOf({ from: '8000000000000000' })).to.deep.equal([])
    expect(placesOf({ to: '1' })).to.deep.equal([])
  })

  it('finds instructions by participant, kind, voucher, outcome, refusal, quantity and time', () => {
    const [everything, newest] = [said({}), found({})[0]]
    expect(everything.length).to.be.above(10)
    const ids = (search: InstructionSearch) => said(search).map(({ id }) => id)
    const those = (fits: (one: (typeof everything)[number]) => boolean) => everything.filter(fits).map(({ id }) => id)
    expect(ids({ kinds: ['order.place'] })).to.deep.equal(those(({ kind }) => kind === 'order.place')).and.not.empty
    expect(ids({ status: 'refused' })).to.deep.equal([story.opened.refused])
    expect(ids({ status: 'accepted' })).to.deep.equal(those(({ status }) => status === 'accepted'))
    const refusal = everything.find(({ id }) => id === story.opened.refused) as unknown as { code: string }
    expect(ids({ code: refusal.code })).to.deep.equal([story.opened.refused])
    expect(ids({ code: 'bad_signature' })).to.deep.equal([])
    const bodyOf = ({ body }: (typeof everything)[number]) => body as { quantity?: string; voucher?: string }
    expect(ids({ voucher: story.gold })).to.deep.equal(those((one) => bodyOf(one).voucher === story.gold))
    expect(ids({ least: '999999', most: '999999' })).to.deep.equal([story.opened.refused])
    const small = those((one) => bodyOf(one).quantity !== undefined && BigInt(bodyOf(one).quantity as string) <= 7n)
    expect(ids({ most: '7' })).to.deep.equal(small).and.not.empty
    expect(ids({ least: '20', participant: 'bob' })).to.include(story.opened.offer)
    const concerning = projection.lists.instructions('bob', page).items.map(({ id }) => id)
    expect(ids({ participant: 'bob' })).to.deep.equal(concerning)
    expect(ids({ participant: 'nobody-here' })).to.deep.equal([])
    const last = String(newest?.at)
    expect(found({ from: last }).every(({ at }) => at === last)).to.equal(true)
    expect(found({ to: last }).some(({ at }) => at === last)).to.equal(false)
  })

  it('goes on where a page ended, page by page, and tells how far it has looked', () => {
    const walked: string[] = []
    let next: FoundPage<unknown>['next']
    do {
      const read = projection.blocks.instructions({ status: 'accepted' }, { limit: 4, after: next })
      expect(read.items.length).to.be.at.most(4)
      expect(read.looked).to.not.equal(undefined)
      walked.push(...read.items.map(({ recorded }) => recorded.id))
      next = read.next
    } while (next !== undefined)
    expect(walked).to.deep.equal(said({ status: 'accepted' }).map(({ id }) => id))
  })

  it('tells of an instruction that an invalid transaction held where that was', () => {
    const invalid = all().find(({ validation }) => validation !== 'VALID')
    const place = `${invalid?.number}.${invalid?.position}`
    const [id = ''] = projection.blocks.attemptedBy({ position: place })
    expect(projection.blocks.attemptsOf(id).map(({ position }) => position)).to.deep.equal([place])
    expect(projection.blocks.attemptsOf('none')).to.deep.equal([])
    expect(projection.blocks.instruction(story.opened.refused)?.recorded.id).to.equal(story.opened.refused)
    expect(projection.blocks.instruction('none')).to.equal(undefined)
  })

  it('knows what a row was before each transaction that wrote it', () => {
    const key = accounts.key('alice')
    let before: unknown = null
    for (const past of projection.lists.history(key, {}, page).items) {
      expect(projection.blocks.before(key, past.position)).to.deep.equal(before)
      before = past.value
    }
    expect(before).to.not.equal(null)
  })
})

const invalid = (change: Partial<BlockTransaction>): BlockTransaction => ({
  ...{ position: 0, transaction: 'f'.repeat(64), validation: 'MVCC_READ_CONFLICT', isSigned: true, at: 1n },
  ...{ organisation: 'BankMSP', chaincode: '', call: '', arguments: [], response: '', writes: [] },
  ...change,
})

describe('what invalid transactions say', () => {
  let projection: Projection
  beforeEach(() => {
    projection = projectionOf([])
  })
  afterEach(() => projection.close())

  const take = (...transactions: BlockTransaction[]): void => {
    const placed = transactions.map((one, position) => ({ ...one, position }))
    projection.apply({ number: projection.height, hash: '', previousHash: '', transactions: placed })
  }

  it('is taken whatever it is, and counts for nothing', () => {
    const texts = [
      '{',
      'null',
      '7',
      '[]',
      '{}',
      '{"instruction":null}',
      '{"instruction":{"kind":7}}',
      'x'.repeat(20_000),
    ]
    const deep = `{"instruction":{"kind":"x","body":${'['.repeat(7_000)}${']'.repeat(7_000)}}}`
    take(
      invalid({ claimed: { call: 'ledger:apply', arguments: [...texts, deep] } }),
      invalid({ claimed: { call: 'x'.repeat(5_000), arguments: ['{}'] } }),
      invalid({ transaction: '' }),
    )
    const [first, second, third] = projection.blocks.transactionsOf('0', page).items
    expect(second?.call).to.have.lengthOf(100)
    expect([second?.instructions, third?.instructions, third?.id]).to.deep.equal([0, 0, ''])
    expect(first?.instructions).to.be.at.most(1)
    expect(projection.blocks.instructions({}, page).items).to.deep.equal([])
  })

  it('is kept for so many instructions as a transaction may hold, and no more', () => {
    const many = Array.from({ length: 600 }, (_, number) => `{"instruction":{"kind":"x","number":"${number}"}}`)
    take(invalid({ claimed: { call: 'ledger:apply', arguments: many } }))
    expect(projection.blocks.attemptedBy({ position: '0.0' })).to.have.lengthOf(500)
    const long = many.map((text) => text.replace('"x"', `"x","body":"${'x'.repeat(10_000)}"`))
    take(invalid({ claimed: { call: 'ledger:apply', arguments: long } }))
    expect(projection.blocks.attemptedBy({ position: '1.0' }).length).to.be.within(90, 100)
  })

  it('hides no valid transaction that claims the same id', () => {
    take(invalid({}))
    take(invalid({ validation: 'VALID' }))
    expect(projection.blocks.transaction('f'.repeat(64))?.position).to.equal('1.0')
  })

  it('holds nobody up: one page looks at so many rows at most, and says where it goes on', () => {
    for (let block = 0; block < 21; block += 1) take(...Array.from({ length: 100 }, () => invalid({})))
    take(invalid({ validation: 'BAD_RWSET' }))
    const first = projection.blocks.transactions({ organisation: 'SupplierMSP' }, { limit: 5 })
    expect(first.items).to.deep.equal([])
    expect(first.looked?.position).to.equal('1.1')
    const second = projection.blocks.transactions({ organisation: 'SupplierMSP' }, { limit: 5, after: first.next })
    expect([second.items, second.next, second.looked?.position]).to.deep.equal([[], undefined, '0.0'])
    expect(projectionOf([]).blocks.transactions({}, { limit: 5 })).to.deep.equal({ items: [] })
  })
})

describe('instructions of no right form that a dishonest quorum recorded', () => {
  it('are found where they say what is asked for, and stop no search', () => {
    const projection = projectionOf([])
    const bodies = ['7', 'null', '"x"', '{"quantity":7}', '{"quantity":"-1"}', '{"quantity":"5","voucher":{}}']
    const envelopes = bodies.map(
      (body, number) => `{"instruction":{"kind":"x","from":"eve","device":"d","number":"${number}","body":${body}}}`,
    )
    const response = JSON.stringify(
      envelopes.map((_, place) => ({ id: `i${place}`, status: 'refused', code: 'x', values: {} })),
    )
    const change = { validation: 'VALID', chaincode: 'ledger', call: 'ledger:apply', arguments: envelopes, response }
    projection.apply({ number: 0n, hash: '', previousHash: '', transactions: [invalid(change)] })
    const count = (search: InstructionSearch) => projection.blocks.instructions(search, page).items.length
    const recorded = count({ code: 'x' })
    expect(recorded).to.equal(bodies.length)
    expect(count({ least: '1' })).to.equal(1)
    expect(count({ most: '9' })).to.equal(1)
    expect(count({ voucher: 'AU' })).to.equal(0)
    expect(count({ participant: 'eve' })).to.equal(recorded)
    projection.close()
  })
})
