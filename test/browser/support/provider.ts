import type { Body, Kind } from '../../../chaincode/vocabulary.ts'
import type { SealKey } from '../../../chaincode/wire/sealing/seal-key.ts'
import { readFound } from '../../../terminal/sdk/certificates/find-certificates.ts'
import { issueCertificate, type NewCertificate } from '../../../terminal/sdk/certificates/issue-certificate.ts'
import { readLink } from '../../../terminal/sdk/certificates/link.ts'
import { openCertificate } from '../../../terminal/sdk/certificates/open-certificate.ts'
import { connect } from '../../../terminal/sdk/connection.ts'
import { makeCard } from '../../../terminal/sdk/device-signer.ts'
import { makeDeviceKey } from '../../../terminal/sdk/node/key-file.ts'
import { orderBody } from '../../../terminal/sdk/purchases.ts'
import { memoryNumbers } from '../../../terminal/sdk/stores.ts'
import { Terminal } from '../../../terminal/sdk/terminal.ts'
import { gateways } from '../../scenario/support/network.ts'
import { honoured, Person, untilItKnows } from '../../scenario/support/people.ts'
import { readScene } from '../../scenario/support/scene.ts'
import { drawSealKey } from '../../support/seal-key.ts'
import { cash } from './market.ts'

const day = 86_400
const periods = { accept: day, ship: day, deliver: day, confirm: day, decide: day }

/** A provider at home at the supplier, registered by the supplier's desk, with a device that can open what is sealed to it. */
export class Provider {
  readonly terminal: Terminal
  readonly sealKey: SealKey

  private constructor(terminal: Terminal, sealKey: SealKey) {
    this.terminal = terminal
    this.sealKey = sealKey
  }

  static async open(participant: string, name: string, deskName: string): Promise<Provider> {
    const { registrars } = await readScene()
    const desk = new Person(deskName)
    await honoured(gateways.supplier, registrars.supplier, 'participant.register', {
      ...{ participant: deskName, type: 'organisation', device: desk.newDevice(['teller']) },
    })
    const signer = makeDeviceKey()
    const { participant: _participant, ...card } = await makeCard(participant, 'workshop', signer)
    await honoured(gateways.supplier, registrars.supplier, 'participant.register', {
      ...{ participant, type: 'organisation', device: { ...card, roles: ['merchant', 'customer'] } },
    })
    await honoured(gateways.supplier, desk, 'provider.register', {
      ...{ provider: participant, name, addresses: [gateways.supplier] },
    })
    const terminal = new Terminal({
      connection: connect(gateways.supplier),
      participant,
      signer,
      numbers: memoryNumbers(),
    })
    const provider = new Provider(terminal, await drawSealKey(signer.device))
    await provider.act('device.set-seal-key', { publicKey: provider.sealKey.publicKey })
    return provider
  }

  /** Sends an instruction and wants it accepted. */
  async act<K extends Kind>(kind: K, body: Body<K>): Promise<void> {
    const result = await this.terminal.instruct(kind, body)
    if (result.status !== 'accepted') throw new Error(`${kind} was not accepted: ${JSON.stringify(result)}`)
  }

  /** Has a buyer of the bank order by a link and pay, without a browser; gives the purchase. */
  async ordered(buyer: Person, link: string): Promise<string> {
    const { connection } = this.terminal
    const { certificate, key } = readLink(link)
    const found = await readFound(connection, certificate)
    const { certified } = await openCertificate(connection, found, key)
    await untilItKnows(gateways.bank)
    const body = orderBody(found, certified, { count: 1, pay: true })
    const { purchase } = await honoured(gateways.bank, buyer, 'purchase.order', body)
    // The provider's own gateway reads of it a moment later.
    await untilItKnows(gateways.supplier)
    return purchase
  }

  /** Issues a certificate for a month; gives its id and its link. */
  async issued(change: Partial<NewCertificate> & { item: string }): Promise<{ certificate: string; link: string }> {
    const wanted: NewCertificate = {
      ...{ title: 'A clock', introduction: 'It ticks.\n<b>Loudly</b>', cash, price: '12000' },
      ...{ specification: [{ name: 'Height', value: '20 cm' }], allows: ['order', 'pay'] },
      ...{ expiresAt: `${Date.now() + 30 * day * 1000}`, exclusive: false, passable: true, periods, ...change },
    }
    // What is left out of a certificate stands in none of its bytes, not as undefined either.
    if (wanted.introduction === undefined) delete wanted.introduction
    const { result, certificate, link } = await issueCertificate(this.terminal, wanted, {
      ...{ origin: gateways.supplier, keep: async () => {} },
    })
    if (result.status !== 'accepted') throw new Error(`it was not issued: ${JSON.stringify(result)}`)
    return { certificate, link }
  }
}
