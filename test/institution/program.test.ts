import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { ConfigurationFault, readConfiguration } from '../../institution/configuration.ts'
import { runInstitution, type Surroundings } from '../../institution/program.ts'
import { connect } from '../../terminal/sdk/connection.ts'
import { createProfile } from '../../terminal/sdk/node/profile.ts'
import { testNow } from '../support/devices.ts'
import { chainUpTo, madeChain } from '../terminal/support/chain-file.ts'
import { FakeGateway, problem } from '../terminal/support/fake-gateway.ts'
import { withFolder } from '../terminal/support/scene.ts'
import { ruleWith } from './support/desk.ts'

const main = join(import.meta.dirname, '..', '..', 'institution', 'main.ts')

const start = (...words: string[]): ChildProcess =>
  spawn(process.execPath, [main, ...words], {
    env: { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

const ended = async (child: ChildProcess): Promise<number> => child.exitCode ?? (await once(child, 'exit'))[0]

const ran = async (...words: string[]) => {
  const child = start(...words)
  const read = (stream: unknown): Promise<string> => text(stream as NodeJS.ReadableStream)
  const [output, complaint] = await Promise.all([read(child.stdout), read(child.stderr)])
  return { code: await ended(child), output, complaint }
}

/** All that a program writes, which is told to stop once it wrote a word. */
const stoppedAt = async (child: ChildProcess, word: string): Promise<string> => {
  let output = ''
  for await (const part of child.stdout as NodeJS.ReadableStream) {
    output += String(part)
    if (!child.killed && output.includes(word)) child.kill('SIGTERM')
  }
  return output
}

/** A folder with all that the program needs, at a fake gateway of the institution's that lists one chain. */
const withProgram = (use: (set: { gateway: FakeGateway; config: string; chain: string }) => Promise<void>) =>
  withFolder(async (folder) => {
    const gateway = await new FakeGateway().listen()
    gateway.mspId = 'InstitutionMSP'
    gateway.resultKeys = { InstitutionMSP: gateway.key.publicKey }
    const { file, ids } = madeChain()
    const chain = ids[0] as string
    const profile = await createProfile(join(folder, 'desk'), { participant: 'institution-treasury', name: 'desk' })
    gateway.devices.set(profile.signer.device, profile.signer.publicKey)
    const ledger = { block: '1', transaction: 'ab', position: '1.0.0' }
    const sent = { status: 'accepted', kind: 'chain.send', from: 'bank-dispatch', body: { chain }, ledger }
    gateway.pages.set('/v1/accounts/institution-treasury/instructions', { items: [sent], height: '9' })
    gateway.pages.set(`/v1/chains/${chain}/file`, chainUpTo(file, 2))
    await writeFile(join(folder, 'rules.json'), JSON.stringify({ metal: { 'GOLD-1G': ruleWith() } }))
    const config = join(folder, 'institution.json')
    const named = { gateway: gateway.url, profile: 'desk', database: 'desk.sqlite', rules: 'rules.json' }
    await writeFile(config, JSON.stringify({ ...named, pauseSeconds: 1 }))
    try {
      await use({ gateway, config, chain })
    } finally {
      await gateway.close()
    }
  })

type Event = Parameters<Surroundings['log']>[0]

/** Runs the program until an event of this name is logged, on a clock that stands. */
const runUntil = async (config: string, wanted: Event['event']): Promise<Event[]> => {
  const configuration = readConfiguration(config)
  const [events, stopping]: [Event[], AbortController] = [[], new AbortController()]
  const log = (event: Event) => {
    events.push(event)
    if (event.event === wanted) stopping.abort()
  }
  let now = Number(testNow)
  const sleep = async (milliseconds: number) => {
    now += milliseconds
  }
  const connection = connect(configuration.gateway, { now: () => now, sleep, random: () => 0 })
  await runInstitution(configuration, { connection, signal: stopping.signal, log })
  return events
}

const answersAt = ({ sent }: FakeGateway) => sent.map((body) => JSON.parse(body))

describe('the institution’s program as it is run', () => {
  it('answers what its gateway lists, beside the envelope what the pair alone may know', () =>
    withProgram(async ({ gateway, config, chain }) => {
      expect((await runUntil(config, 'acknowledged')).map(({ event }) => event)).deep.equal([
        ...['started', 'answered', 'acknowledged', 'stopped'],
      ])
      const [{ instruction, confidential }] = answersAt(gateway)
      expect(instruction).deep.include({ kind: 'chain.answer', from: 'institution-treasury' })
      expect(instruction.body).deep.include({ chain, verdict: 'executed', quantity: '1000', amount: '550000' })
      expect(JSON.parse(confidential)).deep.include({ target: '3000' })
    }))

  it('S2-037 sends the same bytes after a restart, and goes on behind an outage', () =>
    withProgram(async ({ gateway, config }) => {
      const list = '/v1/accounts/institution-treasury/instructions'
      const page = gateway.pages.get(list)
      gateway.pages.set(list, { what: 'no gateway says' })
      expect((await runUntil(config, 'outage')).map(({ event }) => event)).deep.equal(['started', 'outage', 'stopped'])
      gateway.pages.set(list, page)
      const away = Array.from({ length: 40 }, () => () => problem(503, 'home_gateway_unavailable', { outcome: 'none' }))
      gateway.scripts.push(...away)
      await runUntil(config, 'answered')
      gateway.scripts.length = 0
      const events = await runUntil(config, 'acknowledged')
      expect(events.map(({ event }) => event)).deep.equal(['started', 'acknowledged', 'stopped'])
      const sent = answersAt(gateway)
      expect(sent.length).above(1)
      for (const one of sent) expect(one).deep.equal(sent[0])
    }))

  it('tells once of a chain that cannot be had, however often it looks', () =>
    withProgram(async ({ gateway, config, chain }) => {
      const path = `/v1/chains/${chain}/file`
      const file = gateway.pages.get(path)
      gateway.pages.delete(path)
      const asked = () => gateway.received.filter((one) => one.path === path).length
      const known = { get: () => (asked() < 3 ? undefined : file) }
      Object.assign(gateway.pages, {
        get: (name: string) => (name === path ? known.get() : Map.prototype.get.call(gateway.pages, name)),
      })
      const events = (await runUntil(config, 'acknowledged')).map(({ event }) => event)
      expect(events).deep.equal(['started', 'not to be had yet', 'answered', 'acknowledged', 'stopped'])
    }))

  it('names the member at fault of a configuration, and takes paths from its own folder', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'institution.json')
      const good = { gateway: 'http://127.0.0.1:1', profile: 'desk', database: 'desk.sqlite', rules: '/rules.json' }
      const wrong: [string, string][] = [
        ['{', 'this is no JSON'],
        ['[]', 'the whole'],
        [JSON.stringify({ ...good, gateway: 'desk' }), 'gateway'],
        [JSON.stringify({ ...good, pauseSeconds: 0 }), 'pauseSeconds'],
        [JSON.stringify({ ...good, banks: { bank: ['short'] } }), 'banks.bank.0'],
        [JSON.stringify({ ...good, more: '1' }), 'more'],
      ]
      for (const [content, told] of wrong) {
        await writeFile(file, content)
        expect(() => readConfiguration(file), content).throw(ConfigurationFault, told)
      }
      await writeFile(file, JSON.stringify(good))
      expect(readConfiguration(file)).deep.include({
        ...{
          profile: join(folder, 'desk'),
          database: join(folder, 'desk.sqlite'),
          rules: '/rules.json',
          pauseSeconds: 2,
        },
      })
    }))

  it('explains itself, says in one line what it cannot use, and begins nothing on rules that nobody can read', () =>
    withProgram(async ({ config }) => {
      const help = await ran('--help')
      expect([help.code, help.complaint]).deep.equal([0, ''])
      expect(help.output).include('--config <file>').and.include('positionMinimum')
      const missing = await ran('--config', `${config}.none`)
      expect(missing.code).equal(1)
      expect(missing.complaint.trimEnd().split('\n')).length(1)
      expect(missing.complaint).include(`${config}.none: there is no such file`).and.include('--help')
      await writeFile(join(config, '..', 'rules.json'), '{"houses": {}}')
      const wrong = await ran('--config', config)
      expect(wrong.code).equal(1)
      expect(wrong.complaint).include('rules.json: ').and.include('houses').and.include('--help')
      await writeFile(join(config, '..', 'rules.json'), '{}')
      const named = JSON.parse(await readFile(config, 'utf8'))
      await writeFile(config, JSON.stringify({ ...named, profile: 'nobody' }))
      expect((await ran('--config', config)).complaint)
        .include('there is no device in')
        .and.include('assay device create')
    }))

  it('stops when it is told to, with nothing that was said in confidence in what it logs', () =>
    withProgram(async ({ config }) => {
      const child = start('--config', config)
      const output = await stoppedAt(child, 'acknowledged')
      expect(await ended(child)).equal(0)
      expect(output).include('stopped')
      for (const secret of ['6222021234567890', 'salt', '"a"', '4000', '3000']) expect(output).not.include(secret)
    }))
})
