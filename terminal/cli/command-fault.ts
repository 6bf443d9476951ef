/** What the command line alone finds at fault, before anything is sent: a screen asks for such things in other ways. */
type CommandFaultCode =
  | 'authentication_unclear'
  | 'certificate_without_program'
  | 'not_listed'
  | 'foreign_address'
  | 'address_unreadable'
  | 'link_missing'
  | 'matcher_unclear'
  | 'rule_unreadable'
  | 'content_unreadable'
  | 'device_not_managed'
  | 'password_unfit'
  | 'window_unclear'
  | 'lift_unclear'
  | 'quantity_unclear'
  | 'quote_missing'
  | 'trade_unclear'

/** Something that was typed cannot be turned into an instruction; nothing was sent. `next` says what to do about it. */
export class CommandFault extends Error {
  readonly code: CommandFaultCode
  readonly next: string

  constructor(code: CommandFaultCode, parts: { problem: string; next: string }) {
    super(parts.problem)
    this.name = 'CommandFault'
    this.code = code
    this.next = parts.next
  }
}
