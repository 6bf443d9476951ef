import type { Json } from './canonical.ts'
import type { Body, DeviceRole, PublicKey, VoucherFunction } from './instruction.ts'
import { accountKey, participantKey, voucherKey } from './keys.ts'

export type ParticipantStatus = 'active' | 'frozen' | 'closed'

/** What others need to know of a participant; rarely written, so that reading it conflicts with nothing (decision 0007). */
export interface Participant {
  participant: string
  type: 'person' | 'organisation'
  home: string
  status: ParticipantStatus
  accepts: 'all' | 'none'
}

/** A device of a participant: its key, what it may do, and which of its numbers were honoured. */
export interface Device {
  name: string
  publicKey: PublicKey
  roles: DeviceRole[]
  status: 'active' | 'revoked'
  /** Highest number honoured so far. */
  highest: bigint
  /** Bit k is set when number `highest - k` was honoured; the last 256 are remembered. */
  used: bigint
}

/** What a participant has of one voucher, in base units, by what may be done with it; `cost` in the cash base unit. */
export interface Holding {
  available: bigint
  reserved: bigint
  pledged: bigint
  frozen: bigint
  cost: bigint
}

/** What its owner acts on: devices with their number windows, and holdings by voucher code (decision 0007). */
export interface Account {
  participant: string
  home: string
  status: ParticipantStatus
  devices: { [device: string]: Device }
  holdings: { [voucher: string]: Holding }
}

/** A voucher series: what it is, in which unit it is counted, what its holders may do, and how much is outstanding. */
export interface Voucher {
  voucher: string
  issuer: string
  home: string
  status: 'issued' | 'retired'
  name: string
  product: Body<'voucher.issue'>['product']
  unit: Body<'voucher.issue'>['unit']
  functions: VoucherFunction[]
  supply: bigint
  /** Counts the changes to this row; each change is an instruction with an author and a time in its block. */
  version: bigint
}

/** A quantity given to a payee and not folded into the payee's account yet. */
export interface Credit {
  payee: string
  voucher: string
  quantity: bigint
}

type JsonObject = { [name: string]: Json }
type Of<T> = { encode(record: T): JsonObject; decode(json: JsonObject): T }

const mapValues = <A, B>(object: { [name: string]: A }, change: (value: A) => B): { [name: string]: B } =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]))

const encodeHolding = (holding: Holding): JsonObject => mapValues({ ...holding }, String)
const decodeHolding = (json: JsonObject): Holding =>
  mapValues(json, (digits) => BigInt(digits as string)) as unknown as Holding

const encodeDevice = (device: Device): JsonObject => ({
  ...device,
  publicKey: { ...device.publicKey },
  highest: device.highest.toString(),
  used: device.used.toString(16),
})
const decodeDevice = (json: JsonObject): Device => ({
  ...(json as unknown as Device),
  highest: BigInt(json['highest'] as string),
  used: BigInt(`0x${json['used'] as string}`),
})

/** How each table's rows stand on the ledger: amounts as decimal strings, number windows in hexadecimal. */
export const codecs: { participant: Of<Participant>; account: Of<Account>; voucher: Of<Voucher>; credit: Of<Credit> } =
  {
    participant: {
      encode: (participant) => ({ ...participant }),
      decode: (json) => json as unknown as Participant,
    },
    account: {
      encode: (account) => ({
        ...account,
        devices: mapValues(account.devices, encodeDevice),
        holdings: mapValues(account.holdings, encodeHolding),
      }),
      decode: (json) => ({
        ...(json as unknown as Account),
        devices: mapValues(json['devices'] as { [name: string]: JsonObject }, decodeDevice),
        holdings: mapValues(json['holdings'] as { [name: string]: JsonObject }, decodeHolding),
      }),
    },
    voucher: {
      encode: (voucher) => ({
        ...voucher,
        product: { ...voucher.product },
        unit: { ...voucher.unit },
        supply: voucher.supply.toString(),
        version: voucher.version.toString(),
      }),
      decode: (json) => ({
        ...(json as unknown as Voucher),
        supply: BigInt(json['supply'] as string),
        version: BigInt(json['version'] as string),
      }),
    },
    credit: {
      encode: (credit) => ({ ...credit, quantity: credit.quantity.toString() }),
      decode: (json) => ({ ...(json as unknown as Credit), quantity: BigInt(json['quantity'] as string) }),
    },
  }

export interface RecordOf {
  participant: Participant
  account: Account
  voucher: Voucher
  credit: Credit
}

/** The tables whose rows a rule reads and writes whole; credits are only given and folded. */
export type RecordTable = Exclude<keyof RecordOf, 'credit'>

/** The key under which a record stands, and the organisations whose peers must endorse every change of it. */
export const placements: {
  [T in RecordTable]: { key(record: RecordOf[T]): string; homes(record: RecordOf[T]): string[] }
} = {
  participant: { key: ({ participant }) => participantKey(participant), homes: ({ home }) => [home] },
  account: { key: ({ participant }) => accountKey(participant), homes: ({ home }) => [home] },
  voucher: { key: ({ voucher }) => voucherKey(voucher), homes: ({ home }) => [home] },
}
