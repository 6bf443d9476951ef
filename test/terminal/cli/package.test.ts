import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { kinds } from '../../../chaincode/vocabulary.ts'
import { packageKey } from '../../../chaincode/wire/sealing/package-key.ts'
import type { SealKey } from '../../../chaincode/wire/sealing/seal-key.ts'
import { open, seal } from '../../../chaincode/wire/sealing/sealed-document.ts'
import { loadProfile, profileSealKey } from '../../../terminal/sdk/node/profile.ts'
import { createSealKey } from '../../../terminal/sdk/node/seal-key-file.ts'
import { filesBelow, SecretScan } from '../../support/secret-scan.ts'
import { commandLineScene } from '../support/command-line.ts'
import { problem } from '../support/fake-gateway.ts'
import { freshId, page } from '../support/matching.ts'

const secret = 'the administrator password of pump 7'

describe('packages on the command line', () => {
  const scene = commandLineScene()
  let keeper: SealKey
  let reader: SealKey
  let interaction: string
  /** The package's row, as its delivery said. */
  let row: { [member: string]: string }

  const pageOf = (path: string, ...items: object[]) => scene.gateway.pages.set(path, page(...items))
  const own = (account: string, list: string, ...items: object[]) => pageOf(`/v1/accounts/${account}/${list}`, ...items)
  const run = (profile: string, ...words: string[]) => scene.assay.run('package', ...words, '--profile', profile)
  /** What the words complain of; nothing was sent then. */
  const complaintOf = async (profile: string, ...words: string[]): Promise<string> => {
    const before = scene.gateway.sent.length
    const { code, complaint } = await run(profile, ...words)
    expect([code, scene.gateway.sent.length - before], complaint).deep.equal([1, 0])
    return complaint
  }
  const file = async (text = secret): Promise<string> => {
    const path = join(scene.folder, 'given')
    await writeFile(path, text)
    return path
  }
  const lastBody = () => {
    const { kind, body } = JSON.parse(scene.gateway.sent.at(-1) ?? '').instruction
    return kinds[kind as 'package.deliver'].body.parse(body) as { [member: string]: string }
  }
  const kept = () => readdirSync(join(scene.folder, 'default', 'packages')).sort()
  const deliver = async (...options: string[]) =>
    run('default', 'deliver', interaction, await file(), '--keeper', 'release-service', ...options)

  /** Alice's package as the ledger has it, for bob's device that asked. */
  const delivered = async (text?: string): Promise<void> => {
    if (text !== undefined) await file(text)
    const words = ['deliver', interaction, text === undefined ? await file() : join(scene.folder, 'given')]
    expect((await run('default', ...words, '--keeper', 'release-service')).code).equal(0)
    const { signer } = await loadProfile(join(scene.folder, 'default'))
    const sides = { giver: 'alice', giverHome: 'BankMSP', receiver: 'bob', receiverHome: 'BankMSP' }
    row = { ...lastBody(), ...sides, device: signer.device, keeperHome: 'SupplierMSP', status: 'open' }
    own('alice', 'packages', row)
    own('bob', 'packages', row)
    scene.gateway.pages.set(`/v1/records/package~${interaction}/history`, { items: [{ value: row }] })
    const request = {
      interaction,
      device: reader.device,
      receiver: 'bob',
      home: 'BankMSP',
      giver: 'alice',
      askedAt: '1800000000000',
    }
    own('alice', 'package-requests', { ...request, keeper: 'release-service' })
    own('alice', 'package-releases')
  }
  const release = (part: string, sealedKey: string) => {
    const by = part === 'first' ? 'release-service' : 'alice'
    return { interaction, device: reader.device, part, by, home: 'BankMSP', receiver: 'bob', giver: 'alice', sealedKey }
  }
  /** What the keeper does: it opens what was sealed to it, or takes another key, and seals that to bob's device. */
  const releaseFirst = async (other?: string): Promise<string> => {
    const digest = row['firstKey'] as string
    const bytes = scene.gateway.laid.get(`/v1/sealed-documents/${digest}`) as Buffer
    const context = { interaction, part: 'first' } as const
    const asked = { digest, key: keeper, context: { to: 'release-service', ...context }, shape: packageKey }
    const { key } = await open(Uint8Array.from(bytes), asked)
    const made = await seal({ key: other ?? key }, { recipients: [reader], context: { to: 'bob', ...context } })
    scene.gateway.laid.set(`/v1/sealed-documents/${made.digest}`, Buffer.from(made.bytes))
    return made.digest
  }
  const releaseSecond = async (): Promise<string> => {
    expect((await run('default', 'serve', '--once')).code).equal(0)
    return lastBody()['sealedKey'] as string
  }

  beforeEach(async () => {
    await scene.createAlice()
    expect((await scene.assay.run('device', 'create', '--participant', 'bob', '--profile', 'bob')).code).equal(0)
    const bob = await loadProfile(join(scene.folder, 'bob'))
    scene.gateway.devices.set(bob.signer.device, bob.signer.publicKey)
    reader = await profileSealKey(bob)
    keeper = await createSealKey(join(scene.folder, 'keeper.key'), freshId())
    for (const [participant, { device, publicKey }] of [
      ['release-service', keeper],
      ['bob', reader],
    ] as const)
      pageOf(`/v1/participants/${participant}/seal-keys`, { device, publicKey })
    interaction = freshId()
    const sides = { giver: 'alice', giverHome: 'BankMSP', receiver: 'bob', receiverHome: 'BankMSP' }
    const value = { interaction, of: 'demand', subject: freshId(), ...sides, counts: true, status: 'accepted' }
    scene.gateway.pages.set(`/v1/records/interaction~${interaction}/history`, { items: [{ value }] })
  })

  it('say what each command is for, and refuse what is no interaction, kind of content, span, size or file', async () => {
    const { output } = await scene.assay.run('package', '--help')
    for (const name of ['deliver', 'serve', 'revoke', 'request', 'open', 'reject', 'list', 'show'])
      expect(output).contain(name)
    const given = await file()
    const words = ['deliver', interaction, given, '--keeper', 'release-service']
    expect(await complaintOf('default', 'deliver', 'no-interaction', given, '--keeper', 'x-y')).contain('--help')
    expect(await complaintOf('default', 'deliver', interaction, given)).contain('--keeper')
    expect(await complaintOf('default', ...words, '--contents', 'poem')).contain('passwords')
    expect(await complaintOf('default', ...words, '--within', 'soon')).contain('12h')
    expect(await complaintOf('bob', 'open', interaction)).contain('--out')
    expect(await complaintOf('bob', 'open', interaction, '--out', 'x', '--megabytes', '0')).contain('megabytes')
    const missing = ['deliver', interaction, join(scene.folder, 'nothing'), '--keeper', 'release-service']
    expect(await complaintOf('default', ...missing)).contain('file_unreadable')
    expect(kept(), 'no key of what was never sealed').deep.equal([])
    pageOf('/v1/participants/release-service/seal-keys')
    expect(await complaintOf('default', ...words)).contain('no_seal_key')
  })

  it('S1-057 S3-053 deliver a package of the password and its digest, with a key for the keeper and one that stays; neither shows in what was sent', async () => {
    await delivered()
    const { package: name, firstKey, contents, size } = row as { [member: string]: string }
    expect([contents, Number(size) > 0]).deep.equal(['document', true])
    expect([...scene.gateway.laid.keys()]).include.members([`/v1/blobs/${name}`, `/v1/sealed-documents/${firstKey}`])
    expect(kept(), 'the second key alone').deep.equal([`${interaction}.second-key`])
    const second = join(scene.folder, 'default', 'packages', `${interaction}.second-key`)
    expect((await stat(second)).mode & 0o777).equal(0o600)
    const scan = new SecretScan([
      { name: 'content', value: secret },
      { name: 'second key', value: (await readFile(second, 'utf8')).trim() },
    ])
    const told = [...scene.gateway.sent, ...scene.gateway.laid.values()]
    for (const one of told) expect(scan.find(Buffer.from(one), 'sent')).deep.equal([])
    const found = scan.findIn(filesBelow(join(scene.folder, 'default'))).map((one) => one.file)
    expect(found).deep.equal([second])
  })

  it('go on with the very package where a delivery was cut off or refused, and forget it once it is on the ledger', async () => {
    scene.gateway.scripts.push((_received, id) => problem(409, 'package_exists', { id, outcome: 'none' }))
    const refused = await deliver()
    expect([
      refused.code,
      refused.complaint.includes('package_exists') || refused.output.includes('package_exists'),
    ]).deep.equal([1, true])
    const first = lastBody()
    expect(kept()).deep.equal(['first-key', 'package', 'second-key'].map((part) => `${interaction}.${part}`))
    expect((await deliver()).code).equal(0)
    expect(lastBody()['package']).equal(first['package'])
    expect(kept()).deep.equal([`${interaction}.second-key`])
  })

  it('S1-059 release the second key of what this device delivered, to who asked, and of nothing else', async () => {
    await delivered()
    const second = await releaseSecond()
    expect(lastBody()).deep.equal({ interaction, device: reader.device, sealedKey: second })
    const before = scene.gateway.sent.length
    const serve = async () => JSON.parse((await run('default', 'serve', '--once', '--json')).output)
    own('alice', 'package-releases', release('second', second))
    expect(await serve(), 'again').deep.equal({ released: 0 })
    own('alice', 'package-releases')
    own('alice', 'packages', { ...row, device: freshId() })
    expect(await serve(), 'of another device').deep.equal({ released: 0 })
    own('alice', 'packages', { ...row, status: 'revoked' })
    expect(await serve(), 'of a revoked one').deep.equal({ released: 0 })
    own('alice', 'packages', row)
    own('alice', 'package-requests', {
      interaction,
      device: reader.device,
      receiver: 'bob',
      home: 'BankMSP',
      giver: 'carol',
      askedAt: '1800000000000',
      keeper: 'x-y',
    })
    expect(await serve(), 'of another giver').deep.equal({ released: 0 })
    expect(scene.gateway.sent.length).equal(before)
  })

  it('S1-058 S1-062 open with both keys, leave a receipt, and write over nothing', async () => {
    await delivered()
    const [first, second] = [await releaseFirst(), await releaseSecond()]
    own('bob', 'package-releases', release('first', first), release('second', second))
    const out = join(scene.folder, 'opened')
    const { code, output } = await run('bob', 'open', interaction, '--out', out)
    expect([code, output.includes(out), output.includes(secret)]).deep.equal([0, true, false])
    expect(JSON.parse(scene.gateway.sent.at(-1) ?? '').instruction).include({ kind: 'package.open', from: 'bob' })
    expect(await readFile(out, 'utf8')).equal(secret)
    expect((await stat(out)).mode & 0o777).equal(0o600)
    await writeFile(out, 'mine')
    const again = await run('bob', 'open', interaction, '--out', out)
    expect([again.code, again.complaint.includes('file_exists')], again.complaint).deep.equal([1, true])
    expect(await readFile(out, 'utf8')).equal('mine')
  })

  it('S1-058 S3-054 give nothing where a key is missing or wrong, the package is another, or it is refused or too large', async () => {
    await delivered(randomBytes(2 ** 20).toString('hex'))
    const [first, second] = [await releaseFirst(), await releaseSecond()]
    const out = join(scene.folder, 'opened')
    const failed = async (code: string, ...options: string[]) => {
      const ran = await run('bob', 'open', interaction, '--out', out, ...options)
      expect([ran.code, `${ran.complaint}${ran.output}`.includes(code)], `${ran.complaint}${ran.output}`).deep.equal([
        1,
        true,
      ])
      expect(readdirSync(scene.folder).filter((name) => name.startsWith('opened'))).deep.equal([])
    }
    own('bob', 'package-releases')
    await failed('package_key_missing')
    own('bob', 'package-releases', release('second', second))
    await failed('package_key_missing')
    own('bob', 'package-releases', release('second', second), release('first', await releaseFirst(freshId())))
    await failed('package_keys_wrong')
    own('bob', 'package-releases', release('second', second), release('first', second))
    await failed('sealed_unreadable')
    own('bob', 'package-releases', release('first', first), release('second', second))
    await failed('package_too_large', '--megabytes', '1')
    scene.gateway.scripts.push((_received, id) => problem(409, 'package_state_forbids', { id, outcome: 'none' }))
    await failed('package_state_forbids')
    const part = [...scene.gateway.laid].find(
      ([path, bytes]) => path.startsWith('/v1/blobs/') && bytes.length > 100_000,
    )
    scene.gateway.laid.set(part?.[0] as string, Buffer.from('another blob'))
    await failed('package_unreadable')
    expect(existsSync(out)).equal(false)
  })

  it('S1-062 show and list what both sides may see: who asked, which keys are out, and who opened it when', async () => {
    await delivered()
    const request = {
      interaction,
      device: reader.device,
      receiver: 'bob',
      home: 'BankMSP',
      giver: 'alice',
      askedAt: '1800000000000',
    }
    own('bob', 'package-requests', { ...request, keeper: 'release-service' })
    own('bob', 'package-releases', release('first', freshId()), {
      ...release('second', freshId()),
      interaction: freshId(),
    })
    own('bob', 'package-openings', { ...request, openedAt: '1800000000000' })
    const shown = await run('bob', 'show', interaction)
    expect(shown.code).equal(0)
    expect(shown.output)
      .match(/asked +bob/)
      .and.match(/released +release-service .*first key/)
      .and.match(/opened +bob .*2027/)
    expect(shown.output).not.contain('second key')
    expect((await run('bob', 'list')).output).contain('alice to bob')
    own('bob', 'packages')
    expect((await run('bob', 'list')).output).contain('no packages')
    for (const step of ['revoke', 'request', 'reject'] as const) {
      expect((await run('bob', step, interaction)).code).equal(0)
      expect(JSON.parse(scene.gateway.sent.at(-1) ?? '').instruction).deep.include({
        kind: `package.${step}`,
        body: { interaction },
      })
    }
    expect(await complaintOf('bob', 'show', freshId())).contain('not_found')
  })
})
