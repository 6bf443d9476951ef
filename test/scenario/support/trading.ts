import type { Envelope } from '../../../chaincode/envelope.ts'
import type { Body, ConfidentialBody, ConfidentialKind, Kind } from '../../../chaincode/vocabulary.ts'
import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import { digest, signingText } from '../../../chaincode/wire/signature.ts'
import { yuanSeries } from '../../../scripts/series.ts'
import { proposalOf } from '../../../terminal/sdk/approvals.ts'
import { confidentialBody } from '../../support/confidential.ts'
import { gateways } from './network.ts'
import { type Answer, get, honoured, idOf, openSession, Person, postText } from './people.ts'
import { readScene } from './scene.ts'
import { until } from './until.ts'

type Member = keyof typeof gateways
type FailingItem = NonNullable<ConfidentialBody<'chain.answer'>['reason']>

/** The account number by which the bank knows the client. */
export const account = '6222021234567894'
/** For a milligram, where a test says nothing else. */
const limits = { buy: '560', sell: '1' }

/** Posts an envelope with its confidential text beside it, and waits for the outcome. */
export const postInConfidence = (url: string, envelope: object, text: string | undefined): Promise<Answer> =>
  postText(url, JSON.stringify({ ...envelope, ...(text === undefined ? {} : { confidential: text }) }), {
    prefer: 'wait=20',
  })

/** What is said of a trade, where it is another one than a sale of 1,000 mg of gold by the client's account number. */
export interface Wanted {
  by?: Person
  body?: { [name: string]: unknown }
  identity?: { type: string; value: string } | undefined
  trade?: { [name: string]: string } | undefined
  head?: { [name: string]: string }
}

/** A first chain as its client's device makes it. */
export interface Made {
  chain: string
  envelope: Envelope
  text: string
}

/** What an institution's desk says of an execution, where it is another one than of all 1,000 mg. */
export interface Executed {
  quantity?: string
  amount?: string
  target?: string
}

/** Has one officer of a bank propose a grade, another approve it, and the first one carry it out; answers as the gateway does to that. */
export const gradeByTwo = async (
  url: string,
  [maker, checker]: readonly [maker: Person, checker: Person],
  {
    says,
    ...of
  }: Pick<Body<'grade.set'>, 'client' | 'institution'> & {
    says: Omit<ConfidentialBody<'grade.set'>, 'salt'>
  },
): Promise<Answer & { text: string }> => {
  const { text, digest: confidential } = confidentialBody(says as never)
  const body = { ...of, confidential }
  const proposal = proposalOf({ kind: 'grade.set', body }, Date.now())
  const { approval, digest: act } = await honoured(url, maker, 'approval.propose', proposal)
  await honoured(url, checker, 'approval.approve', { approval, digest: act })
  const answer = await postInConfidence(url, maker.envelope('grade.set', { ...body, approval }), text)
  return { ...answer, text }
}

/**
 * A bank's client who trades at the institution by chains, with the bank's officer, a stranger who is another client, and the institution's
 * desk, all with names of one test's own. The client has 5,000 mg of the gold and a million of the cash, the grade `aa`, and is known by its
 * account number.
 */
export class Trading {
  readonly cash: string
  readonly gold: string
  readonly officer: Person
  /** Another officer, who approves. */
  readonly checker: Person
  readonly issuer: Person
  readonly client: Person
  readonly stranger: Person
  readonly desk: Person
  /** Told each confidential text that is sent or read, with its salt. */
  readonly #note: (text: string) => void

  private constructor(name: string, note: (text: string) => void) {
    this.#note = note
    this.cash = `CNY-${name.toUpperCase()}`
    this.gold = `AU-${name.toUpperCase()}`
    this.officer = new Person(`${name}-officer`)
    this.checker = new Person(`${name}-checker`)
    this.issuer = new Person(`${name}-bank`)
    this.client = new Person(`${name}-client`)
    this.stranger = new Person(`${name}-stranger`)
    this.desk = new Person(`${name}-desk`)
  }

  static async open(
    name: string,
    families: Body<'institution.open'>['families'] = ['metal'],
    note: (text: string) => void = () => {},
  ): Promise<Trading> {
    const trading = new Trading(name, note)
    const { cash, gold, officer, issuer, client, stranger, desk } = trading
    for (const one of [officer, trading.checker]) await trading.enrol('bank', one, ['credit'])
    await trading.enrol('bank', issuer, ['issuer', 'teller', 'customer'])
    for (const one of [client, stranger]) await trading.enrol('bank', one, ['customer'])
    await trading.enrol('institution', desk, ['executor', 'issuer', 'customer'])
    await honoured(gateways.bank, issuer, 'voucher.issue', yuanSeries({ voucher: cash, name: cash, quantity: '1' }))
    for (const one of [client, desk]) await trading.deposit(one, '1000000')
    await honoured(gateways.institution, desk, 'voucher.issue', {
      ...{ voucher: gold, name: gold, quantity: '1000000', functions: ['transfer'] },
      product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
      unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
    })
    await trading.give(client, '5000')
    await honoured(gateways.institution, desk, 'institution.open', { families })
    await trading.grade(client, 'aa')
    await trading.know(client, 'account-number', account)
    return trading
  }

  async enrol(at: Member, person: Person, roles: DeviceRole[]): Promise<void> {
    const { registrars } = await readScene()
    const type = roles.includes('customer') && roles.length === 1 ? 'person' : 'organisation'
    const body = { participant: person.participant, type, device: person.newDevice(roles) } as const
    await honoured(gateways[at], registrars[at], 'participant.register', body)
  }

  async deposit(to: Person, quantity: string): Promise<void> {
    const deposit = { voucher: this.cash, to: to.participant, quantity, reference: `${to.participant} ${quantity}` }
    await honoured(gateways.bank, this.issuer, 'cash.deposit', deposit)
  }

  async give(to: Person, quantity: string): Promise<void> {
    const gift = { voucher: this.gold, to: to.participant, quantity }
    await honoured(gateways.institution, this.desk, 'voucher.transfer', gift)
  }

  /** Sends what is said in confidence, and answers whatever the gateway does. */
  say<K extends ConfidentialKind>(
    at: Member,
    by: Person,
    { kind, body, says }: { kind: K; body: Omit<Body<K>, 'confidential'>; says: Omit<ConfidentialBody<K>, 'salt'> },
  ): Promise<Answer> {
    const { text, digest: confidential } = confidentialBody(says as never)
    this.#note(text)
    return postInConfidence(gateways[at], by.envelope(kind, { ...body, confidential } as never), text)
  }

  /** As `say`, and wants it accepted. */
  async tell<K extends ConfidentialKind>(
    ...[at, by, said]: [Member, Person, Parameters<Trading['say']>[2] & { kind: K }]
  ) {
    const { status, body } = await this.say(at, by, said as never)
    if (status !== 200) throw new Error(`${said.kind}: ${JSON.stringify(body)}`)
  }

  async grade(
    client: Person,
    grade: ConfidentialBody<'grade.set'>['grade'],
    more: Partial<ConfidentialBody<'grade.set'>> = {},
  ): Promise<void> {
    const of = { client: client.participant, institution: 'InstitutionMSP', says: { grade, ...more } }
    const { status, body, text } = await gradeByTwo(gateways.bank, [this.officer, this.checker], of)
    this.#note(text)
    if (status !== 200) throw new Error(`grade.set: ${JSON.stringify(body)}`)
  }

  async position(client: Person, says: Omit<ConfidentialBody<'position.set'>, 'salt'>): Promise<void> {
    const body = { client: client.participant, institution: 'InstitutionMSP' }
    await this.tell('bank', this.officer, { kind: 'position.set', body, says })
  }

  /** An act that one officer proposes, the other one approves and the first one executes (decision 0050). */
  async byTwo<K extends Kind>(kind: K, body: Omit<Body<K>, 'approval'>): Promise<void> {
    const proposal = proposalOf({ kind, body }, Date.now())
    const { approval, digest } = await honoured(gateways.bank, this.officer, 'approval.propose', proposal)
    await honoured(gateways.bank, this.checker, 'approval.approve', { approval, digest })
    await honoured(gateways.bank, this.officer, kind, { ...body, approval } as unknown as Body<K>)
  }

  /** Has the officer put on record by what a client is known. */
  async know({ participant }: Person, type: string, value: string): Promise<void> {
    const token = await openSession(gateways.bank, 'BankMSP', this.officer)
    const { status } = await fetch(`${gateways.bank}/v1/identity-references/${participant}/${type}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ value }),
    })
    if (status !== 200) throw new Error(`${participant} is not known by ${type}: ${status}`)
  }

  /** A first chain, at up to 560 for a milligram, or down to 1. A member of the body that is undefined is left out. */
  made(side: 'buy' | 'sell', { by = this.client, body = {}, head, ...said }: Wanted = {}): Made {
    const quantity = (body['metal'] as { quantity: string } | undefined)?.quantity ?? '1000'
    const { text, digest: first } = confidentialBody({
      ...('identity' in said && said.identity === undefined
        ? {}
        : { identity: said.identity ?? { type: 'account-number', value: account } }),
      ...('trade' in said && said.trade === undefined
        ? {}
        : { trade: { quantity, limitPrice: limits[side], ...said.trade } }),
    } as never)
    this.#note(text)
    const isMetal = (body['family'] ?? 'metal') === 'metal'
    const whole = {
      ...{ institution: 'InstitutionMSP', family: 'metal', side, cash: this.cash, first },
      ...(isMetal ? { metal: { voucher: this.gold, quantity: '1000' } } : {}),
      ...(side === 'buy' ? { cashMaximum: '560000' } : {}),
      ...{ expiresAt: String(Date.now() + 3_600_000), ...body },
    }
    const envelope = by.envelope('chain.open', JSON.parse(JSON.stringify(whole)), head)
    return { envelope, text, chain: idOf(envelope) }
  }

  post({ envelope, text }: Pick<Made, 'envelope' | 'text'>): Promise<Answer> {
    return postInConfidence(gateways.bank, envelope, text)
  }

  /** Hands the bank a first chain, and wants it taken; gives the chain's id. */
  async opened(side: 'buy' | 'sell', wanted: Wanted = {}): Promise<string> {
    const made = this.made(side, wanted)
    const { status, body } = await this.post(made)
    if (status !== 200) throw new Error(`chain.open: ${JSON.stringify(body)}`)
    return made.chain
  }

  /** Hands the bank a first chain, and gives the code with which that is refused, with the part that it names. */
  async refusal(made: Pick<Made, 'envelope' | 'text'>): Promise<string> {
    const { body } = await this.post(made)
    return `${body.code ?? 'none'} ${body.values?.part ?? ''}`.trim()
  }

  async fileFor(by: Person, chain: string, at: 'bank' | 'institution' = 'bank'): Promise<Answer> {
    const member = at === 'bank' ? 'BankMSP' : 'InstitutionMSP'
    return get(gateways[at], `/v1/chains/${chain}/file`, await openSession(gateways[at], member, by))
  }

  /** The chain as its client's list has it. */
  async chain(chain: string, by = this.client) {
    const token = await openSession(gateways.bank, 'BankMSP', by)
    const { body } = await get(gateways.bank, `/v1/accounts/${by.participant}/chains`, token)
    return body.items.find((one: { chain: string }) => one.chain === chain)
  }

  untilStands(
    chain: string,
    status: string,
    { by = this.client, milliseconds }: { by?: Person; milliseconds?: number } = {},
  ) {
    return until(
      () => this.chain(chain, by),
      (found) => found?.status === status,
      milliseconds,
    )
  }

  /** What of a voucher is the client's, all of it and what of that waits. */
  async holding(voucher: string, by = this.client): Promise<{ total: bigint; reserved: bigint; available: bigint }> {
    const token = await openSession(gateways.bank, 'BankMSP', by)
    const { body } = await get(gateways.bank, `/v1/accounts/${by.participant}`, token)
    const { total, reserved, available } = body.balances[voucher]
    return { total: BigInt(total), reserved: BigInt(reserved), available: BigInt(available) }
  }

  /** What was sent to the institution of a chain, as its desk reads it there, once it is there. */
  async received(chain: string) {
    const { body } = await until(
      () => this.fileFor(this.desk, chain, 'institution'),
      (answer) => answer.body.segments?.length === 2,
    )
    const [first, second] = body.segments
    this.#note(second.confidential)
    const send = digest(signingText(second.instruction))
    return { first, second, says: JSON.parse(second.confidential), send, file: body }
  }

  /** An answer of the desk's to what it received: an execution, or a refusal with its reason. */
  async answering(chain: string, executed: Executed & { reason?: FailingItem } = {}) {
    const { first, says, send } = await this.received(chain)
    const { quantity = '1000', amount = '5550', target, reason } = executed
    const after = BigInt(says.position) + (first.instruction.body.side === 'buy' ? 1n : -1n) * BigInt(quantity)
    const { text, digest: confidential } = confidentialBody(
      reason === undefined ? { target: target ?? String(after) } : { reason },
    )
    this.#note(text)
    const verdict = reason === undefined ? ('executed' as const) : ('refused' as const)
    const { metal } = first.instruction.body
    const legs = reason === undefined ? { amount, ...(metal === undefined ? {} : { quantity }) } : {}
    return { body: { chain, send, verdict, ...legs, confidential }, text }
  }

  /** The desk executes what was sent to it. */
  async execute(chain: string, executed: Executed = {}): Promise<void> {
    const { body, text } = await this.answering(chain, executed)
    const { status, body: told } = await postInConfidence(
      gateways.institution,
      this.desk.envelope('chain.answer', body),
      text,
    )
    if (status !== 200) throw new Error(`chain.answer: ${JSON.stringify(told)}`)
  }

  /** The desk refuses what was sent to it, so that nothing of it waits once it stands as it is to. */
  async refuse(chain: string, status = 'refused', reason: FailingItem = 'price', by = this.client): Promise<void> {
    const { body, text } = await this.answering(chain, { reason })
    const answer = await postInConfidence(gateways.institution, this.desk.envelope('chain.answer', body), text)
    if (answer.status !== 200) throw new Error(`chain.answer: ${JSON.stringify(answer.body)}`)
    await this.untilStands(chain, status, { by })
  }
}
