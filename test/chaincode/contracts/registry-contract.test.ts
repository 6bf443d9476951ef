import { expect } from 'chai'
import { RegistryContract } from '../../../chaincode/contracts/registry-contract.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { Device } from '../../support/devices.ts'
import { failureOf } from '../../support/failure.ts'
import { consortium } from '../../support/members.ts'
import { codeOf, only, Scene } from '../../support/scene.ts'

const enrolment = (scene: Scene, request: string, caller = { mspId: 'BankMSP', admin: true }) =>
  scene.ledger.submit({
    caller,
    contract: new RegistryContract(consortium),
    transaction: 'enrolRegistrar',
    args: [request],
    timestamp: scene.now,
  })

describe('enrolling a registrar', () => {
  it('puts the device on the ledger under the organisation of the caller’s certificate', async () => {
    const scene = await Scene.open()
    const second = new Device('bank-registry-two', ['registrar'], 'second desk')
    expect(await scene.enrol(second, 'BankMSP')).equal('VALID')
    expect(scene.account('bank-registry-two')).deep.include({ home: 'BankMSP', status: 'active', holdings: {} })
    expect(scene.account('bank-registry-two').devices[second.id]).deep.include({
      name: 'second desk',
      roles: ['registrar'],
      status: 'active',
    })
    await scene.register(new Device('carol', ['customer']), 'BankMSP')
  })

  it('adds a further device to a registrar that is known already', async () => {
    const scene = await Scene.open()
    const second = new Device('bank-registry', ['registrar'])
    await scene.enrol(second, 'BankMSP')
    expect(Object.keys(scene.account('bank-registry').devices).sort()).deep.equal(
      [scene.registrars.BankMSP.id, second.id].sort(),
    )
  })

  it('is for administrators by certificate: no gateway, auditor or client may', async () => {
    const scene = await Scene.open()
    const device = new Device('bank-registry-two', ['registrar'])
    for (const role of ['gateway', 'auditor', undefined] as const) {
      const caller = role === undefined ? { mspId: 'BankMSP' } : { mspId: 'BankMSP', role }
      expect(await failureOf(scene.enrol(device, 'BankMSP', caller)), role ?? 'client').match(/administrators/)
    }
    expect(scene.ledger.row('account~bank-registry-two')).equal(undefined)
  })

  it('never reaches into another organisation', async () => {
    const scene = await Scene.open()
    const intruder = new Device('bank-registry', ['registrar'])
    const failure = await failureOf(scene.enrol(intruder, 'SupplierMSP'))
    expect(failure).match(/belongs to BankMSP/)
    expect(scene.account('bank-registry').devices[intruder.id]).equal(undefined)
  })

  it('takes the organisation from the certificate, never from the request', async () => {
    const scene = await Scene.open()
    const { publicKey, ...card } = new Device('bank-registry-two', ['registrar']).card
    const request = { ...card, publicKey: { ...publicKey }, home: 'SupplierMSP' }
    expect(await failureOf(enrolment(scene, canonical(request)))).match(/home/)
  })

  it('refuses a key that is known already, a key off the curve, and text that is no request', async () => {
    const scene = await Scene.open()
    expect(await failureOf(scene.enrol(scene.registrars.BankMSP, 'BankMSP'))).match(/device_exists/)
    const { publicKey, ...card } = new Device('bank-registry', ['registrar']).card
    const off = { ...publicKey, y: scene.alice.publicKey.y }
    const request = canonical({ ...card, publicKey: off })
    expect(await failureOf(enrolment(scene, request))).match(/P-256/)
    expect(await failureOf(enrolment(scene, '{'))).match(/JSON/)
    expect(await failureOf(enrolment(scene, '{}'))).match(/participant/)
  })

  it('refuses a key that any account was given, and a card that its key did not sign', async () => {
    const scene = await Scene.open()
    const { publicKey, ...card } = scene.bob.cardFor('bank-registry')
    const taken = canonical({ ...card, publicKey: { ...publicKey } })
    expect(await failureOf(enrolment(scene, taken))).match(/device_key_taken/)
    const fresh = new Device('bank-registry', ['registrar']).card
    const stolen = canonical({ ...fresh, publicKey: { ...fresh.publicKey }, proof: card.proof })
    expect(await failureOf(enrolment(scene, stolen))).match(/device_not_proven/)
  })

  it('refuses a time that is far from the endorser’s clock', async () => {
    const scene = await Scene.open()
    const { publicKey, ...card } = new Device('bank-registry-two', ['registrar']).card
    const late = scene.ledger.submit({
      caller: { mspId: 'BankMSP', admin: true },
      contract: new RegistryContract(consortium),
      transaction: 'enrolRegistrar',
      args: [canonical({ ...card, publicKey: { ...publicKey } })],
      timestamp: scene.now,
      clock: scene.now + 30_001n,
    })
    expect(await failureOf(late)).match(/clock bound/)
  })

  it('is what every registration rests on: no device becomes a registrar in any other way', async () => {
    const scene = await Scene.open()
    const impostor = new Device('carol', ['registrar'])
    const body = { participant: 'carol', type: 'organisation', device: impostor.entry } as const
    const text = scene.instruct(scene.registrars.BankMSP, 'participant.register', body)
    expect(codeOf(only(await scene.apply(text, { gateway: 'BankMSP' })))).equal('role_not_grantable')
  })
})
