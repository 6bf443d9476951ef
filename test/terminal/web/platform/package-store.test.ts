import 'fake-indexeddb/auto'
import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { openDB } from 'idb'
import { piecesOf } from '../../../../terminal/sdk/bytes.ts'
import { openPackage } from '../../../../terminal/sdk/packages/two-key-package.ts'
import { type Database, openDatabase } from '../../../../terminal/web/platform/database.ts'
import {
  findPackageKey,
  findSealed,
  forgetPackageIn,
  forgetSealedIn,
  noteSent,
  sealedIn,
  sealIntoStore,
} from '../../../../terminal/web/platform/package-store.ts'

const context = { interaction: 'I'.repeat(43), receiver: 'bob' }
const { interaction } = context
const all = async (stream: ReadableStream<Uint8Array>): Promise<Buffer> => {
  const pieces: Uint8Array[] = []
  for await (const piece of piecesOf(stream)) pieces.push(piece)
  return Buffer.concat(pieces)
}

describe('the packages that this browser delivers', () => {
  let database: Database
  const content = randomBytes(2_200_000)
  const seal = (name = 'plans.bin') => sealIntoStore(database, new Blob([content]).stream(), { context, name })
  const key = (part: 'first' | 'second') => findPackageKey(database, interaction, part)
  let count = 0

  beforeEach(async () => {
    count += 1
    database = await openDatabase(`packages-${count}`)
  })
  afterEach(() => database.close())

  it('S1-057 S1-060 are sealed in parts that open with both keys, neither of which lies there as it is or can be read out', async () => {
    expect(await findSealed(database, interaction)).equal(undefined)
    expect(await key('second')).equal(undefined)
    await seal()
    expect(await findSealed(database, interaction)).include({ name: 'plans.bin', isSent: false })
    expect(await database.count('packageParts')).equal(3)
    const [first, second] = [await key('first'), await key('second')]
    if (first === undefined || second === undefined) throw new Error('the keys are not there')
    const opened = await openPackage(() => sealedIn(database, interaction), { keys: { first, second }, context })
    expect((await all(opened.content)).equals(content)).equal(true)
    const kept = await database.get('packageKeys', interaction)
    expect(kept?.wrapping.extractable).equal(false)
    const lying = Buffer.concat([kept?.first, kept?.second].flatMap((one) => (one ? [Buffer.from(one.bytes)] : [])))
    for (const one of [first, second]) expect(lying.includes(Buffer.from(one))).equal(false)
  })

  it('keep the second key alone once they are delivered, and nothing once they are revoked', async () => {
    await seal()
    const second = await key('second')
    await noteSent(database, interaction, true)
    await forgetSealedIn(database, interaction)
    expect([await key('first'), await findSealed(database, interaction)]).deep.equal([undefined, undefined])
    expect(await database.count('packageParts')).equal(0)
    expect(await key('second')).deep.equal(second)
    await forgetSealedIn(database, interaction)
    await forgetPackageIn(database, interaction)
    expect(await key('second')).equal(undefined)
  })

  it('are never sealed anew once their delivery was signed, so that the second key of what was delivered stays', async () => {
    await seal()
    const second = await key('second')
    await noteSent(database, interaction, true)
    expect(await seal('another.bin').catch(({ code }) => code)).equal('package_exists')
    expect(await key('second')).deep.equal(second)
    await noteSent(database, interaction, false)
    await seal('another.bin')
    expect(await key('second')).not.deep.equal(second)
    expect((await findSealed(database, interaction))?.name).equal('another.bin')
    await noteSent(database, 'J'.repeat(43), true)
    expect(await findSealed(database, 'J'.repeat(43))).equal(undefined)
  })

  it('have their place in a browser that was used before there were any, and all else stays there', async () => {
    const before = await openDB('packages-before', 3, {
      upgrade: (one) => {
        for (const store of ['numbers', 'journal', 'gateways', 'pins', 'marks', 'readings'])
          one.createObjectStore(store)
        one.createObjectStore('profiles', { keyPath: 'account' })
        one.createObjectStore('sealKeys', { keyPath: 'device' })
        one.createObjectStore('results', { keyPath: 'id' }).createIndex('account', ['account', 'madeAt'])
      },
    })
    await before.put('numbers', '7', 'device')
    before.close()
    const opened = await openDatabase('packages-before')
    expect(await opened.get('numbers', 'device')).equal('7')
    expect(await opened.count('packageKeys')).equal(0)
    opened.close()
  })
})
