import { expect } from 'chai'
import type { Body } from '../../chaincode/vocabulary.ts'
import { connect, type TerminalEvent } from '../../terminal/sdk/connection.ts'
import { send } from '../../terminal/sdk/send.ts'
import { memoryLedgers, memoryNumbers } from '../../terminal/sdk/stores.ts'
import { Terminal } from '../../terminal/sdk/terminal.ts'
import { gateways } from './support/network.ts'
import { get, Person } from './support/people.ts'
import { fund, readScene, register, type Scene } from './support/scene.ts'

describe('a result proves which gateway processed the instruction', () => {
  let scene: Scene
  let helen: Person
  let passed: { url: string; signature: string | null }[]
  let events: TerminalEvent[]
  /** What becomes of an answer on its way to the terminal. */
  let alter: (text: string) => string

  const watched: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    passed.push({ url: String(input), signature: response.headers.get('assay-result-signature') })
    const { status, headers } = response
    const text = await response.text()
    return new Response(String(input).includes('/v1/instructions') ? alter(text) : text, { status, headers })
  }

  const terminalAt = (url: string, last: bigint): Terminal =>
    new Terminal({
      connection: connect(url, { fetch: watched, log: (event) => events.push(event) }),
      participant: helen.participant,
      signer: { device: helen.device, publicKey: helen.publicKey, sign: async (text) => helen.sign(text) },
      numbers: memoryNumbers(last),
    })

  const transferOf = (quantity: string): Body<'voucher.transfer'> => ({ voucher: scene.voucher, to: 'bob', quantity })
  const signers = () => passed.flatMap(({ signature }) => (signature === null ? [] : [signature.split(':')[0]]))

  before(async () => {
    scene = await readScene()
    helen = await register('bank', scene.registrars.bank, new Person('helen'))
    await fund(scene, helen, '1000')
  })
  beforeEach(() => {
    passed = []
    events = []
    alter = (text) => text
  })

  it('S0-049 verifies direct, relayed and refused results by the key of the gateway that processed them', async () => {
    const direct = await terminalAt(gateways.institution, 0n).instruct('voucher.transfer', transferOf('1'))
    const relayed = await terminalAt(gateways.supplier, 10n).instruct('voucher.transfer', transferOf('2'))
    const refused = await terminalAt(gateways.bank, 20n).instruct('voucher.transfer', transferOf('5000'))
    expect([direct.status, relayed.status, refused.status]).to.deep.equal(['accepted', 'accepted', 'refused'])
    expect(new Set(signers())).to.deep.equal(new Set(['InstitutionMSP']))
    expect(events).to.deep.equal([])
    const known = await terminalAt(gateways.bank, 30n).wait(direct.id, { waitSeconds: 5 })
    expect(known).to.deep.include({ id: direct.id, status: 'accepted' })
  })

  it('S0-049 drops and logs a relayed result that was altered on its way, and the same bytes then tell the truth', async () => {
    const terminal = terminalAt(gateways.supplier, 40n)
    alter = (text) => text.replace('"available":"', '"available":"9')
    const dropped = await terminal.instruct('voucher.transfer', transferOf('3'), { waitSeconds: 1 })
    expect(dropped).to.deep.include({ status: 'pending', taken: false })
    expect(events).to.deep.include({ event: 'result_dropped', id: dropped.id, reason: 'bad_signature' })
    alter = (text) => text
    const [settled] = await terminal.resend()
    expect(settled).to.deep.include({ id: dropped.id, status: 'accepted' })
  })

  it('S0-049 takes no result of an organisation whose key nobody told', async () => {
    const terminal = terminalAt(gateways.supplier, 50n)
    const envelope = await terminal.make('voucher.transfer', transferOf('4'))
    const keys = { pinned: async () => undefined, askAgain: async () => undefined }
    const result = await send(terminal.connection, envelope, { waitSeconds: 0, keys })
    expect(result).to.deep.include({ status: 'pending', taken: false })
    expect((await terminal.send(envelope)).status).to.equal('accepted')
  })

  it('publishes one key for each gateway, the same at all of them', async () => {
    const ledgers = memoryLedgers()
    const everybody = ['BankMSP', 'InstitutionMSP', 'SupplierMSP']
    for (const [organisation, url] of Object.entries(gateways)) {
      let { resultKeys, ledger, mspId } = (await get(url, '/v1/ledger')).body
      // They are learnt in the background, once somebody asks.
      for (let round = 0; Object.keys(resultKeys).length < everybody.length && round < 50; round += 1) {
        await new Promise((resume) => setTimeout(resume, 100))
        resultKeys = (await get(url, '/v1/ledger')).body['resultKeys']
      }
      expect(Object.keys(resultKeys), organisation).to.have.members(everybody)
      // Refuses when two gateways name different keys for the same organisation.
      await ledgers.remember(url, { ledger, mspId, resultKeys })
    }
  })
})
