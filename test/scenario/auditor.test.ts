import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { type Block, readBlock } from '../../audit/blocks/block.ts'
import { blocksOfPeer } from '../../audit/blocks/peer.ts'
import { readTransactions } from '../../audit/ledger/read-block.ts'
import { headerHash } from '../../audit/verify/chain.ts'
import { accounts } from '../../chaincode/domains/registry/tables.ts'
import { envelopeText } from '../../chaincode/envelope.ts'
import { enrolRegistrar } from '../../gateway/enrol-registrar.ts'
import { auditReportFile } from '../../network/folders.ts'
import { waitUntilAllStand } from './support/agreement.ts'
import { peerConnection } from './support/chain.ts'
import { gateways, topology } from './support/network.ts'
import { get, idOf, openSession, Person, post } from './support/people.ts'
import { RawClient } from './support/raw-client.ts'
import { fund, readScene, register, type Scene } from './support/scene.ts'

type Item = { [name: string]: unknown }

/** Every block as the auditor's own program reads it from a peer. */
const blocksOf = async (organisation: string, height: number): Promise<Block[]> => {
  const blocks: Block[] = []
  for await (const bytes of blocksOfPeer(peerConnection(organisation), { from: 0n, to: BigInt(height) - 1n })) {
    blocks.push(readBlock(bytes))
  }
  return blocks
}

describe('an auditor at a member’s gateway', () => {
  let scene: Scene
  let token: string
  let height: number
  let blocks: Block[]
  let vain: string
  let transfer: string

  const read = async (path: string) => {
    const { status, body } = await get(gateways.bank, path, token)
    expect([status, body.height], path).to.deep.equal([200, `${height}`])
    return body
  }

  const readAll = async (path: string): Promise<Item[]> => {
    const items: Item[] = []
    let after = ''
    for (;;) {
      const body = await read(`${path}${path.includes('?') ? '&' : '?'}limit=200${after}`)
      items.push(...body.items)
      if (body.next === undefined) return items
      after = `&after=${body.next}`
    }
  }

  /** A batch with an instruction in it that nobody endorsed, which peers find invalid. */
  const sendInVain = async (person: Person): Promise<string> => {
    const client = new RawClient({ organisation: 'institution', name: 'gateway' })
    const before = await waitUntilAllStand(topology)
    const envelope = person.envelope('voucher.transfer', { voucher: scene.voucher, to: 'ugo', quantity: '7' })
    try {
      const proposal = await client.propose({
        call: 'ledger:apply',
        args: [envelopeText(envelope)],
        chaincode: 'ledger',
      })
      const sent = await client.forge(proposal, { writes: [{ namespace: 'ledger', key: 'order~forged' }] })
      expect(await client.broadcast('bank', sent)).to.deep.equal([200])
      await waitUntilAllStand(topology, before + 1)
    } finally {
      client.close()
    }
    // Sent as it should be, the same instruction is honoured.
    expect((await post(gateways.bank, envelope)).status).to.equal(200)
    return idOf(envelope)
  }

  before(async () => {
    scene = await readScene()
    const { registrars, voucher } = scene
    const tessa = await register('bank', registrars.bank, new Person('tessa'))
    await register('supplier', registrars.supplier, new Person('ugo'))
    await fund(scene, tessa, '500')
    const sent = tessa.envelope('voucher.transfer', { voucher, to: 'ugo', quantity: '120' })
    expect((await post(gateways.bank, sent)).status).to.equal(200)
    transfer = idOf(sent)
    const refused = tessa.envelope('voucher.transfer', { voucher, to: 'ugo', quantity: '999999999' })
    expect((await post(gateways.bank, refused)).status).to.equal(409)
    vain = await sendInVain(tessa)
    const auditor = new Person('reading-office')
    const administrator = JSON.parse(readFileSync(join(topology.dataFolder, 'admins', 'auditor.json'), 'utf8'))
    await enrolRegistrar(administrator, auditor.card('reading desk'))
    height = await waitUntilAllStand(topology)
    token = await openSession(gateways.bank, 'BankMSP', auditor)
    blocks = await blocksOf('bank', height)
  })

  it('is told of every block what stands in it: its hashes, and all its transactions with their codes', async () => {
    const listed = (await readAll('/v1/blocks')).reverse()
    const expected = blocks.map((block) => ({
      ...{ number: `${block.number}`, hash: headerHash(block).toString('hex'), transactions: block.envelopes.length },
      previousHash: Buffer.from(block.previousHash).toString('hex'),
    }))
    expect(listed.map(({ at: _at, invalid: _invalid, ...rest }) => rest)).to.deep.equal(expected)
    for (const block of blocks) {
      const told = await readAll(`/v1/blocks/${block.number}`)
      const { transactions } = readTransactions(block)
      expect(told.map(({ id, position }) => [id, position])).to.deep.equal(
        transactions.map(({ id, position }) => [id, `${block.number}.${position}`]),
      )
      const isInvalid = transactions.map(({ content }) => content.what === 'invalid')
      expect(told.map(({ validation }) => validation !== 'VALID')).to.deep.equal(isInvalid)
      expect(listed[Number(block.number)]?.['invalid']).to.equal(isInvalid.filter(Boolean).length)
    }
  })

  it('finds the invalid transactions, and what they held in vain', async () => {
    const invalid = await readAll('/v1/ledger-transactions?validity=invalid')
    const counted = (await readAll('/v1/blocks')).reduce((sum, block) => sum + Number(block['invalid']), 0)
    expect(invalid).to.have.lengthOf(counted)
    const [newest] = await readAll(
      '/v1/ledger-transactions?code=ENDORSEMENT_POLICY_FAILURE&organisation=InstitutionMSP',
    )
    const { transaction, attempted, recorded } = await read(`/v1/ledger-transactions/${newest?.['id']}`)
    expect(transaction).to.include({ validation: 'ENDORSEMENT_POLICY_FAILURE', call: 'ledger:apply' })
    expect([attempted, recorded]).to.deep.equal([[vain], []])
    const honouredLater = await read(`/v1/ledger-instructions/${vain}`)
    expect(honouredLater).to.include({ status: 'accepted', home: 'BankMSP' })
    expect(honouredLater.attempts.map((one: Item) => one['id'])).to.deep.equal([newest?.['id']])
  })

  it('finds an instruction by participant, quantity and refusal, and the history of the record that it changed', async () => {
    const [found] = await readAll('/v1/ledger-instructions?participant=tessa&least=120&most=120')
    expect(found).to.include({ id: transfer, kind: 'voucher.transfer', status: 'accepted' })
    const refused = await readAll('/v1/ledger-instructions?participant=tessa&code=exceeds_available_quantity')
    expect(refused.map(({ kind }) => kind)).to.deep.equal(['voucher.transfer'])
    const { items } = await read(`/v1/records/${accounts.key('tessa')}/history`)
    const change = items.find((one: { instructions: Item[] }) => one.instructions.some(({ id }) => id === transfer))
    expect(change).to.include({ organisation: 'InstitutionMSP', call: 'ledger:apply' })
    const available = (row: { holdings: { [voucher: string]: { available: string } } }) =>
      BigInt(row.holdings[scene.voucher]?.available ?? 0)
    expect(available(change.value)).to.equal(380n)
  })

  it('is shown the report that an audit left, and that there is none before', async () => {
    expect((await read('/v1/audit-report')).status).to.equal('none')
    const file = auditReportFile(topology)
    writeFileSync(file, '{}')
    try {
      expect((await read('/v1/audit-report')).status).to.equal('unreadable')
    } finally {
      rmSync(file)
    }
  })

  it('is the only one who reads any of it', async () => {
    const paths = [
      ...['/v1/blocks', '/v1/blocks/1', '/v1/ledger-transactions', '/v1/ledger-transactions/1.0'],
      ...['/v1/ledger-instructions', `/v1/ledger-instructions/${transfer}`, '/v1/audit-report'],
    ]
    const { registrars, alice } = scene
    const others = [undefined, registrars.bank, alice]
    for (const person of others) {
      const session = person && (await openSession(gateways.bank, 'BankMSP', person))
      for (const path of paths) {
        const { body } = await get(gateways.bank, path, session)
        expect(body.code, path).to.equal(person === undefined ? 'session_required' : 'not_allowed')
      }
    }
  })
})
