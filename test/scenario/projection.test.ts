import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { common, msp } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { vouchers } from '../../chaincode/domains/vouchers/tables.ts'
import { type Envelope, envelopeText } from '../../chaincode/envelope.ts'
import { canonical } from '../../chaincode/wire/canonical.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import { readBlock } from '../../gateway/fabric/block.ts'
import { connectFabric, type FabricConnection } from '../../gateway/fabric/connect.ts'
import { findRunning, stopProcess } from '../../network/process.ts'
import { connect } from '../../terminal/sdk/connection.ts'
import { verifyPublished } from '../../terminal/sdk/published.ts'
import { acquireVoucher } from '../../terminal/sdk/read-voucher.ts'
import { EventReader } from '../gateway/support/event-reader.ts'
import { consortium } from '../support/members.ts'
import { gateways, restartGateway, topology } from './support/network.ts'
import { get, idOf, openSession, Person, post, postText, waitForOutcome } from './support/people.ts'
import { fund, readScene, register, type Scene } from './support/scene.ts'

type Organisation = keyof typeof gateways

const mspIds = { bank: 'BankMSP', institution: 'InstitutionMSP', supplier: 'SupplierMSP' } as const
const organisations = Object.keys(gateways) as Organisation[]

const configurationOf = (organisation: Organisation) =>
  JSON.parse(readFileSync(join(topology.dataFolder, 'gateways', `${organisation}.json`), 'utf8'))

const withFabric = async <T>(organisation: Organisation, use: (fabric: FabricConnection) => Promise<T>): Promise<T> => {
  const fabric = connectFabric(configurationOf(organisation))
  try {
    return await use(fabric)
  } finally {
    fabric.close()
  }
}

const stopGateway = (organisation: Organisation) => stopProcess(topology.dataFolder, `gateway-${organisation}`)

/** Kills a gateway at once, as a power cut would: it is not asked, and closes nothing. */
const killGateway = async (organisation: Organisation): Promise<void> => {
  const record = findRunning(topology.dataFolder, `gateway-${organisation}`)
  if (record === undefined) throw new Error(`the gateway of ${organisation} does not run`)
  process.kill(record.pid, 'SIGKILL')
  await stopGateway(organisation)
}

/** The organisation whose identity submitted a transaction, by the block that holds it. */
const submitterOf = (ledger: { block: string; transaction: string }) =>
  withFabric('supplier', async ({ network }) => {
    const blocks = await network.getBlockEvents({ startBlock: BigInt(ledger.block) })
    const { value } = (await blocks[Symbol.asyncIterator]().next()) as { value: common.Block }
    blocks.close()
    const { position = -1 } =
      readBlock(value, consortium.chaincodes).transactions.find(
        ({ transaction }) => transaction === ledger.transaction,
      ) ?? {}
    const data = value.getData()?.getDataList_asU8()[position] as Uint8Array
    const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(data).getPayload_asU8())
    const header = common.SignatureHeader.deserializeBinary(
      payload.getHeader()?.getSignatureHeader_asU8() as Uint8Array,
    )
    return msp.SerializedIdentity.deserializeBinary(header.getCreator_asU8()).getMspid()
  })

/** How many instructions a gateway has taken into its own outbox since it started. */
const takenBy = async (organisation: Organisation): Promise<number> => {
  const text = await (await fetch(`${gateways[organisation]}/metrics`)).text()
  return Number(text.match(/^assay_instructions_received_total (\d+)$/m)?.[1])
}

describe('what the gateways publish and list', () => {
  let scene: Scene
  let heidi: Person
  const tokens = new Map<Organisation, string>()

  const tokenAt = async (organisation: Organisation): Promise<string> => {
    const token = tokens.get(organisation) ?? (await openSession(gateways[organisation], mspIds[organisation], heidi))
    tokens.set(organisation, token)
    return token
  }
  const pay = (quantity: string) =>
    heidi.envelope('voucher.transfer', { voucher: scene.voucher, to: 'alice', quantity })
  const issueOf = (voucher: string): Envelope =>
    scene.treasury.envelope('voucher.issue', {
      ...{ voucher, name: 'Silver 9990', functions: ['transfer', 'pledge'], quantity: '10' },
      product: { type: 'metal', metal: 'silver', finenessPerTenThousand: 9990, form: 'bar' },
      unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
    })
  const accepted = async (url: string, envelope: Envelope) => {
    const { status, body } = await post(url, envelope)
    expect(status, JSON.stringify(body)).to.equal(200)
    return body
  }
  const everywhere = (envelope: Envelope) =>
    Promise.all(Object.values(gateways).map((url) => waitForOutcome(url, idOf(envelope))))

  /** All that heidi may read at a gateway, list by list. */
  const answersAt = async (organisation: Organisation) => {
    const lists = ['orders', 'pledges', 'offers', 'holdings', 'statement', 'instructions'].map(
      (list) => `/v1/accounts/heidi/${list}`,
    )
    const records = ['account~heidi', 'participant~heidi', vouchers.key(scene.voucher)]
    const paths = ['/v1/vouchers', `/v1/vouchers/${scene.voucher}/quotes`, '/v1/vouchers?holder=heidi', ...lists]
    paths.push(...records.map((key) => `/v1/records/${key}/history`))
    const token = await tokenAt(organisation)
    const read = async (path: string) => [path, await get(gateways[organisation], path, token)] as const
    return Object.fromEntries(await Promise.all(paths.map(read)))
  }

  before(async () => {
    scene = await readScene()
    heidi = await register('bank', scene.registrars.bank, new Person('heidi'))
    await fund(scene, heidi, '1000')
    const offer = { voucher: scene.voucher, to: 'alice', quantity: '10', answerBy: String(Date.now() + 600_000) }
    await accepted(gateways.bank, heidi.envelope('transfer.offer', offer))
    expect((await post(gateways.bank, pay('999999'))).body.code).to.equal('exceeds_available_quantity')
    const last = pay('1')
    await accepted(gateways.bank, last)
    await everywhere(last)
  })

  it('lists the same at all three gateways', async () => {
    const [bank, ...others] = await Promise.all(organisations.map(answersAt))
    for (const [path, { status, body }] of Object.entries(bank ?? {})) {
      expect(status, path).to.equal(200)
      expect(body.items, path).to.be.an('array')
    }
    expect(bank?.['/v1/accounts/heidi/instructions']?.body.items).to.have.lengthOf(5)
    expect(bank?.['/v1/accounts/heidi/statement']?.body.items[0]).to.include({ change: '-1', balance: '999' })
    expect(bank?.['/v1/accounts/heidi/offers']?.body.items).to.have.lengthOf(1)
    expect(bank?.['/v1/accounts/heidi/holdings']?.body.items[0]).to.include({ available: '989', reserved: '10' })
    for (const other of others) expect(other).to.deep.equal(bank)
  })

  it('rebuilds a projection that was deleted, to the same answers', async () => {
    const before = await answersAt('bank')
    await stopGateway('bank')
    const { dataFolder } = configurationOf('bank')
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(dataFolder, `projection.sqlite${suffix}`), { force: true })
    await restartGateway('bank')
    expect(await answersAt('bank')).to.deep.equal(before)
  })

  it('S0-001 gives metal information, code and functions in one answer of the second server, and a typed not_found for an unknown or retired code', async () => {
    const { voucher } = await acquireVoucher({ publisher: gateways.supplier, code: scene.voucher })
    expect(voucher.voucher).to.equal(scene.voucher)
    expect(voucher.product).to.include({ type: 'metal', metal: 'gold', finenessPerTenThousand: 9999 })
    expect(voucher.functions).to.deep.equal(['transfer'])
    const code = 'AG-RETIRED'
    await accepted(gateways.institution, issueOf(code))
    const decrease = { voucher: code, quantity: '10' }
    await accepted(gateways.institution, scene.treasury.envelope('voucher.decrease-supply', decrease))
    const retire = scene.treasury.envelope('voucher.retire', { voucher: code })
    await accepted(gateways.institution, retire)
    await everywhere(retire)
    for (const gone of [code, 'AG-NEVER-ISSUED']) {
      const error = await acquireVoucher({ publisher: gateways.supplier, code: gone }).catch(
        (problem: Error) => problem,
      )
      expect(error).to.include({ code: 'not_found', status: 404 })
    }
  })

  it('S0-004 has the issuer’s voucher byte for byte at the second server, also when that was down as it was issued, and reading it again changes nothing', async () => {
    const code = 'AG-DELIVERED'
    await stopGateway('supplier')
    const issue = issueOf(code)
    await accepted(gateways.institution, issue)
    await restartGateway('supplier')
    await everywhere(issue)
    const row = await withFabric('institution', async (fabric) => {
      const options = { arguments: [vouchers.key(code)], endorsingOrganizations: ['InstitutionMSP'] }
      return Buffer.from(await fabric.contract('query').evaluate('get', options)).toString()
    })
    const read = async () => (await get(gateways.supplier, `/v1/vouchers/${code}`)).body
    const copy = await read()
    const { supply, ...published } = copy.voucher
    expect(supply).to.equal('10')
    expect(canonical(published)).to.equal(row)
    expect(copy.published).to.include({ by: 'SupplierMSP', digest: digest(row) })
    expect(copy.published.issuedBy.id).to.equal(idOf(issue))
    expect(await verifyPublished(copy, { code, publicKey: scene.treasury.publicKey })).to.deep.equal({ isGood: true })
    const witness = connect(gateways.bank)
    expect((await acquireVoucher({ publisher: gateways.supplier, code, witness })).voucher.voucher).to.equal(code)
    await restartGateway('supplier')
    // Blocks of others may come meanwhile.
    expect({ ...(await read()), height: copy.height }).to.deep.equal(copy)
  })

  it('S0-008 has an instruction processed by the issuer’s gateway alone: another one only passes it on, refuses it when told not to, and the ledger does not take it from there', async () => {
    const taken = { supplier: await takenBy('supplier'), institution: await takenBy('institution') }
    const transfer = pay('2')
    const refused = await postText(gateways.supplier, JSON.stringify(transfer), { 'assay-relayed-by': 'BankMSP' })
    expect(refused.body).to.include({ code: 'not_home', status: 422, outcome: 'none' })
    const forced = await withFabric('supplier', (fabric) =>
      fabric.contract('ledger').evaluateTransaction('apply', envelopeText(transfer)),
    )
    expect(JSON.parse(Buffer.from(forced).toString())[0]).to.include({ status: 'rejected', code: 'not_home' })
    const { ledger } = await accepted(gateways.supplier, transfer)
    expect(await submitterOf(ledger)).to.equal('InstitutionMSP')
    expect(await takenBy('supplier')).to.equal(taken.supplier)
    expect(await takenBy('institution')).to.equal(taken.institution + 1)
  })

  it('sends events on without gap or double after the gateway was killed', async () => {
    const token = await tokenAt('bank')
    const reader = new EventReader(`${gateways.bank}/v1/events`, { authorization: `Bearer ${token}` })
    await reader.open()
    await reader.until(() => reader.last !== undefined)
    const sent: string[] = []
    for (let round = 0; round < 3; round += 1) {
      const before = [pay('1'), pay('2')]
      for (const transfer of before) sent.push((await accepted(gateways.institution, transfer)).ledger.position)
      await killGateway('bank')
      await reader.cut()
      sent.push((await accepted(gateways.institution, pay('3'))).ledger.position)
      await restartGateway('bank')
      await reader.open()
    }
    await reader.until(() => reader.events.length >= sent.length, 30)
    const own = reader.events.filter(({ data }) => data.from === 'heidi')
    expect(own.map(({ id }) => id)).to.deep.equal(sent)
    expect(new Set(own.map(({ event }) => event))).to.deep.equal(new Set(['voucher.transfer.accepted']))
    await reader.cut()
  })
})
