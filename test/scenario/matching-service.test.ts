import { expect } from 'chai'
import { digest } from '../../chaincode/wire/signature.ts'
import { matcherParticipant } from '../../scripts/matcher.ts'
import { gateways, restartGateway } from './support/network.ts'
import { get, openSession, Person, post } from './support/people.ts'
import { readScene, register, type Scene } from './support/scene.ts'

describe('the matching service of the supplier’s gateway', () => {
  let scene: Scene
  let holder: Person
  let token: string
  const requests = async () => {
    const { body } = await get(gateways.bank, '/v1/accounts/watch-keeper/requests', token)
    return body.items as { demand: string }[]
  }
  const untilAsked = async (demand: string): Promise<void> => {
    const end = Date.now() + 60_000
    while (Date.now() < end) {
      if ((await requests()).some((one) => one.demand === demand)) return
      await new Promise((resume) => setTimeout(resume, 200))
    }
    throw new Error('nobody was asked')
  }
  const open = async (name: string): Promise<string> => {
    const demand = digest(name)
    const envelope = scene.alice.envelope('demand.open', {
      ...{ demand, matcher: matcherParticipant, title: 'A watch', goods: [], minHolders: 1, several: false },
      wanted: [{ trait: 'field', anyOf: ['watch-keeping'] }],
      ...{ until: String(Date.now() + 600_000), publicKey: scene.alice.publicKey },
    })
    const answer = await post(gateways.bank, envelope)
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200)
    return demand
  }

  before(async () => {
    scene = await readScene()
    holder = await register('bank', scene.registrars.bank, new Person('watch-keeper'))
    const profile = { matcher: matcherParticipant, fields: ['watch-keeping'], traits: [], needs: [] }
    const answer = await post(gateways.bank, holder.envelope('profile.set', { ...profile, status: 'active' }))
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200)
    token = await openSession(gateways.bank, 'BankMSP', holder)
  })

  it('S1-010 S1-015 matches what is opened, asks who was chosen, and every gateway finds the same list', async () => {
    const demand = await open('a watch at the supplier')
    await untilAsked(demand)
    const requester = await openSession(gateways.bank, 'BankMSP', scene.alice)
    const { body } = await get(gateways.bank, `/v1/demands/${demand}`, requester)
    expect(body.match).to.include({ matcher: matcherParticipant, status: 'matched', found: 1 })
    expect(body.recomputed).to.include({ agrees: true, list: body.match.list })
    expect(body.holders).to.deep.equal([{ holder: 'watch-keeper', state: 'asked' }])
  })

  it('goes on at its start with what was opened while it was away', async () => {
    const restarted = restartGateway('supplier')
    const demand = await open('a watch while nobody matches')
    await restarted
    await untilAsked(demand)
  })
})
