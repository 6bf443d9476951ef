import { Writable } from 'node:stream'
import { expect } from 'chai'
import { pino } from 'pino'
import sinon from 'sinon'
import { Device } from '../../support/devices.ts'
import { blockOf } from '../support/blocks.ts'
import { Branch, goodPassword } from '../support/branch.ts'

describe('logging in', () => {
  let branch: Branch
  let clock: sinon.SinonFakeTimers
  let logged: string
  beforeEach(async () => {
    clock = sinon.useFakeTimers({ now: 1_800_000_000_000, toFake: ['Date'] })
    logged = ''
    const keep = new Writable({
      write: (chunk, _encoding, done) => {
        logged += String(chunk)
        done()
      },
    })
    branch = await Branch.open({}, pino({ level: 'debug' }, keep))
    await branch.setCredentials('alice')
  })
  afterEach(async () => {
    clock.restore()
    await branch.close()
  })

  const alice = () => branch.scene.alice
  const newPhone = () => new Device('alice', ['customer'])

  it('S4-001 S4-044 with the right password and a device of the account opens a session that reads the account’s own', async () => {
    const { status, body } = await branch.logIn(alice())
    expect([status, body.authorised]).deep.equal([200, true])
    const devices = await branch.ask('/v1/devices', { method: 'GET', token: body.session.token })
    expect(devices.body.items).to.have.lengthOf(1)
    expect(devices.body.items[0]).to.include({ device: alice().id, status: 'active', isThisDevice: true })
  })

  it('S4-001 says the same of a wrong password as of an account that is not there', async () => {
    const wrong = await branch.logIn(alice(), { password: 'quite another one' })
    const unknown = await branch.logIn(new Device('nobody-here', ['customer']))
    // Bob is the supplier’s; the bank knows nothing of his password.
    const elsewhere = await branch.logIn(branch.scene.bob)
    expect([wrong.status, wrong.body.code]).deep.equal([401, 'wrong_credentials'])
    expect([unknown, elsewhere]).deep.equal([wrong, wrong])
  })

  it('S4-001 SX-012 counts wrong tries and locks the account, for twice as long each time, the right password included', async () => {
    const fail = async () => (await branch.logIn(alice(), { password: 'quite another one' })).body.code
    for (let count = 0; count < 5; count += 1) expect(await fail()).equal('wrong_credentials')
    for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
      const locked = await branch.logIn(alice())
      expect([locked.status, locked.body.code]).deep.equal([423, 'account_locked'])
      expect(locked.retryAfter).equal(String(minutes * 60))
      clock.tick(minutes * 60_000)
      expect(await fail()).equal('wrong_credentials')
    }
    clock.tick(60 * 60_000)
    expect((await branch.logIn(alice())).status).equal(200)
  })

  it('S4-001 begins to count anew after a right password', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let count = 0; count < 4; count += 1) await branch.logIn(alice(), { password: 'quite another one' })
      expect((await branch.logIn(alice())).status).equal(200)
    }
  })

  it('S4-001 counts tries that are made at the same time', async () => {
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => branch.logIn(alice(), { password: 'quite another one' })),
    )
    expect(tries.filter(({ status }) => status === 401)).to.have.lengthOf(5)
    expect(tries.filter(({ status }) => status === 423)).to.have.lengthOf(7)
  })

  it('S4-001 locks a name that nobody has as it locks an account', async () => {
    const stranger = new Device('nobody-here', ['customer'])
    for (let count = 0; count < 5; count += 1) await branch.logIn(stranger)
    expect((await branch.logIn(stranger)).body.code).equal('account_locked')
    expect((await branch.logIn(alice())).status).equal(200)
  })

  it('S4-006 S4-044 looks the device up on the ledger each time, not at the first login only', async () => {
    expect((await branch.logIn(alice())).body.authorised).equal(true)
    const revoke = alice().instruction('device.revoke', { participant: 'alice', device: alice().id })
    expect((await branch.ask('/v1/instructions', { body: JSON.parse(alice().sign(revoke)) })).status).equal(200)
    const { status, body } = await branch.logIn(alice())
    expect([status, body.code]).deep.equal([403, 'revoked_device'])
    const again = await branch.logIn(newPhone())
    expect([again.status, again.body.authorised]).deep.equal([200, false])
  })

  it('S4-007 S4-006 gives a ticket to a key that the ledger does not know, with the ways to have it authorised', async () => {
    const { status, body } = await branch.logIn(newPhone())
    expect(status).equal(200)
    expect(body).to.deep.include({ authorised: false, ways: ['message', 'password'], demandsAll: false })
    expect(body.expiresAt).equal(String(1_800_000_000_000 + 600_000))
  })

  it('S4-012 needs the key: a signature by another one, or for another purpose, or used before, logs nobody in', async () => {
    const other = newPhone()
    for (const change of [{ signer: other }, { purpose: 'session' }, { purpose: 'authorisation' }] as const) {
      const { status, body } = await branch.logIn(alice(), change)
      expect([status, body.code]).deep.equal([401, 'bad_signature'])
    }
    const proof = await branch.proofOf(alice(), { purpose: 'login' })
    const body = { account: 'alice', password: goodPassword, publicKey: alice().publicKey, ...proof }
    expect((await branch.ask('/v1/logins', { body })).status).equal(200)
    expect((await branch.ask('/v1/logins', { body })).body.code).equal('bad_signature')
  })

  it('S4-012 does not take the signature of a login for a session', async () => {
    const proof = await branch.proofOf(alice(), { purpose: 'login' })
    const { body } = await branch.ask('/v1/sessions', { body: { participant: 'alice', device: alice().id, ...proof } })
    expect(body.code).equal('bad_signature')
  })

  it('refuses an account that is frozen a new device, and takes one off the curve for nobody’s', async () => {
    const { scene } = branch
    const freeze = { participant: 'alice', caseNumber: 'CASE-1' }
    const registrar = scene.registrars.BankMSP
    const text = registrar.sign(registrar.instruction('participant.freeze', freeze))
    expect((await branch.ask('/v1/instructions', { body: JSON.parse(text) })).status).equal(200)
    expect((await branch.logIn(newPhone())).body.code).equal('participant_not_active')
    const proof = await branch.proofOf(alice(), { purpose: 'login' })
    const publicKey = { ...alice().publicKey, y: scene.bob.publicKey.y }
    const off = await branch.ask('/v1/logins', {
      body: { account: 'alice', password: goodPassword, publicKey, ...proof },
    })
    expect(off.body.code).equal('bad_signature')
  })

  it('refuses what has another form, and never repeats or logs a password', async () => {
    const secret = 'a password that nobody may read'
    const proof = await branch.proofOf(alice(), { purpose: 'login' })
    const good = { account: 'alice', password: secret, publicKey: alice().publicKey, ...proof }
    for (const body of [
      { ...good, colour: 'red' },
      { ...good, account: '../alice' },
      { ...good, password: '' },
      { ...good, password: 'x'.repeat(513) },
      { ...good, password: [secret] },
      { ...good, publicKey: secret },
    ]) {
      const answer = await branch.ask('/v1/logins', { body })
      expect([answer.status, answer.body.code]).deep.equal([400, 'malformed_request'])
      expect(JSON.stringify(answer.body)).not.to.contain(secret)
    }
    const text = `{"account":"alice","password":"${secret}",`
    const headers = { 'content-type': 'application/json' }
    const cut = await fetch(`${branch.server.url}/v1/logins`, { method: 'POST', headers, body: text })
    expect(((await cut.json()) as { code: string }).code).equal('malformed_json')
    await branch.ask('/v1/logins', { body: good })
    await branch.setCredentials('alice', { password: secret })
    expect((await branch.logIn(alice(), { password: secret })).status).equal(200)
    expect(logged).to.contain('/v1/logins').and.contain('credentials were set')
    expect(logged).not.to.contain(secret)
    expect(logged).not.to.match(/Bearer|eyJ/)
  })
})

describe('wrong tries', () => {
  const strangers = ['ann', 'ben', 'cat', 'dan', 'eve', 'fay', 'gus'].map((name) => new Device(name, ['customer']))
  const timed = async (branch: Branch, device: Device, more: object = {}) => {
    const begun = performance.now()
    const { status, body } = await branch.logIn(device, more)
    return { status, code: body.code, milliseconds: performance.now() - begun }
  }

  it('S4-001 from one address slow it down over all accounts, and turn nobody away; a device that the account has is not slowed', async () => {
    const branch = await Branch.open({ limits: { wrongTriesPerAddress: 6 } as never })
    try {
      await branch.setCredentials('alice')
      const { alice } = branch.scene
      for (let count = 0; count < 10; count += 1) expect((await branch.logIn(alice)).status).equal(200)
      for (const device of strangers) expect((await branch.logIn(device)).body.code).equal('wrong_credentials')
      const fresh = new Device('alice', ['customer'], 'new phone')
      // Wrong tries are a tenth of a second each: the ninth and tenth wait for two and three of them.
      const slow = [await timed(branch, strangers[0] as Device), await timed(branch, fresh)]
      for (const { milliseconds } of slow) expect(milliseconds).to.be.greaterThan(100)
      expect(slow.map(({ status }) => status)).deep.equal([401, 200])
      expect((await branch.logIn(alice)).status).equal(200)
    } finally {
      await branch.close()
    }
  })

  it('S4-001 of strangers lock an account for them, and not for a device that it has, which is counted by itself', async () => {
    const branch = await Branch.open()
    try {
      await branch.setCredentials('alice')
      const { alice } = branch.scene
      const stranger = new Device('alice', ['customer'], 'elsewhere')
      const wrong = { password: 'quite another one' }
      for (let count = 0; count < 5; count += 1)
        expect((await branch.logIn(stranger, wrong)).body.code).equal('wrong_credentials')
      expect((await branch.logIn(stranger)).body.code).equal('account_locked')
      expect((await branch.logIn(alice)).status).equal(200)
      for (let count = 0; count < 5; count += 1)
        expect((await branch.logIn(alice, wrong)).body.code).equal('wrong_credentials')
      expect((await branch.logIn(alice)).body.code).equal('account_locked')
    } finally {
      await branch.close()
    }
  })

  it('claim a known device in vain: without its signature no password is tried', async () => {
    const branch = await Branch.open()
    try {
      await branch.setCredentials('alice')
      const { alice, bob } = branch.scene
      const proof = await branch.proofOf(bob, { purpose: 'login' })
      const body = { account: 'alice', password: goodPassword, publicKey: alice.publicKey, ...proof }
      const { status, body: answer } = await branch.ask('/v1/logins', { body })
      expect([status, answer.code]).deep.equal([401, 'bad_signature'])
    } finally {
      await branch.close()
    }
  })
})

describe('what one logs in with', () => {
  let branch: Branch
  before(async () => {
    const clock = sinon.useFakeTimers({ now: 1_800_000_000_000, toFake: ['Date'] })
    branch = await Branch.open()
    clock.restore()
  })
  after(() => branch.close())

  const put = async (device: Device | undefined, account: string, body: object = { password: goodPassword }) => {
    const token = device === undefined ? {} : { token: await branch.server.tokenOf(device) }
    const answer = await branch.ask(`/v1/credentials/${account}`, { method: 'PUT', body, ...token })
    return answer.status === 200 ? 'set' : answer.body.code
  }

  it('is set by a registrar of the home for its own participants, and by nobody else', async () => {
    const { registrars, alice, bob } = branch.scene
    expect(await put(registrars.BankMSP, 'alice')).equal('set')
    expect(await put(branch.registrar, 'alice')).equal('set')
    for (const device of [alice, bob, registrars.SupplierMSP, registrars.InstitutionMSP]) {
      expect(await put(device, 'alice')).equal('not_allowed')
    }
    expect(await put(undefined, 'alice')).equal('session_required')
    // The supplier’s registrar may set nothing here, and the bank’s nothing for the supplier’s participants.
    expect(await put(registrars.SupplierMSP, 'bob')).equal('not_allowed')
    expect(await put(registrars.BankMSP, 'bob')).equal('not_allowed')
    expect(await put(registrars.BankMSP, 'nobody-here')).equal('not_allowed')
    expect(await put(registrars.BankMSP, '..%2Falice')).equal('not_allowed')
  })

  it('is set for an auditor, whose home runs no gateway; his administrator alone authorises his devices', async () => {
    const { scene, projection } = branch
    const auditor = new Device('audit-office', ['auditor'])
    await scene.enrol(auditor, 'AuditorMSP')
    projection.apply(blockOf(scene.ledger.blocks.at(-1) as never))
    expect(await put(scene.registrars.BankMSP, 'audit-office')).equal('set')
    expect(await put(scene.alice, 'audit-office')).equal('not_allowed')
    const stranger = new Device('audit-office', ['auditor'], 'a browser')
    const { status, body } = await branch.logIn(stranger)
    expect([status, body.authorised, body.ways]).deep.equal([200, false, []])
    expect((await branch.logIn(auditor)).body.authorised).equal(true)
    const begun = await branch.begin(stranger, body.ticket, 'password', { card: stranger.cardFor('audit-office') })
    expect(begun.body.code).equal('way_disabled')
  })

  for (const [what, body] of [
    ['a role that only an administrator gives', { password: goodPassword, roles: ['registrar'] }],
    ['a role twice', { password: goodPassword, roles: ['customer', 'customer'] }],
    ['no role', { password: goodPassword, roles: [] }],
    ['what is no address', { password: goodPassword, messageAddress: 'alice\r\nBcc: all@example.org' }],
    ['no password', {}],
  ] as const) {
    it(`refuses ${what}`, async () => {
      expect(await put(branch.scene.registrars.BankMSP, 'alice', body)).equal('malformed_request')
    })
  }

  it('refuses a bad password with the rule that it breaks', async () => {
    const token = await branch.server.tokenOf(branch.scene.registrars.BankMSP)
    const body = { password: 'short' }
    const answer = await branch.ask('/v1/credentials/alice', { method: 'PUT', token, body })
    expect([answer.status, answer.body.code, answer.body.values.rule]).deep.equal([422, 'password_refused', 'length'])
  })

  it('is changed by its owner with the old password, and the old one is good no more', async () => {
    const { registrars, alice } = branch.scene
    await put(registrars.BankMSP, 'alice')
    const change = async (device: Device, password: string, newPassword = 'another good password') => {
      const token = await branch.server.tokenOf(device)
      return branch.ask('/v1/credentials/alice/password', { method: 'PUT', token, body: { password, newPassword } })
    }
    expect((await change(alice, 'quite another one')).body.code).equal('wrong_credentials')
    expect((await change(alice, goodPassword, 'password123')).body.code).equal('password_refused')
    expect((await change(registrars.BankMSP, goodPassword)).body.code).equal('not_allowed')
    expect((await change(alice, goodPassword)).status).equal(200)
    expect((await branch.logIn(alice)).body.code).equal('wrong_credentials')
    expect((await branch.logIn(alice, { password: 'another good password' })).status).equal(200)
  })
})
