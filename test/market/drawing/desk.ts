import type { KeyObject } from 'node:crypto'
import { accounts } from '../../../chaincode/domains/registry/tables.ts'
import { type Voucher, vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import type { Body, Kind } from '../../../chaincode/vocabulary.ts'
import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { Device, privateKeyFrom } from '../../support/devices.ts'
import type { Book } from '../book/book.ts'
import type { Sent } from '../book/clerk.ts'
import { cap } from '../book/vouchers.ts'
import { type Cast, customers, officers, type StampMade } from '../cast.ts'
import type { Random } from '../random.ts'
import { KeptLists } from './kept-lists.ts'

/** What somebody means to send: nothing is signed yet. */
export interface Draft<K extends Kind = Kind> {
  device: Device
  body: Body<K>
  /** What the home's stamp says of it, where the kind needs one. */
  facts?: StampMade['facts']
  /** When its home received it, where that is not now. */
  receivedAt?: bigint
  /** What goes beside it to a bank and an institution alone, and the text that comes. */
  confidential?: NonNullable<Sent['confidential']> & { text: string }
}

/** How a kind's instructions are drawn; nothing while there is nothing to draw them about. */
export type Draw<K extends Kind> = (desk: Desk) => Draft<K> | undefined

const second = 1_000n
const oneHour = 3_600n * second
const primes = [2n, 3n, 7n, 13n, 97n, 997n, 10_007n, 104_729n]

/** Where instructions are drawn: chance, the book as it stands, and whose devices sign. */
export class Desk {
  readonly random: Random
  readonly book: Book
  readonly cast: Cast
  readonly lists: KeptLists
  /** What was said in confidence as chains were opened, by its digest: on no ledger until it is sent. */
  readonly firstTexts = new Map<string, string>()
  /** What was proposed in confidence, by its digest: whoever carries it out sends it along. */
  readonly proposedTexts = new Map<string, { said: object; text: string }>()
  /** Whether services match as they must; else they may name any block, and anybody, which no rule of the ledger can tell. */
  readonly areServicesHonest: boolean
  /** Whether a bank and an institution can tell each other something alone. */
  readonly hasPairs: boolean
  /** The devices that were made during the day, by participant. */
  readonly #added = new Map<string, Device[]>()
  #named = 0

  constructor({
    random,
    book,
    cast,
    areServicesHonest = true,
    blocksBefore = 0,
    hasPairs = true,
  }: {
    random: Random
    book: Book
    cast: Cast
    areServicesHonest?: boolean
    blocksBefore?: number
    hasPairs?: boolean
  }) {
    this.hasPairs = hasPairs
    this.lists = new KeptLists(blocksBefore)
    this.areServicesHonest = areServicesHonest
    this.random = random
    this.book = book
    this.cast = cast
  }

  get now(): bigint {
    return this.cast.scene.now
  }

  /** A name that nothing had before. */
  name(stem: string): string {
    this.#named += 1
    return `${stem}-${this.#named}`
  }

  /** A private key that nothing had before, drawn as all of the day is. */
  privateKey(): KeyObject {
    return privateKeyFrom(`drawn ${Array.from({ length: 8 }, () => this.random.below(2 ** 32)).join(' ')}`)
  }

  /** A device that nobody has yet; it stays known, whether the ledger takes it or not. */
  newDevice(participant: string, roles: DeviceRole[]): Device {
    const device = new Device(participant, roles, 'test device', this.privateKey())
    this.#added.set(participant, [...(this.#added.get(participant) ?? []), device])
    return device
  }

  devicesOf(participant: string): readonly Device[] {
    return [...(this.cast.devices.get(participant) ?? []), ...(this.#added.get(participant) ?? [])]
  }

  /** A device of a participant that does what its role says, where the participant has one. */
  deviceOf(participant: string, role: DeviceRole): Device {
    const known = this.devicesOf(participant)
    const entries = this.book.find(accounts, participant)?.devices
    const able = known.filter(({ id }) => entries?.[id]?.status === 'active' && entries[id].roles.includes(role))
    return this.random.any(able) ?? known[0] ?? this.cast.first('alice')
  }

  /** Everybody who ever had an account and can sign. */
  get everybody(): string[] {
    return this.book.all(accounts).map(({ participant }) => participant)
  }

  /** Whoever was registered during the day: they have nothing to begin with, and may be closed without a loss to the market. */
  get guests(): string[] {
    return this.everybody.filter((one) => one.startsWith('guest-'))
  }

  /** Somebody to deal with: mostly a customer, now and then a guest or anybody, and hardly ever nobody at all. */
  someone(): string {
    if (this.random.chance(65)) return this.random.one(customers)
    if (this.random.chance(40)) return this.random.any(this.guests) ?? this.random.one(customers)
    return this.random.chance(5) ? 'nobody-known' : this.random.one(this.everybody)
  }

  /** The name of a record, and hardly ever that of none. */
  named(id: string): string {
    return this.random.chance(98) ? id : digest('no such record')
  }

  /** Somebody who has something of a voucher, mostly. */
  holder(voucher: string): string {
    const holders = customers.filter((one) => this.book.usable(one, voucher) > 0n)
    return (this.random.chance(90) ? this.random.any(holders) : undefined) ?? this.someone()
  }

  /** A voucher: mostly one of those that everybody trades. */
  voucher(isWanted: (voucher: Voucher) => boolean = () => true): Voucher {
    const all = this.book.all(vouchers)
    return this.random.any(all.filter(isWanted)) ?? (all[0] as Voucher)
  }

  /** A voucher's code, and hardly ever that of none. */
  code(isWanted?: (voucher: Voucher) => boolean): string {
    return this.random.chance(2) ? 'NO-SUCH' : this.voucher(isWanted).voucher
  }

  /** Whose voucher it is; anybody for one that is none. */
  issuerOf(voucher: string): string {
    return this.book.find(vouchers, voucher)?.issuer ?? this.someone()
  }

  /** A quantity around what there is: one, primes, half of it, all of it, one more and one less, and now and then nearly all that can be. */
  quantity(there: bigint): string {
    const { random } = this
    const all = there > 0n ? there : 1n
    const drawn = random.weighted([
      [random.one(primes), 40],
      [1n, 8],
      [all / 2n, 8],
      [all / 11n, 12],
      [all, 14],
      [all + 1n, 5],
      [all - 1n, 5],
      [cap - BigInt(1 + random.below(3)), 2],
    ])
    return `${drawn > 0n && drawn < cap ? drawn : 1n}`
  }

  /** A deadline: soon mostly, at this very moment, one too late, or far ahead. */
  deadline(): string {
    const ahead = this.random.weighted([
      [60n * second, 30],
      [oneHour, 30],
      [second, 10],
      [0n, 5],
      [-1n, 4],
      [48n * oneHour, 6],
    ])
    return `${this.now + ahead}`
  }

  /** One of the records opened last that is still open, and now and then any other. */
  record<R>(all: readonly R[], isOpen: (record: R) => boolean): R | undefined {
    const from = this.random.chance(90) ? all.filter(isOpen) : all
    return this.random.any(from.slice(-10))
  }

  /** An officer for credit: mostly one of the two of the bank that shares something with an institution. */
  officer(isWanted: (officer: string) => boolean = () => true): string {
    const own = officers.slice(0, 2).filter((one) => isWanted(one))
    return this.random.chance(88) ? this.random.one(own) : this.random.one(officers)
  }

  /** The participant named, and now and then somebody else. */
  mostly(participant: string): string {
    return this.random.chance(92) ? participant : this.someone()
  }

  case(): string {
    return this.random.chance(93) ? `CASE-${1 + this.random.below(2)}` : `CASE-${1 + this.random.below(20)}`
  }
}
