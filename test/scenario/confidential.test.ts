import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect } from 'chai'
import { readDisclosure } from '../../audit/disclosure/disclosure-file.ts'
import { proposalOf } from '../../terminal/sdk/approvals.ts'
import { confidentialBody } from '../support/confidential.ts'
import { filesBelow, SecretScan } from '../support/secret-scan.ts'
import { waitUntilAllStand } from './support/agreement.ts'
import { auditCommand } from './support/audit-command.ts'
import { gateways, restartGateway, startEverything, stopPeer, topology } from './support/network.ts'
import { type Answer, get, honoured, idOf, openSession, Person, postText, waitForOutcome } from './support/people.ts'
import { rebuildMember } from './support/rebuild.ts'
import { readScene } from './support/scene.ts'
import { until } from './support/until.ts'

/** The members that may have what the bank and the institution alone share. */
const pair = ['bank', 'institution']

describe('what only a bank and an institution may know, on a network', () => {
  const officer = new Person('confidential-officer')
  const checker = new Person('confidential-checker')
  const client = new Person('confidential-client')
  const otherClient = new Person('confidential-other-client')
  const analyst = new Person('confidential-analyst')
  const sent: string[] = []

  before(async () => {
    const { registrars } = await readScene()
    const body = (person: Person, role: 'credit' | 'customer') =>
      ({
        participant: person.participant,
        type: role === 'credit' ? 'organisation' : 'person',
        device: person.newDevice([role]),
      }) as const
    for (const one of [officer, checker])
      await honoured(gateways.bank, registrars.bank, 'participant.register', body(one, 'credit'))
    await honoured(gateways.bank, registrars.bank, 'participant.register', body(client, 'customer'))
    await honoured(gateways.bank, registrars.bank, 'participant.register', body(otherClient, 'customer'))
    await honoured(gateways.institution, registrars.institution, 'participant.register', body(analyst, 'credit'))
  })

  /** A grade that a second officer said yes to, as the first one carries it out. */
  const graded = async (grade: string, whom = client) => {
    const { text, digest } = confidentialBody({ grade })
    sent.push((JSON.parse(text) as { salt: string }).salt)
    const act = { client: whom.participant, institution: 'InstitutionMSP', confidential: digest }
    const proposal = proposalOf({ kind: 'grade.set', body: act }, Date.now())
    const proposed = await honoured(gateways.bank, officer, 'approval.propose', proposal)
    const { approval } = proposed
    await honoured(gateways.bank, checker, 'approval.approve', { approval, digest: proposed.digest })
    return { envelope: officer.envelope('grade.set', { ...act, approval }), text }
  }

  const post = (
    url: string,
    { envelope, text }: { envelope: object; text: string | undefined },
    wait = 20,
  ): Promise<Answer> =>
    postText(url, JSON.stringify({ ...envelope, ...(text !== undefined && { confidential: text }) }), {
      ...(wait > 0 && { prefer: `wait=${wait}` }),
    })

  it('is taken by its home alone, with the body that was signed, and decided by the two', async () => {
    const one = await graded('bbb')
    expect((await post(gateways.bank, { ...one, text: undefined })).body.code).to.equal('confidential_missing')
    expect((await post(gateways.bank, { ...one, text: (await graded('aaa')).text })).body.code).to.equal(
      'confidential_missing',
    )
    expect((await post(gateways.supplier, one)).body.code).to.equal('not_home')
    const { status, body } = await post(gateways.bank, one)
    expect([status, body.status, body.effects], JSON.stringify(body)).to.deep.equal([
      ...[200, 'accepted', { client: client.participant, institution: 'InstitutionMSP', version: '1' }],
    ])
  })

  it('waits sealed while the institution is away, through a restart of the gateway, and goes on by itself', async () => {
    const one = await graded('aa')
    await stopPeer('institution')
    const { body } = await post(gateways.bank, one)
    expect(body.code, JSON.stringify(body)).to.equal('organisation_unavailable')
    await restartGateway('bank')
    await startEverything()
    const { body: outcome } = await waitForOutcome(gateways.bank, idOf(one.envelope))
    expect([outcome.status, outcome.effects?.version], JSON.stringify(outcome)).to.deep.equal(['accepted', '2'])
  })

  const readAt = async (member: 'bank' | 'institution' | 'supplier', by: Person, whom = client) => {
    const home = by === analyst ? 'InstitutionMSP' : 'BankMSP'
    const url = gateways[member]
    const served = { bank: 'BankMSP', institution: 'InstitutionMSP', supplier: 'SupplierMSP' }[member]
    const token = await openSession(url, served, by)
    const { status, body } = await get(url, `/v1/grades/BankMSP/InstitutionMSP/${whom.participant}`, token)
    return `${home} ${status} ${body.code ?? body.grade}`
  }

  it('is read by officers of the two, each at its own member’s gateway, and by nobody else', async () => {
    await until(
      () => readAt('institution', analyst),
      (told) => told === 'InstitutionMSP 200 aa',
    )
    expect(await readAt('bank', officer)).to.equal('BankMSP 200 aa')
    expect(await readAt('bank', client)).to.equal('BankMSP 404 not_found')
    expect(await readAt('supplier', officer)).to.equal('BankMSP 404 not_found')
  })

  it('is a gap where a member’s peer is rebuilt while the other is away: seen, waited for, and filled once it is back', async function () {
    this.timeout(900_000)
    const before = await post(gateways.bank, await graded('c', otherClient))
    expect(before.body.status, JSON.stringify(before.body)).to.equal('accepted')
    const one = await graded('b')
    await waitUntilAllStand(topology)
    await stopPeer('bank')
    await rebuildMember('institution')
    const ready = () => get(gateways.institution, '/ready').then(({ body }) => (body.problems as string[]).join())
    await until(ready, (problems) => /\b[0-9]+ private rows of pair-bank-institution are missing/.test(problems))
    const metrics = async () => (await fetch(`${gateways.institution}/metrics`)).text()
    await until(metrics, (text) => /assay_private_gaps\{collection="pair-bank-institution"\} [1-9]/.test(text))
    await until(
      () => readAt('institution', analyst),
      (told) => told === 'InstitutionMSP 503 private_rows_missing',
    )
    const { body } = await post(gateways.bank, one, 1)
    expect(['organisation_unavailable', undefined], JSON.stringify(body)).to.include(body.code)
    await startEverything()
    const { body: outcome } = await waitForOutcome(gateways.bank, idOf(one.envelope), 400)
    expect([outcome.status, outcome.effects?.version], JSON.stringify(outcome)).to.deep.equal(['accepted', '3'])
    await until(
      () => readAt('institution', analyst, otherClient),
      (told) => told === 'InstitutionMSP 200 c',
    )
    await until(
      () => readAt('institution', analyst),
      (told) => told === 'InstitutionMSP 200 b',
    )
    await until(ready, (problems) => !problems.includes('missing'))
  })

  it('stands in nothing of any other member, nor in the blocks; and is found where the two have it', async () => {
    await waitUntilAllStand(topology)
    const row = `"client":"${client.participant}","grade":"`
    const scan = new SecretScan([
      { name: 'row', value: row },
      ...sent.map((value, place) => ({ name: `salt ${place}`, value })),
    ])
    const found = scan.findIn(filesBelow(topology.dataFolder))
    const places = (isIt: (secret: string) => boolean) =>
      [
        ...new Set(found.filter(({ secret }) => isIt(secret)).map(({ file }) => relative(topology.dataFolder, file))),
      ].sort()
    // The text has a row of its own at the two, as the grade has.
    for (const [what, isIt] of [
      ['row', (secret: string) => secret === 'row'],
      ['bodies', (secret: string) => secret !== 'row'],
    ] as const) {
      const found = places(isIt)
      expect(
        found.filter((place) => !pair.some((name) => place.includes(name))),
        `${what}, others`,
      ).to.deep.equal([])
      for (const name of pair)
        expect(
          found.some((place) => place.includes(name)),
          `${name} has the ${what}`,
        ).to.equal(true)
      expect(
        found.filter((place) => /blockfile|outbox/.test(place)),
        `${what}, blocks`,
      ).to.deep.equal([])
    }
  })

  it('is disclosed to an auditor by either of the two, from its own peer, and by nobody else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-disclosed-'))
    const audit = (...words: string[]): Promise<string> => auditCommand(topology, folder, ...words)
    try {
      const files = ['bank', 'institution', 'supplier'].map((name) => [name, join(folder, `${name}.json`)] as const)
      for (const [name, file] of files) await audit('bodies', '--peer', name, '--to', file)
      const [ofBank, ofInstitution, ofSupplier] = files.map(([, file]) => readDisclosure(file))
      const grades = ofBank?.rows.filter(({ value }) => value.includes(`"client":"${client.participant}"`)) ?? []
      expect(grades.map(({ value }) => JSON.parse(value).version)).to.deep.equal(['1', '2', '3'])
      // Each text of them is disclosed with its row.
      const declared = ofBank?.rows.flatMap(({ key }) => (key.startsWith('declaration~') ? [key.split('~')[3]] : []))
      expect(ofBank?.bodies.map(({ instruction }) => instruction)).to.include.members(declared ?? [])
      expect(declared?.length).to.be.greaterThan(3)
      // Its peer was rebuilt, and has every row from the other one again.
      expect(ofInstitution?.rows).to.deep.equal(ofBank?.rows)
      expect(ofSupplier?.rows).to.deep.equal([])
      const words = files.slice(0, 2).flatMap(([, file]) => ['--bodies', file])
      expect(await audit('replay', '--peer', 'supplier', ...words)).to.match(/^PROVEN/m)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
