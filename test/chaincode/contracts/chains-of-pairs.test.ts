import { expect } from 'chai'
import {
  type Chain,
  chains,
  declarations,
  grades,
  type Hop,
  hops,
  segments,
} from '../../../chaincode/domains/trade-chain/tables.ts'
import type { Outcome } from '../../../chaincode/outcome.ts'
import { stampText } from '../../../chaincode/stamp.ts'
import type { Body, ConfidentialBody, ConfidentialKind, Kind } from '../../../chaincode/vocabulary.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { Consortium, type Pair } from '../../../chaincode/wire/consortium.ts'
import { digest, signingText } from '../../../chaincode/wire/signature.ts'
import { proposalOf } from '../../../terminal/sdk/approvals.ts'
import { confidentialBody, sentBeside } from '../../support/confidential.ts'
import { Device, signatureOver } from '../../support/devices.ts'
import { cash, Exchange, gold } from '../../support/exchange.ts'
import { failureOf } from '../../support/failure.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import type { Organisation } from '../../support/ledger.ts'
import { twoAndTwo } from '../../support/members.ts'
import { codeOf, only } from '../../support/scene.ts'
import { wayOf } from '../../support/way.ts'

/** Two of four must agree, without which there are no pairs. */
const ofTwo = new Consortium({ members: [...twoAndTwo.members], quorum: 2 })
/** A bank, an institution, and a member that is both. */
const withBoth = new Consortium({
  quorum: 2,
  members: [
    { mspId: 'CityBankMSP', title: 'City Bank', parts: ['bank', 'orderer'] },
    { mspId: 'MintMSP', title: 'Mint', parts: ['institution'] },
    { mspId: 'BothMSP', title: 'Both', parts: ['bank', 'institution', 'orderer'] },
    { mspId: 'SupplierMSP', title: 'Supplier', parts: ['supplier', 'platform', 'orderer'] },
    { mspId: 'WatchMSP', title: 'Watch', parts: ['auditor'] },
  ],
})

const day = 86_400_000n

/** What is said in confidence, and what is public beside it. */
interface Said<K extends ConfidentialKind> {
  body: Omit<Body<K>, 'confidential'>
  says: Omit<ConfidentialBody<K>, 'salt'>
}

/** A consortium whose banks have each a client, a dispatcher, two officers and a service, and whose institutions have each a desk. */
class Members {
  readonly exchange: Exchange
  readonly banks: readonly string[]
  readonly institutions: readonly string[]
  readonly #people = new Map<string, Device>()

  private constructor(exchange: Exchange) {
    const { consortium } = exchange.scene.ledger
    this.exchange = exchange
    this.banks = consortium.peerOrganisations.filter((one) => consortium.plays(one, 'bank'))
    this.institutions = consortium.peerOrganisations.filter((one) => consortium.plays(one, 'institution'))
  }

  static async open(consortium: Consortium): Promise<Members> {
    const members = new Members(await Exchange.open(consortium))
    const { banks, institutions, exchange } = members
    for (const bank of banks)
      for (const role of ['customer', 'dispatcher', 'credit', 'checker', 'service'] as const)
        await members.#enrol(bank, role)
    for (const institution of institutions) await members.#enrol(institution, 'executor')
    const clients = banks.map((bank) => members.of(bank, 'customer'))
    const desks = institutions.map((one) => members.of(one, 'executor'))
    await exchange.scene.give([...clients, ...desks], 10_000n)
    for (const { participant: to } of desks)
      await exchange.done(exchange.bank, 'cash.deposit', { voucher: cash, to, quantity: '1000000', reference: to })
    for (const desk of desks) members.accepted(await members.ask(desk, 'institution.open', { families: ['metal'] }))
    return members
  }

  get scene() {
    return this.exchange.scene
  }

  of(member: string, role: string): Device {
    return this.#people.get(`${member} ${role}`) as Device
  }

  async #enrol(
    member: string,
    role: 'customer' | 'dispatcher' | 'credit' | 'checker' | 'service' | 'executor',
  ): Promise<void> {
    const device = new Device(`${role}-of-${member.toLowerCase()}`, [role === 'checker' ? 'credit' : role])
    await this.scene.register(device, member as Organisation, 'organisation')
    this.#people.set(`${member} ${role}`, device)
  }

  accepted(outcome: Outcome): Extract<Outcome, { status: 'accepted' }>['effects'] {
    if (outcome.status !== 'accepted') throw new Error(`not honoured: ${JSON.stringify(outcome)}`)
    return outcome.effects
  }

  envelope<K extends Kind>(by: Device, kind: K, body: Body<K>): string {
    return this.scene.instruct(by, kind, body, { validUntil: `${this.scene.now + 600_000n}` })
  }

  async apply(envelope: string, text?: string): Promise<Outcome> {
    const beside = text === undefined ? {} : { transient: sentBeside([[envelope, text]]) }
    const applied = await this.scene.apply(envelope, { ...wayOf(this.scene, envelope), ...beside })
    expect(applied.code).equal('VALID')
    return only(applied)
  }

  ask<K extends Kind>(by: Device, kind: K, body: Body<K>): Promise<Outcome> {
    return this.apply(this.envelope(by, kind, body))
  }

  said<K extends ConfidentialKind>(by: Device, kind: K, { body, says }: Said<K>) {
    const { text, digest: confidential } = confidentialBody(says as never)
    return { envelope: this.envelope(by, kind, { ...body, confidential } as never), text }
  }

  tell<K extends ConfidentialKind>(by: Device, kind: K, said: Said<K>): Promise<Outcome> {
    const { envelope, text } = this.said(by, kind, said)
    return this.apply(envelope, text)
  }

  /** The outcome of a grade that a bank's officer says for its client before an institution. */
  async grade(
    { bank, institution }: Pick<Pair, 'bank' | 'institution'>,
    grade: 'aaa' | 'aa' | 'a' | 'b',
  ): Promise<Outcome> {
    const client = this.of(bank, 'customer').participant
    const [maker, checker] = [this.of(bank, 'credit'), this.of(bank, 'checker')]
    const { text, digest: confidential } = confidentialBody({ grade })
    const act = { client, institution, confidential }
    const proposal = proposalOf({ kind: 'grade.set', body: act }, Number(this.scene.now))
    const { approval, digest } = this.accepted(await this.ask(maker, 'approval.propose', proposal))
    const yes = { approval: String(approval), digest: String(digest) }
    this.accepted(await this.ask(checker, 'approval.approve', yes))
    return this.apply(this.envelope(maker, 'grade.set', { ...act, approval: yes.approval }), text)
  }

  /** A sale of 100 mg by the client of a bank, at an institution. */
  async opened({ bank, institution }: Pick<Pair, 'bank' | 'institution'>): Promise<{ chain: string; first: string }> {
    const { text, digest: first } = confidentialBody({
      identity: { type: 'account-number', value: `of ${bank}` },
      trade: { quantity: '100', limitPrice: '5' },
    })
    const effects = this.accepted(
      await this.ask(this.of(bank, 'customer'), 'chain.open', {
        ...{ institution, family: 'metal', side: 'sell', cash, first, expiresAt: `${this.scene.now + day}` },
        metal: { voucher: gold, quantity: '100' },
      }),
    )
    return { chain: String(effects['chain']), first: text }
  }

  async enrich(chain: string, bank: string): Promise<Outcome> {
    const by = this.of(bank, 'service')
    const position = `${this.exchange.buckets(this.of(bank, 'customer').participant).reduce((sum, one) => sum + one)}`
    const text = this.envelope(this.of(bank, 'dispatcher'), 'chain.enrich', { chain, position })
    const { instruction, signature } = JSON.parse(text)
    const facts = { chain, type: 'account-number', verdict: 'passed' }
    const unsigned = { participant: by.participant, device: by.id, receivedAt: `${this.scene.now}`, facts }
    const signed = signatureOver(stampText(digest(signingText(instruction)), unsigned as never), by.privateKey)
    const stamp = canonical({ ...unsigned, signature: signed })
    return this.apply(`{"instruction":${JSON.stringify(instruction)},"signature":"${signature}","stamp":${stamp}}`)
  }

  sending({ chain, first }: { chain: string; first: string }, bank: string, grade: 'aaa' | 'aa' | 'a' | 'b') {
    const position = `${this.chain(chain)?.position}`
    return this.said(this.of(bank, 'dispatcher'), 'chain.send', {
      body: { chain, answerBy: `${this.scene.now + 3_600_000n}` },
      says: { first, position, grade, gradeVersion: '1', queue: { class: 'basic', waited: '0' } },
    })
  }

  answer(chain: string, by: Device): Promise<Outcome> {
    const send = this.scene.view.find(hops, chain)?.send as Hop['send']
    const target = `${(this.chain(chain)?.position as bigint) - 100n}`
    const body = { chain, send, verdict: 'executed', quantity: '100', amount: '500' } as const
    return this.tell(by, 'chain.answer', { body, says: { target } })
  }

  chain(chain: string): Chain | undefined {
    return this.scene.view.find(chains, chain)
  }

  /** The keys of the rows that a pair keeps, as its two peers have them. */
  rowsOf({ collection }: Pair): string[] {
    return [...this.scene.ledger.state.table(collection).keys('', '\uffff')]
  }
}

/** A trade of a pair, from its opening to its end. */
const traded = async (members: Members, pair: Pair, grade: 'aaa' | 'aa' | 'a' | 'b'): Promise<string> => {
  const { bank, institution } = pair
  const opened = await members.opened(pair)
  members.accepted(await members.enrich(opened.chain, bank))
  const { envelope, text } = members.sending(opened, bank, grade)
  members.accepted(await members.apply(envelope, text))
  members.accepted(await members.answer(opened.chain, members.of(institution, 'executor')))
  const position = `${(members.chain(opened.chain)?.position as bigint) - 100n}`
  const body = { chain: opened.chain }
  members.accepted(await members.tell(members.of(bank, 'dispatcher'), 'chain.settle', { body, says: { position } }))
  return opened.chain
}

const wordOf = ['aaa', 'aa', 'a', 'b'] as const

describe('trade chains of several pairs', () => {
  it('S2-014 trades in each pair of two banks and two institutions at once, and each pair keeps its own rows and no other’s', async () => {
    const members = await Members.open(ofTwo)
    const pairs = ofTwo.pairs
    expect(pairs).length(4)
    const said: string[] = []
    for (const [place, pair] of pairs.entries()) {
      const outcome = await members.grade(pair, wordOf[place] ?? 'a')
      members.accepted(outcome)
      said.push(outcome.id)
    }
    const made: string[] = []
    for (const [place, pair] of pairs.entries()) made.push(await traded(members, pair, wordOf[place] ?? 'a'))
    for (const [place, { bank, institution, collection }] of pairs.entries()) {
      const client = members.of(bank, 'customer').participant
      expect(members.rowsOf({ bank, institution, collection }), collection).deep.equal(
        [
          declarations.key(bank, institution, said[place] as string),
          ...[segments.key(bank, institution, made[place] as string), grades.key(bank, institution, client)],
        ].sort(),
      )
      expect(members.chain(made[place] as string)?.status).equal('settled')
    }
    expect(ledgerFaults(members.scene.ledger)).deep.equal([])
  })

  it('S2-013 S2-039 lets no other bank send, no other institution answer, and no peer of another pair read or endorse', async () => {
    const members = await Members.open(ofTwo)
    const [bank, other] = members.banks as [string, string]
    const [institution, stranger] = members.institutions as [string, string]
    members.accepted(await members.grade({ bank, institution }, 'a'))
    const opened = await members.opened({ bank, institution })
    expect(codeOf(await members.enrich(opened.chain, bank))).equal('accepted')
    const foreign = members.sending(opened, other, 'a')
    expect(await failureOf(members.apply(foreign.envelope, foreign.text))).match(/not available on SouthBankMSP/)
    const { envelope, text } = members.sending(opened, bank, 'a')
    const transient = sentBeside([[envelope, text]])
    for (const organisations of [
      [bank, stranger],
      [other, institution],
    ] as const) {
      const way = { gateway: bank as Organisation, organisations: organisations as never, transient }
      const failure = await failureOf(members.scene.endorse(envelope, way))
      expect(failure, organisations.join(' and ')).match(/private data .* is not available on (SouthBank|Vault)MSP/)
    }
    members.accepted(await members.apply(envelope, text))
    const answered = members.answer(opened.chain, members.of(stranger, 'executor'))
    expect(await failureOf(answered)).match(/not available on VaultMSP/)
    expect(members.chain(opened.chain)?.status).equal('sent')
    // A grade counts before the institution alone for which it was said.
    const ungraded = await members.opened({ bank, institution: stranger })
    members.accepted(await members.enrich(ungraded.chain, bank))
    const unsent = members.sending(ungraded, bank, 'a')
    expect(codeOf(await members.apply(unsent.envelope, unsent.text))).equal('position_unavailable')
  })

  it('S2-013 trades by a member that is bank and institution with each other one, both ways, and never with itself', async () => {
    const members = await Members.open(withBoth)
    expect(withBoth.pairs.map(({ collection }) => collection)).deep.equal([
      ...['pair-citybank-mint', 'pair-citybank-both', 'pair-both-mint'],
    ])
    for (const pair of withBoth.pairs) {
      members.accepted(await members.grade(pair, 'a'))
      await traded(members, pair, 'a')
    }
    const itself = { bank: 'BothMSP', institution: 'BothMSP' }
    expect(codeOf(await members.grade(itself, 'a'))).equal('not_a_pair')
    const opened = await members.opened(itself)
    expect(members.accepted(await members.enrich(opened.chain, 'BothMSP'))).deep.equal({
      ...{ chain: opened.chain, status: 'institution-rejected' },
    })
    expect(ledgerFaults(members.scene.ledger)).deep.equal([])
  })
})
