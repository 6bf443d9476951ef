import { expect } from 'chai'
import { connect } from '../../../terminal/sdk/connection.ts'
import type { GatewayProblem, TerminalFault } from '../../../terminal/sdk/errors.ts'
import {
  beginAuthorisation,
  type Client,
  confirmAuthorisation,
  declineAuthorisation,
  type Login,
  type LoginTicket,
  logIn,
} from '../../../terminal/sdk/login.ts'
import { makeDeviceKey } from '../../../terminal/sdk/node/key-file.ts'
import { sendFirstRequest } from '../../../terminal/sdk/payments.ts'
import { memoryNumbers, memoryTokens } from '../../../terminal/sdk/stores.ts'
import { Terminal } from '../../../terminal/sdk/terminal.ts'
import { Branch, goodPassword } from '../../gateway/support/branch.ts'
import { FakeGateway } from '../support/fake-gateway.ts'
import { aliceAt, rejection } from '../support/scene.ts'

describe('a client that logs in', () => {
  let branch: Branch
  beforeEach(async () => {
    branch = await Branch.open()
    await branch.setCredentials('alice')
  })
  afterEach(() => branch.close())

  /** A fresh device of alice's with everything that a terminal has; the ledger does not know its key. */
  const freshClient = () => {
    const connection = connect(branch.server.url)
    const tokens = memoryTokens()
    const signer = makeDeviceKey()
    const terminal = new Terminal({ connection, participant: 'alice', signer, numbers: memoryNumbers(), tokens })
    const client: Client = { participant: 'alice', signer, identity: () => terminal.identity() }
    return { connection, client, terminal, tokens }
  }

  const ticketOf = (login: Login): LoginTicket => {
    if (login.authorised) throw new Error('a ticket was expected')
    return login
  }

  it('S4-044 S4-008 finds out that its device is not authorised, has it authorised by message, and reads at once', async () => {
    const { connection, client, terminal, tokens } = freshClient()
    const { ticket, ways, demandsAll } = ticketOf(await logIn(connection, client, goodPassword))
    expect([ways, demandsAll]).deep.equal([['message', 'password'], false])
    const { id, outstanding } = await beginAuthorisation(connection, client, { ticket, way: 'message', name: 'tablet' })
    expect(outstanding).deep.equal(['message'])
    const { code } = await branch.newestMessage('alice@example.org')
    const done = await confirmAuthorisation(connection, client, { ticket, id, answer: { code } })
    if (!done.authorised) throw new Error('it was not authorised')
    await tokens.write(connection.gateway, done.token)
    const devices = await terminal.devices()
    expect(devices.find(({ isThisDevice }) => isThisDevice)).to.deep.include({
      name: 'tablet',
      authorisedBy: 'message',
    })
    expect((await logIn(connection, client, goodPassword)).authorised).equal(true)
  })

  it('S4-009 has its device authorised by the password, and changes that afterwards', async () => {
    const { connection, client, terminal } = freshClient()
    const { ticket } = ticketOf(await logIn(connection, client, goodPassword))
    const { id } = await beginAuthorisation(connection, client, { ticket, way: 'password', name: 'tablet' })
    const wrong = confirmAuthorisation(connection, client, { ticket, id, answer: { password: 'quite another one' } })
    expect((await rejection<GatewayProblem>(wrong)).code).equal('wrong_credentials')
    await confirmAuthorisation(connection, client, { ticket, id, answer: { password: goodPassword } })
    await terminal.changePassword({ password: goodPassword, newPassword: 'another good password' })
    const old = await rejection<GatewayProblem>(logIn(connection, client, goodPassword))
    expect([old.status, old.code]).deep.equal([401, 'wrong_credentials'])
    expect((await logIn(connection, client, 'another good password')).authorised).equal(true)
  })

  it('S4-007 can decline, after which its ticket is worth nothing', async () => {
    const { connection, client } = freshClient()
    const { ticket } = ticketOf(await logIn(connection, client, goodPassword))
    const { id } = await beginAuthorisation(connection, client, { ticket, way: 'password', name: 'tablet' })
    await declineAuthorisation(connection, { ticket, id })
    const late = confirmAuthorisation(connection, client, { ticket, id, answer: { password: goodPassword } })
    expect((await rejection<GatewayProblem>(late)).code).equal('ticket_expired')
  })

  it('S4-001 sends a password once, however it fails, and tells when to come back', async () => {
    const { connection, client } = freshClient()
    for (let count = 0; count < 5; count += 1) await rejection(logIn(connection, client, 'quite another one'))
    const locked = await rejection<GatewayProblem>(logIn(connection, client, goodPassword))
    expect([locked.code, (locked.retryAfterSeconds ?? 0) > 50]).deep.equal(['account_locked', true])
  })

  it('sends no first request before its device is authorised', async () => {
    const { connection, client, terminal } = freshClient()
    const login = await logIn(connection, client, goodPassword)
    expect((await rejection<TerminalFault>(sendFirstRequest(terminal, login))).code).equal('device_not_authorised')
    expect(await terminal.unsettled()).deep.equal([])
  })
})

describe('the first request of an authorised device', () => {
  it('asks for a payment code, signed by the device, with the account', async () => {
    const gateway = await new FakeGateway().listen()
    try {
      const { terminal, signer } = aliceAt(gateway)
      const login: Login = { authorised: true, token: { token: 'first-token', expiresAt: 9_000_000_000_000 } }
      expect((await sendFirstRequest(terminal, login)).status).equal('accepted')
      const { instruction } = JSON.parse(gateway.sent[0] as string)
      expect(instruction).to.deep.include({
        kind: 'payment-code.request',
        from: 'alice',
        device: signer.device,
        body: {},
      })
    } finally {
      await gateway.close()
    }
  })
})
