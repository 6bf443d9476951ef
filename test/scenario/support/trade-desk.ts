import { setTimeout as sleep } from 'node:timers/promises'
import type { Body, ConfidentialBody, ConfidentialKind } from '../../../chaincode/vocabulary.ts'
import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import { digest, signingText } from '../../../chaincode/wire/signature.ts'
import { yuanSeries } from '../../../scripts/series.ts'
import { confidentialBody } from '../../support/confidential.ts'
import { gateways } from './network.ts'
import { type Answer, get, honoured, idOf, openSession, Person, postText } from './people.ts'
import { readScene } from './scene.ts'

type Member = 'bank' | 'institution'
type Family = Body<'chain.open'>['family']

/** A trade as a client wants it: of metal unless a product of another family is named. */
export interface Wanted {
  side: 'buy' | 'sell'
  quantity: string
  limitPrice: string
  priceScale?: string
  identity: { type: string; value: string }
  /** What is paid at most, or put aside for it. */
  cashMaximum?: string
  of?: { family: Exclude<Family, 'metal'>; product: string }
}

/** What an institution says to a trade: by how much the position changed and for how much cash, or why it did not. */
export type Answering =
  | { verdict: 'executed'; quantity: string; amount: string }
  | { verdict: 'refused'; reason: NonNullable<ConfidentialBody<'chain.answer'>['reason']> }

const untilMilliseconds = 120_000

/** Asks until the answer is as wanted; throws with the last one when that does not come about in time. */
export const until = async <T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean,
  milliseconds = untilMilliseconds,
): Promise<T> => {
  const end = Date.now() + milliseconds
  for (;;) {
    const answer = await ask()
    if (isWanted(answer)) return answer
    if (Date.now() > end) throw new Error(`it stays ${JSON.stringify(answer)}`)
    await sleep(200)
  }
}

/** The people of a bank and an institution that trade by chains, under names of their own, with cash and metal of their own. */
export class TradeDesk {
  readonly officer: Person
  readonly issuer: Person
  readonly client: Person
  readonly desk: Person
  readonly cash: string
  readonly metal: string
  /** Told each confidential text that is sent, with its salt. */
  readonly #note: (text: string) => void

  constructor(name: string, note: (text: string) => void = () => {}) {
    this.officer = new Person(`${name}-officer`)
    this.issuer = new Person(`${name}-bank`)
    this.client = new Person(`${name}-client`)
    this.desk = new Person(`${name}-desk`)
    this.cash = `CNY-${name.toUpperCase()}`
    this.metal = `AU-${name.toUpperCase()}`
    this.#note = note
  }

  /** Registers them, gives both sides what they trade with, and opens the institution for these families. */
  async open(families: Family[]): Promise<void> {
    const { officer, issuer, client, desk, cash, metal } = this
    await this.#enrol('bank', officer, ['credit'])
    await this.#enrol('bank', issuer, ['issuer', 'teller', 'customer'])
    await this.#enrol('bank', client, ['customer'])
    await this.#enrol('institution', desk, ['executor', 'issuer', 'customer'])
    const series = yuanSeries({ voucher: cash, name: `Yuan of ${cash}`, quantity: '1' })
    await honoured(gateways.bank, issuer, 'voucher.issue', series)
    for (const { participant: to } of [client, desk])
      await honoured(gateways.bank, issuer, 'cash.deposit', { voucher: cash, to, quantity: '9000000', reference: to })
    await honoured(gateways.institution, desk, 'voucher.issue', {
      ...{ voucher: metal, name: `Gold of ${metal}`, quantity: '1000000', functions: ['transfer'] },
      product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
      unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
    })
    const gift = { voucher: metal, to: client.participant, quantity: '50000' }
    await honoured(gateways.institution, desk, 'voucher.transfer', gift)
    await honoured(gateways.institution, desk, 'institution.open', { families })
  }

  async #enrol(at: Member, person: Person, roles: DeviceRole[]): Promise<void> {
    const { registrars } = await readScene()
    const type = roles.includes('customer') && roles.length === 1 ? 'person' : 'organisation'
    const body = { participant: person.participant, type, device: person.newDevice(roles) } as const
    await honoured(gateways[at], registrars[at], 'participant.register', body)
  }

  /** Sends what is said in confidence, and gives the answer. */
  async say<K extends ConfidentialKind>(
    at: Member,
    by: Person,
    { kind, body, says }: { kind: K; body: Omit<Body<K>, 'confidential'>; says: Omit<ConfidentialBody<K>, 'salt'> },
  ): Promise<Answer> {
    const { text, digest: confidential } = confidentialBody(says as never)
    this.#note(text)
    const envelope = by.envelope(kind, { ...body, confidential } as never)
    return postText(gateways[at], JSON.stringify({ ...envelope, confidential: text }), { prefer: 'wait=20' })
  }

  /** The officer grades the client. */
  grade(grade: ConfidentialBody<'grade.set'>['grade']): Promise<Answer> {
    const body = { client: this.client.participant, institution: 'InstitutionMSP' }
    return this.say('bank', this.officer, { kind: 'grade.set', body, says: { grade } })
  }

  /** The officer puts on record what the client has of a product that is no voucher. */
  position({ family, product }: NonNullable<Wanted['of']>, quantity: string): Promise<Answer> {
    const body = { client: this.client.participant, institution: 'InstitutionMSP' }
    return this.say('bank', this.officer, { kind: 'position.set', body, says: { family, product, quantity } })
  }

  /** The officer puts on record by what the client is known. */
  async know({ type, value }: Wanted['identity']): Promise<void> {
    const token = await openSession(gateways.bank, 'BankMSP', this.officer)
    const response = await fetch(`${gateways.bank}/v1/identity-references/${this.client.participant}/${type}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ value }),
    })
    if (!response.ok) throw new Error(`the identity was not taken: ${await response.text()}`)
  }

  /** The client hands its bank a trade; gives the chain's id. */
  async trade({ side, quantity, limitPrice, priceScale, identity, cashMaximum, of }: Wanted): Promise<string> {
    const trade = {
      ...(of === undefined ? {} : { product: of.product }),
      ...{ quantity, limitPrice },
      ...(priceScale === undefined ? {} : { priceScale }),
    }
    const { text, digest: first } = confidentialBody({ identity, trade })
    this.#note(text)
    const envelope = this.client.envelope('chain.open', {
      ...{ institution: 'InstitutionMSP', family: of?.family ?? 'metal', side, cash: this.cash, first },
      ...(of === undefined ? { metal: { voucher: this.metal, quantity } } : {}),
      ...(cashMaximum === undefined ? {} : { cashMaximum }),
      expiresAt: String(Date.now() + 3_600_000),
    })
    const sent = JSON.stringify({ ...envelope, confidential: text })
    const { status, body } = await postText(gateways.bank, sent, { prefer: 'wait=20' })
    if (status !== 200) throw new Error(`chain.open: ${JSON.stringify(body)}`)
    return idOf(envelope)
  }

  /** A chain's file as somebody gets it, `not_found` and all. */
  async file(by: Person, chain: string, at: Member): Promise<Answer> {
    const member = at === 'bank' ? 'BankMSP' : 'InstitutionMSP'
    return get(gateways[at], `/v1/chains/${chain}/file`, await openSession(gateways[at], member, by))
  }

  /** The institution reads what was sent to it, and answers; gives the confidential texts of client and bank. */
  async answer(chain: string, answering: Answering): Promise<void> {
    const { body: file } = await until(
      () => this.file(this.desk, chain, 'institution'),
      ({ body }) => body.segments?.length === 2,
    )
    const [first, second] = file.segments
    this.#note(second.confidential)
    const body = { chain, send: digest(signingText(second.instruction)), verdict: answering.verdict }
    const { status, body: told } = await this.say('institution', this.desk, {
      kind: 'chain.answer',
      ...(answering.verdict === 'refused'
        ? { body, says: { reason: answering.reason } }
        : {
            body: { ...body, ...this.#openly(first.instruction.body, answering) },
            says: { target: this.#target(first.instruction.body, JSON.parse(second.confidential), answering.quantity) },
          }),
    })
    if (status !== 200) throw new Error(`chain.answer: ${JSON.stringify(told)}`)
  }

  #openly({ family }: { family: Family }, { quantity, amount }: Answering & { verdict: 'executed' }) {
    return { amount, ...(family === 'metal' ? { quantity } : {}) }
  }

  #target({ side }: Pick<Wanted, 'side'>, { position }: { position: string }, quantity: string): string {
    return String(BigInt(position) + (side === 'buy' ? BigInt(quantity) : -BigInt(quantity)))
  }

  /** A chain as its client sees it at its bank. */
  async chainOf(chain: string) {
    const token = await openSession(gateways.bank, 'BankMSP', this.client)
    const { body } = await get(gateways.bank, `/v1/accounts/${this.client.participant}/chains`, token)
    return body.items.find((one: { chain: string }) => one.chain === chain)
  }

  async untilStands(chain: string, status: string, milliseconds?: number): Promise<void> {
    await until(
      () => this.chainOf(chain),
      (found) => found?.status === status,
      milliseconds,
    )
  }
}
