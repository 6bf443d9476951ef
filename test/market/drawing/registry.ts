import { offers, pledges } from '../../../chaincode/domains/agreements/tables.ts'
import { purchases } from '../../../chaincode/domains/commerce/tables.ts'
import { demandAnswers } from '../../../chaincode/domains/matching/tables.ts'
import { packages } from '../../../chaincode/domains/packages/tables.ts'
import { payments } from '../../../chaincode/domains/payments/tables.ts'
import { tradeRewards } from '../../../chaincode/domains/promotions/tables.ts'
import { deliveries } from '../../../chaincode/domains/recommendations/tables.ts'
import type { registryKinds } from '../../../chaincode/domains/registry/kinds.ts'
import { accounts, participants, sealKeys } from '../../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import { Device } from '../../support/devices.ts'
import { customers, services, shops } from '../cast.ts'
import type { Desk, Draft, Draw } from './desk.ts'

/** A registrar's device: of the participant's own organisation, mostly. */
const registrarFor = (desk: Desk, participant: string): Device => {
  const { registrars } = desk.cast.scene
  const home = desk.book.find(accounts, participant)?.home ?? ''
  const own = (registrars as { [home: string]: Device })[home]
  return (desk.random.chance(90) ? own : undefined) ?? desk.random.one(Object.values(registrars))
}

const roleSets: readonly DeviceRole[][] = [
  ['customer'],
  ['customer', 'merchant'],
  ['customer'],
  ['merchant'],
  ['issuer'],
  ['auditor'],
]

/** The card of a new device: mostly one that its own key signed, and that nobody has. */
const card = (desk: Desk, participant: string): Device['entry'] => {
  const { random } = desk
  const device = desk.newDevice(participant, random.one(roleSets))
  const [known] = desk.devicesOf(random.one(desk.everybody))
  return random.weighted([
    [device.entry, 84],
    [
      { ...device.cardFor('somebody-else'), participant: undefined, roles: device.roles } as unknown as Device['entry'],
      4,
    ],
    [known === undefined ? device.entry : entryFor(known, participant), 12],
  ])
}

const entryFor = (device: Device, participant: string): Device['entry'] => {
  const { participant: _participant, ...rest } = device.cardFor(participant)
  return { ...rest, roles: ['customer'] }
}

const register: Draw<'participant.register'> = (desk) => {
  const { random } = desk
  const isNew = random.chance(90)
  const participant = isNew ? desk.name('guest') : random.one(desk.everybody)
  const { proof, ...rest } = card(desk, participant)
  const device = proof === undefined ? rest : { ...rest, proof }
  const type = random.chance(70) ? 'person' : 'organisation'
  return { device: registrarFor(desk, participant), body: { participant, type, device: clean(device) } }
}

const clean = (entry: Device['entry']): Device['entry'] => {
  const { name, publicKey, proof, roles } = entry
  return { name, publicKey, roles, ...(proof === undefined ? {} : { proof }) }
}

const accept: Draw<'participant.accept'> = (desk) => {
  const participant = desk.someone()
  const accepts = desk.random.weighted([
    ['all', 50],
    ['known', 30],
    ['none', 20],
  ] as const)
  return { device: desk.deviceOf(participant, 'customer'), body: { accepts, known: ['alice', 'dora'] } }
}

/** Who waits for somebody's word, by what: nothing of theirs may go on while they are frozen. */
const waiting: readonly ((book: Desk['book']) => string[])[] = [
  (book) => book.all(offers).flatMap(({ status, sender }) => (status === 'offered' ? [sender] : [])),
  (book) => book.all(pledges).flatMap(({ status, holder }) => (status === 'proposed' ? [holder] : [])),
  (book) => book.all(purchases).flatMap(({ held, buyer }) => (held > 0n ? [buyer] : [])),
  (book) => book.all(payments).flatMap(({ status, payer }) => (status === 'claimed' ? [payer] : [])),
  (book) => book.all(payments).flatMap(({ status, payer }) => (status === 'captured' ? [payer] : [])),
  (book) => book.all(demandAnswers).flatMap(({ status, holder }) => (status === 'offered' ? [holder] : [])),
  (book) => book.all(deliveries).flatMap(({ status, recommender }) => (status === 'delivered' ? [recommender] : [])),
]

const someWaiting = ({ random, book }: Desk): string | undefined =>
  random.any(
    random
      .one(waiting)(book)
      .slice(-8)
      .filter((one) => (customers as readonly string[]).includes(one)),
  )

const someToFreeze = (desk: Desk): string => {
  const waiting = desk.random.chance(45) ? someWaiting(desk) : undefined
  return waiting ?? (desk.random.chance(50) ? desk.random.any(desk.guests) : undefined) ?? someUser(desk)
}

const freeze: Draw<'participant.freeze'> = (desk) => {
  // Now and then who is to be rewarded, so that some rewards are held.
  const due = desk.book.all(tradeRewards).filter(({ status }) => status === 'due')
  const participant = (desk.random.chance(60) ? desk.random.any(due)?.receiver : undefined) ?? someToFreeze(desk)
  return { device: registrarFor(desk, participant), body: { participant, caseNumber: desk.case() } }
}

const unfreeze: Draw<'participant.unfreeze'> = (desk) => {
  const all = desk.book.all(participants)
  const isFrozen = ({ status }: { status: string }) => status === 'frozen'
  if (!all.some(isFrozen) && desk.random.chance(80)) return undefined
  const frozen = desk.record(all, isFrozen)
  const participant = frozen?.participant ?? desk.someone()
  const caseNumber = desk.random.chance(85) ? (frozen?.frozenUnder ?? desk.case()) : desk.case()
  return { device: registrarFor(desk, participant), body: { participant, caseNumber } }
}

/** Closing is tried on whoever has nothing, mostly, so that there are some who are closed. */
const close: Draw<'participant.close'> = (desk) => {
  const { book, random } = desk
  const codes = book.all(vouchers).map(({ voucher }) => voucher)
  const empty = customersAndGuests(desk).filter((one) => codes.every((voucher) => book.total(one, voucher) === 0n))
  const awaited = empty.filter((one) => book.find(accounts, one)?.liens !== undefined)
  const chosen = awaited.length > 0 && random.chance(50) ? awaited : empty
  const participant = (random.chance(80) ? random.any(chosen) : undefined) ?? desk.someone()
  return { device: registrarFor(desk, participant), body: { participant } }
}

/** Without these nothing goes on: they are closed, and lose their devices, hardly ever. */
const isOfService = (participant: string): boolean =>
  participant.endsWith('-registry') ||
  participant.endsWith('-service') ||
  ([...shops, ...services] as readonly string[]).includes(participant)

const customersAndGuests = (desk: Desk): string[] =>
  desk.everybody.filter((one) => desk.book.find(participants, one)?.status === 'active' && !isOfService(one))

const addDevice: Draw<'device.add'> = (desk) => {
  const participant = desk.someone()
  const authorisedBy = desk.random.chance(30) ? { authorisedBy: 'desk' as const } : {}
  return {
    device: registrarFor(desk, participant),
    body: { participant, device: clean(card(desk, participant)), ...authorisedBy },
  }
}

/** A device of a participant, mostly not the one that does what it is there for. */
const anyDevice = (desk: Desk, participant: string): string => {
  const all = desk.devicesOf(participant)
  const device = desk.random.any(desk.random.chance(80) ? all.slice(1) : all)
  return (device ?? desk.cast.first('alice')).id
}

const rename: Draw<'device.rename'> = (desk) => {
  const participant = desk.someone()
  return {
    device: desk.deviceOf(participant, 'customer'),
    body: { device: anyDevice(desk, participant), name: 'telephone' },
  }
}

const someUser = (desk: Desk): string => {
  const one = desk.someone()
  return isOfService(one) ? 'alice' : one
}

const replace: Draw<'device.replace'> = (desk) => {
  const participant = someUser(desk)
  const body = { participant, lost: anyDevice(desk, participant), device: clean(card(desk, participant)) }
  return { device: registrarFor(desk, participant), body }
}

const revoke: Draw<'device.revoke'> = (desk): Draft<'device.revoke'> => {
  const participant = someUser(desk)
  const body = { participant, device: anyDevice(desk, participant) }
  const isOwn = desk.random.chance(50)
  return { device: isOwn ? desk.deviceOf(desk.mostly(participant), 'customer') : registrarFor(desk, participant), body }
}

/** Mostly a key of its own, and now and then the one that the device signs with. */
/** Mostly somebody to whom the keys of a package cannot be sealed yet. */
const whoNeedsSealKey = (desk: Desk): string => {
  const { book, random } = desk
  const waiting = book
    .all(packages)
    .filter(({ receiver }) =>
      desk.devicesOf(receiver).every(({ id }) => book.find(sealKeys, receiver, id) === undefined),
    )
  return (random.chance(80) ? random.any(waiting)?.receiver : undefined) ?? desk.someone()
}

const setSealKey: Draw<'device.set-seal-key'> = (desk) => {
  const device = desk.deviceOf(whoNeedsSealKey(desk), 'customer')
  const isOwn = desk.random.chance(15)
  const other = new Device(device.participant, [], 'seal key', desk.privateKey())
  return { device, body: { publicKey: (isOwn ? device : other).publicKey } }
}

/** How instructions about participants and devices are drawn. */
export const registryDraws: { [K in keyof typeof registryKinds]: Draw<K> } = {
  'participant.register': register,
  'participant.accept': accept,
  'participant.freeze': freeze,
  'participant.unfreeze': unfreeze,
  'participant.close': close,
  'device.add': addDevice,
  'device.rename': rename,
  'device.replace': replace,
  'device.revoke': revoke,
  'device.set-seal-key': setSealKey,
}
