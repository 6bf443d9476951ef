import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Network } from '@hyperledger/fabric-gateway'
import type { peer } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { pino } from 'pino'
import { grades } from '../../../chaincode/domains/trade-chain/tables.ts'
import { readBlockAndPrivate } from '../../../gateway/fabric/private-data.ts'
import { Follower } from '../../../gateway/projection/follower.ts'
import { GapFiller } from '../../../gateway/projection/gap-filler.ts'
import type { Gaps } from '../../../gateway/projection/private-tables.ts'
import { Projection } from '../../../gateway/projection/projection.ts'
import { consortium } from '../../support/members.ts'
import { blockAndPrivate, type HandedOut, type Made, rawBlockOf } from '../support/raw-blocks.ts'

const collection = 'pair-bank-institution'
const collections = [collection]
const key = grades.key('BankMSP', 'InstitutionMSP', 'alice')
const rowOf = (grade: string, version = '1') =>
  JSON.stringify({ bank: 'BankMSP', institution: 'InstitutionMSP', client: 'alice', grade, version, salt: 's' })
const log = pino({ level: 'silent' })

type Write = NonNullable<Made['writes']>[number]
const hidden = (value: string | undefined, change: Partial<Write> = {}): Write => ({
  ...{ namespace: 'ledger', collection, key },
  ...(value !== undefined && { value }),
  ...change,
})

const raw = (number: number, writes: Write[], code = 0) =>
  rawBlockOf(number, [{ nonce: `nonce ${number}`, args: ['ledger:other'], writes, code }])

/** A block with one transaction that writes this, and what the peer hands out beside it. */
const block = (number: number, writes: Write[], handedOut: Partial<HandedOut>[] = []): peer.BlockAndPrivateData =>
  blockAndPrivate(
    raw(number, writes),
    handedOut.map((one) => ({ position: 0, collection, key, ...one })),
  )

const read = (data: peer.BlockAndPrivateData) =>
  readBlockAndPrivate(data, { chaincodes: consortium.chaincodes, collections })

const open = (path = ':memory:') => {
  const projection = new Projection(path, consortium)
  const take = (...blocks: peer.BlockAndPrivateData[]) => {
    for (const one of blocks) projection.apply(read(one))
  }
  const grade = () => projection.privateRecord(grades, 'BankMSP', 'InstitutionMSP', 'alice')?.grade
  const gaps = () => projection.privateTables.gaps()
  return { projection, take, grade, gaps }
}

const oneGap = [{ collection, count: 1 }]

describe('the private rows that a member shares', () => {
  it('stand as their last value, without their salt and with no history', () => {
    const { projection, take, grade, gaps } = open()
    take(
      block(0, [hidden(rowOf('aa'))], [{ value: rowOf('aa') }]),
      block(1, [hidden(rowOf('b', '2'))], [{ value: rowOf('b', '2') }]),
    )
    expect([grade(), gaps()]).deep.equal(['b', []])
    expect(projection.privateRecord(grades, 'BankMSP', 'InstitutionMSP', 'alice')).deep.equal({
      ...{ bank: 'BankMSP', institution: 'InstitutionMSP', client: 'alice', grade: 'b', version: 2n },
    })
    expect(projection.rows({ start: '', end: '~~' })).deep.equal([])
    expect(projection.privateRecord(grades, 'SupplierMSP', 'InstitutionMSP', 'alice')).equal(undefined)
    expect(projection.privateRecords(grades, 'BankMSP', 'InstitutionMSP').map(({ client }) => client)).deep.equal([
      'alice',
    ])
    expect(projection.privateRecords(grades, 'SupplierMSP', 'InstitutionMSP')).deep.equal([])
    expect(projection.privateRecord(grades, 'BankMSP', 'InstitutionMSP', 'bob')).equal(undefined)
    projection.close()
  })

  const wrong: [string, Partial<HandedOut>[]][] = [
    ['not handed out', []],
    ['another value than the block’s hash', [{ value: rowOf('aaa') }]],
    ['under another key', [{ key: 'grade~BankMSP~InstitutionMSP~bob', value: rowOf('aa') }]],
    ['of another collection', [{ collection: 'pair-other', value: rowOf('aa') }]],
    ['of another chaincode', [{ namespace: 'accounts-bank', value: rowOf('aa') }]],
    ['a deletion instead', [{}]],
    ['bytes that are no rows', [{ bytes: Buffer.from([0xff, 0xff, 0xff]) }]],
  ]
  for (const [what, handedOut] of wrong) {
    it(`are a gap where a value is ${what}; the old value counts no more, and the blocks go on`, () => {
      const { projection, take, grade, gaps } = open()
      take(block(0, [hidden(rowOf('b'))], [{ value: rowOf('b') }]), block(1, [hidden(rowOf('aa'))], handedOut))
      expect([grade(), gaps()]).deep.equal([undefined, oneGap])
      take(block(2, [{ namespace: 'ledger', key: 'trait~one', value: '{}' }]))
      expect(projection.height).equal(3n)
      expect(projection.rowText('trait~one')).equal('{}')
      projection.close()
    })
  }

  it('are no gap any more once the row is written anew, deleted or purged', () => {
    for (const next of [
      block(1, [hidden(rowOf('c'))], [{ value: rowOf('c') }]),
      block(1, [hidden(undefined, { gone: 'deleted' })]),
      block(1, [hidden(undefined, { gone: 'purged' })]),
    ]) {
      const { projection, take, gaps } = open()
      take(block(0, [hidden(rowOf('aa'))]))
      expect(gaps()).deep.equal(oneGap)
      take(next)
      expect(gaps()).deep.equal([])
      projection.close()
    }
  })

  it('go with a purge', () => {
    const { projection, take, grade, gaps } = open()
    take(block(0, [hidden(rowOf('aa'))], [{ value: rowOf('aa') }]), block(1, [hidden(undefined, { gone: 'purged' })]))
    expect([grade(), gaps()]).deep.equal([undefined, []])
    projection.close()
  })

  it('are nothing of an invalid transaction’s, of another pair’s, nor of a block that came without them', () => {
    const { projection, take, grade, gaps } = open()
    take(
      blockAndPrivate(raw(0, [hidden(rowOf('aa'))], 11), [{ position: 0, collection, key, value: rowOf('aa') }]),
      block(1, [hidden(rowOf('aa'), { collection: 'pair-other' })], [{ collection: 'pair-other', value: rowOf('aa') }]),
      block(2, [hidden(rowOf('aa'), { namespace: 'accounts-bank' })]),
    )
    const { shared: _shared, ...alone } = read(block(3, [hidden(rowOf('aa'))]))
    projection.apply(alone)
    expect([grade(), gaps()]).deep.equal([undefined, []])
    projection.close()
  })

  it('that hold no record are none, and stop nothing', () => {
    const { projection, take, grade, gaps } = open()
    take(block(0, [hidden('no json')], [{ value: 'no json' }]))
    expect([grade(), gaps(), projection.height]).deep.equal([undefined, [], 1n])
    projection.close()
  })

  it('need the block beside them', () => {
    const data = block(0, [])
    data.clearBlock()
    expect(() => read(data)).throws('without a block')
  })
})

/** A peer that hands these out, from the block that is asked for. */
const peerWith = (blocks: () => readonly peer.BlockAndPrivateData[], asked: bigint[] = []) =>
  ({
    getBlockAndPrivateDataEvents: async ({ startBlock }: { startBlock: bigint }) => {
      asked.push(startBlock)
      let close = () => {}
      const closed = new Promise<void>((resume) => {
        close = resume
      })
      const events = async function* () {
        yield* blocks().slice(Number(startBlock))
        await closed
      }
      return Object.assign(events(), { close })
    },
  }) as unknown as Network

describe('the follower of a member that shares private rows', () => {
  it('takes them with the blocks, and goes on behind a restart without losing a gap', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'private-'))
    const path = join(folder, 'projection.sqlite')
    const blocks = [
      block(0, [hidden(rowOf('aa'))]),
      block(1, [hidden('{}', { key: 'grade~BankMSP~InstitutionMSP~bob' })], []),
      block(2, [hidden('{"x":1}', { key: 'grade~BankMSP~InstitutionMSP~carol' })], []),
    ]
    const follow = async (height: bigint) => {
      const { projection, ...opened } = open(path)
      const network = peerWith(() => blocks.slice(0, Number(height)))
      const follower = new Follower({ network, projection, log, collections })
      const isIn = new Promise<void>((resume) => follower.onBlock((_recorded, at) => at === height && resume()))
      void follower.run()
      await isIn
      follower.close()
      return { projection, ...opened }
    }
    const first = await follow(1n)
    expect(first.gaps()).deep.equal(oneGap)
    first.projection.close()
    const second = await follow(3n)
    expect(second.gaps()).deep.equal([{ collection, count: 3 }])
    second.projection.close()
    rmSync(folder, { recursive: true })
  })
})

describe('a gap of private rows', () => {
  const filling = (blocks: () => readonly peer.BlockAndPrivateData[]) => {
    const opened = open()
    const told: (readonly Gaps[])[] = []
    const asked: bigint[] = []
    const network = peerWith(blocks, asked)
    const tell = (gaps: readonly Gaps[]) => told.push(gaps)
    const filler = new GapFiller({ network, projection: opened.projection, collections, tell, log })
    return { ...opened, filler, told, asked }
  }

  it('is asked for again, block by block in turn, and filled once the peer has what the block says', async () => {
    const bob = 'grade~BankMSP~InstitutionMSP~bob'
    const empty = [block(0, [hidden(rowOf('aa'))]), block(1, [hidden('{}', { key: bob })])]
    let handedOut = empty
    const { projection, take, grade, gaps, filler, told, asked } = filling(() => handedOut)
    await filler.look()
    expect([told.at(-1), asked]).deep.equal([[{ collection, count: 0 }], []])
    take(...empty)
    await filler.look()
    expect([told.at(-1), asked]).deep.equal([[{ collection, count: 2 }], [0n, 1n]])
    handedOut = [block(0, [hidden(rowOf('aa'))], [{ value: rowOf('b') }, { value: rowOf('aa') }]), ...empty.slice(1)]
    await filler.look()
    expect([grade(), gaps(), asked.slice(2)]).deep.equal(['aa', oneGap, [0n, 1n]])
    await filler.look()
    expect(asked.slice(4)).deep.equal([1n])
    projection.close()
  })

  it('is filled at once of all blocks that the peer has, and asked for a while of no more than some that it lacks', async () => {
    const rows = Array.from({ length: 230 }, (_, number) => {
      const own = { key: grades.key('BankMSP', 'InstitutionMSP', `client-${number}`), value: rowOf('aa') }
      const written = [hidden(own.value, own)]
      return { empty: block(number, written), filled: block(number, written, [own]) }
    })
    const empty = rows.map((one) => one.empty)
    let handedOut = empty
    const { projection, take, gaps, filler, asked } = filling(() => handedOut)
    take(...empty)
    await filler.look()
    expect(asked.length).equal(16)
    handedOut = rows.map((one) => one.filled)
    await filler.look()
    expect([gaps(), asked.length]).deep.equal([[{ collection, count: 30 }], 216])
    await filler.look()
    expect([gaps(), asked.length]).deep.equal([[], 246])
    projection.close()
  })

  it('of a value that was written over meanwhile is not filled with the old one', async () => {
    const { projection, take, grade, gaps, filler } = filling(() => [
      block(0, [hidden(rowOf('aa'))], [{ value: rowOf('aa') }]),
      block(1, [hidden(rowOf('b'))]),
    ])
    take(block(0, [hidden(rowOf('aa'))]), block(1, [hidden(rowOf('b'))]))
    await filler.look()
    expect([grade(), gaps()]).deep.equal([undefined, oneGap])
    projection.close()
  })

  it('is left where the peer says nothing for so long that it is given up', async () => {
    const { projection, take, gaps } = open()
    take(block(0, [hidden(rowOf('aa'))]))
    const network = peerWith(() => [])
    const told: (readonly Gaps[])[] = []
    const tell = (found: readonly Gaps[]) => told.push(found)
    await new GapFiller({ network, projection, collections, tell, log, answerMilliseconds: 1 }).look()
    expect([gaps(), told]).deep.equal([oneGap, [oneGap]])
    projection.close()
  })

  it('is left where the peer cannot be asked, and asks once at a time', async () => {
    const { projection, take, gaps } = open()
    take(block(0, [hidden(rowOf('aa'))]))
    let tries = 0
    const getBlockAndPrivateDataEvents = async () => {
      tries += 1
      throw new Error('no peer')
    }
    const network = { getBlockAndPrivateDataEvents } as unknown as Network
    const filler = new GapFiller({ network, projection, collections, tell: () => {}, log })
    await Promise.all([filler.look(), filler.look()])
    expect([tries, gaps()]).deep.equal([1, oneGap])
    filler.start()
    filler.stop()
    expect(projection.fillGaps({ number: 0n, hash: '', previousHash: '', transactions: [] })).equal(0)
    projection.close()
  })
})
