import { LedgerContract } from '../../chaincode/contracts/ledger-contract.ts'
import { QueryContract } from '../../chaincode/contracts/query-contract.ts'
import { RegistryContract } from '../../chaincode/contracts/registry-contract.ts'
import { type Account, accounts, type Credit, credits } from '../../chaincode/domains/registry/tables.ts'
import { supplies, type Voucher, vouchers } from '../../chaincode/domains/vouchers/tables.ts'
import type { Outcome } from '../../chaincode/outcome.ts'
import { type View, viewOf } from '../../chaincode/rules/rule.ts'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import { canonical, type Json } from '../../chaincode/wire/canonical.ts'
import { type Consortium, type MemberPart, nameOf } from '../../chaincode/wire/consortium.ts'
import type { DeviceRole } from '../../chaincode/wire/device.ts'
import { Device, type Head, testNow } from './devices.ts'
import type { Caller } from './endorsement.ts'
import { InMemoryLedger, type Organisation, type Proposal, type Proposed } from './ledger.ts'
import { consortium as ownConsortium } from './members.ts'
import type { ValidationCode } from './validation.ts'
import { valueFaults } from './values.ts'

/** How a batch reaches the ledger, when not in the usual way. */
export interface Way {
  /** Whose gateway submits; the institution's when left out, for it is home to the voucher of the scene. */
  gateway?: string
  caller?: Caller
  /** The name, or the chaincode, that the client asks where it is not the usual one. */
  asked?: string
  chaincode?: string
  organisations?: readonly string[]
  txId?: string
  /** Rows of accounts by their keys, as the gateway presumes them to be. */
  transient?: { [key: string]: Buffer }
  clock?: NonNullable<Proposed['clock']>
}

export interface Applied {
  code: ValidationCode
  outcomes: Outcome[]
  proposal: Proposal
}

export const goldBody: Body<'voucher.issue'> = {
  voucher: 'AU-9999',
  name: 'Gold bar 999.9',
  product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
  unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
  functions: ['buy', 'sell', 'pledge', 'transfer'],
  quantity: '1000000',
}

/** What the contract answered for each envelope. */
export const outcomesOf = (proposal: Proposal): Outcome[] => JSON.parse(proposal.response) as Outcome[]

/** The one outcome of an answer, for a batch of one. */
export const only = (applied: Pick<Applied, 'outcomes'>): Outcome => {
  const [outcome, ...others] = applied.outcomes
  if (outcome === undefined || others.length > 0) throw new Error('a batch of one was expected')
  return outcome
}

/** The code of a refused or rejected outcome; its status otherwise. */
export const codeOf = (outcome: Outcome | undefined): string =>
  outcome === undefined ? 'none' : 'code' in outcome ? outcome.code : outcome.status

/** Whose devices a scene begins with. */
type People = Pick<Scene, 'registrars' | 'treasury' | 'alice' | 'bob'>

/** Where the people of a scene are at home: with an institution, a bank, the last member with a peer, and an auditor. */
const homesIn = ({ members, peerOrganisations }: Consortium) => {
  const homeOf = (part: MemberPart) => members.find(({ parts }) => parts.includes(part))?.mspId as Organisation
  return {
    ...{ treasury: homeOf('institution'), alice: homeOf('bank'), bob: peerOrganisations.at(-1) as Organisation },
    auditor: homeOf('auditor'),
  }
}

/** How the devices of the people of a scene are made. */
export type MakeDevice = (participant: string, roles: DeviceRole[]) => Device

const anyDevice: MakeDevice = (participant, roles) => new Device(participant, roles)

const newPeople = ({ peerOrganisations }: Consortium, make: MakeDevice): People => ({
  registrars: Object.fromEntries(
    peerOrganisations.map((mspId) => [mspId, make(`${nameOf(mspId)}-registry`, ['registrar'])]),
  ) as Record<Organisation, Device>,
  treasury: make('institution-treasury', ['issuer', 'customer']),
  alice: make('alice', ['customer']),
  bob: make('bob', ['customer']),
})

/**
 * A ready consortium on an in-memory ledger: a registrar per organisation, the issuer `institution-treasury`, the
 * customers `alice` of the bank and `bob` of the supplier, and a million units of the voucher AU-9999.
 */
export class Scene {
  readonly ledger: InMemoryLedger
  /** The time that transactions claim, and that the endorsers' clocks show. */
  now = testNow
  readonly registrars: Record<Organisation, Device>
  readonly treasury: Device
  readonly alice: Device
  readonly bob: Device
  readonly #contract: LedgerContract
  readonly #query: QueryContract
  readonly #registry: RegistryContract

  private constructor(ledger: InMemoryLedger, people: People) {
    this.ledger = ledger
    this.#contract = new LedgerContract(ledger.consortium)
    this.#query = new QueryContract(ledger.consortium)
    this.#registry = new RegistryContract(ledger.consortium)
    this.registrars = people.registrars
    this.treasury = people.treasury
    this.alice = people.alice
    this.bob = people.bob
  }

  /** Whose home each of the people is. */
  get homes() {
    return homesIn(this.ledger.consortium)
  }

  /** The same people with the same devices, on a copy of the ledger as it stands. */
  copy(): Scene {
    const copy = new Scene(this.ledger.copy(), this)
    copy.now = this.now
    return copy
  }

  /** Opens the scene. */
  static async open(channel = 'assay', consortium = ownConsortium, make = anyDevice): Promise<Scene> {
    const scene = new Scene(new InMemoryLedger({ channel, consortium }), newPeople(consortium, make))
    const { treasury, alice, bob } = homesIn(consortium)
    for (const mspId of consortium.peerOrganisations as Organisation[]) {
      await scene.enrol(scene.registrars[mspId], mspId)
    }
    await scene.register(scene.treasury, treasury, 'organisation')
    await scene.register(scene.alice, alice)
    await scene.register(scene.bob, bob)
    await scene.honoured(scene.instruct(scene.treasury, 'voucher.issue', goldBody))
    return scene
  }

  /** Puts a registrar device on the ledger, as the administrator of an organisation. */
  async enrol(device: Device, mspId: string, caller: Caller = { mspId, admin: true }): Promise<ValidationCode> {
    const { publicKey, ...card } = device.card
    const request = canonical({ ...card, publicKey: { ...publicKey } })
    const { code } = await this.ledger.submit({
      caller,
      contract: this.#registry,
      transaction: 'enrolRegistrar',
      args: [request],
      timestamp: this.now,
    })
    return code
  }

  /** The envelope text of a device's instruction. */
  instruct<K extends Kind>(device: Device, kind: K, body: Body<K>, head: Head = {}): string {
    return device.sign(device.instruction(kind, body, { ledger: this.ledger.channel, ...head }))
  }

  /** A transfer of the scene's voucher. */
  transfer(from: Device, to: string, quantity: bigint, head: Head = {}): string {
    return this.instruct(from, 'voucher.transfer', { voucher: goldBody.voucher, to, quantity: `${quantity}` }, head)
  }

  /** Has a batch endorsed and leaves it uncommitted. */
  async endorse(envelopes: string | readonly string[], way: Way = {}): Promise<Proposal> {
    const { gateway = this.homes.treasury, caller = { mspId: gateway, role: 'gateway' }, ...rest } = way
    const args = typeof envelopes === 'string' ? [envelopes] : envelopes
    return this.ledger.endorse({
      caller,
      contract: this.#contract,
      transaction: 'apply',
      args,
      timestamp: this.now,
      ...rest,
    })
  }

  /** Has a batch endorsed and committed alone in a block. */
  async apply(envelopes: string | readonly string[], way: Way = {}): Promise<Applied> {
    const proposal = await this.endorse(envelopes, way)
    const code = this.ledger.commit([proposal]).transactions[0]?.code as ValidationCode
    const outcomes = outcomesOf(proposal)
    const texts = typeof envelopes === 'string' ? [envelopes] : envelopes
    const faults = outcomes.flatMap((outcome, place) => valueFaults(texts[place] as string, outcome))
    if (faults.length > 0) throw new Error(faults.join('; '))
    return { code, outcomes, proposal }
  }

  /** Has a batch committed and insists that every envelope of it is accepted. */
  async honoured(envelopes: string | readonly string[], way: Way = {}): Promise<Applied> {
    const applied = await this.apply(envelopes, way)
    const failed = applied.outcomes.find(({ status }) => status !== 'accepted')
    if (applied.code === 'VALID' && failed === undefined) return applied
    throw new Error(`not honoured: ${applied.code} ${JSON.stringify(failed)}`)
  }

  /** Registers a device's participant with an organisation, through its registrar and its gateway. */
  async register(device: Device, home: Organisation, type: 'person' | 'organisation' = 'person'): Promise<Device> {
    const body = { participant: device.participant, type, device: device.entry }
    await this.honoured(this.instruct(this.registrars[home], 'participant.register', body), { gateway: home })
    return device
  }

  /** Registers customers in one batch. */
  async registerCustomers(names: readonly string[], home: Organisation, roles: DeviceRole[] = ['customer']) {
    const devices = names.map((name) => new Device(name, roles))
    const envelopes = devices.map((device) =>
      this.instruct(this.registrars[home], 'participant.register', {
        participant: device.participant,
        type: 'person',
        device: device.entry,
      }),
    )
    await this.honoured(envelopes, { gateway: home })
    return devices
  }

  /** Gives the treasury's voucher to participants, in one batch. */
  async give(receivers: readonly Device[], quantity: bigint): Promise<void> {
    await this.honoured(receivers.map((device) => this.transfer(this.treasury, device.participant, quantity)))
  }

  /** Asks the query contract. */
  async query(transaction: string, args: readonly string[], caller?: Caller): Promise<Json> {
    const asker: Caller = caller ?? { mspId: 'BankMSP', role: 'gateway' }
    const request = { caller: asker, contract: this.#query, transaction, args, timestamp: this.now }
    return JSON.parse(await this.ledger.evaluate(request)) as Json
  }

  /** The ledger's records as they stand. */
  get view(): View {
    return viewOf((table, key) => {
      const row = this.ledger.row(key)
      return row === undefined ? undefined : table.codec.decode(row as never)
    })
  }

  account(participant: string): Account {
    return accounts.codec.decode(this.ledger.row(accounts.key(participant)) as never)
  }

  /** How much of a voucher is outstanding, by its own row. */
  supply(code = goldBody.voucher): bigint {
    return supplies.codec.decode(this.ledger.row(`supply~${code}`) as never).supply
  }

  /** A voucher's row as it stands. */
  voucher(code = goldBody.voucher): Voucher {
    return vouchers.codec.decode(this.ledger.row(`voucher~${code}`) as never)
  }

  /** The credits of a participant that are not folded into its account. */
  credits(participant: string): Credit[] {
    const { start, end } = credits.range(participant)
    const keys = this.ledger.keys(start, end)
    return keys.map((key) => credits.codec.decode(this.ledger.row(key) as never))
  }

  /** What a participant may dispose of: its account's row and its credits. */
  balance(participant: string, voucher = goldBody.voucher): bigint {
    const credits = this.credits(participant).filter((credit) => credit.voucher === voucher)
    const available = this.account(participant).holdings[voucher]?.available ?? 0n
    return credits.reduce((sum, { quantity }) => sum + quantity, available)
  }
}
