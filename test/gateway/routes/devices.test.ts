import { expect } from 'chai'
import sinon from 'sinon'
import { Device } from '../../support/devices.ts'
import { Branch, goodPassword } from '../support/branch.ts'

const ways = ['message', 'password'] as const
const address = 'alice@example.org'

describe('having a device authorised', () => {
  let branch: Branch
  let clock: sinon.SinonFakeTimers
  let phone: Device

  const open = async (deviceAuthorisation: object = {}, more: object = {}) => {
    branch = await Branch.open({
      deviceAuthorisation: { ways: [...ways], demand: 'any', ...deviceAuthorisation },
      ...more,
    })
    await branch.setCredentials('alice')
  }
  beforeEach(() => {
    clock = sinon.useFakeTimers({ now: 1_800_000_000_000, toFake: ['Date'] })
    phone = new Device('alice', ['customer'])
  })
  afterEach(async () => {
    clock.restore()
    await branch.close()
  })

  const ticketOf = async (device = phone): Promise<string> => (await branch.logIn(device)).body.ticket
  const begun = async (way: string, device = phone) => {
    const ticket = await ticketOf(device)
    const { status, body } = await branch.begin(device, ticket, way)
    expect(status, JSON.stringify(body)).equal(201)
    return { ticket, id: body.id as string, outstanding: body.outstanding as string[] }
  }
  const another = (code: string): string => String((Number(code) + 1) % 100_000_000).padStart(8, '0')

  it('S4-008 S4-010 S4-012 authorises it by the code that came by message, and records the way', async () => {
    await open()
    const { ticket, id } = await begun('message')
    const { text, code } = await branch.newestMessage(address)
    expect(text).to.contain('“new phone”').and.contain(phone.id.slice(-6))
    expect(branch.deviceOf('alice', phone)).equal(undefined)
    const { status, body } = await branch.confirm(phone, ticket, id, { code })
    expect([status, body.authorised, body.outcome.status]).deep.equal([200, true, 'accepted'])
    const device = { name: 'new phone', publicKey: phone.publicKey, roles: ['customer'], status: 'active' }
    expect(branch.deviceOf('alice', phone)).to.deep.include({ ...device, authorisedBy: 'message' })
    const own = await branch.ask('/v1/devices', { method: 'GET', token: body.session.token })
    // Devices are listed by their keys, which are drawn anew each time.
    expect(own.body.items.map(({ authorisedBy }: { authorisedBy?: string }) => authorisedBy)).to.have.members([
      undefined,
      'message',
    ])
  })

  it('S4-009 S4-010 authorises it by the password once more, and records the way', async () => {
    await open()
    const { ticket, id } = await begun('password')
    const { body } = await branch.confirm(phone, ticket, id, { password: goodPassword })
    expect(body.authorised).equal(true)
    expect(branch.deviceOf('alice', phone)?.authorisedBy).equal('password')
    expect((await branch.server.get('/development/inbox.json')).body.items).deep.equal([])
    expect((await branch.logIn(phone)).body.authorised).equal(true)
  })

  it('S4-009 counts a wrong password with the logins, and locks', async () => {
    await open()
    const { ticket, id } = await begun('password')
    for (let count = 0; count < 5; count += 1) {
      const wrong = await branch.confirm(phone, ticket, id, { password: 'quite another one' })
      expect([wrong.status, wrong.body.code]).deep.equal([401, 'wrong_credentials'])
    }
    const locked = await branch.confirm(phone, ticket, id, { password: goodPassword })
    expect([locked.status, locked.body.code, locked.retryAfter]).deep.equal([423, 'account_locked', '60'])
    expect((await branch.logIn(phone)).body.code).equal('account_locked')
    // A device that the account has is not locked out by what was tried on another one.
    expect((await branch.logIn(branch.scene.alice)).status).equal(200)
    expect(branch.deviceOf('alice', phone)).equal(undefined)
  })

  it('S4-010 wants both where the home demands all, in any order, and records both', async () => {
    await open({ demand: 'all' })
    expect((await branch.logIn(phone)).body).to.deep.include({ ways: [...ways], demandsAll: true })
    for (const order of [
      ['message', 'password'],
      ['password', 'message'],
    ]) {
      const device = new Device('alice', ['customer'])
      const { ticket, id, outstanding } = await begun(order[0] as string, device)
      expect(outstanding).deep.equal([...ways])
      const { code } = await branch.newestMessage(address)
      const answers: { [way: string]: object } = { message: { code }, password: { password: goodPassword } }
      const first = await branch.confirm(device, ticket, id, answers[order[0] as string] as object)
      expect(first.body).deep.equal({ authorised: false, outstanding: [order[1]] })
      expect(branch.deviceOf('alice', device)).equal(undefined)
      const second = await branch.confirm(device, ticket, id, answers[order[1] as string] as object)
      expect(second.body.authorised).equal(true)
      expect(branch.deviceOf('alice', device)?.authorisedBy).equal('both')
    }
  })

  it('S4-008 takes a code once, also where it is only the first of two answers', async () => {
    await open({ demand: 'all' })
    const { ticket, id } = await begun('message')
    const { code } = await branch.newestMessage(address)
    expect((await branch.confirm(phone, ticket, id, { code })).status).equal(200)
    const again = await branch.confirm(phone, ticket, id, { code })
    expect([again.status, again.body.code]).deep.equal([403, 'message_code_used'])
  })

  for (const way of ways) {
    it(`S4-010 refuses the other way where only ${way} is allowed`, async () => {
      await open({ ways: [way] })
      const { body } = await branch.logIn(phone)
      expect([body.ways, body.demandsAll]).deep.equal([[way], false])
      const other = way === 'message' ? 'password' : 'message'
      const refused = await branch.begin(phone, body.ticket, other)
      expect([refused.status, refused.body.code]).deep.equal([403, 'way_disabled'])
      const { ticket, id } = await begun(way)
      const answer = other === 'message' ? { code: '12345678' } : { password: goodPassword }
      expect((await branch.confirm(phone, ticket, id, answer)).body.code).equal('way_disabled')
      expect(branch.deviceOf('alice', phone)).equal(undefined)
    })
  }

  it('S4-008 refuses a wrong code, five tries in all, the right one after that included', async () => {
    await open()
    const { ticket, id } = await begun('message')
    const { code } = await branch.newestMessage(address)
    for (let count = 0; count < 5; count += 1) {
      const wrong = await branch.confirm(phone, ticket, id, { code: another(code) })
      expect([wrong.status, wrong.body.code]).deep.equal([403, 'wrong_code'])
    }
    expect((await branch.confirm(phone, ticket, id, { code })).body.code).equal('message_code_used')
    expect(branch.deviceOf('alice', phone)).equal(undefined)
  })

  it('S4-008 SX-012 refuses a code after five minutes, and takes it in the last moment before', async () => {
    await open()
    const first = await begun('message')
    const { code } = await branch.newestMessage(address)
    clock.tick(5 * 60_000 + 1)
    expect((await branch.confirm(phone, first.ticket, first.id, { code })).body.code).equal('message_code_expired')
    const second = await begun('message')
    const fresh = await branch.newestMessage(address)
    clock.tick(5 * 60_000)
    expect((await branch.confirm(phone, second.ticket, second.id, { code: fresh.code })).body.authorised).equal(true)
  })

  it('S4-008 refuses a code again once it has authorised a device, and adds that device once', async () => {
    await open()
    const { ticket, id } = await begun('message')
    const { code } = await branch.newestMessage(address)
    const answers = await Promise.all([1, 2, 3].map(() => branch.confirm(phone, ticket, id, { code })))
    const codes = answers.map(({ body }) => body.code ?? body.outcome.status).sort()
    expect(codes[0]).equal('accepted')
    expect(codes.filter((one) => one === 'accepted')).to.have.lengthOf(1)
    expect((await branch.confirm(phone, ticket, id, { code })).body.code).equal('ticket_expired')
  })

  it('S4-008 takes no code for another ticket’s key, nor an older code once a newer one went out', async () => {
    await open()
    const own = await begun('message')
    const { code } = await branch.newestMessage(address)
    const thief = new Device('alice', ['customer'])
    const stolen = await begun('message', thief)
    expect((await branch.confirm(thief, stolen.ticket, own.id, { code })).body.code).equal('not_found')
    expect((await branch.confirm(thief, stolen.ticket, stolen.id, { code })).body.code).equal('wrong_code')
    const again = await branch.begin(phone, own.ticket, 'message')
    expect((await branch.confirm(phone, own.ticket, own.id, { code })).body.code).equal('not_found')
    expect((await branch.confirm(phone, own.ticket, again.body.id, { code })).body.code).equal('wrong_code')
  })

  it('S4-008 sends three messages in ten minutes to an account, over all tickets', async () => {
    await open()
    for (let count = 0; count < 3; count += 1) {
      await begun('message', new Device('alice', ['customer']))
      clock.tick(60_000)
    }
    const refused = await branch.begin(phone, await ticketOf(), 'message')
    expect([refused.status, refused.body.code, refused.retryAfter]).deep.equal([429, 'too_many_messages', '420'])
    clock.tick(7 * 60_000)
    await begun('message')
  })

  it('S4-007 does nothing without consent: a ticket alone reads nothing, pays nothing and adds no device', async () => {
    await open()
    const ticket = await ticketOf()
    const read = await branch.ask('/v1/devices', { method: 'GET', token: ticket })
    expect([read.status, read.body.code]).deep.equal([401, 'session_expired'])
    const transfer = branch.scene.transfer(phone, 'bob', 1n)
    expect((await branch.ask('/v1/instructions', { token: ticket, body: JSON.parse(transfer) })).body.code).equal(
      'unknown_device',
    )
    const password = { password: goodPassword, newPassword: 'another good password' }
    const path = '/v1/credentials/alice/password'
    expect((await branch.ask(path, { method: 'PUT', token: ticket, body: password })).body.code).equal(
      'session_expired',
    )
    expect(branch.deviceOf('alice', phone)).equal(undefined)
  })

  it('S4-007 burns the ticket when the person declines, and no code brings it back', async () => {
    await open()
    const { ticket, id } = await begun('message')
    const { code } = await branch.newestMessage(address)
    const declined = await branch.ask(`/v1/device-authorisations/${id}`, { method: 'DELETE', token: ticket })
    expect([declined.status, declined.body]).deep.equal([200, { declined: true }])
    expect((await branch.confirm(phone, ticket, id, { code })).body.code).equal('ticket_expired')
    expect((await branch.begin(phone, ticket, 'password')).body.code).equal('ticket_expired')
    expect(branch.deviceOf('alice', phone)).equal(undefined)
  })

  it('S4-007 SX-012 takes a ticket for ten minutes', async () => {
    await open()
    const ticket = await ticketOf()
    clock.tick(9 * 60_000)
    expect((await branch.begin(phone, ticket, 'password')).status).equal(201)
    clock.tick(61_000)
    expect((await branch.begin(phone, ticket, 'password')).body.code).equal('ticket_expired')
  })

  it('S4-012 needs the key at each step: a copied ticket is worth nothing without it', async () => {
    await open()
    const { ticket, id } = await begun('message')
    const { code } = await branch.newestMessage(address)
    const thief = new Device('alice', ['customer'])
    for (const change of [{ signer: thief }, { purpose: 'login' }, { purpose: 'session' }] as const) {
      expect((await branch.begin(phone, ticket, 'password', change)).body.code).equal('bad_signature')
      expect((await branch.confirm(phone, ticket, id, { code }, change)).body.code).equal('bad_signature')
    }
    expect((await branch.confirm(thief, ticket, id, { code })).body.code).equal('bad_signature')
    expect((await branch.confirm(phone, ticket, id, { code })).body.authorised).equal(true)
  })

  it('S4-012 takes no session for a ticket, and none that somebody made', async () => {
    await open()
    const { session } = (await branch.logIn(branch.scene.alice)).body
    const begin = async (token: string) => (await branch.begin(phone, token, 'password')).body.code
    expect(await begin(session.token)).equal('ticket_expired')
    expect(await begin('a.b.c')).equal('ticket_expired')
    const [, payload] = (await ticketOf()).split('.')
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    expect(await begin(`${none}.${payload}.`)).equal('ticket_expired')
    expect((await branch.ask('/v1/device-authorisations', { body: {} })).body.code).equal('ticket_required')
  })

  it('gives the device the roles that the registrar set, and tells the ledger’s refusal of others', async () => {
    await open()
    await branch.setCredentials('alice', { roles: ['customer', 'merchant'] })
    const { ticket, id } = await begun('password')
    await branch.confirm(phone, ticket, id, { password: goodPassword })
    expect(branch.deviceOf('alice', phone)?.roles).deep.equal(['customer', 'merchant'])
    await branch.setCredentials('alice', { roles: ['issuer'] })
    const second = new Device('alice', ['customer'])
    const next = await begun('password', second)
    const { status, body } = await branch.confirm(second, next.ticket, next.id, { password: goodPassword })
    expect([status, body.code, body.outcome]).deep.equal([403, 'role_not_grantable', 'refused'])
  })

  it('offers no message to an account without an address, and nothing where both are demanded', async () => {
    await open()
    await branch.ask('/v1/credentials/alice', {
      method: 'PUT',
      token: await branch.server.tokenOf(branch.scene.registrars.BankMSP),
      body: { password: goodPassword },
    })
    const { ticket, ways: offered } = (await branch.logIn(phone)).body
    expect(offered).deep.equal(['password'])
    expect((await branch.begin(phone, ticket, 'message')).body.code).equal('way_disabled')
  })

  it('offers nothing while the gateway has no registrar device on the ledger', async () => {
    await open({}, { service: undefined })
    const { ticket, ways: offered } = (await branch.logIn(phone)).body
    expect(offered).deep.equal([])
    expect((await branch.begin(phone, ticket, 'password')).body.code).equal('way_disabled')
  })

  it('says when a message could not be sent, and still takes the other way', async () => {
    // Nobody listens on the discard port of this machine.
    const smtp = { type: 'smtp', host: '127.0.0.1', port: 9, security: 'none', from: 'bank@example.org' }
    await open({}, { messages: smtp })
    const ticket = await ticketOf()
    const failed = await branch.begin(phone, ticket, 'message')
    expect([failed.status, failed.body.code]).deep.equal([503, 'message_not_sent'])
    expect((await branch.begin(phone, ticket, 'password')).status).equal(201)
  })

  for (const [what, body] of [
    ['a way that there is not', { way: 'pigeon', name: 'phone' }],
    ['a name of two lines', { way: 'message', name: 'phone\nYour code is safe with us' }],
    ['no proof', { way: 'message', name: 'phone', challenge: undefined }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await open()
      const token = await ticketOf()
      const proof = await branch.proofOf(phone)
      const answer = await branch.ask('/v1/device-authorisations', { token, body: { ...proof, ...body } })
      expect([answer.status, answer.body.code]).deep.equal([400, 'malformed_request'])
    })
  }

  it('S4-011 lists one’s devices; they are named and revoked by instructions, and a revoked one must be authorised again', async () => {
    await open()
    const { ticket, id } = await begun('password')
    const { session } = (await branch.confirm(phone, ticket, id, { password: goodPassword })).body
    const instruct = async (text: string) =>
      (await branch.ask('/v1/instructions', { body: JSON.parse(text) })).body.status ?? 'refused'
    const { alice } = branch.scene
    const rename = alice.instruction('device.rename', { device: phone.id, name: 'the red phone' })
    expect(await instruct(alice.sign(rename))).equal('accepted')
    const list = async (token: string) => branch.ask('/v1/devices', { method: 'GET', token })
    const named = { device: phone.id, name: 'the red phone', status: 'active', roles: ['customer'] }
    const shown = { authorisedBy: 'password', lastCharacters: phone.id.slice(-6), isThisDevice: true }
    const known = async (token: string) =>
      (await list(token)).body.items.find(({ device }: { device: string }) => device === phone.id)
    const fresh = await known(session.token)
    expect(fresh).to.deep.include({ ...named, ...shown })
    expect(fresh.addedAt).match(/^[0-9]+$/)
    expect(fresh).not.to.have.property('lastUsedAt')
    const revoke = alice.instruction('device.revoke', { participant: 'alice', device: phone.id })
    expect(await instruct(alice.sign(revoke))).equal('accepted')
    expect((await list(session.token)).body.code).equal('session_expired')
    expect((await branch.logIn(phone)).body.code).equal('revoked_device')
    const own = await list((await branch.logIn(alice)).body.session.token)
    const gone = own.body.items.find(({ device }: { device: string }) => device === phone.id)
    expect(gone).to.deep.include({ ...named, ...shown, status: 'revoked', isThisDevice: false })
    const using = own.body.items.find(({ device }: { device: string }) => device === alice.id)
    expect(BigInt(using.lastUsedAt) >= BigInt(using.addedAt)).equal(true)
  })
})
