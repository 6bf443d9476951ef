import { expect } from 'chai'
import { connect } from '../../terminal/sdk/connection.ts'
import {
  beginAuthorisation,
  type Client,
  confirmAuthorisation,
  type LoginTicket,
  logIn,
} from '../../terminal/sdk/login.ts'
import { makeDeviceKey } from '../../terminal/sdk/node/key-file.ts'
import { memoryNumbers } from '../../terminal/sdk/stores.ts'
import { Terminal } from '../../terminal/sdk/terminal.ts'
import { gateways, restartGateway } from './support/network.ts'
import { get, openSession, Person, post, refusalOf } from './support/people.ts'
import { readScene, register, type Scene } from './support/scene.ts'

const password = 'a horse, a battery, a staple'
const address = 'paula@example.org'

describe('a new device of an account', () => {
  let scene: Scene
  let paula: Person

  /** A device with a fresh key, at the bank's gateway. */
  const freshClient = () => {
    const connection = connect(gateways.bank)
    const signer = makeDeviceKey()
    const terminal = new Terminal({ connection, participant: 'paula', signer, numbers: memoryNumbers() })
    const client: Client = { participant: 'paula', signer, identity: () => terminal.identity() }
    return { connection, client, terminal }
  }

  const newestCode = async (): Promise<string> => {
    const { body } = await get(gateways.bank, `/development/inbox.json?to=${address}`)
    return body.items[0].text.match(/^[0-9]{8}$/m)[0]
  }

  before(async () => {
    scene = await readScene()
    paula = await register('bank', scene.registrars.bank, new Person('paula'))
    const token = await openSession(gateways.bank, 'BankMSP', scene.registrars.bank)
    const answer = await fetch(`${gateways.bank}/v1/credentials/paula`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ password, messageAddress: address }),
    })
    expect(answer.status).to.equal(200)
  })

  it('S4-001 S4-006 S4-008 S4-010 S4-012 S4-044 is authorised by a message, and signs for itself from then on', async () => {
    const { connection, client, terminal } = freshClient()
    expect(await refusalOf(logIn(connection, client, 'quite another one'))).to.equal('wrong_credentials')
    const { ticket } = (await logIn(connection, client, password)) as LoginTicket
    const { id } = await beginAuthorisation(connection, client, { ticket, way: 'message', name: 'tablet' })
    const early = await terminal.instruct('participant.accept', { accepts: 'all' })
    expect(early).to.include({ status: 'rejected', code: 'unknown_device' })
    const done = await confirmAuthorisation(connection, client, { ticket, id, answer: { code: await newestCode() } })
    expect(done.authorised).to.equal(true)
    expect((await logIn(connection, client, password)).authorised).to.equal(true)
    expect((await terminal.instruct('participant.accept', { accepts: 'all' })).status).to.equal('accepted')
    const own = (await terminal.devices()).find(({ isThisDevice }) => isThisDevice)
    expect(own).to.deep.include({ name: 'tablet', roles: ['customer'], authorisedBy: 'message', status: 'active' })
    const known = await get(gateways.supplier, `/v1/participants/paula/devices/${client.signer.device}`)
    expect(known.body['status']).to.equal('active')
  })

  it('S4-009 S4-011 is authorised by the password, renamed, and revoked, after which it must be authorised again', async () => {
    const { connection, client, terminal } = freshClient()
    const { ticket } = (await logIn(connection, client, password)) as LoginTicket
    const { id } = await beginAuthorisation(connection, client, { ticket, way: 'password', name: 'laptop' })
    await confirmAuthorisation(connection, client, { ticket, id, answer: { password } })
    const { device } = client.signer
    const rename = { device, name: 'the old laptop' }
    expect((await terminal.instruct('device.rename', rename)).status).to.equal('accepted')
    const listed = (await terminal.devices()).find((one) => one.device === device)
    expect(listed).to.deep.include({
      ...{ ...rename, status: 'active', roles: ['customer'], authorisedBy: 'password' },
      ...{ lastCharacters: device.slice(-6), isThisDevice: true },
    })
    expect([listed?.addedAt, listed?.lastUsedAt].map(Number).every((at) => at <= Date.now() && at > 0)).to.equal(true)
    const revoke = paula.envelope('device.revoke', { participant: 'paula', device })
    expect((await post(gateways.bank, revoke)).status).to.equal(200)
    expect(await refusalOf(terminal.devices())).to.equal('bad_signature')
    expect(await refusalOf(logIn(connection, client, password))).to.equal('revoked_device')
    expect((await logIn(connection, freshClient().client, password)).authorised).to.equal(false)
  })

  it('S4-007 S4-001 needs its ticket anew after a restart of the gateway, which forgets no credentials', async () => {
    const { connection, client } = freshClient()
    const { ticket } = (await logIn(connection, client, password)) as LoginTicket
    await restartGateway('bank')
    const begun = beginAuthorisation(connection, client, { ticket, way: 'password', name: 'phone' })
    expect(await refusalOf(begun)).to.equal('ticket_expired')
    expect((await logIn(connection, client, password)).authorised).to.equal(false)
  })
})
