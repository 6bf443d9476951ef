import { expect } from 'chai'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { KeptBlobs } from '../../../gateway/mailbox/kept-blobs.ts'
import { LaidBlobs } from '../../../gateway/mailbox/laid-blobs.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import { digestOfBytes } from '../../../gateway/services/document-fetch.ts'
import { MailboxPurge } from '../../../gateway/services/mailbox-purge.ts'
import { Packaging } from '../../support/packaging.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { MemoryBlobs } from '../support/memory-blobs.ts'

const hour = 3_600_000
const terms = { unused: 24 * hour, ended: 72 * hour }

describe('what the mailbox deletes', () => {
  let of: Packaging
  let store: MemoryBlobs
  let laid: LaidBlobs
  let blobs: KeptBlobs
  let purge: MailboxPurge
  let clock: number
  let isUpToDate: boolean
  const told: { message: string; values: object }[] = []
  const part = Buffer.from('a part of a sealed package')
  const manifest = Buffer.from(canonical({ format: 1, size: part.length, parts: [digestOfBytes(part)] }))
  const stray = Buffer.from('never delivered')

  /** Begins anew over what is on the ledger, the store and the list, as a gateway that was started again. */
  const start = () => {
    purge?.stop()
    blobs = new KeptBlobs(store, laid)
    const projection = projectionOf(blocksOf(of.on.scene.ledger))
    const tell = (values: object, message: string) => void told.push({ values, message })
    purge = new MailboxPurge({
      ...{ blobs, laid, records: projection.records, mspId: 'SupplierMSP', terms },
      ...{ isUpToDate: () => isUpToDate, now: () => clock },
      ...{ metrics: createMetrics(), log: { info: tell, warn: tell } as never },
    })
  }
  const lay = (bytes: Uint8Array, owner = of.on.shop.participant) =>
    blobs.put(digestOfBytes(bytes), bytes, { owner, most: 1_000_000 }, clock)
  const isThere = (bytes: Uint8Array) => store.kept.has(digestOfBytes(bytes))
  const deliver = () => of.on.done(of.on.shop, 'package.deliver', of.body({ package: digestOfBytes(manifest) }))

  beforeEach(async () => {
    of = await Packaging.open()
    ;[store, laid, isUpToDate] = [new MemoryBlobs(), new LaidBlobs(':memory:'), true]
    clock = Number(of.on.scene.now)
    told.length = 0
    start()
    for (const bytes of [part, manifest, stray]) await lay(bytes)
  })
  afterEach(() => purge.stop())

  it('deletes after a day what no package names, and keeps for good what one names that nobody opened', async () => {
    await deliver()
    start()
    clock += terms.unused
    expect(await purge.run()).equal(0)
    expect(isThere(stray)).equal(true)
    clock += 1
    expect(await purge.run()).equal(1)
    expect([isThere(stray), isThere(part), isThere(manifest)]).deep.equal([false, true, true])
    expect(laid.owns(digestOfBytes(stray), of.on.shop.participant)).equal(false)
    clock += 1_000 * hour
    expect(await purge.run()).equal(0)
  })

  it('counts anew for an upload that goes on', async () => {
    clock += 23 * hour
    expect(await blobs.has(digestOfBytes(part), of.on.shop.participant, clock)).equal(true)
    clock += 2 * hour
    expect(await purge.run()).equal(2)
    expect(isThere(part)).equal(true)
  })

  for (const end of ['revoked', 'opened and past its time'] as const) {
    it(`keeps what belongs to a package that was ${end} for its term, and deletes it then`, async () => {
      await deliver()
      if (end === 'revoked') await of.on.done(of.on.shop, 'package.revoke', of.named)
      else {
        await of.requested()
        await of.on.done(of.keeper, 'package.release', of.release())
        await of.on.done(of.on.shop, 'package.release', of.release())
        await of.on.done(of.on.alice, 'package.open', of.named)
      }
      start()
      clock += 25 * hour
      await purge.run()
      clock += terms.ended - 1
      await purge.run()
      expect([isThere(part), isThere(manifest)]).deep.equal([true, true])
      clock += 1
      expect(await purge.run()).equal(2)
      expect([isThere(part), isThere(manifest)]).deep.equal([false, false])
    })
  }

  it('keeps bytes that somebody else laid down too, and what is laid down while it is being deleted', async () => {
    await lay(stray, 'alice')
    clock += terms.unused + 1
    await lay(stray, 'alice')
    expect(await purge.run()).equal(3)
    expect(isThere(stray)).equal(true)
    clock += terms.unused + 1
    let again: Promise<unknown> | undefined
    store.beforeDelete = () => {
      again = lay(stray)
    }
    expect(await purge.run()).equal(1)
    await again
    expect([isThere(stray), laid.owns(digestOfBytes(stray), of.on.shop.participant)]).deep.equal([true, true])
  })

  it('goes on after it was cut off anywhere, also where the list was lost, and never deletes what a package names', async () => {
    await deliver()
    start()
    clock += terms.unused + 1
    store.beforeDelete = () => {
      throw new Error('the power went')
    }
    await purge.look()
    expect(told.at(-1)?.message).contain('later')
    expect(laid.owns(digestOfBytes(stray), of.on.shop.participant), 'still listed').equal(true)
    store.beforeDelete = () => {}
    laid = new LaidBlobs(':memory:')
    start()
    expect(await purge.run(), 'found in the store, and counted from now').equal(0)
    clock += terms.unused + 1
    expect(await purge.run()).equal(1)
    expect([isThere(stray), isThere(part), isThere(manifest)]).deep.equal([false, true, true])
  })

  it('deletes nothing of a giver whose manifest is altered, until it is whole again', async () => {
    await deliver()
    start()
    store.kept.set(digestOfBytes(manifest), Buffer.from('altered'))
    clock += terms.unused + 1
    expect(await purge.run()).equal(0)
    expect(told.at(-1)?.values).deep.equal({ interaction: of.interaction })
    store.kept.set(digestOfBytes(manifest), manifest)
    expect(await purge.run()).equal(1)
    expect([isThere(part), isThere(manifest)]).deep.equal([true, true])
  })

  it('waits until all blocks are in, and tells that it could not while the store is away, without a name of a blob', async () => {
    clock += terms.unused + 1
    isUpToDate = false
    await purge.look()
    expect(store.kept.size).equal(3)
    isUpToDate = true
    store.isAway = true
    await purge.look()
    expect(told).deep.equal([
      { values: { reason: 'the store is away' }, message: 'the mailbox was not purged; it will be later' },
    ])
    store.isAway = false
    await purge.look()
    expect(store.kept.size).equal(0)
    await lay(stray)
    clock += hour - 1
    await purge.look()
    expect(store.kept.size, 'once an hour').equal(1)
  })
})
