import type { z } from 'zod'
import type { DeviceRole } from './device.ts'
import { instructionIdName } from './identifiers.ts'
import type { ValueName } from './values.ts'

/** What a kind of instruction says of itself, so that all others who must know it can read it here. */
export interface KindParts<
  Body extends z.ZodObject = z.ZodObject,
  Stamp extends z.ZodObject | undefined = z.ZodObject | undefined,
  Confidential extends z.ZodObject | undefined = z.ZodObject | undefined,
> {
  /** What the instruction says. Members typed `participantId` name those whom it concerns. */
  readonly body: Body
  /** The roles of which the device needs one; none means that any device of the participant will do. */
  readonly roles: readonly DeviceRole[]
  /** Every value that its effects may have; in what each counts stands in `values`. */
  readonly effects: readonly ValueName[]
  /** True for what an issuer says to all. */
  readonly published?: boolean
  /** True when it opens a record that has its id for a name, which those need who answer it. */
  readonly opens?: boolean
  /** The effect that names a record whose subjects are asked by this, and are told alone. */
  readonly asks?: ValueName
  /** The member that names a record whose parties wait for this, and are told also when it was refused. */
  readonly awaited?: string
  /** The codes with which only a stranger or a replay is refused: they alarm, and the parties of the record that `of` names are told. */
  readonly alarms?: { readonly codes: readonly string[]; readonly of: string }
  /**
   * What it says besides to a bank and an institution alone. Its digest stands in the body as `confidential`, with a salt of its own under
   * it; effects, refusals and events say nothing of it, and a refusal has no values (decision 0011).
   */
  readonly confidential?: Confidential
  /** What the home's stamp must say of it (decision 0016); a kind without needs none. */
  readonly stamp?: Stamp
  /** True for what needs two people: its body names the `approval` of it, without which it is refused (decision 0050). */
  readonly checked?: true
  /** True when what it is worth depends on when its home received it; its stamp is then made once and for all (decision 0041). */
  readonly judgedByReceipt?: boolean
}

/** A kind of instruction, as its domain describes it. */
export const kind = <
  Body extends z.ZodObject,
  Stamp extends z.ZodObject | undefined = undefined,
  Confidential extends z.ZodObject | undefined = undefined,
>(
  parts: KindParts<Body, Stamp, Confidential>,
): KindParts<Body, Stamp, Confidential> => parts

// It may be left out, so that the rule can say what is missing.
const approvalMember = { approval: instructionIdName.optional() }

/** A kind of instruction that one person proposes and another approves before it is honoured: no more has to be said of it (decision 0050). */
export const checkedKind = <
  Shape extends z.ZodRawShape,
  Stamp extends z.ZodObject | undefined = undefined,
  Confidential extends z.ZodObject | undefined = undefined,
>(
  parts: KindParts<z.ZodObject<Shape, z.core.$strict>, Stamp, Confidential>,
) => kind({ ...parts, body: parts.body.extend(approvalMember), checked: true })
