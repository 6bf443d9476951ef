import { chmod, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import sinon from 'sinon'
import { connect } from '../../../terminal/sdk/connection.ts'
import type { GatewayProblem, TerminalFault } from '../../../terminal/sdk/errors.ts'
import { createProfile, loadProfile, openTerminal } from '../../../terminal/sdk/node/profile.ts'
import { FakeGateway } from '../support/fake-gateway.ts'
import { aliceAt, rejection, withFolder } from '../support/scene.ts'

describe('a session for reading', () => {
  let gateway: FakeGateway
  beforeEach(async () => {
    gateway = await new FakeGateway().listen()
  })
  afterEach(() => gateway.close())

  const opened = () => gateway.received.filter(({ path }) => path === '/v1/sessions').length

  it('is opened by a signature over the challenge, the ledger and the organisation, and then kept', async () => {
    const { terminal } = aliceAt(gateway)
    const { balances } = await terminal.account()
    await terminal.account('bob')
    expect(balances['GOLD-1G']?.available).to.equal('4000')
    expect(opened()).to.equal(1)
  })

  it('is opened again, once, when the gateway no longer takes it', async () => {
    const { terminal } = aliceAt(gateway)
    await terminal.account()
    gateway.tokens = ['second-token']
    await terminal.account()
    expect(opened()).to.equal(2)
  })

  it('is opened once for all that is read at the same time, also when the one before is over', async () => {
    const { terminal } = aliceAt(gateway)
    await Promise.all(Array.from({ length: 6 }, () => terminal.account()))
    expect(opened()).to.equal(1)
    gateway.tokens = ['second-token']
    await Promise.all(Array.from({ length: 6 }, () => terminal.account()))
    expect(opened()).to.equal(2)
  })

  it('is used again for bytes that did not get through, for some seconds', async () => {
    const { terminal, pauses } = aliceAt(gateway)
    await terminal.account()
    const real = globalThis.fetch
    let lost = 0
    const fetch = sinon.stub(globalThis, 'fetch').callsFake((...asked) => {
      lost -= 1
      return lost >= 0 ? Promise.reject(new TypeError('cut off')) : real(...asked)
    })
    try {
      const bytes = Uint8Array.from([1, 2, 3])
      lost = 2
      await terminal.putBytes('/v1/blobs/one', bytes)
      lost = 1
      expect(await terminal.readBytes('/v1/blobs/one?interaction=i', 3)).deep.equal(bytes)
      lost = 1
      expect(await terminal.hasBytes('/v1/blobs/one')).equal(false)
      expect(pauses).length(4)
      lost = Number.POSITIVE_INFINITY
      expect((await rejection<Error>(terminal.readBytes('/v1/blobs/one', 3))).name).equal('Outage')
    } finally {
      fetch.restore()
    }
  })

  it('is refused to a device that the gateway does not know', async () => {
    const { terminal } = aliceAt(gateway)
    gateway.devices.clear()
    expect((await rejection<GatewayProblem>(terminal.account())).code).to.equal('bad_signature')
  })

  it('lives in a file for its owner only, across runs, and never in the settings', () =>
    withFolder(async (folder) => {
      const profile = await createProfile(join(folder, 'alice'), { participant: 'alice', name: 'phone' })
      gateway.devices.set(profile.signer.device, profile.signer.publicKey)
      for (let run = 0; run < 2; run += 1) {
        const { terminal, close } = openTerminal(await loadProfile(profile.folder), connect(gateway.url))
        await terminal.account()
        close()
      }
      expect(opened()).to.equal(1)
      const file = join(profile.folder, 'session.json')
      expect((await stat(file)).mode & 0o777).to.equal(0o600)
      expect(await readFile(join(profile.folder, 'profile.json'), 'utf8')).not.to.contain('first-token')
      await chmod(file, 0o644)
      const { terminal } = openTerminal(await loadProfile(profile.folder), connect(gateway.url))
      expect((await rejection<TerminalFault>(terminal.account())).code).to.equal('key_file_open')
    }))

  it('remembers whose gateway it met, so that another one cannot take its place under the same address', () =>
    withFolder(async (folder) => {
      const profile = await createProfile(join(folder, 'alice'), { participant: 'alice', name: 'phone' })
      gateway.devices.set(profile.signer.device, profile.signer.publicKey)
      const { terminal } = openTerminal(profile, connect(gateway.url))
      await terminal.identity()
      gateway.mspId = 'SupplierMSP'
      expect((await rejection<GatewayProblem>(terminal.account())).code).to.equal('bad_signature')
    }))

  it('refuses another ledger than the one that the device belongs to', () =>
    withFolder(async (folder) => {
      const wanted = { participant: 'alice', name: 'phone', ledger: 'other' }
      const profile = await createProfile(join(folder, 'alice'), wanted)
      const { terminal } = openTerminal(profile, connect(gateway.url))
      expect((await rejection<TerminalFault>(terminal.identity())).code).to.equal('ledger_changed')
    }))
})
