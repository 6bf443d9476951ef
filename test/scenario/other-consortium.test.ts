import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { enrolRegistrar } from '../../gateway/enrol-registrar.ts'
import { type GatewayOrganisation, gatewayOrganisations, portSpan } from '../../network/topology.ts'
import { bringUp } from '../../network/up.ts'
import { gatewayUrl, startGateways } from '../../scripts/gateways.ts'
import { twoAndTwo } from '../support/members.ts'
import { goldBody } from '../support/scene.ts'
import { findDifferences } from './support/agreement.ts'
import { closeOwn, openOwn, topology as other, report } from './support/network.ts'
import { honoured, Person, post } from './support/people.ts'
import { requireProof } from './support/proof.ts'

const transfers = 20

describe('a real network of two banks and two institutions', () => {
  const topology = openOwn({
    consortium: { members: [...twoAndTwo.members] },
    portBase: other.portBase + 4 * portSpan(other.consortium),
    dataFolder: join(tmpdir(), `assay-other-${other.portBase}-${process.pid}`),
  })
  after(async function () {
    this.timeout(60_000)
    await closeOwn(topology)
  })

  /** A customer of an organisation, registered by its registrar, whom its own administrator enrolled. */
  const openAt = async (one: GatewayOrganisation) => {
    const administrator = readFileSync(join(topology.dataFolder, 'admins', `${one.name}.json`), 'utf8')
    const registrar = new Person(`${one.name}-registry`)
    await enrolRegistrar(JSON.parse(administrator), registrar.card())
    const customer = new Person(`customer-of-${one.name}`)
    const url = gatewayUrl(one)
    await honoured(url, registrar, 'participant.register', {
      ...{ participant: customer.participant, type: 'organisation' },
      device: customer.newDevice(['issuer', 'customer']),
    })
    return { customer, url }
  }

  it('starts, takes twenty transfers over all pairs of members, and stands alike at every peer and gateway', async function () {
    this.timeout(5 * 60_000)
    await bringUp(topology, { report })
    await startGateways(topology, report)
    const all = await Promise.all(gatewayOrganisations(topology).map(openAt))
    const mint = all[2] as (typeof all)[number]
    await honoured(mint.url, mint.customer, 'voucher.issue', goldBody)
    const { voucher } = goldBody
    for (const { customer } of all.filter((one) => one !== mint)) {
      await honoured(mint.url, mint.customer, 'voucher.transfer', {
        voucher,
        to: customer.participant,
        quantity: '1000',
      })
    }
    const pairs = all.flatMap((from) => all.filter((to) => to !== from).map((to) => ({ from, to })))
    for (let sent = 0; sent < transfers; sent += 1) {
      const { from, to } = pairs[sent % pairs.length] as (typeof pairs)[number]
      const body = { voucher, to: to.customer.participant, quantity: '7' }
      // Handed in at the sender's own gateway, which passes it on to the mint's.
      const answer = await post(from.url, from.customer.envelope('voucher.transfer', body), 60)
      expect(answer.body['status'], JSON.stringify(answer.body)).equal('accepted')
    }
    expect(await findDifferences(topology)).deep.equal([])
  })

  it('leaves a chain that an auditor proves, at every peer and with every instruction decided again', async () => {
    const { counts } = await requireProof(topology, report)
    expect(counts.proven).greaterThan(transfers)
  })
})
