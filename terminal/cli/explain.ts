import { CommanderError } from 'commander'
import { Refusal } from '../../chaincode/refusal.ts'
import { type RefusalCode, refusals } from '../../chaincode/vocabulary.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import { GatewayProblem, isKeyChanged, Outage, TerminalFault } from '../sdk/errors.ts'
import { isPassing } from '../sdk/retry.ts'
import { CommandFault } from './command-fault.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'

/** What happened, what to do next, and how the process ends. */
export interface Explanation {
  code: string
  problem: string
  next: string
  values: { [name: string]: Json }
  exitCode: ExitCode
}

const advice: { readonly [code: string]: string } = {
  bad_signature: 'Check that the registrar registered this very device: compare with `assay device show`.',
  claims_locked: 'Wait as long as the gateway says; have payers show their codes anew.',
  code_cancelled: 'Have the payer show a new code.',
  code_expired: 'Have the payer show a new code.',
  code_unknown: 'Read the digits again; the payer must be a customer of the bank whose gateway you ask (--bank).',
  code_used: 'Have the payer show a new code; for a sale that you claimed already, ask `assay payment status ORDER`.',
  device_lacks_role: 'Use a device that carries the role, or ask the registrar for one.',
  exceeds_available_quantity: 'Send at most what is available; `assay account show` tells how much that is.',
  function_not_enabled: 'See what the voucher offers with `assay voucher show CODE`.',
  instruction_expired: 'Send a new one, with a longer --valid-for.',
  not_allowed: 'Read your own account, or use the registrar’s device of that participant’s organisation.',
  not_found: 'Check the name; what was sent through another gateway shows there first.',
  merchant_not_registered: 'Have your bank register you as a merchant.',
  not_the_payers_device: 'Answer from the device that showed the code.',
  number_too_old: 'The counter of this device lags: take it up with `assay device renumber`, then send a new one.',
  number_used: 'The counter of this device lags: take it up with `assay device renumber`, then send a new one.',
  order_terms_differ: 'This order number stands for another sale; give the new sale a number of its own.',
  prompt_needed: 'Approve it yourself, without --unprompted.',
  price_beyond_limit: 'Look at the newest price with `assay quote list VOUCHER`, and give another --worst.',
  quote_expired: 'Look whether a newer one was published with `assay quote list VOUCHER`, and try again.',
  quote_superseded: 'A newer price is there: try again, or give another --worst.',
  quote_withdrawn: 'Wait until the issuer publishes another price.',
  receiver_does_not_accept: 'The receiver can open up with `assay participant accept all`.',
  revoked_device: 'Make another device and have the registrar add it with `assay device add`.',
  unexpected_answer: 'Check that --gateway is the address of an Assay gateway.',
  unknown_device: 'Have the registrar register this device: `assay device show --card` prints what to give.',
  unknown_participant: 'Check the participant’s name.',
  unknown_voucher: 'Check the voucher’s code.',
  valid_until_too_far: 'Check this machine’s clock, and give a --valid-for of at most 86400 seconds.',
  wrong_ledger: 'Check --gateway: this device belongs to another ledger.',
}

const otherAdvice = 'Mend what the values show, and send a new instruction.'

/** What to do about a refusal or a problem with this code. */
export const adviceFor = (code: string): string => advice[code] ?? otherAdvice

/** What a refusal code means, for people. */
export const meaningOf = (code: RefusalCode): string => refusals[code].meaning

const shapes: { readonly [member: string]: string } = {
  quantity:
    'a quantity has its unit, such as 1.5g, or is a whole number of the voucher’s base units from 1, in digits only, below 2^96',
  voucher: 'a voucher code is 3 to 32 capital letters, digits and -, and begins with a letter',
  participant: 'a participant is 3 to 40 small letters, digits and -, and begins with a letter',
  to: 'a participant is 3 to 40 small letters, digits and -, and begins with a letter',
  caseNumber: 'a case number is 3 to 40 capital letters, digits and -',
  reference: 'a reference is up to 64 letters, digits, blanks and . _ / -',
  name: 'a name is up to 60 characters without blanks at its ends',
  device: 'a device is named by the 43 letters that `assay device show` prints',
}

const explainRefusal = ({ code, values }: Refusal): Explanation => {
  const member = String(values['member'] ?? '').replace(/^instruction\.(body\.)?/, '')
  const shape = shapes[member.split('.').at(-1) ?? '']
  return {
    code,
    problem: `${member || 'the instruction'}: ${shape ?? String(values['problem'] ?? meaningOf(code))}`,
    next: 'Nothing was sent. Mend it and try again; --help shows the form.',
    values,
    exitCode: exitCodes.refused,
  }
}

const explainProblem = (problem: GatewayProblem): Explanation => {
  const { code, title, detail, values } = problem
  const known = { code, problem: detail === undefined ? title : `${title} ${detail}`, values }
  if (isPassing(problem)) return { ...known, next: 'Wait a little and try again.', exitCode: exitCodes.outage }
  return { ...known, next: adviceFor(code), exitCode: exitCodes.refused }
}

const explainOutage = ({ message }: Outage): Explanation => ({
  code: 'outage',
  problem: message,
  next: 'Check --gateway and that it runs (its /health answers), then try again.',
  values: {},
  exitCode: exitCodes.outage,
})

const explainFault = (fault: TerminalFault | CommandFault): Explanation => ({
  code: fault.code,
  problem: fault.message,
  next: fault.next,
  values: {},
  exitCode: isKeyChanged(fault) ? exitCodes.pending : exitCodes.refused,
})

/** Explains whatever went wrong. What is none of the known kinds is a fault of this program, and says so. */
export const explain = (error: unknown): Explanation => {
  if (error instanceof Refusal) return explainRefusal(error)
  if (error instanceof GatewayProblem) return explainProblem(error)
  if (error instanceof Outage) return explainOutage(error)
  if (error instanceof TerminalFault || error instanceof CommandFault) return explainFault(error)
  const isUsage = error instanceof CommanderError
  return {
    code: isUsage ? 'usage' : 'internal_fault',
    problem: String((error as Error).message ?? error).replace(/^error: /, ''),
    next: isUsage ? 'See --help.' : 'Set ASSAY_DEBUG=1 to see where it failed, and report it.',
    values: {},
    exitCode: exitCodes.refused,
  }
}
