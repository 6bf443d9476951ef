import { expect } from 'chai'
import type { PublicKey } from '../../../../../chaincode/wire/device.ts'
import { thumbprint } from '../../../../../chaincode/wire/signature.ts'
import { keyEndOf, readCard } from '../../../../../terminal/web/screens/bank-desk/card.ts'
import {
  grantableRoles,
  type Opening,
  Registration,
  stepsOf,
} from '../../../../../terminal/web/screens/bank-desk/registration.ts'

const publicKey: PublicKey = { crv: 'P-256', kty: 'EC', x: 'a'.repeat(43), y: 'b'.repeat(43) }
const opening: Opening = {
  ...{ participant: 'dora', type: 'person', roles: ['customer'], card: undefined },
  ...{ password: 'a long one indeed', messageAddress: 'dora@example.org' },
}

// Whose card was asked for can be seen in it.
const proofFor = (participant: string) => participant.padEnd(86, 'A')

const stage = (failing?: string) => {
  const calls: unknown[] = []
  const fails = { at: failing }
  const act = async (name: string, what: unknown): Promise<void> => {
    if (fails.at === name) throw new Error(name)
    calls.push([name, what])
  }
  const port = {
    instruct: (kind: string, body: object) => act(kind, body),
    setCredentials: (participant: string, credentials: object) => act('credentials', { participant, ...credentials }),
    makeCard: async (participant: string) => ({ name: 'registration', publicKey, proof: proofFor(participant) }),
  }
  return { calls, fails, port }
}

describe('Registering a customer at the desk', () => {
  it('opens the account with a key that nobody keeps, revokes it, and sets what the person logs in with', async () => {
    const { calls, port } = stage()
    await new Registration(opening, port).run(() => {})
    expect(calls).to.deep.equal([
      [
        'participant.register',
        {
          ...{ participant: 'dora', type: 'person' },
          device: { name: 'registration', publicKey, proof: proofFor('dora'), roles: ['customer'] },
        },
      ],
      ['device.revoke', { participant: 'dora', device: thumbprint(publicKey) }],
      [
        'credentials',
        { participant: 'dora', password: opening.password, roles: ['customer'], messageAddress: 'dora@example.org' },
      ],
    ])
  })

  it('takes the person’s own device by its card, and revokes nothing', async () => {
    const { calls, port } = stage()
    const card = { name: 'phone', publicKey, proof: 'A'.repeat(86) }
    await new Registration({ ...opening, card, messageAddress: '' }, port).run(() => {})
    expect(calls.map((call) => (call as [string])[0])).to.deep.equal(['participant.register', 'credentials'])
    expect(stepsOf({ card })).to.deep.equal(['register', 'credentials'])
  })

  it('goes on at the step that failed, and does no step twice', async () => {
    const { calls, fails, port } = stage('device.revoke')
    const registration = new Registration(opening, port)
    const failed = await registration.run(() => {}).catch((error: Error) => error.message)
    expect(failed).to.equal('device.revoke')
    expect(registration.done).to.equal(1)
    fails.at = undefined
    await registration.run(() => {})
    expect(calls.map((call) => (call as [string])[0])).to.deep.equal([
      'participant.register',
      'device.revoke',
      'credentials',
    ])
  })

  it('offers the roles that a registrar may give', () => {
    expect(grantableRoles('person')).to.deep.equal(['customer', 'merchant'])
    expect(grantableRoles('organisation')).to.deep.equal([
      'issuer',
      'price',
      'teller',
      'customer',
      'merchant',
      'matcher',
      'keeper',
      'credit',
      'dispatcher',
      'executor',
    ])
  })

  it('reads a device’s card, and nothing else', () => {
    const proof = proofFor('dora')
    expect(readCard(JSON.stringify({ participant: 'dora', name: 'phone', publicKey, proof }))).to.deep.equal({
      participant: 'dora',
      device: { name: 'phone', publicKey, proof },
    })
    expect(keyEndOf({ name: 'phone', publicKey, proof })).equal(thumbprint(publicKey).slice(-6))
    for (const text of [
      '',
      '{}',
      'null',
      '{"name":"phone"}',
      JSON.stringify({ name: 'phone', publicKey }),
      JSON.stringify({ name: 'phone', publicKey, proof }),
      JSON.stringify({ name: 'phone', publicKey: { ...publicKey, x: 'short' } }),
    ]) {
      expect(readCard(text), text).to.equal(undefined)
    }
  })
})
