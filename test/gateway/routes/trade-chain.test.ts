import { expect } from 'chai'
import { type Chain, segments } from '../../../chaincode/domains/trade-chain/tables.ts'
import { digest, isSignedBy, signingText, thumbprint } from '../../../chaincode/wire/signature.ts'
import { accountListPath, listAnswers } from '../../../terminal/sdk/lists.ts'
import { verifyChain } from '../../../terminal/sdk/trade-chain/verify-chain.ts'
import { Device } from '../../support/devices.ts'
import { BankGateway } from '../support/bank-gateway.ts'
import { identitySamples } from '../support/identities.ts'
import { type Answer, TestServer } from '../support/server.ts'

describe('what a bank tells of trade chains, over HTTP', () => {
  let gateway: BankGateway
  /** The institution's gateway, over the same blocks. */
  let institution: TestServer
  const bob = new Device('bank-bob', ['customer'])

  before(async () => {
    gateway = await BankGateway.open()
    await gateway.meanwhile(async (on) => {
      const body = { participant: 'bank-bob', type: 'person', device: bob.entry } as const
      const envelope = on.envelope(on.scene.registrars.BankMSP, 'participant.register', body)
      await on.scene.honoured(envelope, { gateway: 'BankMSP' })
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

  describe('the references of its clients', () => {
    const path = (type?: string, client = 'bank-bob') =>
      `/v1/identity-references/${client}${type === undefined ? '' : `/${type}`}`
    const put = async (by: Device | undefined, asked: string, value: unknown, server = gateway.server) => {
      const response = await fetch(`${server.url}${asked}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', ...(await server.headersOf(by)) },
        body: JSON.stringify(value),
      })
      const body = (await response.json()) as Answer['body']
      expect(JSON.stringify(body)).not.include(identitySamples.phone)
      return `${response.status} ${body.code ?? body.type}`
    }

    it('S2-005 are put on record by an officer for credit of the client’s bank, and count from then on', async () => {
      const { officer } = gateway.on
      const phone = { value: '+86 138 0013 8000' }
      expect(gateway.references.typesOf('bank-bob')).deep.equal([])
      expect(await put(officer, path('phone'), phone)).equal('200 phone')
      expect(gateway.references.compare('bank-bob', { type: 'phone', value: identitySamples.phone })).equal('same')
      expect(await put(officer, path('phone'), { value: '+442079460000' })).equal('200 phone')
      expect(gateway.references.compare('bank-bob', { type: 'phone', value: identitySamples.phone })).equal('another')
      const { status, body } = await gateway.server.get(path(), officer)
      expect([status, body]).deep.equal([200, { types: ['phone'] }])
    })

    it('are refused for a value of another type, a type that there is not, and what is no value', async () => {
      const { officer } = gateway.on
      expect(await put(officer, path('phone'), { value: identitySamples.certificate })).equal(
        '422 identity_type_unknown',
      )
      expect(await put(officer, path('phone'), { value: '13800138000' })).equal('422 identity_type_unknown')
      expect(await put(officer, path('name'), { value: 'Alice' })).equal('404 not_found')
      for (const value of [{}, { value: '' }, { value: 'x'.repeat(257) }, { value: 7 }, { value: 'x', more: 1 }])
        expect(await put(officer, path('phone'), value)).equal('400 malformed_request')
    })

    it('are nobody else’s to read or to set', async () => {
      const { dispatcher, stranger, officer, alice } = gateway.on
      const value = { value: identitySamples.phone }
      for (const by of [dispatcher, alice, bob, stranger]) {
        expect(await put(by, path('phone'), value)).equal('403 not_allowed')
        expect((await gateway.server.get(path(), by)).body.code).equal('not_allowed')
      }
      expect(await put(undefined, path('phone'), value)).equal('401 session_required')
      expect(await put(officer, path('phone', 'institution-clerk'), value)).equal('404 not_found')
      expect(await put(officer, path('phone', 'nobody'), value)).equal('404 not_found')
      expect((await institution.get(path(), stranger)).body.code).equal('not_found')
    })
  })

  describe('what clients have, and their chains', () => {
    it('is told of positions to officers for credit of the two, and to nobody else', async () => {
      const { officer, alice, dispatcher, stranger } = gateway.on
      const path = '/v1/positions/BankMSP/InstitutionMSP/alice'
      const { body } = await gateway.server.get(path, officer)
      expect(body).deep.include({ client: 'alice', bank: 'BankMSP', institution: 'InstitutionMSP' })
      expect(body.products).deep.equal({ 'stock:600519': { quantity: '500', reserved: '0', version: '1' } })
      expect((await institution.get(path, stranger)).status).equal(200)
      for (const by of [alice, dispatcher]) expect((await gateway.server.get(path, by)).body.code).equal('not_found')
    })

    it('S2-044 lists a client’s chains for itself, and for nobody else', async () => {
      const { alice } = gateway.on
      const { chain } = await gateway.taken()
      const { body } = await gateway.server.get('/v1/accounts/alice/chains?state=open', alice)
      expect(body.items[0]).include({ chain, client: 'alice', status: 'received' })
      expect((await gateway.server.get('/v1/accounts/alice/chains', bob)).body.code).equal('not_allowed')
    })
  })

  describe('the desks of bank and institution', () => {
    it('list the chains of their member for officers, dispatchers and executors, by state and status, and for nobody else', async () => {
      const { officer, dispatcher, executor, alice, stranger } = gateway.on
      const { chain } = await gateway.taken()
      for (const [by, server] of [
        [officer, gateway.server],
        [dispatcher, gateway.server],
        [executor, institution],
      ] as const) {
        const { body } = await server.get('/v1/chains?state=open', by)
        expect(body.items[0]).include({ chain, client: 'alice', bank: 'BankMSP' })
      }
      const listed = async (query: string): Promise<string[]> =>
        (await gateway.server.get(`/v1/chains${query}`, officer)).body.items.map((one: { chain: string }) => one.chain)
      expect(await listed('')).include(chain)
      expect(await listed('?state=ended')).not.include(chain)
      expect(await listed('?status=received')).include(chain)
      expect(await listed('?state=open&status=conflict')).deep.equal([])
      expect((await gateway.server.get('/v1/chains?status=lost', officer)).body.code).equal('malformed_request')
      for (const by of [alice, bob, stranger, executor])
        expect((await gateway.server.get('/v1/chains', by)).body.code).equal('not_allowed')
      expect((await institution.get('/v1/chains', officer)).body.code).equal('not_allowed')
      expect((await gateway.server.get('/v1/chains')).body.code).equal('session_required')
    })

    it('S2-025 S2-027 tell how institutions are reached and over which paths a trade went, for the bank’s officers and dispatchers alone', async () => {
      const { officer, dispatcher, alice, executor } = gateway.on
      const opened = await gateway.taken()
      await gateway.untilStands(opened, 'sent')
      gateway.deliveries.note(opened.chain, { path: 'east', at: 7, result: 'acknowledged' }, true)
      const deliveries = `/v1/chains/${opened.chain}/deliveries`
      const east = { name: 'east', host: 'east.example', port: '7443', state: 'unmeasured' }
      for (const by of [officer, dispatcher]) {
        expect((await gateway.server.get('/v1/chains/paths', by)).body).deep.equal({
          institutions: [{ institution: 'InstitutionMSP', state: 'one', paths: [east] }],
        })
        expect((await gateway.server.get(deliveries, by)).body).deep.equal({
          items: [{ path: 'east', at: 7, result: 'acknowledged' }],
        })
      }
      for (const path of ['/v1/chains/paths', deliveries]) {
        for (const by of [alice, executor]) expect((await gateway.server.get(path, by)).body.code).equal('not_allowed')
        expect((await gateway.server.get(path)).body.code).equal('session_required')
        expect((await institution.get(path, officer)).body.code).equal('not_allowed')
      }
    })

    it('S2-009 list who failed too often to show who it is, for officers for credit of its bank alone', async () => {
      const { officer, dispatcher, alice, stranger } = gateway.on
      const locked = async () => (await gateway.server.get('/v1/locked-clients', officer)).body.items
      expect(await locked()).deep.equal([])
      for (let count = 0; count < 5; count += 1) {
        expect(await locked()).deep.equal([])
        await gateway.untilStands(await gateway.taken({}, {}, { value: '5555555555554444' }), 'user-rejected')
      }
      expect(await locked()).deep.equal([{ client: 'alice', home: 'BankMSP', failures: 5 }])
      for (const by of [dispatcher, alice, bob])
        expect((await gateway.server.get('/v1/locked-clients', by)).body.code).equal('not_allowed')
      expect((await institution.get('/v1/locked-clients', stranger)).body.items).deep.equal([])
      await gateway.meanwhile(async (on) => {
        await on.byTwo('identity.unlock', { client: 'alice' })
      })
      expect(await locked()).deep.equal([])
    })
  })

  describe('what waits for its officers', () => {
    const conflicting = async () => {
      const opened = await gateway.taken()
      await gateway.untilStands(opened, 'sent')
      await gateway.meanwhile((on) => on.answer(opened, { quantity: '900', amount: '495000' }, { target: '1' }))
      await gateway.untilStands(opened, 'conflict')
      return opened.chain
    }

    it('S2-042 lists conflicts for officers of the bank and of the institution, and for nobody else', async () => {
      const { officer, dispatcher, executor, alice } = gateway.on
      const chain = await conflicting()
      for (const [server, by] of [
        [gateway.server, officer],
        [gateway.server, dispatcher],
        [institution, executor],
      ] as const) {
        const { body } = await server.get('/v1/chains?status=conflict&state=open', by)
        expect((body.items as { chain: string }[]).map((one) => one.chain)).deep.equal([chain])
        expect((await server.get('/v1/chains?status=settled', by)).body.items).deep.equal([])
      }
      expect((await gateway.server.get('/v1/chains?state=ended', officer)).body.items).not.deep.include({ chain })
      expect((await gateway.server.get('/v1/chains?status=lost', officer)).body.code).equal('malformed_request')
      for (const by of [alice, bob, executor])
        expect((await gateway.server.get('/v1/chains', by)).body.code).equal('not_allowed')
      expect((await gateway.server.get('/v1/chains')).body.code).equal('session_required')
      expect((await institution.get('/v1/chains', officer)).body.code).equal('not_allowed')
    })

    it('S2-009 lists what was proposed for those who may be the second person, each with the act and its digest', async () => {
      const { officer, checker, alice, dispatcher, stranger } = gateway.on
      let approval = ''
      await gateway.meanwhile(async (on) => {
        approval = await on.proposed('identity.unlock', { client: 'alice' })
      })
      for (const by of [officer, checker]) {
        const { body } = await gateway.server.get('/v1/approvals?state=open', by)
        const [one] = body.items as { approval: string; act: string }[]
        expect(one).deep.include({ approval, act: '{"client":"alice"}', maker: 'bank-credit', status: 'pending' })
        const found = (await gateway.server.get(`/v1/approvals/${approval}`, by)).body
        expect(found).deep.include({ approval, digest: gateway.on.approval(approval).digest })
      }
      const ended = (await gateway.server.get('/v1/approvals?state=ended', officer)).body.items as {
        approval: string
      }[]
      expect(ended.map((one) => one.approval)).not.include(approval)
      expect((await gateway.server.get('/v1/approvals', checker)).body.items[0]).include({ approval })
      for (const name of ['A'.repeat(43), 'no-id'])
        expect((await gateway.server.get(`/v1/approvals/${name}`, officer)).body.code).equal('not_found')
      for (const by of [alice, dispatcher, stranger]) {
        expect((await gateway.server.get('/v1/approvals', by)).body.code).equal('not_allowed')
        expect((await gateway.server.get(`/v1/approvals/${approval}`, by)).body.code).equal('not_allowed')
      }
      expect((await institution.get(`/v1/approvals/${approval}`, stranger)).body.code).equal('not_found')
    })
  })

  describe('the file of a chain', () => {
    const read = async (chain: string, by: Device, server = gateway.server) => {
      const { status, body } = await server.get(`/v1/chains/${chain}/file`, by)
      return status === 200 ? `${body.segments.length} segments` : `${status} ${body.code}`
    }

    const allRead = async (chain: string, people: Device[], told: string, server = gateway.server) =>
      expect(await Promise.all(people.map((by) => read(chain, by, server)))).deep.equal(people.map(() => told))

    it('S2-044 has each segment with what its device signed, and the keys by which it is checked', async () => {
      const opened = await gateway.taken()
      await gateway.untilStands(opened, 'sent')
      const target = `${gateway.on.gold() - 1_000n}`
      const executed = { quantity: '1000', amount: '550000' }
      await gateway.meanwhile((on) => on.answer(opened, executed, { target }))
      await gateway.untilStands(opened, 'settled')
      const { body: file } = await gateway.server.get(`/v1/chains/${opened.chain}/file`, gateway.on.alice)
      expect([file.format, file.ledger, file.segments.length, file.signers.length]).deep.equal([
        ...['assay-chain-1', 'assay', 3, 3],
      ])
      const [first, second, third] = file.segments
      for (const { instruction, signature, confidential } of file.segments) {
        const signer = file.signers.find(({ device }: { device: string }) => device === instruction.device)
        expect([signer.participant, thumbprint(signer.publicKey)]).deep.equal([instruction.from, instruction.device])
        expect(isSignedBy(signer.publicKey, signingText(instruction), signature)).equal(true)
        expect(digest(confidential)).equal(instruction.body.confidential ?? instruction.body.first)
      }
      expect(digest(signingText(first.instruction))).equal(opened.chain)
      expect(second.instruction.body.chain).equal(opened.chain)
      expect(JSON.parse(second.confidential).first).equal(first.confidential)
      expect(third.instruction.body.send).equal(digest(signingText(second.instruction)))
      expect(JSON.parse(third.confidential).target).equal(target)
      // As whoever has it checks it, without this gateway.
      const checked = await verifyChain(JSON.stringify(file), { ledger: 'assay' })
      expect('checked' in checked && checked.checked.chain).equal(opened.chain)
      expect((await institution.get(`/v1/chains/${opened.chain}/file`, gateway.on.executor)).body).deep.equal(file)
    })

    it('is found by the institution in what concerns who answers for it, once it was sent', async () => {
      const opened = await gateway.taken()
      await gateway.untilStands(opened, 'sent')
      const path = accountListPath('institution-treasury', 'instructions', { limit: '200' })
      const { items } = listAnswers.instructions.parse((await institution.get(path, gateway.on.executor)).body)
      const sent = items.find(({ kind, body }) => kind === 'chain.send' && body['chain'] === opened.chain)
      expect(sent).deep.include({ status: 'accepted' })
      expect(sent?.ledger?.position).match(/^[0-9]/)
    })

    it('S2-044 has as many segments as stand, for the client, its bank and its institution, and for nobody else', async () => {
      const { alice, dispatcher, officer, service, executor, stranger } = gateway.on
      const opened = await gateway.taken()
      const { chain } = opened
      const own = [alice, dispatcher, officer]
      await allRead(chain, own, '1 segments')
      await allRead(chain, [bob, service, stranger, executor], '404 not_found')
      expect(await read('N'.repeat(43), alice)).equal('404 not_found')
      // Before it is sent the institution has nothing of it.
      expect(await read(chain, executor, institution)).equal('404 not_found')
      await gateway.untilStands(opened, 'sent')
      gateway.receiving.sweep()
      await allRead(chain, own, '2 segments')
      expect(await read(chain, executor, institution)).equal('2 segments')
      await allRead(chain, [...own, bob], '404 not_found', institution)
      expect((await gateway.server.get(`/v1/chains/${chain}/file`)).body.code).equal('session_required')
    })

    it('is nothing that is there once its text has gone unsent, and an outage while rows of the pair are missing', async () => {
      const { alice } = gateway.on
      const opened = await gateway.taken({}, {}, { value: '5555555555554444' })
      await gateway.untilStands(opened, 'user-rejected')
      gateway.receiving.sweep()
      expect(await read(opened.chain, alice)).equal('404 not_found')
      const { privateTables } = gateway.projection
      const { hasGap } = privateTables
      privateTables.hasGap = () => true
      expect(await read(opened.chain, alice)).equal('503 private_rows_missing')
      expect(await read(opened.chain, bob)).equal('404 not_found')
      privateTables.hasGap = hasGap
    })

    it('is purged once the bank had its texts taken away, which is neither a gap nor nothing, for those whose chain it is', async () => {
      const { alice, officer, executor } = gateway.on
      const { chain, ...opened } = await gateway.taken({ family: 'stock' }, { product: '600519', quantity: '100' })
      await gateway.untilStands({ chain, ...opened }, 'sent')
      await gateway.meanwhile((on) => on.answer({ chain }, { verdict: 'refused' }, { reason: 'hours' }))
      await gateway.untilStands({ chain, ...opened }, 'refused')
      expect(await read(chain, alice)).equal('3 segments')
      await gateway.meanwhile(async (on) => {
        on.wait(91n * 86_400_000n)
        on.accepted(await on.tell(officer, 'chain.purge', { body: { chain }, says: {} }))
      })
      for (const hasGap of [() => false, () => true]) {
        const { privateTables } = gateway.projection
        privateTables.hasGap = hasGap
        expect(await read(chain, alice)).equal('410 purged')
        expect(await read(chain, executor, institution)).equal('410 purged')
        expect(await read(chain, bob)).equal('404 not_found')
      }
      // What the pair had of it is in no row of this member's any more.
      const { bank, institution: other } = gateway.on.chain({ chain }) as Chain
      expect(gateway.projection.privateRecord(segments, bank, other, chain)).equal(undefined)
    })
  })
})
