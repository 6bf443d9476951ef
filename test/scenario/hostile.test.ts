import type { common } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { type Envelope, envelopeText } from '../../chaincode/envelope.ts'
import { readBlock } from '../../gateway/fabric/block.ts'
import { connectFabric } from '../../gateway/fabric/connect.ts'
import { readStatus } from '../../network/status.ts'
import { consortium } from '../support/members.ts'
import { findDifferences, waitUntilAllStand } from './support/agreement.ts'
import { renderedGateway } from './support/configuration.ts'
import { gateways, report, topology } from './support/network.ts'
import { get, idOf, Person, post, waitForOutcome } from './support/people.ts'
import { requireProof } from './support/proof.ts'
import { type ForgedWrite, RawClient, type RawProposal } from './support/raw-client.ts'
import { fund, readScene, register, type Scene } from './support/scene.ts'

const endorsers = ['institution', 'bank'] as const
const rubbish = Buffer.from('ffffffffffffffff', 'hex')

describe('what a dishonest member sends to the orderers', () => {
  let scene: Scene
  let mallory: RawClient
  let payer: Person

  before(async () => {
    scene = await readScene()
    payer = await register('bank', scene.registrars.bank, new Person('hostile-payer'))
    await fund(scene, payer, '100000')
    mallory = new RawClient({ organisation: 'institution', name: 'gateway' })
  })
  after(() => mallory.close())

  const propose = (options: Partial<Parameters<RawClient['propose']>[0]> = {}) =>
    mallory.propose({ call: 'ledger:apply', ...options })
  const forged = async (writes: ForgedWrite[], options: Parameters<RawClient['forge']>[1] = {}, chaincode = 'ledger') =>
    mallory.forge(await propose({ chaincode }), { chaincode, writes, ...options })

  /** An ordinary transaction, properly endorsed, that is not submitted yet. */
  const endorsed = async (envelope: Envelope, proposal?: RawProposal): Promise<common.Envelope> => {
    const asked = proposal ?? (await propose({ args: [envelopeText(envelope)] }))
    return mallory.transactionOf(asked, await Promise.all(endorsers.map((one) => mallory.endorse(one, asked))))
  }
  const transfer = () => payer.envelope('voucher.transfer', { voucher: scene.voucher, to: 'carol', quantity: '1' })
  const registration = (participant: string): Envelope => {
    const person = new Person(participant)
    const device = person.newDevice(['customer'])
    return scene.registrars.institution.envelope('participant.register', { participant, type: 'person', device })
  }

  /** Each with a hostile envelope that is sent alone, and one that writes the row under the key that is given it. */
  const hostile: [what: string, make: (key: string) => Promise<common.Envelope>][] = [
    ['data that is no transaction', async () => mallory.sign((await propose()).header, rubbish)],
    ['no data at all', async () => mallory.sign((await propose()).header, new Uint8Array())],
    ['a payload without its action', async () => mallory.envelopeOf(await propose(), undefined)],
    [
      'a time that no date can hold',
      async (key) => mallory.forge(await propose({ seconds: 2n ** 54n }), { writes: [{ namespace: 'ledger', key }] }),
    ],
    [
      'results that do not belong to the proposal',
      (key) => forged([{ namespace: 'ledger', key, policy: true }], { hash: false }),
    ],
    [
      'another transaction’s id',
      async (key) =>
        mallory.forge(await propose({ claimed: 'f'.repeat(64) }), {
          writes: [{ namespace: 'ledger', key, policy: true }],
        }),
    ],
    ['an empty version', (key) => forged([{ namespace: 'ledger', key, policy: true }], { version: '' })],
    [
      'a chaincode that there is not',
      (key) => forged([{ namespace: 'ledger', key, policy: true }], {}, 'no-such-chaincode'),
    ],
    [
      'rows of several chaincodes that nobody endorsed',
      (key) =>
        forged([
          { namespace: 'accounts-bank', key: 'account~hostile' },
          { namespace: 'accounts-supplier', key: 'account~hostile', policy: true },
          { namespace: 'ledger', key, policy: true },
        ]),
    ],
    [
      'a collection that there is not',
      (key) =>
        forged([
          { namespace: 'ledger', key, policy: true },
          { namespace: 'ledger', key: 'x', collection: 'no-such-collection' },
        ]),
    ],
  ]

  /** The validation codes of the block that holds a transaction, once it is there. */
  const codesBeside = async (envelope: Envelope): Promise<{ codes: string[]; at: number }> => {
    const { body } = await waitForOutcome(gateways.supplier, idOf(envelope), 60)
    expect(body.status, JSON.stringify(body)).to.equal('accepted')
    const fabric = connectFabric(renderedGateway('supplier'))
    try {
      const blocks = await fabric.network.getBlockEvents({ startBlock: BigInt(body.ledger.block) })
      const { value } = (await blocks[Symbol.asyncIterator]().next()) as { value: common.Block }
      blocks.close()
      const { transactions } = readBlock(value, consortium.chaincodes)
      const at = transactions.findIndex(({ transaction }) => transaction === body.ledger.transaction)
      return { codes: transactions.map(({ validation }) => validation), at }
    } finally {
      fabric.close()
    }
  }

  /** Sends the hostile one right before the ordinary one, until a block holds them in this order. */
  const sendBefore = async (make: (key: string) => Promise<common.Envelope>, ordinary: () => Envelope, key: string) => {
    for (let tries = 0; tries < 5; tries += 1) {
      const envelope = ordinary()
      const [bad, good] = [await make(key), await endorsed(envelope)]
      expect(await mallory.broadcast('bank', bad, good)).to.deep.equal([200, 200])
      const { codes, at } = await codesBeside(envelope)
      expect(codes[at]).to.equal('VALID')
      if (at > 0) {
        expect(codes[at - 1]).to.not.equal('VALID')
        return
      }
    }
    throw new Error('no block held both')
  }

  for (const [index, [what, make]] of hostile.entries()) {
    it(`stops nothing with ${what}: alone, before an ordinary transaction, and before one that writes the same row`, async () => {
      const height = await waitUntilAllStand(topology)
      expect(await mallory.broadcast('supplier', await make('participant~hostile-alone'))).to.deep.equal([200])
      await waitUntilAllStand(topology, height + 1)
      await sendBefore(make, transfer, 'participant~hostile-before')
      const participant = `hostile-${index}`
      let count = 0
      const next = () => {
        count += 1
        return registration(`${participant}-${count}`)
      }
      await sendBefore(async () => make(`participant~${participant}-${count}`), next, '')
      expect((await post(gateways.bank, transfer())).body).to.include({ status: 'accepted' })
      await waitUntilAllStand(topology)
    })
  }

  it('stops nothing with an exact copy of an older transaction, before one that uses the row that it made', async () => {
    const made = registration('hostile-copied')
    const original = await endorsed(made)
    expect(await mallory.broadcast('bank', original)).to.deep.equal([200])
    await waitForOutcome(gateways.institution, idOf(made))
    let isFrozen = false
    const useOf = () => {
      isFrozen = !isFrozen
      const kind = isFrozen ? 'participant.freeze' : 'participant.unfreeze'
      return scene.registrars.institution.envelope(kind, { participant: 'hostile-copied', caseNumber: 'CASE-1' })
    }
    await sendBefore(async () => original, useOf, '')
    expect((await post(gateways.bank, transfer())).body).to.include({ status: 'accepted' })
  })

  it('cannot have an instruction carried out that no gateway records', async () => {
    const hidden = transfer()
    const proposal = await propose({ call: 'apply', args: [envelopeText(hidden)] })
    const failure = await mallory.endorse('bank', proposal).then(
      () => 'endorsed',
      (error: Error) => error.message,
    )
    expect(failure).to.contain('answers to ledger:apply only')
    const misnamed = await propose({ args: [envelopeText(hidden)], invoked: 'x' })
    expect(await mallory.broadcast('bank', await endorsed(hidden, misnamed))).to.deep.equal([200])
    for (const url of Object.values(gateways)) {
      expect((await waitForOutcome(url, idOf(hidden))).body, url).to.include({ status: 'accepted' })
      expect((await get(url, `/v1/instructions/${idOf(hidden)}/evidence`)).status).to.equal(200)
    }
  })

  it('leaves all peers at one height, all gateways ready, and every projection equal to the peers', async () => {
    expect(await findDifferences(topology)).to.deep.equal([])
    for (const url of Object.values(gateways)) {
      expect((await get(url, '/ready')).body).to.deep.include({ ready: true })
    }
  })

  it('leaves a chain that an auditor proves, whose report names each kind of what was sent', async () => {
    const { oddities } = await requireProof(topology, report)
    expect(oddities.map(({ code }) => code)).to.include.members([
      ...['INVALID_ENDORSER_TRANSACTION', 'ENDORSEMENT_POLICY_FAILURE', 'BAD_PROPOSAL_TXID', 'INVALID_CHAINCODE'],
      // The copy, and the one that every gateway recorded although it names another chaincode.
      ...['DUPLICATE_TXID', 'INVOCATION_MISNAMED'],
    ])
  })
})

describe('the status of a new network', () => {
  it('names no process that is stuck, no fault of what runs, and nothing that is left of an earlier release', async () => {
    const { processes, notes } = await readStatus(topology)
    expect(processes.filter(({ state }) => state !== 'running')).to.deep.equal([])
    expect(processes.flatMap(({ faults = [] }) => faults)).to.deep.equal([])
    expect(notes).to.deep.equal([])
    const orderers = processes.filter(({ name }) => name.startsWith('orderer-'))
    expect(new Set(orderers.map(({ height }) => height)).size).to.equal(1)
  })
})

describe('who may write to the channel', () => {
  const mayNot: [organisation: 'bank' | 'institution' | 'supplier' | 'auditor', name: string, tls?: boolean][] = [
    ['bank', 'registrar'],
    ['bank', 'ca-admin'],
    ['auditor', 'auditor'],
    ['supplier', 'peer'],
    ['supplier', 'chaincode', true],
    ['supplier', 'chaincode-client', true],
    ['institution', 'gateway', true],
    ['institution', 'admin', true],
    ['bank', 'orderer', true],
  ]
  const statusOf = async (organisation: (typeof mayNot)[number][0], name: string, tls = false): Promise<number> => {
    const client = new RawClient({ organisation, name, tls })
    try {
      const proposal = await client.propose({ call: 'ledger:apply' })
      const [status] = await client.broadcast('bank', await client.forge(proposal))
      return status ?? 0
    } finally {
      client.close()
    }
  }

  for (const [organisation, name, tls = false] of mayNot) {
    it(`is not the ${name}${tls ? '’s TLS certificate' : ''} of the ${organisation}`, async () => {
      expect(await statusOf(organisation, name, tls)).to.equal(403)
    })
  }

  it('is an administrator, a gateway and an orderer, whose envelopes the peers then judge', async () => {
    // An orderer signs each new configuration, and could put envelopes into blocks without asking anyway.
    for (const name of ['admin', 'gateway', 'orderer']) expect(await statusOf('supplier', name), name).to.equal(200)
    await waitUntilAllStand(topology)
  })
})
