import { relative } from 'node:path'
import { expect } from 'chai'
import { confidentialBody } from '../support/confidential.ts'
import { filesBelow, SecretScan } from '../support/secret-scan.ts'
import { waitUntilAllStand } from './support/agreement.ts'
import { gateways, restartGateway, startEverything, stopPeer, topology } from './support/network.ts'
import { type Answer, honoured, idOf, Person, postText, waitForOutcome } from './support/people.ts'
import { readScene } from './support/scene.ts'

/** The members that may have what the bank and the institution alone share. */
const pair = ['bank', 'institution']

describe('what only a bank and an institution may know, on a network', () => {
  const officer = new Person('confidential-officer')
  const client = new Person('confidential-client')
  const sent: string[] = []

  before(async () => {
    const { registrars } = await readScene()
    const body = (person: Person, role: 'credit' | 'customer') =>
      ({
        participant: person.participant,
        type: role === 'credit' ? 'organisation' : 'person',
        device: person.newDevice([role]),
      }) as const
    await honoured(gateways.bank, registrars.bank, 'participant.register', body(officer, 'credit'))
    await honoured(gateways.bank, registrars.bank, 'participant.register', body(client, 'customer'))
  })

  const graded = (grade: string) => {
    const { text, digest } = confidentialBody({ grade })
    sent.push((JSON.parse(text) as { salt: string }).salt)
    const body = { client: client.participant, institution: 'InstitutionMSP', confidential: digest }
    return { envelope: officer.envelope('grade.set', body), text }
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
    const one = graded('bbb')
    expect((await post(gateways.bank, { ...one, text: undefined })).body.code).to.equal('confidential_missing')
    expect((await post(gateways.bank, { ...one, text: graded('aaa').text })).body.code).to.equal('confidential_missing')
    expect((await post(gateways.supplier, one)).body.code).to.equal('not_home')
    const { status, body } = await post(gateways.bank, one)
    expect([status, body.status, body.effects], JSON.stringify(body)).to.deep.equal([
      ...[200, 'accepted', { client: client.participant, institution: 'InstitutionMSP', version: '1' }],
    ])
  })

  it('waits sealed while the institution is away, through a restart of the gateway, and goes on by itself', async () => {
    const one = graded('aa')
    await stopPeer('institution')
    const { body } = await post(gateways.bank, one)
    expect(body.code, JSON.stringify(body)).to.equal('organisation_unavailable')
    await restartGateway('bank')
    await startEverything()
    const { body: outcome } = await waitForOutcome(gateways.bank, idOf(one.envelope))
    expect([outcome.status, outcome.effects?.version], JSON.stringify(outcome)).to.deep.equal(['accepted', '2'])
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
    expect(
      places((secret) => secret !== 'row'),
      'bodies',
    ).to.deep.equal([])
    const rows = places((secret) => secret === 'row')
    expect(
      rows.filter((place) => !pair.some((name) => place.includes(name))),
      'others',
    ).to.deep.equal([])
    for (const name of pair)
      expect(
        rows.some((place) => place.includes(name)),
        `${name} has the row`,
      ).to.equal(true)
    expect(
      rows.filter((place) => /blockfile|gateway/.test(place)),
      'blocks',
    ).to.deep.equal([])
  })
})
