import { type Account, accounts, type Device } from '../domains/registry/tables.ts'
import type { ReadEnvelope } from '../envelope.ts'
import { Refusal } from '../refusal.ts'
import { areFactsOf, isJudgedByReceipt, isStampedKind, stampText } from '../stamp.ts'
import { type Instruction, type Kind, kinds, type RefusalCode, type RefusalValues } from '../vocabulary.ts'
import type { DeviceRole } from '../wire/device.ts'
import { validityMillisecondsMaximum } from '../wire/identifiers.ts'
import { isSignedBy } from '../wire/signature.ts'
import { isHonest } from './deadline.ts'
import { highestNumberAt, judgeNumber, useNumber } from './number-window.ts'
import type { AnyRule, Decision, Facts, OpenDecision, OpenRequest, Request, Rule, View } from './rule.ts'

/** Whether the ledger may take notice of an envelope at all, before any rule: nothing is written unless it is `admitted`. */
export type Admission =
  | { status: 'admitted' }
  | { status: 'repeated' }
  | { status: 'rejected'; code: RefusalCode; values: RefusalValues }

const rejected = (code: RefusalCode, values: RefusalValues = {}): Admission => ({ status: 'rejected', code, values })

/** The device that claims to have signed, of the account that it claims to act for. */
const claimedDevice = (view: View, instruction: Instruction): Device | undefined =>
  view.find(accounts, instruction.from)?.devices[instruction.device]

const checkDevice = (view: View, { instruction, signature, text }: ReadEnvelope): Admission | undefined => {
  const device = claimedDevice(view, instruction)
  if (device === undefined) return rejected('unknown_device', { from: instruction.from, device: instruction.device })
  if (!isSignedBy(device.publicKey, text, signature)) return rejected('bad_signature')
  if (device.status === 'revoked') return rejected('revoked_device', { device: instruction.device })
  return undefined
}

/** Refuses what another organisation must submit (decision 0003); an unknown home is left to the rule to refuse. */
const checkHome = (
  rule: AnyRule,
  view: View,
  { instruction, submitter }: { instruction: Instruction; submitter: string },
): Admission | undefined => {
  const { home: ownHome } = view.find(accounts, instruction.from) as Account
  const home = rule.home(instruction as never, view) ?? ownHome
  return home === submitter ? undefined : rejected('not_home', { home, submitter })
}

/**
 * Judges who speaks, for which network, through whom, and under which number (decisions 0003 to 0005). Refusals here write
 * nothing. A number that was used is `repeated`, whatever the content: who keeps the blocks can tell which it was.
 */
export const admit = (request: {
  envelope: ReadEnvelope
  rule: AnyRule
  view: View
  ledger: string
  submitter: string
}): Admission => {
  const { envelope, view } = request
  const { instruction } = envelope
  if (instruction.ledger !== request.ledger) return rejected('wrong_ledger', { ledger: request.ledger })
  const fault =
    checkDevice(view, envelope) ?? checkHome(request.rule, view, { instruction, submitter: request.submitter })
  if (fault !== undefined) return fault
  const number = judgeNumber(claimedDevice(view, instruction) as Device, BigInt(instruction.number))
  if (number === 'used') return { status: 'repeated' }
  return number === 'too-old' ? rejected('number_too_old', { number: instruction.number }) : { status: 'admitted' }
}

/** Judges, of an admitted instruction, whether its number lies too far ahead (decision 0032). Writes nothing. */
export const admitNumber = ({ instruction }: ReadEnvelope, { view, now }: { view: View; now: bigint }): Admission => {
  const { number } = instruction
  const most = highestNumberAt(claimedDevice(view, instruction) as Device, now)
  return BigInt(number) > most ? rejected('number_too_far', { number, most: most.toString() }) : { status: 'admitted' }
}

/**
 * Judges whether the home's word beside an instruction is what it seems (decision 0016): by a service device of the
 * organisation that submits, over this very instruction. A stamp that no kind asked for is refused too. Writes nothing.
 */
export const admitStamp = (
  { instruction, id, stamp }: ReadEnvelope,
  { view, submitter }: { view: View; submitter: string },
): Admission => {
  const { kind } = instruction
  if (stamp === undefined) return isStampedKind(kind) ? rejected('stamp_missing') : { status: 'admitted' }
  const account = view.find(accounts, stamp.participant)
  const device = account?.devices[stamp.device]
  const isOfHome = account?.home === submitter && account.status === 'active' && device?.status === 'active'
  const isOfKind = areFactsOf(kind, stamp.facts)
  if (!isOfHome || !isOfKind || !device.roles.includes('service')) return rejected('bad_stamp')
  const isSigned = isSignedBy(device.publicKey, stampText(id, stamp), stamp.signature)
  return isSigned ? { status: 'admitted' } : rejected('bad_stamp')
}

/**
 * Judges whether the home's time of receipt lies within the clock bound, once nothing else speaks against the instruction. Beyond it
 * `receipt_not_provable` says that the time counts for nothing where it would have decided (decision 0041). Writes nothing.
 */
export const admitReceipt = ({ instruction, stamp }: ReadEnvelope, { now }: Facts): Admission => {
  if (stamp === undefined || isHonest(BigInt(stamp.receivedAt), now)) return { status: 'admitted' }
  if (!isJudgedByReceipt(instruction.kind)) return rejected('stamp_too_old')
  return rejected('receipt_not_provable', { receivedAt: stamp.receivedAt })
}

const requireTimely = (instruction: Instruction, { now }: Facts): void => {
  const validUntil = BigInt(instruction.validUntil)
  if (now > validUntil) throw new Refusal('instruction_expired', { validUntil: instruction.validUntil })
  if (validUntil - now > validityMillisecondsMaximum) {
    throw new Refusal('valid_until_too_far', { validUntil: instruction.validUntil })
  }
}

/** Refuses `device_lacks_role` unless the device that signed has one of these roles; where none is named, any device will do. */
export const requireOneRole = (roles: readonly DeviceRole[], instruction: Instruction, sender: Account): void => {
  const own = sender.devices[instruction.device]?.roles
  if (roles.length === 0 || roles.some((role) => own?.includes(role))) return
  throw new Refusal('device_lacks_role', { roles: [...roles] })
}

const requireEntitled = ({
  instruction,
  sender,
  facts,
}: Pick<Request<Kind>, 'instruction' | 'sender' | 'facts'>): void => {
  requireTimely(instruction, facts)
  if (sender.status !== 'active') throw new Refusal('participant_not_active', { status: sender.status })
  requireOneRole(kinds[instruction.kind].roles, instruction, sender)
}

/**
 * Decides an admitted instruction. Cheapest guards first: deadline, sender's state, role; then the kind's own rule.
 * Throws a Refusal; returns what changes otherwise. `sender` must be the sender's account with the number used up, and the view must show it so.
 */
export const decide = <K extends Kind>(rule: Rule<K>, request: Omit<Request<K>, 'body'>): Decision => {
  requireEntitled(request)
  return rule.decide({ ...request, body: request.instruction.body })
}

/** As `decide`, for who has the blocks alone, of a kind with a confidential text: what is public of it is judged, and the rest taken as told. */
export const decideOpenly = <K extends Kind>(rule: Rule<K>, request: Omit<OpenRequest<K>, 'body'>): OpenDecision => {
  requireEntitled(request)
  // Each kind with a confidential text has one, which a test demands.
  return (rule.openly as Required<Rule<K>>['openly'])({ ...request, body: request.instruction.body })
}

/** The sender's account with the instruction's number used up; the instruction must have been admitted. */
export const withNumberUsed = (sender: Account, { device, number }: Instruction): Account => {
  const known = sender.devices[device] as Device
  return { ...sender, devices: { ...sender.devices, [device]: useNumber(known, BigInt(number)) } }
}
