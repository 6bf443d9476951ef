import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { resultSignatureText, resultText } from '../../../chaincode/wire/result-signature.ts'
import { connect } from '../../../terminal/sdk/connection.ts'
import type { GatewayProblem, TerminalFault } from '../../../terminal/sdk/errors.ts'
import { createProfile, fileLedgers, loadProfile, openTerminal } from '../../../terminal/sdk/node/profile.ts'
import { receive } from '../../../terminal/sdk/receive.ts'
import { openResultKeys, type ResultKeys } from '../../../terminal/sdk/result-keys.ts'
import { memoryLedgers } from '../../../terminal/sdk/stores.ts'
import { Device, signatureOver } from '../../support/devices.ts'
import { acceptedDocument, FakeGateway, problem, type Sealed } from '../support/fake-gateway.ts'
import { aliceAt, rejection, steadyConnection, steadyReceiver, transferBody, withFolder } from '../support/scene.ts'

const own = 'O'.repeat(43)
const dropped = (reason: string) => ({ event: 'result_dropped', id: own, reason })

describe('whose result it is', () => {
  let gateway: FakeGateway
  beforeEach(async () => {
    gateway = await new FakeGateway().listen()
    gateway.readInstruction = (id) => ({ status: 200, body: acceptedDocument(id) })
  })
  afterEach(() => gateway.close())

  const asked = () => gateway.received.filter(({ path }) => path === '/v1/ledger').length
  const stranger = new Device('stranger', [])

  const forgeries: [string, (sealed: Sealed) => Sealed][] = [
    ['a tampered body', ({ text, signature }) => ({ text: text.replace('"7"', '"8"'), signature })],
    ['a body with one blank more', ({ text, signature }) => ({ text: `${text} `, signature })],
    ['no signature', ({ text }) => ({ text, signature: undefined })],
    ['a signature that is none', ({ text }) => ({ text, signature: 'BankMSP:x' })],
    ['another key under the organisation’s name', ({ text }) => gateway.seal(text, 'BankMSP', stranger)],
    ['a key of an organisation that nobody knows', ({ text }) => gateway.seal(text, 'StrangerMSP', stranger)],
    ['a name that every object has', ({ text }) => gateway.seal(text, 'constructor', stranger)],
    [
      'the name of another organisation over a signature',
      ({ text, signature = '' }) => ({ text, signature: signature.replace('BankMSP', 'SupplierMSP') }),
    ],
    [
      'a signature over the body alone',
      ({ text }) => ({
        text,
        signature: resultSignatureText({ mspId: 'BankMSP', signature: signatureOver(text, gateway.key.privateKey) }),
      }),
    ],
  ]
  for (const [what, forge] of forgeries) {
    it(`S0-049: a result with ${what} is dropped and logged, and the outcome stays unknown`, async () => {
      gateway.forge = forge
      const { connection, events, keys } = await steadyReceiver(gateway.url)
      const result = await receive(connection, { id: own, keys, deadline: connection.now() })
      expect(result).to.deep.include({ id: own, status: 'pending', taken: false })
      expect(events).to.deep.equal([dropped('bad_signature')])
    })

    it(`S0-049: an answer to the sending with ${what} settles nothing, be it an acceptance, a refusal or a promise`, async () => {
      gateway.forge = forge
      gateway.scripts.push(
        (_received, id) => ({ status: 200, body: acceptedDocument(id) }),
        (_received, id) => problem(409, 'exceeds_available_quantity', { id, outcome: 'refused', values: { n: '7' } }),
        (_received, id) => problem(401, 'unknown_device', { id, outcome: 'none', values: { n: '7' } }),
        (_received, id) => ({ status: 202, body: { id, status: 'pending', self: '7' } }),
      )
      gateway.readInstruction = () => problem(404, 'not_found')
      const { terminal, events } = aliceAt(gateway)
      for (let round = 1; round <= 4; round += 1) {
        const result = await terminal.instruct('voucher.transfer', transferBody, { waitSeconds: 0 })
        expect(result).to.deep.include({ status: 'pending', taken: false })
        expect(await terminal.unsettled()).to.have.length(round)
      }
      expect(events).to.deep.include({ ...dropped('bad_signature'), id: (await terminal.unsettled())[0]?.id })
    })
  }

  it('S0-049: works alone, with fake keys, and drops a signed result about a foreign instruction', async () => {
    const pair = new Device('some gateway', [])
    const keys: ResultKeys = { pinned: async () => pair.publicKey, askAgain: async () => undefined }
    const foreign = JSON.stringify(acceptedDocument('F'.repeat(43)))
    const answers = [foreign, JSON.stringify(acceptedDocument(own))]
    const steady = steadyConnection('http://127.0.0.1:1')
    const fetch = async () => {
      const body = answers.shift() ?? ''
      const signature = signatureOver(resultText({ mspId: 'AnyMSP', body }), pair.privateKey)
      return new Response(body, { headers: { 'assay-result-signature': `AnyMSP:${signature}` } })
    }
    const connection = { ...steady.connection, fetch }
    const result = await receive(connection, { id: own, keys, deadline: connection.now() + 5_000 })
    expect(result).to.deep.include({ id: own, status: 'accepted' })
    expect(steady.events).to.deep.equal([dropped('foreign_id')])
  })

  it('believes that nothing was taken only when it is signed, and keeps the instruction until then', async () => {
    gateway.forge = ({ text }) => ({ text, signature: undefined })
    gateway.scripts.push(
      () => problem(400, 'malformed_json', { outcome: 'none' }),
      () => problem(400, 'malformed_instruction', { outcome: 'none', values: {} }),
    )
    gateway.readInstruction = () => problem(404, 'not_found')
    const { terminal } = aliceAt(gateway)
    for (let round = 1; round <= 2; round += 1) {
      const result = await terminal.instruct('voucher.transfer', transferBody, { waitSeconds: 0 })
      expect(result).to.deep.include({ status: 'pending', taken: false })
      expect(await terminal.unsettled()).to.have.length(round)
    }
  })

  it('tells that no gateway knows an instruction only by a signed word about that instruction', async () => {
    gateway.readInstruction = (id) => problem(404, 'not_found', { id })
    const { connection, keys } = await steadyReceiver(gateway.url)
    const asking = { id: own, keys, deadline: connection.now() }
    expect((await rejection<GatewayProblem>(receive(connection, asking))).isProven).to.equal(true)
    gateway.forge = ({ text }) => ({ text, signature: undefined })
    expect((await receive(connection, asking)).status).to.equal('pending')
  })

  it('S0-049: learns the key of an organisation that it did not know by asking once more, and keeps it', async () => {
    const home = new Device('home gateway', [])
    gateway.forge = ({ text }) => gateway.seal(text, 'InstitutionMSP', home)
    const { connection, events, keys } = await steadyReceiver(gateway.url)
    const asking = { id: own, keys, deadline: connection.now() }
    expect((await receive(connection, asking)).status).to.equal('pending')
    expect([asked(), events.length]).to.deep.equal([2, 1])
    gateway.resultKeys = { ...gateway.resultKeys, InstitutionMSP: home.publicKey }
    expect((await receive(connection, asking)).status).to.equal('accepted')
    gateway.resultKeys = { BankMSP: gateway.key.publicKey }
    expect((await receive(connection, asking)).status).to.equal('accepted')
    expect(asked()).to.equal(3)
  })

  it('S0-049: refuses a key that changed, with the outcome left open and what to do', async () => {
    const { terminal } = aliceAt(gateway)
    await terminal.identity()
    gateway.key = stranger
    gateway.resultKeys = { BankMSP: stranger.publicKey }
    const fault = await rejection<TerminalFault>(terminal.instruct('voucher.transfer', transferBody))
    expect(fault.code).to.equal('result_key_changed')
    expect(fault.next).to.contain('Ask BankMSP, by another way')
    expect(await terminal.unsettled()).to.have.length(1)
  })

  it('takes no keys from a gateway that became another one, and none that a stopped one cannot confirm', async () => {
    const { connection, keys } = await steadyReceiver(gateway.url)
    gateway.mspId = 'SupplierMSP'
    gateway.resultKeys = { SupplierMSP: gateway.key.publicKey }
    expect((await receive(connection, { id: own, keys, deadline: connection.now() })).status).to.equal('pending')
    await gateway.close()
    expect(await keys.askAgain('SupplierMSP')).to.equal(undefined)
    gateway = new FakeGateway()
    await gateway.listen()
  })

  it('finds two gateways that name different keys for one organisation', async () => {
    const other = await new FakeGateway().listen()
    other.mspId = 'SupplierMSP'
    const ledgers = memoryLedgers()
    await openResultKeys(connect(gateway.url), ledgers)
    const fault = await rejection<TerminalFault>(openResultKeys(connect(other.url), ledgers))
    await other.close()
    expect(fault.code).to.equal('result_key_changed')
  })

  it('keeps the keys in the profile, and a profile of before learns them with its first result', () =>
    withFolder(async (folder) => {
      const profile = await createProfile(join(folder, 'alice'), { participant: 'alice', name: 'phone' })
      const { terminal, close } = openTerminal(profile, connect(gateway.url))
      await terminal.identity()
      const file = join(profile.folder, 'profile.json')
      const { resultKeys, ...old } = JSON.parse(await readFile(file, 'utf8'))
      expect(resultKeys).to.deep.equal({ BankMSP: gateway.key.publicKey })
      await writeFile(file, JSON.stringify(old))
      expect((await terminal.instruct('voucher.transfer', transferBody)).status).to.equal('accepted')
      close()
      expect((await loadProfile(profile.folder)).settings.resultKeys).to.deep.equal(resultKeys)
      gateway.resultKeys = { BankMSP: stranger.publicKey }
      const keys = await openResultKeys(connect(gateway.url), fileLedgers(profile.folder))
      const fault = await rejection<TerminalFault>(keys.askAgain('BankMSP'))
      expect(fault.next).to.contain(file).and.contain('resultKeys')
    }))
})
