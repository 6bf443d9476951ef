import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { logFile, stopProcess } from '../../network/process.ts'
import { keeperParticipant } from '../../scripts/keeper.ts'
import { fileSource, packageFiles, sealFile } from '../../terminal/sdk/node/package-file.ts'
import { uploadPackage } from '../../terminal/sdk/packages/mailbox.ts'
import { sealFirstKey } from '../../terminal/sdk/packages/released-keys.ts'
import { gateways, restartGateway, topology } from './support/network.ts'
import { refusalOf, untilItKnows } from './support/people.ts'
import { Vault } from './support/vault.ts'

const secret = 'the administrator password of pump 7'
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url')

/** How many strangers and replays a member's operators were told of. */
const alarmsAt = async (member: keyof typeof gateways): Promise<number> => {
  await untilItKnows(gateways[member])
  const text = await (await fetch(`${gateways[member]}/metrics`)).text()
  return Number(/^assay_alarms_total\{reason="stranger_refused"\} ([0-9]+)$/m.exec(text)?.[1] ?? 0)
}

describe('a package of two keys, from one member’s customer to another’s', () => {
  let vault: Vault

  before(async () => {
    vault = await Vault.open()
  })
  after(() => vault.close())

  /** An interaction with a package of which the reader asked for both keys. */
  const asked = async (text = secret, ...options: string[]): Promise<string> => {
    const id = await vault.recommended()
    await vault.delivered(id, text, ...options)
    await vault.done('reader', 'package', 'request', id)
    return id
  }
  const serve = async (): Promise<number> => (await vault.done('giver', 'package', 'serve', '--once')).released
  const opened = async (role: 'reader' | 'reader-desk', id: string): Promise<string> => {
    const out = vault.place()
    await vault.done(role, 'package', 'open', id, '--out', out)
    return readFileSync(out, 'utf8')
  }

  it('S3-053 S3-054 is a document with its digest on the ledger and a key with a keeper; both keys give it back, one does not, and another blob is refused', async () => {
    const id = await vault.recommended()
    expect(await vault.refusal('reader', 'package', 'request', id), 'before it is delivered').equal('unknown_package')
    const document = 'Pump 7, its plans.\n'.repeat(5_000)
    const name = await vault.delivered(id, document)
    expect(await vault.refusal('giver', ...vault.deliver(id, vault.terminals.file('x')))).equal('package_exists')
    const { package: row } = await vault.show('reader', id)
    expect(row).include({ package: name, contents: 'document', keeper: keeperParticipant, status: 'open' })
    expect(Number(row.size), 'compressed').lessThan(document.length / 10)

    const other = Buffer.from('another blob')
    await vault.as('giver', async (terminal) => {
      expect(await refusalOf(terminal.putBytes(`/v1/blobs/${name}`, other)), 'in its place').equal('digest_differs')
      await terminal.putBytes(`/v1/blobs/${digest(other)}`, other)
    })
    for (const [role, blob] of [
      ['giver', digest(other)],
      ['reader', digest(other)],
      ['other', name],
      ['stranger', name],
    ] as const) {
      const read = vault.as(role, (terminal) => terminal.readBytes(`/v1/blobs/${blob}?interaction=${id}`, 1_000_000))
      expect(await refusalOf(read), role).equal('not_found')
    }

    await vault.done('reader', 'package', 'request', id)
    await vault.untilFirstKey('reader', id)
    expect(await vault.unopened('reader', id), 'with the first key alone').equal('package_key_missing')
    expect(await serve()).equal(1)
    expect(await opened('reader', id)).equal(document)
  })

  it('S1-057 S1-058 S1-062 is the answer to a demand: a password that opens with both keys alone, and a receipt says who, when and which', async () => {
    const id = await vault.demanded(await vault.holding())
    expect(await vault.refusal('reader', ...vault.deliver(id, vault.terminals.file('x')))).equal('not_a_party')
    const name = await vault.delivered(id, secret, '--contents', 'passwords')
    expect(await vault.unopened('reader', id), 'a package without its keys').equal('package_key_missing')
    await vault.done('reader', 'package', 'request', id)
    expect(await serve()).equal(1)
    await vault.untilFirstKey('reader', id)
    expect(await opened('reader', id)).equal(secret)
    for (const role of ['reader', 'giver'] as const) {
      const shown = await vault.show(role, id)
      expect(shown.package).include({ package: name, contents: 'passwords', status: 'released' })
      const [receipt, ...more] = shown.openings
      expect(more).deep.equal([])
      expect(receipt).include({ interaction: id, receiver: 'vault-reader', device: await vault.device('reader') })
      expect(receipt.openedAt).match(/^[0-9]{13}$/)
      expect(JSON.stringify(shown)).not.contain(secret)
    }
    expect(await opened('reader', id), 'again, by the same receipt').equal(secret)
    for (const role of ['other', 'stranger'] as const) expect(await vault.unopened(role, id)).equal('not_allowed')
  })

  it('S1-058 S3-054 gives nothing where a giver seals a wrong key, or more comes out than is allowed', async () => {
    const id = await vault.recommended()
    await vault.as('giver', async (terminal, folder) => {
      const files = await packageFiles({ folder }, id)
      await sealFile(vault.terminals.file(secret), files, { interaction: id, receiver: 'vault-reader' })
      const firstKey = await sealFirstKey(terminal, randomBytes(32), { interaction: id, keeper: keeperParticipant })
      const laid = await uploadPackage(terminal, await fileSource(files.sealed))
      const body = { interaction: id, package: laid.package, size: `${laid.size}`, contents: 'passwords' as const }
      const rest = { keeper: keeperParticipant, firstKey, until: `${Date.now() + 600_000}` }
      expect((await terminal.instruct('package.deliver', { ...body, ...rest })).status).equal('accepted')
    })
    await vault.done('reader', 'package', 'request', id)
    const bomb = await asked('0'.repeat(8 * 2 ** 20))
    const long = await asked(randomBytes(2 ** 20).toString('hex'))
    expect(await serve()).equal(3)
    for (const one of [id, bomb, long]) await vault.untilFirstKey('reader', one)
    expect(await vault.unopened('reader', id)).equal('package_keys_wrong')
    expect(await vault.unopened('reader', bomb), 'by its ratio').equal('package_too_large')
    expect(await vault.unopened('reader', long, '--megabytes', '1'), 'by its size').equal('package_too_large')
  })

  it('S1-059 has each key released once, by who keeps it, to a device that asked; a replay and anybody else is refused, and alarms', async () => {
    const before = [await alarmsAt('bank'), await alarmsAt('supplier'), await alarmsAt('institution')]
    const id = await vault.recommended()
    await vault.delivered(id, secret)
    const [device, desk] = [await vault.device('reader'), await vault.device('reader-desk')]
    const release = (to: string) => ({ interaction: id, device: to, sealedKey: digest(randomBytes(32)) })
    for (const role of ['other', 'stranger', 'giver'] as const) {
      expect(await vault.refusal(role, 'package', 'request', id), role).equal('not_a_party')
    }
    expect(await vault.signed('giver', 'package.release', release(device)), 'unasked').equal('not_requested')
    await vault.done('reader', 'package', 'request', id)
    expect(await vault.refusal('reader', 'package', 'request', id), 'again').equal('requested_already')
    for (const role of ['reader', 'giver-desk', 'other', 'stranger'] as const) {
      expect(await vault.signed(role, 'package.release', release(device)), role).equal('not_the_keeper')
    }
    expect(await vault.signed('giver', 'package.release', release(desk)), 'to a device that did not ask').equal(
      'not_requested',
    )
    expect(await serve()).equal(1)
    expect(await serve(), 'again').equal(0)
    expect(await vault.signed('giver', 'package.release', release(device)), 'a replay').equal('released_already')
    await vault.untilFirstKey('reader', id)
    expect(await vault.signed('other', 'package.open', { interaction: id })).equal('not_a_party')
    expect(await opened('reader', id)).equal(secret)

    const after = [await alarmsAt('bank'), await alarmsAt('supplier'), await alarmsAt('institution')]
    expect(after, 'every member’s operators').deep.equal(before.map((count) => count + 12))
    const told = (await vault.done('giver', 'instruction', 'list')).items
    expect(
      told.some(
        (one: { from: string; kind: string; status: string }) =>
          [one.from, one.kind, one.status].join() === 'vault-other,package.release,refused',
      ),
    ).equal(true)
    for (const member of ['bank', 'supplier', 'institution']) {
      const log = readFileSync(logFile(topology.dataFolder, `gateway-${member}`), 'utf8')
      expect(log).contain('stranger_refused').and.contain('released_already').and.not.contain(secret)
    }
  })

  it('S1-062 is opened by nobody once it was revoked, whichever key is out; and is not revoked once the second one is', async () => {
    const id = await asked()
    await vault.untilFirstKey('reader', id)
    expect(await vault.refusal('other', 'package', 'revoke', id)).equal('not_a_party')
    await vault.done('giver', 'package', 'revoke', id)
    expect(await vault.refusal('giver', 'package', 'revoke', id), 'again').equal('package_state_forbids')
    expect(await serve(), 'of what was revoked').equal(0)
    const release = { interaction: id, device: await vault.device('reader'), sealedKey: digest(randomBytes(32)) }
    expect(await vault.signed('giver', 'package.release', release)).equal('package_state_forbids')
    expect(await vault.signed('reader', 'package.open', { interaction: id })).equal('package_state_forbids')
    expect(await vault.refusal('reader-desk', 'package', 'request', id)).equal('package_state_forbids')
    expect(await vault.unopened('reader', id)).equal('package_key_missing')
    const { package: row } = await vault.show('reader', id)
    expect(row.status).equal('revoked')
    const read = (terminal: { readBytes: (path: string, most: number) => Promise<unknown> }) =>
      terminal.readBytes(`/v1/blobs/${row.package}?interaction=${id}`, 1_000_000)
    expect(await refusalOf(vault.as('reader', read)), 'what was sealed').equal('not_found')

    const other = await asked()
    expect(await serve()).equal(1)
    expect(await vault.refusal('giver', 'package', 'revoke', other)).equal('package_state_forbids')
    await vault.untilFirstKey('reader', other)
    expect(await opened('reader', other)).equal(secret)
  })

  it('S1-059 loses nothing while the keeper is down, and a new device of the receiver asks anew and opens', async () => {
    const id = await vault.recommended()
    await vault.delivered(id, secret)
    await stopProcess(topology.dataFolder, 'gateway-supplier')
    await vault.done('reader', 'package', 'request', id)
    expect(await vault.unopened('reader', id)).equal('package_key_missing')
    await restartGateway('supplier')
    await vault.untilFirstKey('reader', id)
    expect(await serve()).equal(1)
    expect(await opened('reader', id)).equal(secret)

    expect(await vault.unopened('reader-desk', id), 'with the keys of another device').equal('package_key_missing')
    await vault.done('reader-desk', 'package', 'request', id)
    await vault.untilFirstKey('reader-desk', id)
    expect(await serve()).equal(1)
    expect(await opened('reader-desk', id)).equal(secret)
    const devices = (await vault.show('giver', id)).openings.map((one: { device: string }) => one.device)
    expect(devices).have.members([await vault.device('reader'), await vault.device('reader-desk')])
  })

  it('S1-059 is rejected by its receiver once both keys are late, and then released and opened no more; late keys count until then', async () => {
    const [late, rejected] = [await asked(secret, '--within', '8s'), await asked(secret, '--within', '8s')]
    expect(await vault.refusal('reader', 'package', 'reject', rejected)).equal('deadline_not_passed')
    const { until } = (await vault.show('reader', rejected)).package
    await sleep(Number(until) + 1 - Date.now())
    for (const role of ['giver', 'other'] as const) {
      expect(await vault.refusal(role, 'package', 'reject', rejected), role).equal('not_a_party')
    }
    expect(await vault.refusal('reader-desk', 'package', 'reject', rejected)).equal('not_requested')
    await vault.done('reader', 'package', 'reject', rejected)
    expect(await serve(), 'of the one that is alive').equal(1)
    const release = { interaction: rejected, device: await vault.device('reader'), sealedKey: digest(randomBytes(32)) }
    expect(await vault.signed('giver', 'package.release', release)).equal('package_state_forbids')
    expect(await vault.unopened('reader', rejected)).equal('package_key_missing')
    await vault.untilFirstKey('reader', late)
    expect(await vault.refusal('reader', 'package', 'reject', late)).equal('released_already')
    expect(await opened('reader', late)).equal(secret)
  })
})
