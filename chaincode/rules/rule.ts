import type { Body, DeviceRole, Instruction, Kind } from '../wire/instruction.ts'
import type { Effects } from '../wire/outcome.ts'
import type { Account, Participant, Voucher } from '../wire/records.ts'

/** The records that a rule may look at: those it named before, with every earlier decision of the same transaction. */
export interface View {
  participant(participant: string): Participant | undefined
  account(participant: string): Account | undefined
  voucher(voucher: string): Voucher | undefined
}

/** What a rule knows of the world besides records. `now` is the transaction's timestamp in UTC milliseconds. */
export interface Facts {
  now: bigint
}

/** A quantity handed to somebody else, written without reading that account (decision 0007). */
export interface Gift {
  payee: string
  payeeHome: string
  voucher: string
  quantity: bigint
}

/** What an accepted instruction changes. Records are whole new values; what is not named stays as it is. */
export interface Decision {
  effects: Effects
  participants?: Participant[]
  accounts?: Account[]
  vouchers?: Voucher[]
  gifts?: Gift[]
}

/** Which credits must be folded into the sender's account, or into another's, before the rule can judge it. */
export interface Fold {
  participant: string
  voucher?: string
}

/** One kind of instruction: who may send it, what it reads, where its home is, and what it decides. */
export interface Rule<K extends Kind> {
  role: DeviceRole | 'any'
  /** Names every record that `home` and `decide` look at, besides the sender's account. */
  reads(instruction: Instruction<K>): { participants?: string[]; accounts?: string[]; vouchers?: string[] }
  /** The organisation whose gateway may submit it; undefined leaves the judgement to `decide`, which will refuse. */
  home(instruction: Instruction<K>, view: View): string | undefined
  /** Credits to fold before deciding at all. */
  foldBefore?(instruction: Instruction<K>): Fold
  /** Credits to fold when `decide` refused for want of quantity; it is then asked once more. */
  foldWhenShort?(instruction: Instruction<K>): Fold
  /** Decides over the records as they are; refuses by throwing a Refusal. Pure: same input, same answer, on every peer. */
  decide(request: { instruction: Instruction<K>; body: Body<K>; sender: Account; view: View; facts: Facts }): Decision
}
