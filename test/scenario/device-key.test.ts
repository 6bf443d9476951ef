import { expect } from 'chai'
import { connect } from '../../terminal/sdk/connection.ts'
import { type DeviceSigner, makeCard } from '../../terminal/sdk/device-signer.ts'
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
import { findDifferences } from './support/agreement.ts'
import { gateways, topology } from './support/network.ts'
import { honoured, openSession, Person, post, refusalOf } from './support/people.ts'
import { fund, readScene, register, type Scene } from './support/scene.ts'

const password = 'a horse, a battery, a staple'

describe('a key that is to be two accounts’ device', () => {
  let scene: Scene
  const homes = { 'key-dora': 'bank', 'key-eric': 'supplier' } as const
  const mspIds = { bank: 'BankMSP', supplier: 'SupplierMSP' } as const

  before(async () => {
    scene = await readScene()
    for (const [participant, home] of Object.entries(homes)) {
      await register(home, scene.registrars[home], new Person(participant))
      const token = await openSession(gateways[home], mspIds[home], scene.registrars[home])
      const answer = await fetch(`${gateways[home]}/v1/credentials/${participant}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ password, messageAddress: `${participant}@example.org` }),
      })
      expect(answer.status).to.equal(200)
    }
  })

  const everythingGoesOn = async () => {
    await fund(scene, scene.bob, '1')
    expect(await findDifferences(topology)).to.deep.equal([])
  }

  it('is given to one of them, whichever registrars ask for it at once, and the other one is told so', async () => {
    const signer = makeDeviceKey()
    const opening = async (participant: string) => {
      const { participant: _participant, ...card } = await makeCard(participant, 'phone', signer)
      return { participant, type: 'person' as const, device: { ...card, roles: ['customer' as const] } }
    }
    const answers = await Promise.all([
      post(gateways.bank, scene.registrars.bank.envelope('participant.register', await opening('twin-anna'))),
      post(gateways.supplier, scene.registrars.supplier.envelope('participant.register', await opening('twin-beth'))),
    ])
    expect(answers.map(({ body }) => body.code ?? body.status).sort()).to.deep.equal(['accepted', 'device_key_taken'])
    await everythingGoesOn()
  })

  it('is not given to a second account by logging in to it either', async () => {
    const signer = makeDeviceKey()
    const authorise = async (participant: keyof typeof homes, key: DeviceSigner) => {
      const connection = connect(gateways[homes[participant]])
      const terminal = new Terminal({ connection, participant, signer: key, numbers: memoryNumbers() })
      const client: Client = { participant, signer: key, identity: () => terminal.identity() }
      const { ticket } = (await logIn(connection, client, password)) as LoginTicket
      const { id } = await beginAuthorisation(connection, client, { ticket, way: 'password', name: 'phone' })
      await confirmAuthorisation(connection, client, { ticket, id, answer: { password } })
      return terminal
    }
    const terminal = await authorise('key-dora', signer)
    expect(await refusalOf(authorise('key-eric', signer))).to.equal('device_key_taken')
    expect((await terminal.instruct('participant.accept', { accepts: 'all' })).status).to.equal('accepted')
    await everythingGoesOn()
  })

  it('is taken from nobody who has it: a card is signed by its key for one account', async () => {
    const person = new Person('key-hugo')
    const { proof: _proof, ...unsigned } = person.newDevice(['customer'])
    const body = { participant: 'key-hugo', type: 'person' as const, device: unsigned }
    const refused = await post(gateways.bank, scene.registrars.bank.envelope('participant.register', body))
    expect(refused.body).to.include({ code: 'device_not_proven', outcome: 'refused' })
    await honoured(gateways.bank, scene.registrars.bank, 'participant.register', {
      ...body,
      device: person.newDevice(['customer']),
    })
  })
})
