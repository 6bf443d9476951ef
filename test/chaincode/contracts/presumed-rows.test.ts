import { expect } from 'chai'
import fc from 'fast-check'
import { accounts } from '../../../chaincode/domains/registry/tables.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { transientNames } from '../../../chaincode/wire/transient.ts'
import type { Proposal } from '../../support/ledger.ts'
import { runs } from '../../support/runs.ts'
import { Scene } from '../../support/scene.ts'

const txId = 'ab'.repeat(32)
const names = ['institution-treasury', 'alice', 'bob']

type Sent = { [key: string]: Buffer }

const rowText = (scene: Scene, name: string): string => canonical(scene.ledger.row(accounts.key(name)) as never)

/** The rows of these participants, as a gateway that has read all blocks sends them along. */
const presumed = (scene: Scene, ...participants: string[]): Sent =>
  Object.fromEntries(participants.map((name) => [accounts.key(name), Buffer.from(rowText(scene, name))]))

/** What a transaction does, whatever it looked at. */
const made = ({ response, readWriteSet: { writes, policyWrites }, event }: Proposal) => ({
  ...{ response, event, policyWrites },
  writes: writes.map(({ table, key, value }) => [table, key, value?.toString()]),
})

const readVersion = ({ readWriteSet }: Proposal, name: string) =>
  readWriteSet.reads.find(({ key }) => key === accounts.key(name))?.version

/** A scene in which everybody has something, and the rows as they were a transaction before. */
/** Rows as they are named beside a transaction. */
const sentAs = (rows: Sent): Sent =>
  Object.fromEntries(Object.entries(rows).map(([key, row]) => [`${transientNames.row}${key}`, row]))

const openScene = async () => {
  const scene = await Scene.open()
  await scene.give([scene.alice, scene.bob], 100n)
  await scene.honoured([scene.transfer(scene.alice, 'bob', 1n), scene.transfer(scene.bob, 'alice', 1n)])
  const before = presumed(scene, ...names)
  await scene.honoured([scene.transfer(scene.alice, 'bob', 50n), scene.transfer(scene.bob, 'alice', 60n)])
  await scene.honoured(scene.transfer(scene.treasury, 'bob', 5n))
  return { scene, before }
}

describe('an account that is sent along', () => {
  it('spares the call that reads it and the look-up of its home, and makes the same transaction', async () => {
    const { scene } = await openScene()
    const text = scene.transfer(scene.alice, 'bob', 7n)
    const [read, sent] = await Promise.all([
      scene.endorse(text, { txId }),
      scene.endorse(text, { txId, transient: sentAs(presumed(scene, 'alice')) }),
    ])
    expect(made(sent)).deep.equal(made(read))
    expect(sent.roundTrips).equal(read.roundTrips - 2)
  })

  it('is read all the same, so that a transaction that changed it meanwhile voids this one', async () => {
    const { scene } = await openScene()
    const [one, other] = [3n, 4n].map((quantity) => scene.transfer(scene.alice, 'bob', quantity)) as [string, string]
    const late = await scene.endorse(one, { transient: sentAs(presumed(scene, 'alice')) })
    expect(readVersion(late, 'alice')).not.equal(undefined)
    await scene.honoured(other)
    expect(scene.ledger.commit([late]).transactions[0]?.code).equal('MVCC_READ_CONFLICT')
  })

  it('counts for nothing when it is not what stands: an older row cannot be spent from again', async () => {
    const { scene, before } = await openScene()
    // By its older row alice still has what she has given away since.
    const text = scene.transfer(scene.alice, 'bob', 150n)
    const { response } = await scene.endorse(text, { txId })
    expect(response).contain('exceeds_available_quantity')
    expect(made(await scene.endorse(text, { txId, transient: sentAs(before) }))).deep.equal(
      made(await scene.endorse(text, { txId })),
    )
  })

  it('cannot lend anybody another’s account, another home, or another device', async () => {
    const { scene } = await openScene()
    const text = scene.transfer(scene.alice, 'bob', 7n)
    const own = rowText(scene, 'alice')
    const key = accounts.key('alice')
    const forged = [
      rowText(scene, 'institution-treasury'),
      own.replace('BankMSP', 'SupplierMSP'),
      own.replace('BankMSP', 'NobodyMSP'),
      own.replace('"available":"', '"available":"9'),
      own.replace('"status":"active"', '"status":"frozen"'),
      own.replace(scene.alice.publicKey.x, scene.bob.publicKey.x),
      `${own} `,
      ...['', 'null', '{}', '[]', '{', '7', '{"home":"BankMSP"}'],
    ]
    const expected = made(await scene.endorse(text, { txId }))
    for (const row of forged) {
      expect(row, 'the row was to be forged').not.equal(own)
      const sent = await scene.endorse(text, { txId, transient: sentAs({ [key]: Buffer.from(row) }) })
      expect(made(sent), row).deep.equal(expected)
    }
  })

  it('is looked at only where it is an account’s', async () => {
    const { scene } = await openScene()
    const text = scene.transfer(scene.alice, 'bob', 7n)
    const rows = { 'participant~bob': Buffer.from('{}'), 'voucher~AU-9999': Buffer.from('{}'), x: Buffer.from('') }
    const transient = { ...sentAs(rows), ...rows }
    const sent = await scene.endorse(text, { txId, transient })
    expect(made(sent)).deep.equal(made(await scene.endorse(text, { txId })))
  })

  it('is not looked at when it is longer than an account can well be', async () => {
    const { scene } = await openScene()
    const text = scene.transfer(scene.alice, 'bob', 7n)
    const read = await scene.endorse(text, { txId })
    const trips = async (length: number): Promise<number> => {
      const row = Buffer.from(rowText(scene, 'alice').padEnd(length))
      return (await scene.endorse(text, { txId, transient: sentAs({ [accounts.key('alice')]: row }) })).roundTrips
    }
    expect(await trips(65_537)).equal(read.roundTrips)
    // A shorter one is compared, found to be another, and then the row is read.
    expect(await trips(65_536)).greaterThan(read.roundTrips)
  })

  it('changes nothing of any batch, whichever rows are sent and however old or wrong they are', async () => {
    const { scene, before } = await openScene()
    const devices = [scene.treasury, scene.alice, scene.bob]
    const transfer = fc.record({
      from: fc.nat({ max: 2 }),
      to: fc.constantFrom(...names, 'nobody'),
      quantity: fc.bigInt({ min: 1n, max: 200n }),
    })
    const row = fc.constantFrom('now', 'before', 'another', 'nonsense', 'none')
    const rowsOf = (choices: readonly string[]): Sent => {
      const now = presumed(scene, ...names)
      const entries = names.flatMap((name, index): [string, Buffer][] => {
        const key = accounts.key(name)
        const another = now[accounts.key(names[(index + 1) % names.length] as string)]
        const texts: { [choice: string]: Buffer | undefined } = {
          ...{ now: now[key], before: before[key], another, nonsense: Buffer.from('{"home":"BankMSP"') },
        }
        const bytes = texts[choices[index] as string]
        return bytes === undefined ? [] : [[key, bytes]]
      })
      return Object.fromEntries(entries)
    }
    const property = fc.asyncProperty(
      fc.array(transfer, { minLength: 1, maxLength: 6 }),
      fc.tuple(row, row, row),
      async (transfers, choices) => {
        const texts = transfers.map(({ from, to, quantity }) => {
          const device = devices[from]
          if (device === undefined) throw new Error('no such device')
          return scene.transfer(device, to, quantity)
        })
        const sent = await scene.endorse(texts, { txId, transient: sentAs(rowsOf(choices)) })
        expect(made(sent)).deep.equal(made(await scene.endorse(texts, { txId })))
      },
    )
    await fc.assert(property, runs(100))
  })
})
