import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { authenticationBytesMaximum } from '../../../chaincode/wire/authentication.ts'
import { authenticationTypes } from '../../../chaincode/wire/authentication-types.ts'
import { authenticationSamples } from '../../support/authentications.ts'
import { Device } from '../../support/devices.ts'
import { cash, gold } from '../../support/exchange.ts'
import { BankGateway } from '../support/bank-gateway.ts'
import { type Answer, TestServer } from '../support/server.ts'

const handIn = '/v1/promotion-authentications'

describe('what promotions are authenticated by, over HTTP', () => {
  let gateway: BankGateway
  /** The institution's gateway, over the same blocks. */
  let institution: TestServer
  let campaign = ''
  const bob = new Device('bank-bob', ['customer'])

  before(async () => {
    gateway = await BankGateway.open()
    await gateway.meanwhile(async (on) => {
      const body = { participant: 'bank-bob', type: 'person', device: bob.entry } as const
      await on.scene.honoured(on.envelope(on.scene.registrars.BankMSP, 'participant.register', body), {
        gateway: 'BankMSP',
      })
      const opened = await on.done(on.executor, 'campaign.open', {
        ...{ cash, pays: 'promoter', promoterReward: '300', budget: '3000', promoterMaximum: '5' },
        ...{ holdMilliseconds: '0', opensAt: on.ahead(0n), closesAt: on.ahead(86_400_000n) },
      })
      campaign = String(opened['campaign'])
    })
    institution = await new TestServer(gateway.projection, undefined, {
      configuration: { organisation: 'institution', mspId: 'InstitutionMSP' },
    }).listen()
  })
  after(async () => {
    await gateway.close()
    // The projection is the other's, and closed with it.
    await institution.close().catch(() => undefined)
  })

  const post = async (
    path: string,
    bytes: Uint8Array,
    {
      by,
      server = gateway.server,
      type = 'application/octet-stream',
    }: { by?: Device; server?: TestServer; type?: string },
  ): Promise<Answer> => {
    const headers = { 'content-type': type, ...(await server.headersOf(by)) }
    const response = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: Buffer.from(bytes) })
    const body = (await response.json()) as Answer['body']
    return { status: response.status, body }
  }
  const codeOf = ({ status, body }: Answer): string => `${status} ${body.code ?? 'taken'}`

  const wanted = (change: Partial<Body<'promotion.create'>>): Body<'promotion.create'> => ({
    ...{ campaign, institution: 'InstitutionMSP', family: 'metal', side: 'sell', metal: gold, terms: 't'.repeat(43) },
    ...{ validUntil: gateway.on.ahead(86_000_000n), usesMaximum: '5', whenOver: 'goes-on', ...change },
  })
  const create = async (change: Partial<Body<'promotion.create'>>): Promise<Answer> => {
    gateway.on.scene.now = BigInt(Date.now())
    return gateway.post({
      envelope: JSON.parse(gateway.on.envelope(bob, 'promotion.create', wanted(change))),
      text: undefined,
    })
  }
  const promoted = async (by: Uint8Array, type: (typeof authenticationTypes)[number]): Promise<string> => {
    const { body: authentication } = await post(`${handIn}?type=${type}`, by, { by: bob })
    const { status, body } = await create({ authentication })
    expect(status, JSON.stringify(body)).equal(200)
    return body.effects.promotion
  }
  const check = (
    promotion: string,
    bytes: Uint8Array,
    by: Device | undefined = gateway.on.officer,
    server?: TestServer,
  ) => post(`/v1/promotions/${promotion}/check`, bytes, { by, ...(server === undefined ? {} : { server }) })

  const rows = { image: 'S2-046', audio: 'S2-047', video: 'S2-048', digits: 'S2-049', text: 'S2-050' } as const
  for (const type of authenticationTypes) {
    it(`${rows[type]} S2-054 takes ${type} by its own bytes, keeps it at the bank, and has the digest alone on the ledger`, async () => {
      const sample = authenticationSamples[type]
      const promotion = await promoted(sample, type)
      expect(codeOf(await check(promotion, sample))).equal('200 taken')
      const wrong = type === 'text' ? Buffer.from([0xff]) : Buffer.from('<svg onload="x">')
      expect(codeOf(await post(`${handIn}?type=${type}`, wrong, { by: bob }))).equal('422 authentication_unfit')
      const large = Buffer.concat([sample, Buffer.alloc(authenticationBytesMaximum[type])])
      expect(codeOf(await post(`${handIn}?type=${type}`, large, { by: bob }))).equal('413 request_too_large')
      const texts = gateway.submitted.map(({ envelope }) => envelope).join()
      for (const form of ['utf8', 'base64', 'base64url', 'hex'] as const)
        expect(texts.includes(sample.toString(form)), form).equal(false)
      for (const name of readdirSync(gateway.folder).filter((one) => one.startsWith('authentications.sqlite')))
        expect(readFileSync(join(gateway.folder, name)).includes(sample), name).equal(false)
    })
  }

  it('S2-046 S2-047 S2-048 S2-049 S2-050 takes nothing that is of another type by its own bytes', async () => {
    const { image, audio, video, digits } = authenticationSamples
    const bytesThatAreNoText = Buffer.concat([digits, Buffer.from([0xff])])
    const others = {
      ...{ image: [audio, video, digits], audio: [image, digits], video: [image, audio, digits] },
      ...{ digits: [Buffer.from('471'), Buffer.from('4711a'), bytesThatAreNoText], text: [image, bytesThatAreNoText] },
    }
    for (const type of authenticationTypes)
      for (const [place, other] of others[type].entries()) {
        const answer = await post(`${handIn}?type=${type}`, other, { by: bob })
        expect(codeOf(answer), `${type} ${place}`).equal('422 authentication_unfit')
      }
  })

  it('S2-045 refuses a promotion without what authenticates it, and one without its trade', async () => {
    const without = await create({})
    expect([codeOf(without), without.body.values.part]).deep.equal(['422 promotion_incomplete', 'authentication'])
    const { body: authentication } = await post(`${handIn}?type=digits`, authenticationSamples.digits, { by: bob })
    const envelope = { ...wanted({ authentication }) }
    delete (envelope as { terms?: string }).terms
    const text = gateway.on.envelope(bob, 'promotion.create', envelope)
    const { body } = await gateway.post({ envelope: JSON.parse(text), text: undefined })
    expect([body.code, body.values.part]).deep.equal(['promotion_incomplete', 'trade'])
  })

  it('S2-054 refuses other bytes at a check, and any bytes once that was too often', async () => {
    const promotion = await promoted(authenticationSamples.digits, 'digits')
    const again = await promoted(authenticationSamples.digits, 'digits')
    for (const other of ['4711816', '', '47118150', '471181'])
      expect(codeOf(await check(promotion, Buffer.from(other)))).equal('422 authentication_differs')
    expect(codeOf(await check(promotion, authenticationSamples.digits))).equal('200 taken')
    expect(codeOf(await check(promotion, authenticationSamples.image))).equal('422 authentication_differs')
    const locked = await check(promotion, authenticationSamples.digits)
    expect(codeOf(locked)).equal('429 too_many_tries')
    expect(codeOf(await check(again, authenticationSamples.digits))).equal('200 taken')
  })

  it('is checked by officers for credit of the promoter’s bank alone, and handed in by its own clients alone', async () => {
    const { dispatcher, alice, stranger, executor } = gateway.on
    const promotion = await promoted(authenticationSamples.text, 'text')
    for (const by of [dispatcher, alice, bob, stranger, executor])
      expect(codeOf(await check(promotion, authenticationSamples.text, by))).equal('404 not_found')
    expect(codeOf(await check(promotion, authenticationSamples.text, stranger, institution))).equal('404 not_found')
    for (const name of ['none', 'A'.repeat(43)])
      expect(codeOf(await check(name, authenticationSamples.text))).equal('404 not_found')
    const digits = `${handIn}?type=digits`
    expect(codeOf(await post(digits, authenticationSamples.digits, {}))).equal('401 session_required')
    expect(codeOf(await post(digits, authenticationSamples.digits, { by: stranger }))).equal('403 not_allowed')
    const elsewhere = await post(digits, authenticationSamples.digits, { by: executor, server: institution })
    expect(codeOf(elsewhere)).equal('404 not_found')
    const other = { by: bob, type: 'image/png' }
    expect(codeOf(await post(digits, authenticationSamples.digits, other))).equal('415 unsupported_media_type')
    for (const query of ['', '?type=face', '?type=digits&more=1'])
      expect(codeOf(await post(`${handIn}${query}`, authenticationSamples.digits, { by: bob }))).equal(
        '400 malformed_request',
      )
  })

  it('S2-051 S2-054 gives the same bytes another digest each time, and takes no more than its share of one client', async () => {
    const digests = new Set<string>()
    let answer: Answer
    do {
      answer = await post(`${handIn}?type=digits`, authenticationSamples.digits, { by: gateway.on.alice })
      if (answer.status === 201) digests.add(answer.body.digest)
    } while (answer.status === 201)
    expect(digests.size).equal(32)
    expect(codeOf(answer)).equal('403 documents_too_many')
    expect(codeOf(await post(`${handIn}?type=digits`, authenticationSamples.digits, { by: bob }))).equal('201 taken')
  })
})
