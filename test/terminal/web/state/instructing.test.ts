import 'fake-indexeddb/auto'
import { expect } from 'chai'
import sinon from 'sinon'
import { Outage } from '../../../../terminal/sdk/errors.ts'
import type { Following } from '../../../../terminal/sdk/events.ts'
import { makeInstruction } from '../../../../terminal/sdk/make-instruction.ts'
import { makeDeviceKey } from '../../../../terminal/sdk/node/key-file.ts'
import type { Result } from '../../../../terminal/sdk/result.ts'
import { memoryNumbers } from '../../../../terminal/sdk/stores.ts'
import type { Terminal } from '../../../../terminal/sdk/terminal.ts'
import { loadedOutsidePage } from '../support/page.ts'

const {
  isAccepted,
  recordedTerminal,
  watchResults,
  watchLedger,
  database,
  settings,
  instruct,
  sendAgain,
  results,
  lastTold,
  toldInDialog,
  offerArea,
  session,
  height,
  changes,
  noteHeight,
} = await loadedOutsidePage(async () => ({
  ...(await import('../../../../terminal/web/state/instructing.ts')),
  ...(await import('../../../../terminal/web/state/session.ts')),
  ...(await import('../../../../terminal/web/state/settings.ts')),
  ...(await import('../../../../terminal/web/state/accepted.ts')),
  ...(await import('../../../../terminal/web/state/recorded-terminal.ts')),
  ...(await import('../../../../terminal/web/state/live.ts')),
}))

const signer = makeDeviceKey()
const body = { accepts: 'all' as const }
const ledger = { block: '41', transaction: 't', position: '41.0.0', validation: 'VALID' }

/** Signs somebody in whose gateway answers what the test says, and says what was in the list when something left. */
const signIn = (answers: (() => Promise<Result>)[]) => {
  const numbers = memoryNumbers()
  const listed: string[][] = []
  const sent: string[] = []
  const terminal = {
    make: (kind: string, wanted: object) =>
      makeInstruction(
        { ledger: 'assay', kind: kind as never, from: 'alice', body: wanted as never, validForSeconds: 600 },
        { signer, numbers },
      ),
    // What watches the ledger, once a test has begun that, follows whoever is signed in.
    follow: async () => {},
    unsettled: async () => [],
    send: ({ id }: { id: string }) => {
      sent.push(id)
      listed.push(results.value.map((kept) => kept.id))
      return (answers.shift() as () => Promise<Result>)()
    },
  }
  const device = signer.device
  session.value = { mode: 'authorised', account: 'alice', terminal: terminal as unknown as Terminal, roles: [], device }
  return { listed, sent }
}

describe('an instruction of the web terminal', () => {
  beforeEach(() => {
    results.value = []
    toldInDialog.value = undefined
  })
  afterEach(() => {
    session.value = undefined
    sinon.restore()
    Reflect.deleteProperty(globalThis, 'window')
  })

  it('S0-027 S0-028 is in the list before it leaves, and its outcome after that, with the height that it tells of', async () => {
    const accepted: Result = { id: 'i', status: 'accepted', effects: {}, ledger }
    const { listed, sent } = signIn([async () => accepted])
    const before = changes.value
    const kept = await instruct('participant.accept', body)
    expect(listed).to.deep.equal([[kept.id]])
    expect(sent).to.deep.equal([kept.id])
    expect(results.value).to.deep.equal([{ ...kept, result: accepted }])
    expect([height.value, changes.value - before, lastTold.value]).to.deep.equal(['42', 1, kept.id])
    noteHeight('7')
    expect(height.value, 'never goes back').to.equal('42')
  })

  it('S0-031 keeps what went wrong, and is sent again as the very same bytes, in its own place', async () => {
    const pending: Result = { id: 'i', status: 'pending', taken: true }
    const { sent } = signIn([() => Promise.reject(new Error('no line')), async () => pending])
    const failed = await instruct('participant.accept', body)
    expect(failed.result).to.equal(undefined)
    expect(failed.fault?.code).to.be.a('string')
    const again = await sendAgain(failed)
    expect(sent).to.deep.equal([failed.id, failed.id])
    expect(again).not.to.have.property('fault')
    expect(results.value).to.have.lengthOf(1)
    expect(results.value[0]?.result).to.deep.equal(pending)
  })

  it('S0-029 S0-030 is told in a dialog where no area tells it', async () => {
    const accepted: Result = { id: 'i', status: 'accepted', effects: {} }
    signIn([async () => accepted, async () => accepted])
    const leave = offerArea()
    await instruct('participant.accept', body)
    expect(toldInDialog.value).to.equal(undefined)
    leave()
    const { id } = await instruct('participant.accept', body)
    expect(toldInDialog.value).to.equal(id)
  })

  it('is refused without a session of an authorised device, before anything is made', async () => {
    session.value = { mode: 'limited', account: 'alice' }
    const message = await instruct('participant.accept', body).catch((error: Error) => error.message)
    expect(message).to.contain('no session')
    expect(results.value).to.deep.equal([])
  })

  const settle = async () => {
    for (let turns = 0; turns < 20; turns += 1) await new Promise((resume) => setTimeout(resume, 1))
  }
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await settle()
  }
  const made = (account: string, kind: string, wanted: object) =>
    makeInstruction(
      { ledger: 'assay', kind: kind as never, from: account, body: wanted as never, validForSeconds: 600 },
      { signer, numbers: memoryNumbers(1_000n) },
    )

  it('S0-028 of a part of the SDK is kept too, with its voucher, and what its sending throws is thrown on', async () => {
    const { sent } = signIn([
      async () => ({ id: 'i', status: 'accepted', effects: {} }),
      () => Promise.reject(new Outage({ gateway: '', reached: 'no', reason: 'no line' })),
    ])
    const { terminal } = session.value as { terminal: Terminal }
    const recorded = recordedTerminal(
      Object.assign(terminal, { participant: 'alice', own: () => recorded !== terminal }),
    )
    const transfer = { voucher: 'AU-9999', to: 'bob', quantity: '1' }
    expect((await recorded.instruct('voucher.transfer', transfer)).status).to.equal('accepted')
    expect(results.value[0]).to.include({ voucher: 'AU-9999', kind: 'voucher.transfer', id: sent[0] })
    const failure = await recorded.instruct('participant.accept', body).catch((error: Error) => error)
    expect(failure).to.be.instanceOf(Outage)
    expect(results.value[0]).to.include({ id: sent[1] }).and.not.have.property('voucher')
    expect(results.value[0]?.fault).to.deep.equal({ code: 'outage', values: { reached: 'no' } })
    expect(recorded.participant, 'all else is the terminal’s own').to.equal('alice')
    expect((recorded as unknown as { own: () => boolean }).own()).to.equal(true)
  })

  it('S0-028 S0-030 is told in a dialog by the setting too, whatever area is in sight', async () => {
    const before = settings.value
    signIn([async () => ({ id: 'i', status: 'accepted', effects: {} })])
    const leave = offerArea()
    settings.value = { ...before, notices: 'dialog' }
    const { id } = await instruct('participant.accept', body)
    expect(toldInDialog.value).to.equal(id)
    leave()
    settings.value = before
  })

  it('S0-028 is in the list again after a login, newest first, with what was interrupted, and asked for until it has an outcome', async () => {
    const store = await database()
    await store.clear('results')
    const keptOf = (id: string, madeAt: number, change: object = {}) => ({
      ...{ id, account: 'alice', kind: 'participant.accept', envelope: '', madeAt },
      ...change,
    })
    const done = { id: 'old', status: 'accepted', effects: {} }
    await store.put('results', keptOf('old', 1, { result: done }))
    await store.put('results', keptOf('open', 2, { fault: { code: 'outage', values: {} } }))
    await store.put('results', keptOf('waits', 3, { result: { id: 'waits', status: 'pending', taken: true } }))
    await store.put('results', keptOf('earlier', 4, { account: 'aaron', result: done }))
    await store.put('results', keptOf('another', 4, { account: 'bob', result: done }))
    const interrupted = await made('alice', 'voucher.transfer', { voucher: 'AU-9999', to: 'bob', quantity: '1' })
    const without = await made('alice', 'participant.accept', body)
    const asked: string[] = []
    const terminal = {
      follow: async ({ onEvent }: Pick<Following, 'onEvent'>) => {
        hear = (data) => onEvent({ id: undefined, event: 'x', data })
      },
      unsettled: async () => [without, interrupted, interrupted],
      wait: async (id: string) => {
        asked.push(id)
        if (id === 'waits' && asked.length < 6) throw new Error('no line')
        return { id, status: 'accepted', effects: {} }
      },
    }
    let hear: (data: unknown) => void = () => {}
    sinon.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    Object.defineProperty(globalThis, 'window', { value: new EventTarget(), configurable: true })
    sinon.stub(globalThis, 'fetch').rejects(new TypeError('no network'))
    session.value = undefined
    watchLedger()
    watchResults()
    const device = signer.device
    session.value = { mode: 'authorised', account: 'alice', terminal: terminal as never, roles: [], device }
    await until(() => asked.length >= 4)
    await settle()
    expect(asked).to.have.members([interrupted.id, without.id, 'waits', 'open'])
    expect(results.value.map(({ id }) => id)).to.deep.equal([interrupted.id, without.id, 'waits', 'open', 'old'])
    const [first, second, , open] = results.value
    expect(first).to.include({ voucher: 'AU-9999', madeAt: Number(interrupted.instruction.validUntil) - 600_000 })
    expect(second).to.not.have.property('voucher')
    expect(open).to.not.have.property('fault')
    hear({ id: 'old' })
    hear('nothing')
    await settle()
    expect(asked.length).to.equal(4)
    hear({ id: 'waits' })
    await settle()
    hear({ id: 'waits' })
    await until(() => isAccepted(results.value.find(({ id }) => id === 'waits')))
    expect(asked.length).to.equal(6)
    session.value = undefined
    expect(results.value).to.deep.equal([])
  })

  it('is not asked for while it is being sent, whatever event tells of it, for its sender is answered', async () => {
    let answer: (result: Result) => void = () => {}
    const { sent } = signIn([() => new Promise((resolve) => (answer = resolve))])
    const asked: string[] = []
    const { terminal } = session.value as { terminal: Terminal }
    let hear: (data: unknown) => void = () => {}
    session.value = undefined
    Object.assign(terminal, {
      follow: async ({ onEvent }: Pick<Following, 'onEvent'>) => {
        hear = (data) => onEvent({ id: undefined, event: 'x', data })
      },
      unsettled: async () => [],
      wait: async (id: string) => {
        asked.push(id)
        return { id, status: 'accepted', effects: {} }
      },
    })
    sinon.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    Object.defineProperty(globalThis, 'window', { value: new EventTarget(), configurable: true })
    sinon.stub(globalThis, 'fetch').rejects(new TypeError('no network'))
    watchLedger()
    watchResults()
    await (await database()).clear('results')
    session.value = { mode: 'authorised', account: 'alice', terminal, roles: [], device: signer.device }
    await settle()
    const done = instruct('participant.accept', body)
    await until(() => sent.length === 1)
    hear({ id: sent[0] })
    await settle()
    expect(asked).to.deep.equal([])
    answer({ id: 'i', status: 'pending', taken: true })
    await done
    hear({ id: sent[0] })
    await until(() => asked.length > 0)
    expect(new Set(asked)).to.deep.equal(new Set(sent))
  })
})
