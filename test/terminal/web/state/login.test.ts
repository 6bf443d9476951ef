import 'fake-indexeddb/auto'
import { expect } from 'chai'
import sinon from 'sinon'
import type { GatewayProblem } from '../../../../terminal/sdk/errors.ts'
import { beginAuthorisation, confirmAuthorisation } from '../../../../terminal/sdk/login.ts'
import { Terminal } from '../../../../terminal/sdk/terminal.ts'
import { findProfile } from '../../../../terminal/web/platform/device-key.ts'
import { blockOf } from '../../../gateway/support/blocks.ts'
import { Branch, goodPassword } from '../../../gateway/support/branch.ts'
import { testNow } from '../../../support/devices.ts'
import { rejection } from '../../support/scene.ts'
import { loadedOutsidePage } from '../support/page.ts'

const web = await loadedOutsidePage(() => import('../../../../terminal/web/state/session.ts'))

describe('a login of the web terminal', () => {
  let branch: Branch
  const realFetch = globalThis.fetch

  before(async () => {
    branch = await Branch.open()
    await branch.setCredentials('alice')
  })
  after(() => branch.close())
  beforeEach(() => {
    Object.defineProperty(globalThis, 'location', { value: { hash: '' }, configurable: true })
    // The page was served by an address at which nobody listens; here it is the branch's.
    sinon.stub(globalThis, 'fetch').callsFake((input, init) => {
      const { pathname, search } = new URL(String(input))
      return realFetch(`${branch.server.url}${pathname}${search}`, init)
    })
  })
  afterEach(async () => {
    sinon.restore()
    web.session.value = undefined
    await web.forgetEverything()
    Reflect.deleteProperty(globalThis, 'location')
  })

  type Attempt = Awaited<ReturnType<typeof web.attemptLogin>>

  /** Has the device of a login authorised by the password; its first token. */
  const authorise = async ({ login, client }: Attempt) => {
    if (login.authorised) throw new Error('it is authorised already')
    const { ticket } = login
    const asked = { ticket, way: 'password', name: 'browser' } as const
    const { id } = await beginAuthorisation(web.connection, client, asked)
    const answer = { password: goodPassword }
    const done = await confirmAuthorisation(web.connection, client, { ticket, id, answer })
    if (!done.authorised) throw new Error('it was not authorised')
    return done.token
  }

  /** Has the bank's registrar revoke a device of alice's. */
  const revoke = async (device: string): Promise<void> => {
    const { scene, projection } = branch
    const before = scene.ledger.blocks.length
    scene.now = testNow
    const instruction = scene.instruct(scene.registrars.BankMSP, 'device.revoke', { participant: 'alice', device })
    await scene.honoured(instruction, { gateway: 'BankMSP' })
    for (const block of scene.ledger.blocks.slice(before)) projection.apply(blockOf(block))
  }

  const kept = async () => findProfile(await web.database(), 'alice')

  it('S4-001 keeps a new key once the password was right, and none before', async () => {
    const wrong = await rejection<GatewayProblem>(web.attemptLogin('alice', 'quite another one'))
    expect([wrong.code, await kept()]).deep.equal(['wrong_credentials', undefined])
    const attempt = await web.attemptLogin('alice', goodPassword)
    expect([attempt.login.authorised, attempt.wasReplaced]).deep.equal([false, false])
    expect((await kept())?.device).equal(attempt.profile.device)
    expect((await web.attemptLogin('alice', goodPassword)).profile.device).equal(attempt.profile.device)
    await web.forgetKey(attempt)
    expect(await kept()).equal(undefined)
  })

  it('S4-006 opens a session with the roles that the ledger knows, which a reload takes up again', async () => {
    const attempt = await web.attemptLogin('alice', goodPassword)
    const token = await authorise(attempt)
    web.endedBy.value = 'idle'
    await web.enter(attempt, token)
    const { device } = attempt.profile
    expect(web.session.value).include({ mode: 'authorised', account: 'alice', device })
    expect([web.roles.value, web.endedBy.value]).deep.equal([['customer'], undefined])
    web.session.value = undefined
    const store = await web.database()
    await store.put('marks', '[]', 'roles alice')
    await web.resume()
    expect(web.roles.value, 'as this browser remembers').deep.equal([])
    while (web.roles.value.length === 0) await new Promise((resume) => setTimeout(resume, 5))
    expect(web.roles.value, 'as the ledger says right afterwards').deep.equal(['customer'])
    expect((await web.attemptLogin('alice', goodPassword)).login.authorised).equal(true)
  })

  it('S4-011 keeps the key it has where the password is wrong or no gateway answers', async () => {
    const { profile } = await web.attemptLogin('alice', goodPassword)
    expect((await rejection<GatewayProblem>(web.attemptLogin('alice', 'not it'))).code).equal('wrong_credentials')
    expect((await kept())?.device).equal(profile.device)
    sinon.restore()
    sinon.stub(globalThis, 'fetch').rejects(new TypeError('no network'))
    await rejection(web.attemptLogin('alice', goodPassword))
    expect((await kept())?.device).equal(profile.device)
  })

  it('S4-006 gives the roles of the device that a reload took up to no session that began meanwhile', async () => {
    const attempt = await web.attemptLogin('alice', goodPassword)
    await web.enter(attempt, await authorise(attempt))
    const store = await web.database()
    await store.delete('marks', 'roles alice')
    await web.resume()
    const taken = web.session.value
    if (taken?.mode !== 'authorised') throw new Error('it was not taken up')
    const terminal = Object.create(taken.terminal)
    web.session.value = { ...taken, account: 'bob', terminal, roles: ['merchant'] }
    while ((await store.get('marks', 'roles alice')) === undefined) await new Promise((resume) => setTimeout(resume, 5))
    await new Promise(setImmediate)
    expect([web.session.value?.account, web.roles.value]).deep.equal(['bob', ['merchant']])
  })

  it('S4-011 puts another key in the place of one that was revoked', async () => {
    const first = await web.attemptLogin('alice', goodPassword)
    await authorise(first)
    const { device } = first.profile
    await revoke(device)
    const second = await web.attemptLogin('alice', goodPassword)
    expect([second.wasReplaced, second.login.authorised]).deep.equal([true, false])
    expect((await kept())?.device)
      .equal(second.profile.device)
      .and.not.equal(device)
    expect(branch.scene.account('alice').devices[device]?.status).equal('revoked')
  })

  it('is ended and all keys are forgotten when that is asked', async () => {
    const attempt = await web.attemptLogin('alice', goodPassword)
    web.enterLimited('alice')
    await web.forgetEverything()
    expect(web.session.value).equal(undefined)
    expect(await kept()).equal(undefined)
    expect((await web.attemptLogin('alice', goodPassword)).profile.device).not.equal(attempt.profile.device)
  })

  it('S4-011 has no roles where the gateway does not name this device among the account’s', async () => {
    const attempt = await web.attemptLogin('alice', goodPassword)
    await web.enter(attempt, await authorise(attempt))
    sinon.stub(Terminal.prototype, 'devices').resolves([])
    await web.resume()
    while (web.roles.value.length > 0) await new Promise((resume) => setTimeout(resume, 5))
    expect(web.session.value?.mode).equal('authorised')
  })
})
