import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type GatewayError, StatusCode } from '@hyperledger/fabric-gateway'
import { expect } from 'chai'
import { accounts, credits } from '../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../chaincode/domains/vouchers/tables.ts'
import { envelopeText } from '../../chaincode/envelope.ts'
import { digest, isSignedBy, signingText } from '../../chaincode/wire/signature.ts'
import { readBlock } from '../../gateway/fabric/block.ts'
import { connectFabric } from '../../gateway/fabric/connect.ts'
import { consortium } from '../support/members.ts'
import { gateways, topology } from './support/network.ts'
import { get, idOf, openSession, post, waitForOutcome } from './support/people.ts'
import { readScene, type Scene } from './support/scene.ts'

const configurationOf = (organisation: string) =>
  JSON.parse(readFileSync(join(topology.dataFolder, 'gateways', `${organisation}.json`), 'utf8'))

/** What one organisation's own peer says of some rows. */
const readFromPeer = async (organisation: string, keys: string[], range: { start: string; end: string }) => {
  const configuration = configurationOf(organisation)
  const fabric = connectFabric(configuration)
  const endorsingOrganizations = [configuration.mspId]
  const ask = async (transaction: string, ...args: string[]) =>
    Buffer.from(
      await fabric.contract('query').evaluate(transaction, { arguments: args, endorsingOrganizations }),
    ).toString()
  try {
    const rows = await Promise.all(keys.map((key) => ask('get', key)))
    return [...rows, await ask('range', range.start, range.end)]
  } finally {
    fabric.close()
  }
}

describe('a transfer from one organisation’s customer to another’s', () => {
  let scene: Scene

  before(async () => {
    scene = await readScene()
  })

  it('S0-003 the issued voucher stands on the ledger under its unique code, with its issuer’s signature in the block', async () => {
    const { body } = await get(gateways.supplier, `/v1/vouchers/${scene.voucher}`)
    expect(body['voucher']).to.include({
      voucher: scene.voucher,
      issuer: 'treasury',
      home: 'InstitutionMSP',
      supply: '1000000000',
    })
    const { body: history } = await get(gateways.bank, `/v1/vouchers/${scene.voucher}/history`)
    expect(history['entries']).to.have.lengthOf(1)
  })

  it('S0-023 moves the quantity, and all three peers read the same rows back', async () => {
    const transfer = scene.alice.envelope('voucher.transfer', { voucher: scene.voucher, to: 'bob', quantity: '250000' })
    const answer = await post(gateways.bank, transfer)
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200)
    expect(answer.body['effects']).to.include({ quantity: '250000', to: 'bob' })
    await Promise.all(Object.values(gateways).map((url) => waitForOutcome(url, idOf(transfer))))
    const keys = [accounts.key('alice'), accounts.key('bob'), vouchers.key(scene.voucher)]
    const range = credits.range('bob', scene.voucher)
    const [bank, institution, supplier] = await Promise.all(
      ['bank', 'institution', 'supplier'].map((organisation) => readFromPeer(organisation, keys, range)),
    )
    expect(institution).to.deep.equal(bank)
    expect(supplier).to.deep.equal(bank)
    expect(bank?.[3]).to.contain('"quantity":"250000"')
  })

  it('S0-009 tells status, quantities and ledger transaction, and tells the same again when asked by id anywhere', async () => {
    const transfer = scene.alice.envelope('voucher.transfer', { voucher: scene.voucher, to: 'carol', quantity: '1' })
    const answer = await post(gateways.institution, transfer)
    expect(answer.body).to.include({ id: idOf(transfer), status: 'accepted' })
    expect(answer.body['ledger']['transaction']).to.match(/^[0-9a-f]{64}$/)
    for (const url of Object.values(gateways)) {
      const { body } = await waitForOutcome(url, idOf(transfer))
      expect(body).to.deep.equal(answer.body)
    }
    const again = await post(gateways.institution, transfer)
    expect(again.body).to.deep.equal(answer.body)
  })

  it('leaves the device’s signature in the block, and anyone can check it with the public key on the ledger', async () => {
    const transfer = scene.alice.envelope('voucher.transfer', { voucher: scene.voucher, to: 'bob', quantity: '2' })
    const { body } = await post(gateways.institution, transfer)
    const fabric = connectFabric(configurationOf('supplier'))
    try {
      const blocks = await fabric.network.getBlockEvents({ startBlock: BigInt(body['ledger']['block']) })
      const { value } = await blocks[Symbol.asyncIterator]().next()
      blocks.close()
      const found = readBlock(value, consortium.chaincodes).transactions.find(
        ({ transaction }) => transaction === body['ledger']['transaction'],
      )
      expect(found?.validation).to.equal('VALID')
      const { instruction, signature } = JSON.parse(found?.arguments[0] ?? '')
      const path = `/v1/participants/alice/devices/${instruction.device}`
      const { body: device } = await get(gateways.supplier, path)
      expect(isSignedBy(device['publicKey'], signingText(instruction), signature)).to.equal(true)
      expect(isSignedBy(device['publicKey'], signingText({ ...instruction, number: '999' }), signature)).to.equal(false)
      expect(digest(signingText(instruction))).to.equal(body['id'])
    } finally {
      fabric.close()
    }
  })

  it('cannot be given to a bank’s customer without the bank’s endorsement, though it writes nothing but a new row there', async () => {
    const envelope = scene.treasury.envelope('voucher.transfer', { voucher: scene.voucher, to: 'alice', quantity: '3' })
    const fabric = connectFabric(configurationOf('institution'))
    try {
      const endorsingOrganizations = ['InstitutionMSP', 'SupplierMSP']
      const text = envelopeText(envelope)
      const proposal = fabric.contract('ledger').newProposal('apply', { arguments: [text], endorsingOrganizations })
      const endorsed = await proposal.endorse()
      expect(JSON.parse(Buffer.from(endorsed.getResult()).toString())[0]).to.include({ status: 'accepted' })
      const { code } = await (await endorsed.submit()).getStatus()
      expect(code).to.equal(StatusCode.ENDORSEMENT_POLICY_FAILURE)
    } finally {
      fabric.close()
    }
    expect((await post(gateways.institution, envelope)).body, 'the number is not used up').to.include({
      status: 'accepted',
    })
  })

  it('is the only way to change an account: its chaincode answers nobody but the ledger', async () => {
    const fabric = connectFabric(configurationOf('bank'))
    try {
      const accounts = fabric.network.getContract('accounts-bank')
      const endorsingOrganizations = ['BankMSP', 'InstitutionMSP']
      for (const [transaction, ...texts] of [
        ['write', 'account~alice', '{}'],
        ['read', 'account~alice'],
      ] as const) {
        const proposal = accounts.newProposal(transaction, { arguments: [...texts], endorsingOrganizations })
        const reason: unknown = await proposal.endorse().catch((error: GatewayError) => error.details)
        expect(JSON.stringify(reason), transaction).to.contain('for the chaincode ledger to ask for')
      }
    } finally {
      fabric.close()
    }
  })

  it('shows an account to its owner, credits included, and to nobody else', async () => {
    const own = await openSession(gateways.supplier, 'SupplierMSP', scene.bob)
    const { body } = await get(gateways.supplier, '/v1/accounts/bob', own)
    expect(BigInt(body['balances'][scene.voucher]['available']) >= 250_000n).to.equal(true)
    expect((await get(gateways.supplier, '/v1/accounts/bob')).body).to.include({ code: 'session_required' })
    expect((await get(gateways.supplier, '/v1/accounts/alice', own)).status).to.equal(403)
    expect((await get(gateways.bank, '/v1/accounts/bob', own)).status).to.equal(401)
    const registrar = await openSession(gateways.supplier, 'SupplierMSP', scene.registrars.supplier)
    expect((await get(gateways.supplier, '/v1/accounts/bob', registrar)).status).to.equal(200)
    const other = await openSession(gateways.supplier, 'SupplierMSP', scene.registrars.bank)
    expect((await get(gateways.supplier, '/v1/accounts/bob', other)).status).to.equal(403)
  })

  it('lets one pay out of what was just received, by folding the credits into the account', async () => {
    const token = await openSession(gateways.supplier, 'SupplierMSP', scene.bob)
    const before = (await get(gateways.supplier, '/v1/accounts/bob', token)).body['balances'][scene.voucher][
      'available'
    ]
    const transfer = scene.bob.envelope('voucher.transfer', { voucher: scene.voucher, to: 'alice', quantity: before })
    expect((await post(gateways.supplier, transfer)).body['effects']).to.include({ available: '0' })
    await waitForOutcome(gateways.supplier, idOf(transfer))
    const { body } = await get(gateways.supplier, '/v1/accounts/bob', token)
    expect(body['credits']).to.deep.equal([])
    expect(body['balances']).to.deep.equal({})
  })
})
