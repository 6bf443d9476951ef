import 'fake-indexeddb/auto'
import { expect } from 'chai'
import { makeInstruction } from '../../../../terminal/sdk/make-instruction.ts'
import { makeDeviceKey } from '../../../../terminal/sdk/node/key-file.ts'
import type { Result } from '../../../../terminal/sdk/result.ts'
import { memoryNumbers } from '../../../../terminal/sdk/stores.ts'
import type { Terminal } from '../../../../terminal/sdk/terminal.ts'
import { loadedOutsidePage } from '../support/page.ts'

const { instruct, sendAgain, results, lastTold, toldInDialog, offerArea, session, height, changes, noteHeight } =
  await loadedOutsidePage(async () => ({
    ...(await import('../../../../terminal/web/state/instructing.ts')),
    ...(await import('../../../../terminal/web/state/session.ts')),
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
  after(() => {
    session.value = undefined
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
})
