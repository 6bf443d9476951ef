import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { packageReleases } from '../../../chaincode/domains/packages/tables.ts'
import { sealKeys } from '../../../chaincode/domains/registry/tables.ts'
import { envelopeText } from '../../../chaincode/envelope.ts'
import { packageKey } from '../../../chaincode/wire/sealing/package-key.ts'
import type { SealKey } from '../../../chaincode/wire/sealing/seal-key.ts'
import { open, seal } from '../../../chaincode/wire/sealing/sealed-document.ts'
import { GatewayDevice } from '../../../gateway/services/gateway-device.ts'
import { KeeperService } from '../../../gateway/services/keeper-service.ts'
import { createSealKey } from '../../../terminal/sdk/node/seal-key-file.ts'
import { Packaging } from '../../support/packaging.ts'
import { Scene } from '../../support/scene.ts'
import { TillGateway } from '../support/till-gateway.ts'

const first = 'F'.repeat(43)

describe('who keeps first keys of packages', () => {
  let of: Packaging
  let gateway: TillGateway
  let folder: string
  let service: KeeperService
  let aliceKey: SealKey
  let logged: object[]

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'assay-keeper-'))
    of = await Packaging.open(await Scene.open(), 'BankMSP')
    gateway = await TillGateway.open({}, of.on.till)
    aliceKey = await createSealKey(join(folder, 'alice.key'), of.on.alice.id)
    await gateway.meanwhile(() => of.on.done(of.on.alice, 'device.set-seal-key', { publicKey: aliceKey.publicKey }))
    service = serviceOf()
  })
  afterEach(async () => {
    service.stop()
    await gateway.close()
    rmSync(folder, { recursive: true })
  })

  const serviceOf = (): KeeperService => {
    const keyFile = join(folder, 'keeper.key')
    writeFileSync(keyFile, of.keeper.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const { projection, instructions, outbox, server } = gateway
    const device = new GatewayDevice(
      { participant: 'release-service', keyFile },
      { ledger: 'assay', projection, outbox },
    )
    logged = []
    const note = (values: object) => logged.push(values)
    const nextBlock = () => new Promise<void>((resume) => setImmediate(resume))
    return new KeeperService({
      ...{ device, projection, instructions, outbox, documents: server.documents, isCaughtUp: () => true },
      ...{ follower: { nextBlock: nextBlock as never }, log: { warn: note, info: note } as never },
    })
  }

  const until = async <T>(find: () => T | undefined): Promise<T> => {
    for (;;) {
      service.look()
      const found = find()
      if (found !== undefined) return found
      await new Promise((resume) => setImmediate(resume))
    }
  }

  /** The shop delivers a package whose first key is sealed to the keeper, in this context. */
  const deliver = async (change: object = {}): Promise<void> => {
    const known = await until(() => gateway.projection.view.find(sealKeys, 'release-service', of.keeper.id))
    const recipients = [{ device: of.keeper.id, publicKey: known.publicKey }]
    const context = { to: 'release-service', interaction: of.interaction, part: 'first' as const, ...change }
    const { bytes, digest } = await seal({ key: first }, { recipients, context })
    gateway.server.documents.putSealed({ participant: 'book-shop' } as never, digest, bytes)
    await gateway.meanwhile(() => of.on.done(of.on.shop, 'package.deliver', of.body({ firstKey: digest })))
  }

  const released = () => gateway.projection.view.find(packageReleases, of.interaction, of.on.alice.id, 'first')

  it('S1-059 releases each key once, sealed to the device that asked, which opens it; no log has it', async () => {
    await deliver()
    await gateway.meanwhile(() => of.requested())
    const release = await until(released)
    expect(release).include({ by: 'release-service', part: 'first' })
    const asked = { as: 'interaction', digest: release.sealedKey, of: of.interaction, isRelayed: false } as const
    const bytes = await gateway.server.documents.readSealed({ participant: 'alice' }, asked)
    const context = { to: 'alice', interaction: of.interaction, part: 'first' } as const
    const opened = await open(bytes, { digest: release.sealedKey, key: aliceKey, context, shape: packageKey })
    expect(opened).deep.equal({ key: first })
    expect(gateway.projection.packages.work('release-service', 10)).deep.equal([])
    expect(JSON.stringify([logged, gateway.submitted])).not.include(first)
  })

  it('goes on at a start with what was asked for while it was away', async () => {
    await deliver()
    service.stop()
    await gateway.meanwhile(() => of.requested())
    expect(gateway.projection.packages.work('release-service', 10)).length(1)
    service = serviceOf()
    expect(await until(released)).include({ by: 'release-service' })
  })

  /** Has a run of the service sign a release that no block holds yet, and ends it. */
  const cutOff = async () => {
    await deliver()
    gateway.isHeld = true
    await gateway.meanwhile(() => of.requested())
    const signed = await until(() => gateway.outbox.all()[0])
    service.stop()
    return signed
  }

  it('S1-059 S1-062 signs no second release where it was cut off before it heard of the first, and uses no number twice', async () => {
    const signed = await cutOff()
    service = serviceOf()
    for (const _time of [1, 2, 3]) {
      service.look()
      await new Promise((resume) => setImmediate(resume))
    }
    expect(gateway.outbox.all().map(({ id }) => id)).deep.equal([signed.id])
    await gateway.release()
    expect(await until(released)).include({ part: 'first' })
    const releases = gateway.submitted
      .map((text) => JSON.parse(text).instruction)
      .filter(({ kind }) => kind === 'package.release')
    expect(releases).length(1)
    expect(logged).deep.equal([])
  })

  it('signs nothing in place of what it signed and cannot read any more', async () => {
    const signed = await cutOff()
    const other = JSON.parse(signed.envelope)
    other.instruction.body.sealedKey = 'S'.repeat(43)
    gateway.outbox.all = () => [{ ...signed, envelope: envelopeText(other) }]
    service = serviceOf()
    await until(() => (logged.length > 0 ? true : undefined))
    expect(gateway.submitted.filter((text) => text.includes('package.release'))).deep.equal([])
    expect(JSON.stringify(logged)).not.include(other.instruction.body.sealedKey)
  })

  it('releases nothing that was sealed for another interaction, says so once, and has nothing to do for a revoked package', async () => {
    await deliver({ interaction: 'J'.repeat(43) })
    await gateway.meanwhile(() => of.requested())
    await until(() => (logged.length > 0 ? true : undefined))
    for (const _time of [1, 2, 3]) service.look()
    expect(released()).equal(undefined)
    await gateway.meanwhile(() => of.on.done(of.on.shop, 'package.revoke', of.named))
    expect(gateway.projection.packages.work('release-service', 10)).deep.equal([])
    expect(logged).length(1)
  })
})
