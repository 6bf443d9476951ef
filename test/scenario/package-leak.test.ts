import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { expect } from 'chai'
import { digestOfBytes } from '../../gateway/services/document-fetch.ts'
import { keeperParticipant } from '../../scripts/keeper.ts'
import { connect } from '../../terminal/sdk/connection.ts'
import { packageFiles, sealFile } from '../../terminal/sdk/node/package-file.ts'
import { loadProfile, openTerminal } from '../../terminal/sdk/node/profile.ts'
import { readSealKeys } from '../../terminal/sdk/sealing/seal-for.ts'
import type { Terminal } from '../../terminal/sdk/terminal.ts'
import { filesBelow, type Secret, SecretScan } from '../support/secret-scan.ts'
import { isOwnKeyFile, partOf } from './support/leak-places.ts'
import { gateways, restartGateway, topology } from './support/network.ts'
import { type Player, Terminals } from './support/terminals.ts'

const people = {
  'hush-giver': { at: 'supplier', roles: ['customer'] },
  'hush-reader': { at: 'bank', roles: ['customer'] },
} as const satisfies { [name: string]: Player }
type Name = keyof typeof people

/** What goes where a careless secret would go, and must be found there. */
const control = 'CONTROL-HUSH-5Q8W2N'
const content = 'hush: the boiler opens at 4711 kelvin, says nobody'
const contact = 'hush: ask for Leonie behind the third door'
const place = 'hush: 17 Heron Lane, under the stairs'
const password = 'hush: administrator of boiler 9'

/** Every place in which the network and its terminals could leave something. */
const parts = [
  ...['blocks of peers', 'blocks of orderers', 'state of peers', 'private data of peers', 'databases of gateways'],
  ...['mailbox', 'logs', 'other files'],
] as const

/** What others clean up meanwhile is none of this run's. */
const unlessGone = <T>(look: () => T, otherwise: T): T => {
  try {
    return look()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise
    throw error
  }
}

describe('secrets of packages', () => {
  let terminals: Terminals<Name>
  const secrets: Secret[] = []
  /** What went over the line, both ways, and to which addresses. */
  const traffic: Buffer[] = []
  const addresses: string[] = []
  let events = ''
  const earlier = new Set(readdirSync(tmpdir()))
  const { fetch: direct } = globalThis

  const watched: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    addresses.push(request.url)
    if (init?.body !== undefined && init.body !== null) traffic.push(Buffer.from(await request.clone().arrayBuffer()))
    const response = await direct(input, init)
    const isEndless = response.headers.get('content-type')?.startsWith('text/event-stream') === true
    if (!isEndless) traffic.push(Buffer.from(await response.clone().arrayBuffer()))
    return response
  }

  const done = (name: Name, ...words: string[]) => terminals.done(name, ...words)
  const as = async <T>(name: Name, use: (terminal: Terminal) => Promise<T>, unwatched = {}): Promise<T> => {
    const profile = await loadProfile(join(terminals.folder, name))
    const { terminal, close } = openTerminal(profile, connect(terminals.gatewayOf(name), unwatched))
    try {
      return await use(terminal)
    } finally {
      close()
    }
  }

  /** An interaction in which the giver told where it is and how to reach it, sealed. */
  const recommended = async (identifier: string): Promise<string> => {
    await done('hush-reader', 'profile', 'set', '--need', identifier)
    const goods = terminals.file(JSON.stringify({ title: 'Boiler 9', specification: [] }))
    const open = ['recommendation', 'open', control, '--identifier', identifier, '--within', '1h']
    const told = ['--contact', contact, '--place', place, '--deliver', `goods:${goods}`]
    const id: string = (await done('hush-giver', ...open, ...told)).effects.recommendation
    await terminals.untilAsked(id, 'hush-reader')
    expect(await done('hush-reader', 'request', 'show', id), 'both are told').include({ contact, place })
    await done('hush-reader', 'recommendation', 'answer', id)
    await done('hush-giver', 'recommendation', 'deliver', id, 'hush-reader')
    return (await done('hush-reader', 'recommendation', 'accept', id)).effects.interaction
  }

  /** Seals a file as the command would, so that its keys are known, and has the command go on from there. */
  const deliveredFile = async (interaction: string): Promise<void> => {
    const file = terminals.file(content)
    const files = await packageFiles({ folder: join(terminals.folder, 'hush-giver') }, interaction)
    const keys = await sealFile(file, files, { interaction, receiver: 'hush-reader' })
    secrets.push({ name: 'first key', value: keys.first }, { name: 'second key', value: keys.second })
    await done('hush-giver', 'package', 'deliver', interaction, file, '--keeper', keeperParticipant)
    await careless(keys.first)
    await careless(keys.second)
  }

  /** What a careless client does: each must be refused, and still leave no trace; what it sends itself is not watched. */
  const careless = (key: Uint8Array): Promise<void> =>
    as(
      'hush-giver',
      async (terminal) => {
        const text = Buffer.from(key).toString('base64url')
        const otherName = digestOfBytes(Buffer.from('something else'))
        const put = terminal.putBytes(`/v1/blobs/${otherName}`, Uint8Array.from(key))
        expect(
          await put.then(
            () => 'kept',
            (error: Error) => error.message,
          ),
        ).contain('digest_differs')
        const headers = { 'content-type': 'application/json' }
        const body = JSON.stringify({ instruction: { kind: 'package.release', body: { key: text } }, signature: text })
        const answer = await direct(`${gateways.supplier}/v1/instructions`, { method: 'POST', headers, body })
        expect(answer.status).within(400, 499)
        expect(await answer.text()).not.contain(text)
      },
      { fetch: direct },
    )

  const opened = async (interaction: string): Promise<string> => {
    await done('hush-reader', 'package', 'request', interaction)
    await done('hush-giver', 'package', 'serve', '--once')
    const out = join(terminals.folder, `opened-${interaction}`)
    let code = 'package_key_missing'
    while (code === 'package_key_missing') {
      code = await terminals.refusal('hush-reader', 'package', 'open', interaction, '--out', out)
    }
    expect(code).equal('none')
    return readFileSync(out, 'utf8')
  }

  /** All that the reader is told by its gateway, until it was told of this interaction. */
  const eventsUntil = (interaction: string): Promise<string> =>
    as('hush-reader', async (terminal) => {
      const { token } = JSON.parse(readFileSync(join(terminals.folder, 'hush-reader', 'session.json'), 'utf8'))
      const headers = { authorization: `Bearer ${token}` }
      const answer = await direct(`${terminal.connection.gateway}/v1/events?after=0.0.0`, { headers })
      let text = ''
      for await (const piece of answer.body ?? []) {
        text += Buffer.from(piece).toString()
        if (text.includes(interaction)) break
      }
      return text
    })

  /** Writes the control where a careless program would write a secret. */
  const plantControl = async (): Promise<void> => {
    const bytes = Buffer.from(control)
    await as('hush-giver', (terminal) => terminal.putBytes(`/v1/blobs/${digestOfBytes(bytes)}`, Uint8Array.from(bytes)))
    for (const url of [gateways.bank, gateways.supplier]) await fetch(`${url}/v1/vouchers/${control}`)
    writeFileSync(join(temporaryFolder(), 'left.part'), control)
  }
  const temporaryFolder = (): string => {
    const folder = join(tmpdir(), `assay-hush-${process.pid}`)
    mkdirSync(folder, { recursive: true })
    return folder
  }

  /** What came into the folder of temporary files since this began, but for the network's own folder, those of others, and the terminals’. */
  const temporaryFiles = (): string[] => {
    const isOthers = (name: string) => /^assay-(scenario|browser|bench)-/.test(name)
    const came = readdirSync(tmpdir()).filter((name) => !earlier.has(name) && !isOthers(name))
    const entries = came.map((name) => join(tmpdir(), name)).filter((one) => one !== terminals.folder)
    return entries.flatMap((one) => unlessGone(() => (statSync(one).isDirectory() ? filesBelow(one) : [one]), []))
  }
  const inTemporaryFiles = (scan: SecretScan) =>
    temporaryFiles().flatMap((file) => unlessGone(() => scan.findIn([file]), []))

  before(async () => {
    for (const name of ['bank', 'supplier'] as const) await restartGateway(name, { ASSAY_LOG: 'trace' })
    globalThis.fetch = watched
    terminals = await Terminals.open<Name>(people)
    for (const name of ['hush-giver', 'hush-reader'] as const) await done(name, 'device', 'seal-key')
    while ((await readSealKeys(connect(gateways.supplier), keeperParticipant)).length === 0);
    for (const [name, value] of Object.entries({ content, contact, place, password })) secrets.push({ name, value })
    const first = await recommended('HUSH-1')
    await deliveredFile(first)
    expect(await opened(first)).equal(content)
    const second = await recommended('HUSH-2')
    await done('hush-giver', 'device-password', 'keep', 'boiler-9', '--from', terminals.file(password))
    const deliver = ['package', 'deliver', second, '--keeper', keeperParticipant, '--device-password', 'boiler-9']
    await done('hush-giver', ...deliver)
    expect(JSON.parse(await opened(second)).passwords[0].password).equal(password)
    events = await eventsUntil(second)
    await plantControl()
    globalThis.fetch = direct
    // So that what the gateways still hold back, of databases and of logs, is on disk.
    for (const name of ['bank', 'supplier'] as const) await restartGateway(name)
  })
  after(() => {
    globalThis.fetch = direct
    rmSync(temporaryFolder(), { recursive: true })
    terminals.close()
  })

  const networkFiles = () => filesBelow(topology.dataFolder).filter((file) => !isOwnKeyFile(file))

  it('S1-060 finds the control marker in each place: blocks, state, databases, mailbox, logs, addresses, events, traffic, temporary files', () => {
    const scan = new SecretScan([{ name: 'control', value: control }])
    const found = new Set(scan.findIn(networkFiles()).map(({ file }) => partOf(file)))
    expect([...found]).include.members([
      ...['blocks of peers', 'blocks of orderers', 'state of peers', 'databases of gateways', 'mailbox', 'logs'],
    ])
    expect(events, 'what is no secret of the interaction').contain('package.')
    const elsewhere = { addresses: addresses.join('\n'), traffic: Buffer.concat(traffic) }
    for (const [name, text] of Object.entries(elsewhere)) {
      expect(scan.find(Buffer.from(text as string), name).length, name).greaterThan(0)
    }
    expect(inTemporaryFiles(scan).length).greaterThan(0)
  })

  it('S1-060 finds each secret where a careless write puts it, in each place and form', () => {
    const scan = new SecretScan(secrets)
    const planted = join(temporaryFolder(), 'planted')
    const files = networkFiles()
    for (const part of parts) {
      const [file] = files.filter((one) => partOf(one) === part).sort((a, b) => statSync(a).size - statSync(b).size)
      expect(file, part).not.equal(undefined)
      for (const { name, value } of secrets) {
        const bytes = Buffer.from(value as string)
        for (const form of [bytes, ...(['base64url', 'base64', 'hex'] as const).map((one) => bytes.toString(one))]) {
          const copy = join(planted, relative(topology.dataFolder, file as string))
          mkdirSync(dirname(copy), { recursive: true })
          copyFileSync(file as string, copy)
          appendFileSync(copy, form)
          appendFileSync(copy, 'behind')
          expect(
            scan.findIn(filesBelow(planted)).map(({ secret }) => secret),
            `${name} in ${part}`,
          ).include(name)
          writeFileSync(copy, '')
        }
      }
    }
    expect(scan.findIn(filesBelow(planted)), 'nothing is left for the next test').deep.equal([])
  })

  it('S1-060 leaves neither key nor content, contact, place and password in any block, store, blob, log or other file', () => {
    expect(secrets.map(({ name }) => name)).deep.equal([
      ...['content', 'contact', 'place', 'password', 'first key', 'second key'],
    ])
    const files = networkFiles()
    expect(new Set(files.map(partOf))).include.all.keys(...parts)
    const scan = new SecretScan(secrets)
    const found = [...scan.findIn(files), ...inTemporaryFiles(scan)]
    expect(found.map(({ secret, form, file }) => `${secret}, ${form}: ${relative(tmpdir(), file)}`)).deep.equal([])
  })

  it('S1-060 sends none of them over the line, in no address and in no event', () => {
    const scan = new SecretScan(secrets)
    expect(traffic.length).greaterThan(50)
    expect(addresses.some((one) => one.includes('/v1/blobs/'))).equal(true)
    expect(scan.find(Buffer.from(addresses.join('\n')), 'addresses')).deep.equal([])
    expect(scan.find(Buffer.from(events), 'events')).deep.equal([])
    expect(traffic.flatMap((bytes, place) => scan.find(bytes, `message ${place}`))).deep.equal([])
  })

  it('S1-060 leaves at the terminals the second key alone, in its own file, and no first key', () => {
    const found = new SecretScan(secrets).findIn(filesBelow(terminals.folder))
    const byName = (name: string) => found.filter(({ secret }) => secret === name).map(({ file }) => file)
    expect(byName('first key')).deep.equal([])
    expect(new Set(byName('second key').map((file) => /[^.]+$/.exec(file)?.[0]))).deep.equal(new Set(['second-key']))
    for (const name of ['content', 'password']) {
      const at = new Set(byName(name).map((file) => relative(terminals.folder, file).split(/[-/]/)[0]))
      expect(at, `${name} as it was given and opened`).deep.equal(new Set(['text', 'opened']))
    }
  })
})
