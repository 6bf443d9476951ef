import { expect } from 'chai'
import { sealKeys } from '../../../../chaincode/domains/registry/tables.ts'
import { Device } from '../../../support/devices.ts'
import { codeOf, only, Scene } from '../../../support/scene.ts'

const way = { gateway: 'BankMSP' }

const add = (scene: Scene, device: Device, registrar = scene.registrars.BankMSP): string =>
  scene.instruct(registrar, 'device.add', { participant: device.participant, device: device.entry })

const revoke = (scene: Scene, by: Device, device: Device): string =>
  scene.instruct(by, 'device.revoke', { participant: device.participant, device: device.id })

describe('devices of a participant', () => {
  it('have keys that belong to one account for ever, also once they are revoked', async () => {
    const scene = await Scene.open()
    const tablet = new Device('alice', ['customer'])
    await scene.honoured(add(scene, tablet), way)
    expect(scene.ledger.row(`device~${tablet.id}`)).deep.equal({
      ...{ device: tablet.id, participant: 'alice', home: 'BankMSP' },
    })
    const forOther = (participant: string, device = tablet) => {
      const { participant: _participant, ...card } = device.cardFor(participant)
      return { ...card, roles: ['customer' as const] }
    }
    const registrar = scene.registrars.BankMSP
    const takings = () => [
      scene.instruct(registrar, 'participant.register', {
        ...{ participant: 'carol', type: 'person' as const },
        device: forOther('carol'),
      }),
      scene.instruct(registrar, 'device.add', { participant: 'alice', device: forOther('alice', scene.bob) }),
      scene.instruct(registrar, 'device.replace', {
        ...{ participant: 'alice', lost: scene.alice.id },
        device: forOther('alice', scene.bob),
      }),
    ]
    for (const text of takings()) expect(codeOf(only(await scene.apply(text, way)))).equal('device_key_taken')
    await scene.honoured(revoke(scene, scene.alice, tablet), way)
    for (const text of takings()) expect(codeOf(only(await scene.apply(text, way)))).equal('device_key_taken')
    expect(scene.ledger.row('participant~carol')).equal(undefined)
  })

  it('come with a card that their key signed for that very account, in each way of adding one', async () => {
    const scene = await Scene.open()
    const registrar = scene.registrars.BankMSP
    const fresh = () => new Device('alice', ['customer'])
    const unproven = [
      { ...fresh().entry, proof: undefined },
      { ...fresh().entry, proof: fresh().card.proof },
      { ...fresh().entry, proof: 'A'.repeat(86) },
    ]
    const other = fresh()
    unproven.push({ ...other.entry, proof: other.cardFor('bob').proof })
    for (const device of unproven) {
      const texts = [
        scene.instruct(registrar, 'device.add', { participant: 'alice', device }),
        scene.instruct(registrar, 'device.replace', { participant: 'alice', lost: scene.alice.id, device }),
        scene.instruct(registrar, 'participant.register', { participant: 'carol', type: 'person', device }),
      ]
      for (const text of texts) expect(codeOf(only(await scene.apply(text, way)))).equal('device_not_proven')
    }
    expect(Object.keys(scene.account('alice').devices)).deep.equal([scene.alice.id])
  })

  it('act for it once its registrar added them, each with numbers of its own', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    const tablet = new Device('alice', ['customer'])
    expect(codeOf(only(await scene.apply(scene.transfer(tablet, 'bob', 1n))))).equal('unknown_device')
    await scene.honoured(add(scene, tablet), way)
    await scene.honoured([
      scene.transfer(tablet, 'bob', 1n, { number: '1' }),
      scene.transfer(scene.alice, 'bob', 1n, { number: '1' }),
    ])
    expect(scene.balance('alice')).equal(8n)
  })

  it('S4-010 stand on the ledger with the way by which they were authorised, where that is said', async () => {
    const scene = await Scene.open()
    for (const authorisedBy of ['message', 'password', 'both', 'desk', undefined] as const) {
      const device = new Device('alice', ['customer'])
      const said = authorisedBy === undefined ? {} : { authorisedBy }
      const body = { participant: 'alice', device: device.entry, ...said }
      await scene.honoured(scene.instruct(scene.registrars.BankMSP, 'device.add', body), way)
      expect(scene.account('alice').devices[device.id]?.authorisedBy).equal(authorisedBy)
    }
  })

  it('do nothing after they were revoked, by another device of theirs or by the registrar', async () => {
    const scene = await Scene.open()
    const tablet = new Device('alice', ['customer'])
    await scene.honoured([add(scene, tablet), revoke(scene, scene.alice, tablet)], way)
    expect(codeOf(only(await scene.apply(scene.transfer(tablet, 'bob', 1n))))).equal('revoked_device')
    await scene.honoured(revoke(scene, scene.registrars.BankMSP, scene.alice), way)
    expect(codeOf(only(await scene.apply(scene.transfer(scene.alice, 'bob', 1n))))).equal('revoked_device')
  })

  it('are revoked for the later envelopes of the same batch already', async () => {
    const scene = await Scene.open()
    const accept = scene.instruct(scene.alice, 'participant.accept', { accepts: 'none' })
    const { outcomes } = await scene.apply([revoke(scene, scene.alice, scene.alice), accept], way)
    expect(outcomes.map(codeOf)).deep.equal(['accepted', 'revoked_device'])
  })

  it('can be added and used within one batch', async () => {
    const scene = await Scene.open()
    const tablet = new Device('alice', ['customer'])
    const accept = scene.instruct(tablet, 'participant.accept', { accepts: 'none' })
    const { outcomes } = await scene.apply([accept, add(scene, tablet), accept], way)
    expect(outcomes.map(codeOf)).deep.equal(['unknown_device', 'accepted', 'accepted'])
  })

  it('of another participant are not theirs to revoke, unless the device is a registrar’s of the same home', async () => {
    const scene = await Scene.open()
    expect(codeOf(only(await scene.apply(revoke(scene, scene.alice, scene.bob), way)))).equal('device_lacks_role')
    const foreign = revoke(scene, scene.registrars.BankMSP, scene.bob)
    expect(codeOf(only(await scene.apply(foreign, way)))).equal('not_registrar_of_home')
    expect(scene.account('bob').devices[scene.bob.id]?.status).equal('active')
  })

  it('never sign for somebody else, even with the right key', async () => {
    const scene = await Scene.open()
    const text = scene.transfer(scene.alice, 'bob', 1n, { from: 'institution-treasury' })
    expect(codeOf(only(await scene.apply(text)))).equal('unknown_device')
    const borrowed = scene.transfer(scene.alice, 'bob', 1n, { from: 'bob', device: scene.bob.id })
    expect(codeOf(only(await scene.apply(borrowed)))).equal('bad_signature')
  })

  it('are never given the registrar role by an instruction, nor the issuer role to a person', async () => {
    const scene = await Scene.open()
    for (const roles of [['registrar'], ['customer', 'registrar'], ['issuer']] as const) {
      const device = new Device('alice', [...roles])
      expect(codeOf(only(await scene.apply(add(scene, device), way))), roles.join()).equal('role_not_grantable')
    }
    const point = { ...new Device('alice', ['customer']).publicKey, y: scene.bob.publicKey.y }
    const device = { ...new Device('alice', []).entry, publicKey: point, roles: ['customer'] as ['customer'] }
    const text = scene.instruct(scene.registrars.BankMSP, 'device.add', { participant: 'alice', device })
    expect(codeOf(only(await scene.apply(text, way)))).equal('role_not_grantable')
    expect(Object.keys(scene.account('alice').devices)).deep.equal([scene.alice.id])
  })

  it('are replaced when there are sixteen, and a revoked one leaves room for another until there are 64 in all', async () => {
    const scene = await Scene.open()
    const devices = Array.from({ length: 15 }, () => new Device('alice', ['customer']))
    await scene.honoured(
      devices.map((device) => add(scene, device)),
      way,
    )
    let last = devices[0] as Device
    const replace = () => {
      const [lost, device] = [last, new Device('alice', ['customer'])]
      last = device
      return scene.instruct(scene.registrars.BankMSP, 'device.replace', {
        participant: 'alice',
        lost: lost.id,
        device: device.entry,
      })
    }
    const { outcomes } = await scene.apply(
      Array.from({ length: 49 }, () => replace()),
      way,
    )
    expect(outcomes.map(codeOf)).deep.equal([...Array(48).fill('accepted'), 'too_many_devices'])
    expect(Object.keys(scene.account('alice').devices).length).equal(64)
  })

  it('are sixteen in use at most', async () => {
    const scene = await Scene.open()
    const devices = Array.from({ length: 16 }, () => new Device('alice', ['customer']))
    const { outcomes } = await scene.apply(
      devices.map((device) => add(scene, device)),
      way,
    )
    expect(outcomes.map(codeOf)).deep.equal([...Array(15).fill('accepted'), 'too_many_devices'])
  })

  it('can be added to a frozen participant, whose old device may be lost, but not to a closed one', async () => {
    const scene = await Scene.open()
    const registrar = scene.registrars.BankMSP
    await scene.honoured(
      scene.instruct(registrar, 'participant.freeze', { participant: 'alice', caseNumber: 'CASE-1' }),
      way,
    )
    await scene.honoured(add(scene, new Device('alice', ['customer'])), way)
    await scene.honoured(
      [
        scene.instruct(registrar, 'participant.unfreeze', { participant: 'alice', caseNumber: 'CASE-1' }),
        scene.instruct(registrar, 'participant.close', { participant: 'alice' }),
      ],
      way,
    )
    const late = add(scene, new Device('alice', ['customer']))
    expect(codeOf(only(await scene.apply(late, way)))).equal('participant_state_forbids')
  })
})

describe('renaming a device', () => {
  it('gives a device of one’s own another name for people and changes nothing else', async () => {
    const scene = await Scene.open()
    const rename = (device: string) => scene.instruct(scene.alice, 'device.rename', { device, name: '新手机' })
    const before = scene.account('alice').devices[scene.alice.id]
    const outcome = only(await scene.apply(rename(scene.alice.id), way))
    expect(outcome).deep.include({ status: 'accepted', effects: { device: scene.alice.id, name: '新手机' } })
    const { name, roles, status, publicKey } = scene.account('alice').devices[scene.alice.id] ?? {}
    expect({ name, roles, status, publicKey }).deep.equal({
      name: '新手机',
      roles: before?.roles,
      status: 'active',
      publicKey: before?.publicKey,
    })
    expect(codeOf(only(await scene.apply(rename(scene.bob.id), way)))).equal('device_not_found')
  })
})

describe('replacing a lost device', () => {
  const replace = (scene: Scene, fresh: Device, lost = scene.alice.id, registrar = scene.registrars.BankMSP) =>
    scene.instruct(registrar, 'device.replace', { participant: fresh.participant, lost, device: fresh.entry })

  it('revokes it and adds another in one step, and all that is held stays where it is', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    const fresh = new Device('alice', ['customer'])
    const outcome = only(await scene.apply(replace(scene, fresh), way))
    expect(outcome).deep.include({
      status: 'accepted',
      effects: { participant: 'alice', lost: scene.alice.id, device: fresh.id },
    })
    const lost = codeOf(only(await scene.apply(scene.transfer(scene.alice, 'bob', 1n))))
    expect(lost).equal('revoked_device')
    expect(codeOf(only(await scene.apply(scene.transfer(fresh, 'bob', 10n))))).equal('accepted')
    expect(scene.balance('bob')).equal(10n)
  })

  it('does neither half when the other is refused', async () => {
    const scene = await Scene.open()
    const tablet = new Device('alice', ['customer'])
    const refused: [string, string][] = [
      ['device_not_found', replace(scene, tablet, scene.bob.id)],
      ['device_exists', replace(scene, scene.alice)],
      ['role_not_grantable', replace(scene, new Device('alice', ['teller']))],
      ['unknown_participant', replace(scene, new Device('nobody', ['customer']))],
      ['not_registrar_of_home', replace(scene, new Device('bob', ['customer']), scene.bob.id)],
      ['device_lacks_role', replace(scene, tablet, scene.alice.id, scene.alice)],
    ]
    for (const [code, text] of refused) expect(codeOf(only(await scene.apply(text, way))), code).equal(code)
    expect(Object.keys(scene.account('alice').devices)).deep.equal([scene.alice.id])
    expect(scene.account('alice').devices[scene.alice.id]?.status).equal('active')
    await scene.honoured(replace(scene, tablet), way)
    const again = replace(scene, new Device('alice', ['customer']))
    expect(codeOf(only(await scene.apply(again, way)))).equal('device_already_revoked')
  })

  it('is refused for a participant that is closed, as adding one is', async () => {
    const scene = await Scene.open()
    await scene.honoured(scene.instruct(scene.registrars.BankMSP, 'participant.close', { participant: 'alice' }), way)
    const fresh = new Device('alice', ['customer'])
    const { outcomes } = await scene.apply([replace(scene, fresh), add(scene, fresh)], way)
    expect(outcomes.map(codeOf)).deep.equal(['participant_state_forbids', 'participant_state_forbids'])
  })
})

describe('setting the key for sealed documents', () => {
  const set = (scene: Scene, device: Device, publicKey: Device['publicKey']) =>
    scene.instruct(device, 'device.set-seal-key', { publicKey })
  const rowOf = (scene: Scene, { participant, id }: Device) => scene.ledger.row(sealKeys.key(participant, id))

  it('is done by a device for itself alone, whatever its roles, and replaces the one before', async () => {
    const scene = await Scene.open()
    const tablet = new Device('alice', ['merchant'])
    await scene.honoured(add(scene, tablet), way)
    const fresh = () => new Device('alice', []).publicKey
    const [first, second, other] = [fresh(), fresh(), fresh()]
    const outcome = only(await scene.apply(set(scene, scene.alice, first), way))
    expect(outcome).deep.include({ status: 'accepted', effects: { device: scene.alice.id } })
    await scene.honoured([set(scene, tablet, other), set(scene, scene.alice, second)], way)
    const row = { participant: 'alice', home: 'BankMSP' }
    expect(rowOf(scene, scene.alice)).deep.equal({ ...row, device: scene.alice.id, publicKey: second })
    expect(rowOf(scene, tablet)).deep.equal({ ...row, device: tablet.id, publicKey: other })
  })

  it('is refused for the key that the device signs with, and for one that is no point of the curve', async () => {
    const scene = await Scene.open()
    const off = { ...scene.alice.publicKey, y: scene.alice.publicKey.x }
    for (const key of [scene.alice.publicKey, off]) {
      expect(codeOf(only(await scene.apply(set(scene, scene.alice, key), way)))).equal('seal_key_unusable')
    }
    expect(rowOf(scene, scene.alice)).equal(undefined)
  })

  it('comes through a member that an auditor names, whose own organisation has no gateway', async () => {
    const scene = await Scene.open()
    const auditor = new Device('auditor-desk', ['auditor'])
    await scene.enrol(auditor, scene.homes.auditor)
    const [publicKey, own] = [new Device('auditor-desk', []).publicKey, new Device('alice', []).publicKey]
    const said = (device: Device, key: Device['publicKey']) =>
      scene.instruct(device, 'device.set-seal-key', { publicKey: key, through: 'BankMSP' })
    expect(codeOf(only(await scene.apply(set(scene, auditor, publicKey), way)))).equal('not_home')
    const elsewhere = await scene.apply(said(auditor, publicKey), { gateway: 'SupplierMSP' })
    expect(codeOf(only(elsewhere))).equal('not_home')
    await scene.honoured(said(auditor, publicKey), way)
    const row = { participant: 'auditor-desk', device: auditor.id, home: scene.homes.auditor, publicKey }
    expect(rowOf(scene, auditor)).deep.equal(row)
    expect(codeOf(only(await scene.apply(said(scene.alice, own), way)))).equal('device_lacks_role')
    expect(rowOf(scene, scene.alice)).equal(undefined)
  })

  it('is refused to a revoked device', async () => {
    const scene = await Scene.open()
    await scene.honoured(revoke(scene, scene.alice, scene.alice), way)
    const late = set(scene, scene.alice, new Device('alice', []).publicKey)
    expect(codeOf(only(await scene.apply(late, way)))).equal('revoked_device')
  })
})
