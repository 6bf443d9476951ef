import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Member } from '../../chaincode/wire/consortium.ts'
import type { DeviceRole } from '../../chaincode/wire/device.ts'
import { digest, signingText } from '../../chaincode/wire/signature.ts'
import { enrolRegistrar } from '../../gateway/enrol-registrar.ts'
import { type GatewayOrganisation, gatewayOrganisations, portSpan } from '../../network/topology.ts'
import { bringUp } from '../../network/up.ts'
import { gatewayUrl, startGateways } from '../../scripts/gateways.ts'
import { yuanSeries } from '../../scripts/series.ts'
import { ensureService, registerService } from '../../scripts/service.ts'
import { makeCard } from '../../terminal/sdk/device-signer.ts'
import { createDeviceKey } from '../../terminal/sdk/node/key-file.ts'
import { confidentialBody } from '../support/confidential.ts'
import { closeOwn, openOwn, topology as other, report } from './support/network.ts'
import { get, honoured, idOf, openSession, Person } from './support/people.ts'
import { requireProof } from './support/proof.ts'
import { nowhere } from './support/scene.ts'
import { account, gradeByTwo, postInConfidence } from './support/trading.ts'
import { until } from './support/until.ts'

const members: Member[] = [
  { mspId: 'CityBankMSP', title: 'City Bank', parts: ['bank', 'orderer'] },
  { mspId: 'MintMSP', title: 'Mint', parts: ['institution', 'orderer'] },
  { mspId: 'BothMSP', title: 'Both', parts: ['bank', 'institution', 'orderer'] },
  { mspId: 'SupplierMSP', title: 'Supplier', parts: ['supplier', 'platform'] },
  { mspId: 'WatchMSP', title: 'Watch', parts: ['auditor'] },
]
const cash = 'CNY'
const gold = 'AU-9999'

describe('a real network in which one member is bank and institution', () => {
  const topology = openOwn({
    consortium: { members, quorum: 2 },
    portBase: other.portBase + 4 * portSpan(other.consortium),
    dataFolder: join(tmpdir(), `assay-both-${other.portBase}-${process.pid}`),
  })
  after(async function () {
    this.timeout(60_000)
    await closeOwn(topology)
  })

  const organisations = gatewayOrganisations(topology)
  const memberOf = (mspId: string) => organisations.find((one) => one.mspId === mspId) as GatewayOrganisation
  const urlOf = (mspId: string): string => gatewayUrl(memberOf(mspId))
  const registrars = new Map<string, Person>()
  const people = new Map<string, Person>()
  const personOf = (mspId: string, role: string): Person => people.get(`${mspId} ${role}`) as Person

  const heights = () =>
    Promise.all(organisations.map(async (one) => (await get(gatewayUrl(one), '/v1/ledger')).body.height as string))
  /** Waits until every gateway has read the same blocks. */
  const untilAlike = () => until(heights, (all) => new Set(all).size === 1)

  /** Gives a bank's gateway a device that takes trades on. */
  const dispatcherOf = async ({ name }: GatewayOrganisation) => {
    const folder = join(topology.dataFolder, 'gateways', name)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const keyFile = join(folder, 'dispatcher.key')
    const participant = `dispatcher-of-${name}`
    writeFileSync(join(folder, 'dispatcher.json'), JSON.stringify({ participant, keyFile }))
    return makeCard(participant, 'trades', await createDeviceKey(keyFile))
  }

  const enrol = async (mspId: string, role: string, roles: DeviceRole[]): Promise<void> => {
    const person = new Person(`${role}-of-${memberOf(mspId).name}`)
    const body = { participant: person.participant, type: 'organisation', device: person.newDevice(roles) } as const
    await honoured(urlOf(mspId), registrars.get(mspId) as Person, 'participant.register', body)
    people.set(`${mspId} ${role}`, person)
  }

  before(async function () {
    this.timeout(8 * 60_000)
    await bringUp(topology, { report })
    const banks = ['CityBankMSP', 'BothMSP']
    const cards = await Promise.all(banks.map((mspId) => dispatcherOf(memberOf(mspId))))
    await ensureService(topology)
    await startGateways(topology, report)
    await registerService(topology)
    for (const one of organisations) {
      const administrator = readFileSync(join(topology.dataFolder, 'admins', `${one.name}.json`), 'utf8')
      const registrar = new Person(`${one.name}-registry`)
      await enrolRegistrar(JSON.parse(administrator), registrar.card())
      registrars.set(one.mspId, registrar)
    }
    await untilAlike()
    for (const [place, mspId] of banks.entries()) {
      const { participant, ...card } = cards[place] as (typeof cards)[number]
      const device = { ...card, roles: ['dispatcher' as const] }
      const body = { participant, type: 'organisation', device } as const
      await honoured(urlOf(mspId), registrars.get(mspId) as Person, 'participant.register', body)
      await enrol(mspId, 'client', ['customer'])
      await enrol(mspId, 'officer', ['credit'])
      await enrol(mspId, 'checker', ['credit'])
    }
    await enrol('CityBankMSP', 'issuer', ['issuer', 'teller', 'customer'])
    for (const mspId of ['MintMSP', 'BothMSP']) await enrol(mspId, 'desk', ['executor', 'issuer', 'customer'])
    await untilAlike()
    await fund()
  })

  const fund = async (): Promise<void> => {
    const [issuer, mint] = [personOf('CityBankMSP', 'issuer'), personOf('MintMSP', 'desk')]
    const series = yuanSeries({ voucher: cash, name: 'Yuan', quantity: '1' })
    await honoured(urlOf('CityBankMSP'), issuer, 'voucher.issue', series)
    await honoured(urlOf('MintMSP'), mint, 'voucher.issue', {
      ...{ voucher: gold, name: 'Gold', quantity: '1000000', functions: ['transfer'] },
      product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
      unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
    })
    await untilAlike()
    for (const mspId of ['MintMSP', 'BothMSP']) {
      const desk = personOf(mspId, 'desk')
      const deposit = { voucher: cash, to: desk.participant, quantity: '1000000', reference: mspId }
      await honoured(urlOf('CityBankMSP'), issuer, 'cash.deposit', deposit)
      await honoured(urlOf(mspId), desk, 'institution.open', { families: ['metal'] })
      const reach = { addresses: [nowhere], keys: ['K'.repeat(43)] }
      await honoured(urlOf(mspId), desk, 'institution.reach', reach)
    }
    for (const mspId of ['CityBankMSP', 'BothMSP']) {
      const client = personOf(mspId, 'client')
      const gift = { voucher: gold, to: client.participant, quantity: '1000' }
      await honoured(urlOf('MintMSP'), mint, 'voucher.transfer', gift)
      const token = await openSession(urlOf(mspId), mspId, personOf(mspId, 'officer'))
      await fetch(`${urlOf(mspId)}/v1/identity-references/${client.participant}/account-number`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ value: account }),
      })
    }
    await untilAlike()
  }

  const grade = (bank: string, institution: string) =>
    gradeByTwo(urlOf(bank), [personOf(bank, 'officer'), personOf(bank, 'checker')], {
      ...{ client: personOf(bank, 'client').participant, institution, says: { grade: 'a' } },
    })

  const opened = async (bank: string, institution: string): Promise<string> => {
    const { text, digest: first } = confidentialBody({
      identity: { type: 'account-number', value: account },
      trade: { quantity: '100', limitPrice: '5' },
    })
    const envelope = personOf(bank, 'client').envelope('chain.open', {
      ...{ institution, family: 'metal', side: 'sell', cash, first, expiresAt: String(Date.now() + 3_600_000) },
      metal: { voucher: gold, quantity: '100' },
    })
    const { status, body } = await postInConfidence(urlOf(bank), envelope, text)
    expect(status, JSON.stringify(body)).to.equal(200)
    return idOf(envelope)
  }

  const untilStands = async (bank: string, chain: string, status: string) => {
    const client = personOf(bank, 'client')
    const token = await openSession(urlOf(bank), bank, client)
    await until(
      async () => (await get(urlOf(bank), `/v1/accounts/${client.participant}/chains`, token)).body.items,
      (items) => items.some((one: { chain: string; status: string }) => one.chain === chain && one.status === status),
    )
  }

  const fileAt = async (mspId: string, by: Person, chain: string) =>
    (await get(urlOf(mspId), `/v1/chains/${chain}/file`, await openSession(urlOf(mspId), mspId, by))).body

  it('S2-013 S2-014 trades in each pair, also of the member that is both, and each institution has its own chains alone', async () => {
    const pairs = [
      ['CityBankMSP', 'MintMSP'],
      ['CityBankMSP', 'BothMSP'],
      ['BothMSP', 'MintMSP'],
    ] as const
    for (const [bank, institution] of pairs) {
      expect((await grade(bank, institution)).status).to.equal(200)
      const chain = await opened(bank, institution)
      const desk = personOf(institution, 'desk')
      const { segments } = await until(
        () => fileAt(institution, desk, chain),
        (file) => file.segments?.length === 2,
      )
      const stranger = institution === 'MintMSP' ? 'BothMSP' : 'MintMSP'
      expect((await fileAt(stranger, personOf(stranger, 'desk'), chain)).code).to.equal('not_found')
      const [, second] = segments
      const target = String(BigInt(JSON.parse(second.confidential).position) - 100n)
      const { text, digest: confidential } = confidentialBody({ target })
      const send = digest(signingText(second.instruction))
      const answer = { chain, send, verdict: 'executed', quantity: '100', amount: '500', confidential } as const
      const told = await postInConfidence(urlOf(institution), desk.envelope('chain.answer', answer), text)
      expect(told.status, JSON.stringify(told.body)).to.equal(200)
      await untilStands(bank, chain, 'settled')
    }
  })

  it('S2-013 S2-015 takes no trade of a member with itself, and knows no grade there', async () => {
    expect((await grade('BothMSP', 'BothMSP')).body.code).to.equal('not_a_pair')
    await untilStands('BothMSP', await opened('BothMSP', 'BothMSP'), 'institution-rejected')
  })

  it('leaves a chain that an auditor proves, at every peer and with every instruction decided again', async () => {
    const { counts } = await requireProof(topology, report)
    expect(counts.proven).greaterThan(10)
  })
})
