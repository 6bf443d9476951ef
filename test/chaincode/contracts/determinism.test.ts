import { execFileSync } from 'node:child_process'
import { expect } from 'chai'
import { fingerprint } from '../../support/read-write-set.ts'
import type { Replayed } from '../../support/replaying-peer.ts'
import { Scene } from '../../support/scene.ts'

const mixed = (scene: Scene): string[] => [
  scene.transfer(scene.treasury, 'bob', 7n),
  scene.transfer(scene.bob, 'alice', 3n),
  scene.transfer(scene.alice, 'nobody', 1n),
  scene.instruct(scene.treasury, 'voucher.increase-supply', { voucher: 'AU-9999', quantity: '5' }),
  'nonsense',
  scene.transfer(scene.bob, 'institution-treasury', 900n),
]

/** Runs with another time zone and language in this process, as on a machine set up elsewhere. */
const elsewhere = async <T>(setting: { TZ: string; LANG: string }, act: () => Promise<T>): Promise<T> => {
  const { LANG } = process.env
  // Node takes up a time zone when it is set, and keeps the last one when it is taken away.
  const TZ = process.env['TZ'] ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  Object.assign(process.env, setting)
  try {
    return await act()
  } finally {
    process.env['TZ'] = TZ
    if (LANG === undefined) delete process.env['LANG']
    else process.env['LANG'] = LANG
  }
}

describe('endorsers', () => {
  it('make the same bytes out of the same batch, whatever their time zone, language, clock and order of work', async () => {
    const scene = await Scene.open()
    const texts = mixed(scene)
    const txId = 'ab'.repeat(32)
    const one = await elsewhere({ TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8' }, () =>
      scene.endorse(texts, { txId, clock: scene.now + 29_000n }),
    )
    const [two, other, three] = await Promise.all([
      scene.endorse(texts, { txId, clock: scene.now - 4_000n }),
      scene.endorse([...texts].reverse(), { txId }),
      elsewhere({ TZ: 'America/St_Johns', LANG: 'C' }, () => scene.endorse(texts, { txId })),
    ])
    expect(fingerprint(two)).equal(fingerprint(one))
    expect(fingerprint(three)).equal(fingerprint(one))
    expect(fingerprint(other)).not.equal(fingerprint(one))
  })

  it('do so in processes of their own, too', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice, scene.bob], 50n)
    const replay = scene.ledger.blocks
      .flatMap(({ transactions }) => transactions)
      .map(
        ({ proposal }): Replayed => ({
          txId: proposal.txId,
          caller: proposal.caller,
          transaction: proposal.transaction,
          args: proposal.args,
          timestamp: `${proposal.timestamp}`,
        }),
      )
    const answer = (TZ: string, LANG: string): string =>
      execFileSync(process.execPath, [`${import.meta.dirname}/../../support/replaying-peer.ts`], {
        input: JSON.stringify(replay),
        env: { ...process.env, TZ, LANG, NODE_NO_WARNINGS: '1' },
        encoding: 'utf8',
      })
    const [kiritimati, newfoundland] = [answer('Pacific/Kiritimati', 'tr_TR.UTF-8'), answer('America/St_Johns', 'C')]
    const own = scene.ledger.blocks
      .flatMap(({ transactions }) => transactions)
      .map(({ proposal }) => fingerprint(proposal))
    expect(JSON.parse(kiritimati)).deep.equal(own)
    expect(newfoundland).equal(kiritimati)
  })
})
