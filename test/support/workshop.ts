import { expect } from 'chai'
import {
  type Certificate,
  certificates,
  type Instance,
  instances,
  type Publication,
  publications,
} from '../../chaincode/domains/certificates/tables.ts'
import { type PriceTerms, termsDigest } from '../../chaincode/domains/certificates/terms.ts'
import type { Effects, Outcome } from '../../chaincode/outcome.ts'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import { Device } from './devices.ts'
import { ledgerFaults } from './invariants.ts'
import { cashBody } from './market.ts'
import { codeOf, only, Scene } from './scene.ts'
import { wayOf } from './way.ts'

export const day = 86_400_000n
const minuteSeconds = 60

type Grant = Body<'certificate.grant'>
type Given = Omit<Grant, 'certificate'>

/** An id that nothing has. */
export const nothing = 'A'.repeat(43)

/**
 * A provider of the supplier, registered by the supplier's desk, with cash of the bank to be paid in; alice of the bank, bob of the
 * supplier and carol of the institution have what it hands out.
 */
export class Workshop {
  readonly scene: Scene
  readonly bank = new Device('city-bank', ['issuer', 'teller', 'customer'])
  readonly desk = new Device('supplier-desk', ['teller', 'customer'])
  readonly maker = new Device('clockmaker', ['merchant', 'customer'])
  readonly carol = new Device('carol', ['customer'])

  private constructor(scene: Scene) {
    this.scene = scene
  }

  static async open(scene: Scene): Promise<Workshop> {
    const workshop = new Workshop(scene)
    const { bank, desk, maker, carol } = workshop
    await scene.register(bank, 'BankMSP', 'organisation')
    await scene.register(desk, 'SupplierMSP', 'organisation')
    await scene.register(maker, 'SupplierMSP')
    await scene.register(carol, 'InstitutionMSP')
    await workshop.done(bank, 'voucher.issue', cashBody)
    await workshop.done(desk, 'provider.register', workshop.registration())
    return workshop
  }

  get alice(): Device {
    return this.scene.alice
  }

  get bob(): Device {
    return this.scene.bob
  }

  /** A moment of the ledger's time, that many milliseconds ahead. */
  ahead(milliseconds: bigint): string {
    return `${this.scene.now + milliseconds}`
  }

  /** Lets the ledger's time go on. */
  wait(milliseconds: bigint): void {
    this.scene.now += milliseconds
  }

  registration(change: Partial<Body<'provider.register'>> = {}): Body<'provider.register'> {
    const addresses = ['https://goods.example', 'http://127.0.0.1:9443']
    return { provider: 'clockmaker', name: 'The Clockmaker', addresses, ...change }
  }

  /** The price terms of the goods: only who reads the body of the certificate knows them. */
  priceTerms(change: Partial<PriceTerms> = {}): PriceTerms {
    const salt = digest('a salt')
    return { provider: 'clockmaker', item: 'CLOCK-1', cash: 'CNY', price: '1200', salt, ...change }
  }

  /** A certificate of a clock, for thirty days, which may be ordered and paid, held, and had by many. */
  clock(change: Partial<Body<'certificate.issue'>> = {}): Body<'certificate.issue'> {
    const item = change.item ?? 'CLOCK-1'
    return {
      ...{ item, title: 'A clock', body: digest('a sealed body'), terms: termsDigest(this.priceTerms({ item })) },
      ...{ cash: 'CNY', allows: ['order', 'pay'], expiresAt: this.ahead(30n * day), exclusive: false, passable: true },
      periods: {
        ...{ accept: minuteSeconds, ship: minuteSeconds, deliver: minuteSeconds, confirm: minuteSeconds },
        decide: minuteSeconds,
      },
      ...change,
    }
  }

  /** A licence to read and print for a day. */
  licence(to: string, change: Partial<Given> = {}): Given {
    return { to, form: 'licence', scope: ['read', 'print'], endsAt: this.ahead(day), ...change }
  }

  /** The envelope text of an instruction, valid for a minute. */
  instruct<K extends Kind>(device: Device, kind: K, body: Body<K>): string {
    return this.scene.instruct(device, kind, body, { validUntil: this.ahead(60_000n) })
  }

  /** Sends one instruction the way that its rule says, which must be a valid transaction, and gives its outcome. */
  async send<K extends Kind>(device: Device, kind: K, body: Body<K>): Promise<Outcome> {
    const text = this.instruct(device, kind, body)
    const applied = await this.scene.apply(text, wayOf(this.scene, text))
    expect(applied.code).equal('VALID')
    return only(applied)
  }

  /** Sends one instruction and gives the code of its refusal, or `accepted`. */
  async code<K extends Kind>(device: Device, kind: K, body: Body<K>): Promise<string> {
    return codeOf(await this.send(device, kind, body))
  }

  /** Sends one instruction, insists that it is accepted, and gives its effects. */
  async done<K extends Kind>(device: Device, kind: K, body: Body<K>): Promise<Effects> {
    const outcome = await this.send(device, kind, body)
    if (outcome.status === 'accepted') return outcome.effects
    throw new Error(`${kind} was not honoured: ${JSON.stringify(outcome)}`)
  }

  /** Has the provider issue a certificate and gives its id. */
  async issued(change: Partial<Body<'certificate.issue'>> = {}): Promise<string> {
    return String((await this.done(this.maker, 'certificate.issue', this.clock(change)))['certificate'])
  }

  /** Has the provider hand a certificate out and gives the id of the instance. */
  async granted(certificate: string, given: Given): Promise<string> {
    return String((await this.done(this.maker, 'certificate.grant', { certificate, ...given }))['instance'])
  }

  /** Has somebody hand on what it has and gives the id of the receiver's instance. */
  async passed(device: Device, instance: string, given: Given): Promise<string> {
    return String((await this.done(device, 'instance.pass-on', { instance, ...given }))['instance'])
  }

  certificate(id: string): Certificate {
    return this.scene.view.find(certificates, id) as Certificate
  }

  instance(id: string): Instance {
    return this.scene.view.find(instances, id) as Instance
  }

  publication(id: string): Publication | undefined {
    return this.scene.view.find(publications, id)
  }
}

/** A test at a workshop of its own, after which every invariant must hold. */
export const atWorkshop = (play: (workshop: Workshop) => Promise<void>) => async (): Promise<void> => {
  const workshop = await Workshop.open(await Scene.open())
  await play(workshop)
  expect(ledgerFaults(workshop.scene.ledger)).deep.equal([])
}
