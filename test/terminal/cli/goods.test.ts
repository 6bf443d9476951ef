import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { TillGateway } from '../../gateway/support/till-gateway.ts'
import { Counter } from '../../support/counter.ts'
import type { Device } from '../../support/devices.ts'
import { Scene } from '../../support/scene.ts'
import { filesBelow, SecretScan } from '../../support/secret-scan.ts'
import { CommandLine } from '../support/command-line.ts'

const origin = 'https://tea.example'
const street = '3 Ferry Stairs, second door'

describe('goods on the command line', () => {
  let counter: Counter
  let gateway: TillGateway
  let folder: string
  let assay: CommandLine

  const run = (profile: string, ...words: string[]) => assay.run(...words, '--profile', profile)
  const json = async (profile: string, ...words: string[]) => {
    const { code, output } = await run(profile, ...words, '--json')
    const read = JSON.parse(output)
    if (code !== 0) throw new Error(`assay ${words.join(' ')}: ${output}`)
    return read
  }
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text)
    return join(folder, name)
  }
  const issued = (...options: string[]) =>
    json(
      'noodle-bar',
      ...['certificate', 'issue', 'TEA-1', '--title', 'Green tea', '--cash', 'CNY', '--price', '1000'],
      ...options,
    )
  const ordered = async (link: string, ...options: string[]): Promise<string> =>
    (await json('alice', 'purchase', 'order', link, ...options)).effects.purchase

  beforeEach(async () => {
    counter = await Counter.open(await Scene.open())
    const registration = { provider: 'noodle-bar', name: 'The Tea Farm', addresses: [origin] }
    await counter.done(counter.till.bank, 'provider.register', registration)
    gateway = await TillGateway.open({}, counter.till)
    folder = await mkdtemp(join(tmpdir(), 'assay-goods-'))
    assay = new CommandLine(folder, gateway.server.url)
    for (const [participant, home, roles] of [
      ['alice', 'BankMSP', ['customer']],
      ['noodle-bar', 'BankMSP', ['merchant']],
      ['city-bank', 'BankMSP', ['teller']],
    ] as const) {
      const made = await assay.run('device', 'create', '--participant', participant, '--profile', participant, '--json')
      const { participant: _participant, ...card } = JSON.parse(made.output).card
      const device = { ...card, roles: [...roles] }
      await gateway.meanwhile(({ scene }) =>
        counter.done(scene.registrars[home], 'device.add', { participant, device }),
      )
    }
  })
  afterEach(async () => {
    await gateway.close()
    await rm(folder, { recursive: true })
  })

  it('registers a provider, shows it to anybody, and closes it', async () => {
    const words = ['provider', 'register', 'noodle-bar', '--name', 'Tea', '--addresses', `${origin},https://b.example`]
    expect((await run('city-bank', ...words)).code).equal(0)
    expect((await run('alice', 'provider', 'show', 'noodle-bar')).output)
      .contain('Tea (noodle-bar)')
      .and.contain('b.example')
    expect((await run('city-bank', 'provider', 'close', 'noodle-bar')).code).equal(0)
    expect((await run('noodle-bar', 'provider', 'show')).output).match(/status +closed/)
    expect((await run('alice', 'provider', 'show', 'nobody')).complaint).contain('not_found')
  })

  it('keeps the whole link for the owner alone, and the key of it nowhere else', async () => {
    const { id, link } = await issued(
      '--specification',
      'Weight=50g',
      '--trait',
      'leaf=whole',
      '--introduction',
      await file('tea.txt', 'Early.'),
    )
    expect(gateway.submitted.join()).contain('{"codes":["whole"],"trait":"leaf"}')
    const kept = join(folder, 'noodle-bar', 'links', `${id}.link`)
    expect([(await readFile(kept, 'utf8')).trim(), (await stat(kept)).mode & 0o777]).deep.equal([link, 0o600])
    const scan = new SecretScan([{ name: 'key', value: link.split('#')[1] }])
    expect(scan.findIn(filesBelow(folder)).map((found) => found.file)).deep.equal([kept])
    expect(scan.find(Buffer.from(gateway.submitted.join()), 'the ledger')).deep.equal([])
    for (const [profile, named] of [
      ['alice', link],
      ['alice', await file('link.txt', `${link}\n`)],
      ['noodle-bar', id],
    ] as const) {
      const { output } = await run(profile, 'certificate', 'show', named)
      expect(output).contain('Green tea').and.contain('Early.').and.contain('50g').and.contain('The Tea Farm')
      expect(scan.find(Buffer.from(output), 'printed')).deep.equal([])
    }
  })

  it('says what to do about a link that is broken, kept by nobody, or at no address of the provider’s', async () => {
    const { id, link } = await issued()
    const complaintOf = async (profile: string, ...words: string[]) => (await run(profile, ...words)).complaint
    expect(await complaintOf('alice', 'certificate', 'show', link.slice(0, -2))).contain('broken_link')
    expect(await complaintOf('alice', 'certificate', 'show', id))
      .contain('link_missing')
      .and.contain('whole link')
    const elsewhere = link.replace(origin, 'https://other.example')
    expect(await complaintOf('alice', 'purchase', 'order', elsewhere)).contain('foreign_link')
    const words = ['certificate', 'issue', 'TEA-2', '--title', 'Tea', '--cash', 'CNY', '--price', '1']
    expect(await complaintOf('noodle-bar', ...words, '--at', 'https://other.example')).contain('foreign_address')
    const bad = await file('home.json', '{"street":"x"}')
    expect(await complaintOf('alice', 'purchase', 'order', link, '--address', bad)).contain('address_unreadable')
  })

  it('takes ids that begin with a dash for what they are', async () => {
    const id = `-${'a'.repeat(42)}`
    expect((await run('alice', 'certificate', 'show', id)).complaint)
      .contain('link_missing')
      .and.contain(id)
    expect((await run('noodle-bar', 'purchase', 'accept', id)).output).contain('unknown_purchase')
    const { link } = await issued()
    expect((await run('alice', 'purchase', 'order', link, '--instance', id)).output).contain('unknown_instance')
  })

  it('hands on, uses, publishes and withdraws, with the key cut off the link', async () => {
    const { id, link } = await issued()
    const grant = ['certificate', 'grant', id, '--to', 'alice', '--as']
    const held = (await json('noodle-bar', ...grant, 'holding')).effects.instance
    const publication = await json('alice', 'certificate', 'publish', held, '--link', link)
    expect(publication.status).equal('accepted')
    expect(gateway.submitted.at(-1)).contain(`${origin}/c/${id}`).and.not.contain('#')
    expect((await json('alice', 'certificate', 'find', 'green', '--holder', 'alice')).items.length).equal(1)
    expect((await run('alice', 'certificate', 'withdraw', held)).code).equal(0)
    const passed = await json('alice', 'certificate', 'pass-on', held, '--to', 'bob', '--as', 'holding')
    expect(passed.effects.to).equal('bob')
    const licence = ['licence', '--scope', 'read,print', '--ends-in', '30d']
    const licensed = (await json('noodle-bar', ...grant, ...licence)).effects.instance
    expect((await run('alice', 'certificate', 'use', licensed, 'read')).code).equal(0)
    expect((await run('alice', 'certificate', 'use', licensed, 'copy')).output).contain('use_not_licensed')
    expect((await run('alice', 'certificate', 'instances')).output).contain('read,print')
    expect((await run('noodle-bar', 'certificate', 'revoke', id)).code).equal(0)
    expect((await run('alice', 'certificate', 'show', link)).complaint).contain('revoked_certificate')
  })

  it('hands nothing on without its key because a gateway failed to say of what it is', async () => {
    const { id } = await issued()
    const held = (await json('noodle-bar', 'certificate', 'grant', id, '--to', 'alice', '--as', 'holding')).effects
      .instance
    const before = gateway.submitted.length
    // Between the two stands what cannot read any question about a record.
    const between = createServer(async (request, response) => {
      if (request.url?.startsWith('/v1/records/')) {
        response.writeHead(400, { 'content-type': 'application/problem+json' })
        response.end(JSON.stringify({ code: 'malformed_request', title: 'That cannot be read.', status: 400 }))
        return
      }
      const body: Buffer[] = []
      for await (const chunk of request) body.push(chunk)
      const { method = 'GET', headers, url } = request
      const passed = await fetch(`${gateway.server.url}${url}`, {
        method,
        headers: { ...(headers as Record<string, string>), host: new URL(gateway.server.url).host },
        ...(body.length === 0 ? {} : { body: Buffer.concat(body) }),
      })
      response.writeHead(passed.status, { 'content-type': passed.headers.get('content-type') ?? 'text/plain' })
      response.end(await passed.text())
    })
    await new Promise<void>((listening) => between.listen(0, '127.0.0.1', listening))
    try {
      const url = `http://127.0.0.1:${(between.address() as AddressInfo).port}`
      const cut = new CommandLine(folder, url)
      const words = ['certificate', 'pass-on', held, '--to', 'noodle-bar', '--as', 'holding', '--profile', 'alice']
      const ran = await cut.run(...words)
      expect(ran.code, ran.complaint).not.equal(0)
      expect(ran.complaint + ran.output).contain('malformed_request')
      expect(gateway.submitted.length, 'nothing went to the ledger').equal(before)
    } finally {
      between.closeAllConnections()
      await new Promise((closed) => between.close(closed))
    }
  })

  it('orders with a sealed address, which the provider’s device opens, and brings the order to its review', async () => {
    await run('noodle-bar', 'device', 'seal-key')
    const { link } = await issued()
    const home = await file('home.json', JSON.stringify({ name: 'Alice', lines: [street] }))
    const purchase = await ordered(link, '--count', '2', '--address', home)
    const secret = new SecretScan([{ name: 'street', value: street }])
    expect(secret.find(Buffer.from(gateway.submitted.join()), 'the ledger')).deep.equal([])
    expect((await run('noodle-bar', 'purchase', 'show', purchase)).output).contain(street)
    const own = await run('alice', 'purchase', 'show', purchase)
    expect(own.output, 'S1-051 the buyer opens it again').contain(street)
    expect((await run('alice', 'purchase', 'list')).output)
      .contain('2 × TEA-1')
      .and.contain('from noodle-bar')
    for (const step of ['accept', 'ship', 'deliver'])
      expect((await run('noodle-bar', 'purchase', step, purchase)).code, step).equal(0)
    expect((await run('alice', 'purchase', 'complete', purchase)).code).equal(0)
    const text = await file('review.txt', 'Fresh.')
    expect((await run('alice', 'purchase', 'review', purchase, '5', '--text', text)).code).equal(0)
    expect((await run('noodle-bar', 'purchase', 'refund', purchase, '¥5')).output).contain('accepted')
    expect((await run('alice', 'purchase', 'show', purchase)).output).contain('completed')
    expect((await run('alice', 'purchase', 'list', '--ended')).output).contain('completed')
  })

  it('has evidence sealed to the auditor, who lists the dispute, reads both sides and decides', async () => {
    const { link } = await issued()
    const purchase = await ordered(link)
    await run('noodle-bar', 'purchase', 'accept', purchase)
    const [crack, packed] = [await file('crack.txt', 'it is cracked'), await file('packed.txt', 'it was packed well')]
    const early = await run('alice', 'purchase', 'dispute', purchase, crack)
    expect(early.complaint).contain('no auditor can open it')
    const made = await assay.run('device', 'create', '--participant', 'watch', '--profile', 'watch', '--json')
    const { participant, ...card } = JSON.parse(made.output).card
    const enrolled = { card: { participant, ...card }, publicKey: card.publicKey } as unknown as Device
    await gateway.meanwhile(({ scene }) => scene.enrol(enrolled, scene.homes.auditor))
    const set = await json('watch', 'device', 'seal-key')
    expect(set.status).equal('accepted')
    const late = await run('noodle-bar', 'purchase', 'evidence', purchase, packed)
    expect([late.code, late.complaint]).deep.equal([0, ''])
    const { output } = await run('watch', 'purchase', 'disputes')
    expect(output).contain('alice against noodle-bar').and.contain(purchase)
    const seen = (await run('watch', 'purchase', 'show', purchase)).output
    expect(seen)
      .match(/of noodle-bar +it was packed well/)
      .and.not.contain('it is cracked')
    expect((await run('alice', 'purchase', 'disputes')).complaint).contain('not_allowed')
    const decided = await json('watch', 'purchase', 'decide', purchase, '400')
    expect(decided.effects.status).equal('decided')
    expect((await json('watch', 'purchase', 'show', purchase)).captured).equal('600')
    expect((await run('watch', 'purchase', 'disputes')).output).contain('nothing is listed')
  })

  it('pays later, takes back, rejects, disputes with sealed evidence, and orders by its own rule', async () => {
    for (const profile of ['noodle-bar', 'alice']) expect((await run(profile, 'device', 'seal-key')).code).equal(0)
    const { link } = await issued()
    const later = await ordered(link, '--no-pay')
    expect((await run('alice', 'purchase', 'pay', later)).code).equal(0)
    expect((await run('alice', 'purchase', 'cancel', later)).code).equal(0)
    const rejected = await ordered(link)
    expect((await run('noodle-bar', 'purchase', 'reject', rejected)).code).equal(0)
    expect((await run('alice', 'purchase', 'expire', rejected)).output).contain('purchase_state_forbids')
    const purchase = await ordered(link)
    await run('noodle-bar', 'purchase', 'accept', purchase)
    const text = await file('crack.txt', 'the lid is cracked')
    expect((await run('alice', 'purchase', 'dispute', purchase, text)).output).contain('disputed')
    expect((await run('noodle-bar', 'purchase', 'evidence', purchase, text)).code).equal(0)
    expect(gateway.submitted.join()).not.contain('cracked')
    for (const profile of ['noodle-bar', 'alice'])
      expect((await run(profile, 'purchase', 'show', purchase)).output, profile).match(/of alice +the lid is cracked/)
    expect((await run('alice', 'purchase', 'decide', purchase, '0')).output).contain('device_lacks_role')
    expect((await run('alice', 'purchase', 'order', link, '--unprompted')).output).contain('prompt_needed')
    expect((await run('alice', 'purchase', 'one-click-rules')).output).contain('every order is asked about')
    expect((await run('alice', 'purchase', 'one-click', 'CNY', '1000', '--per-day', '1')).code).equal(0)
    expect((await run('alice', 'purchase', 'order', link, '--unprompted')).code).equal(0)
    expect((await run('alice', 'purchase', 'one-click-rules')).output).match(/each, 1 a day; used today: 1/)
    expect((await run('alice', 'purchase', 'order', link, '--unprompted')).output).contain('prompt_needed')
  })
})
