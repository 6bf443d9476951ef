import { expect } from 'chai'
import { Device } from '../../support/devices.ts'
import { Packaging } from '../../support/packaging.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { TestServer } from '../support/server.ts'

describe('who keeps first keys of packages, over HTTP', () => {
  it('S1-057 is told to anybody, once something can be sealed to it, and as long as it is active', async () => {
    const of = await Packaging.open()
    const { scene } = of.on
    const told = async () => {
      const server = await new TestServer(projectionOf(blocksOf(scene.ledger))).listen()
      const { body } = await server.get('/v1/keepers')
      await server.close()
      return body.items
    }
    expect(await told()).deep.equal([])
    await of.keyed(of.keeper)
    expect(await told()).deep.equal([{ participant: 'release-service', home: 'InstitutionMSP' }])
    await scene.register(new Device('spare-keeper', ['keeper']), 'BankMSP', 'organisation')
    expect(await told()).length(1)
    const revoke = { participant: 'release-service', device: of.keeper.id }
    await scene.honoured(scene.instruct(scene.registrars.InstitutionMSP, 'device.revoke', revoke), {
      gateway: 'InstitutionMSP',
    })
    expect(await told()).deep.equal([])
  })
})
