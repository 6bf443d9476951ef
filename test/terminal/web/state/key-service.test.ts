import 'fake-indexeddb/auto'
import { expect } from 'chai'
import sinon from 'sinon'
import { authorisedSession } from '../support/authorised-session.ts'
import { held } from '../support/held.ts'
import { loadedOutsidePage } from '../support/page.ts'

const { Rounds, allowRelease, mayRelease, serveRequests, changes, session } = await loadedOutsidePage(async () => ({
  ...(await import('../../../../terminal/web/state/key-service.ts')),
  ...(await import('../../../../terminal/web/state/live.ts')),
  ...(await import('../../../../terminal/web/state/session.ts')),
}))

const settle = async () => {
  for (let turns = 0; turns < 40; turns += 1) await new Promise((resume) => setImmediate(resume))
}

describe('rounds', () => {
  it('run one at a time, and once more for all that is asked for meanwhile', async () => {
    const begun: ReturnType<typeof held<void>>[] = []
    const rounds = new Rounds(
      () => {
        const round = held<void>()
        begun.push(round)
        return round.promise
      },
      () => undefined,
    )
    const done = rounds.look()
    void rounds.look()
    void rounds.look()
    expect(begun).length(1)
    begun[0]?.resolve()
    await settle()
    expect(begun).length(2)
    begun[1]?.resolve()
    await done
    expect(begun).length(2)
  })

  it('are tried again later when one failed, and not once they were stopped', async () => {
    const warned = sinon.stub(console, 'warn')
    const again: (() => void)[] = []
    let count = 0
    const rounds = new Rounds(
      async () => {
        count += 1
        throw new Error('no answer')
      },
      (next) => again.push(next),
    )
    await rounds.look()
    expect([count, again.length]).deep.equal([1, 1])
    again[0]?.()
    await settle()
    expect(count).equal(2)
    rounds.stop()
    again[1]?.()
    await settle()
    expect(count).equal(2)
    warned.restore()
  })
})

describe('the device that releases keys while its terminal is open', () => {
  afterEach(() => {
    session.value = undefined
    sinon.restore()
  })

  const signIn = (account: string) => {
    session.value = authorisedSession(async () => ({ id: 'i', status: 'accepted', effects: {} }), account)
  }

  it('S1-059 does so once somebody allowed it in this browser, at each change, and not before or after', async () => {
    const served: string[] = []
    const end = serveRequests(
      async () =>
        async ({ participant }) =>
          served.push(String(participant)),
    )
    signIn('crane-maker')
    // The session of the test has no name of its own.
    Object.assign(session.value?.mode === 'authorised' ? session.value.terminal : {}, { participant: 'crane-maker' })
    await settle()
    expect(served).deep.equal([])
    expect(await mayRelease('crane-maker')).equal(false)
    await allowRelease('crane-maker', true)
    await settle()
    expect([await mayRelease('crane-maker'), await mayRelease('somebody')]).deep.equal([true, false])
    const before = served.length
    expect(before).above(0)
    changes.value += 1
    await settle()
    expect(served.length).above(before)
    await allowRelease('crane-maker', false)
    await settle()
    const last = served.length
    changes.value += 1
    await settle()
    expect(served).length(last)
    end()
    await allowRelease('crane-maker', true)
    await settle()
    expect(served).length(last)
  })

  it('tries again after a while when it fails', async () => {
    const later = sinon.stub(globalThis, 'setTimeout')
    sinon.stub(console, 'warn')
    let count = 0
    const end = serveRequests(async () => {
      count += 1
      throw new Error('the file cannot be reached')
    })
    signIn('crane-maker')
    Object.assign(session.value?.mode === 'authorised' ? session.value.terminal : {}, { participant: 'crane-maker' })
    await settle()
    changes.value += 1
    await settle()
    const again = later.getCalls().flatMap(({ args: [next, pause] }) => (pause === 5_000 ? [next as () => void] : []))
    const before = count
    expect(again.length).above(0)
    again[0]?.()
    await settle()
    expect(count).above(before)
    end()
  })
})
