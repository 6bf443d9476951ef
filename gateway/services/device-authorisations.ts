import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import type { Authorisation } from '../../chaincode/domains/registry/kinds.ts'
import { cardText, isSignedBy } from '../../chaincode/wire/signature.ts'
import type { AuthorisationWay, Configuration } from '../configuration.ts'
import type { Credentials } from '../credentials/credentials.ts'
import type { MessageSender } from '../messages/message-sender.ts'
import { Problem } from '../problem.ts'
import type { InstructionDocument } from './document.ts'
import type { GatewayDevice } from './gateway-device.ts'
import type { Instructions } from './instructions.ts'
import { demandsAll, type Logins } from './logins.ts'
import { MessageCode } from './message-code.ts'
import type { Sessions } from './sessions.ts'
import type { Ticket, Tickets } from './tickets.ts'

const messagesMaximum = 3
const messagesMilliseconds = 10 * 60_000
const outcomeSeconds = 25

/** A fresh challenge, signed by the key that wants to be authorised. */
interface Proof {
  challenge: string
  signature: string
}

/** What the person answers: the digits that came down by message, or the password once more. */
type Confirmation = { code: string } | { password: string }

/** What became of a step: more is wanted, or the ledger's word on the device, with a session once it is known there. */
type Progress =
  | { authorised: false; outstanding: AuthorisationWay[]; outcome?: InstructionDocument }
  | { authorised: true; outcome: InstructionDocument; session: { token: string; expiresAt: string } }

interface Begun {
  id: string
  ticket: Ticket
  name: string
  /** The key's signature over its card, which goes to the ledger with it. */
  proof: string
  outstanding: AuthorisationWay[]
  done: AuthorisationWay[]
  code: MessageCode | undefined
}

interface Options {
  configuration: Pick<Configuration, 'organisation' | 'deviceAuthorisation'>
  credentials: Credentials
  logins: Logins
  sessions: Sessions
  tickets: Tickets
  messages: MessageSender | undefined
  registrar: GatewayDevice | undefined
  instructions: Pick<Instructions, 'accept'>
  log: Pick<Logger, 'info' | 'warn'>
}

/** The end of a key's thumbprint, by which a person can tell two devices apart. */
export const lastCharacters = (device: string): string => device.slice(-6)

const messageText = (options: { organisation: string; name: string; device: string; code: string }): string => {
  const { organisation, name, device, code } = options
  return [
    `${code}`,
    '',
    `This code lets the device “${name}” (key ending in ${lastCharacters(device)}) use your account at ${organisation}.`,
    'It is good for five minutes. If it is not you who is logging in, give it to nobody and change your password.',
    '',
    `此验证码用于授权设备“${name}”（密钥末尾 ${lastCharacters(device)}）使用您在 ${organisation} 的账户。`,
    '五分钟内有效。如非本人操作，请勿告诉任何人，并尽快修改密码。',
  ].join('\n')
}

const recordedWay = (done: readonly AuthorisationWay[]): Authorisation =>
  done.length > 1 ? 'both' : (done[0] as AuthorisationWay)

/**
 * Having a new key put on the ledger as a device of one's account (decision 0020). All that is under way hangs on a ticket and
 * lives in memory; what comes of it is one signed instruction of the gateway's registrar device.
 */
export class DeviceAuthorisations {
  readonly #options: Options
  readonly #begun = new Map<string, Begun>()
  readonly #sentTo = new Map<string, number[]>()

  constructor(options: Options) {
    this.#options = options
  }

  /**
   * Begins, in place of what this ticket began before, and sends the code where a message is wanted. Refuses
   * `bad_signature`, `device_not_proven`, `way_disabled`, `too_many_messages`, `message_not_sent`.
   */
  async begin(
    ticket: Ticket,
    request: Proof & { way: AuthorisationWay; name: string; proof: string },
  ): Promise<{ id: string; outstanding: AuthorisationWay[] }> {
    this.#requireKey(ticket, request)
    const { name, proof } = request
    requireProven(ticket, proof)
    const outstanding = this.#wanted(ticket, request.way)
    const id = randomBytes(16).toString('base64url')
    const begun: Begun = { id, ticket, name, proof, outstanding, done: [], code: undefined }
    if (outstanding.includes('message')) begun.code = await this.#sendCode(begun)
    this.#forget((other) => other.ticket.id === ticket.id || other.ticket.expiresAt < Date.now())
    this.#begun.set(id, begun)
    return { id, outstanding }
  }

  /**
   * Takes one answer, and has the device added once nothing is outstanding. Refuses `bad_signature`, `not_found` for another
   * ticket's, `way_disabled`, the codes of a wrong answer, `ticket_expired` for the second of two, and what the ledger refuses.
   */
  async confirm(ticket: Ticket, id: string, request: Proof & Confirmation): Promise<Progress> {
    this.#requireKey(ticket, request)
    const begun = this.#requireBegun(ticket, id)
    const way = await this.#check(begun, request)
    if (!begun.done.includes(way)) begun.done.push(way)
    begun.outstanding = begun.outstanding.filter((other) => other !== way)
    if (begun.outstanding.length > 0) return { authorised: false, outstanding: begun.outstanding }
    return this.#complete(begun)
  }

  /** The person does not want it after all: the ticket is burnt. Whoever holds it may do that, since nothing is opened by it. */
  decline(ticket: Ticket, id: string): void {
    this.#requireBegun(ticket, id)
    this.#end(ticket)
  }

  #requireKey({ account, device, publicKey }: Ticket, { challenge, signature }: Proof): void {
    const answer = { participant: account, device, challenge, signature, publicKey }
    const isProven = this.#options.sessions.challenges.isAnswered({ ...answer, purpose: 'authorisation' })
    if (!isProven) throw new Problem('bad_signature')
  }

  #requireBegun(ticket: Ticket, id: string): Begun {
    const begun = this.#begun.get(id)
    if (begun === undefined || begun.ticket.id !== ticket.id) throw new Problem('not_found')
    return begun
  }

  #wanted({ account }: Ticket, way: AuthorisationWay): AuthorisationWay[] {
    const { credentials, logins, configuration } = this.#options
    const credential = credentials.find(account)
    const open = credential === undefined ? [] : logins.waysOf(credential)
    if (!open.includes(way)) throw new Problem('way_disabled', { values: { way } })
    return demandsAll(configuration.deviceAuthorisation) ? open : [way]
  }

  async #sendCode({ ticket: { account, device }, name }: Begun): Promise<MessageCode> {
    const { messages, credentials, configuration, log } = this.#options
    const to = credentials.find(account)?.messageAddress
    if (messages === undefined || to === undefined) throw new Problem('way_disabled', { values: { way: 'message' } })
    this.#countMessage(account)
    const { text, code } = MessageCode.draw()
    const { organisation } = configuration
    const subject = `Code for a new device · 新设备验证码`
    try {
      await messages.send({ to, subject, text: messageText({ organisation, name, device, code: text }) })
    } catch (error) {
      log.warn({ err: error, account }, 'a message was not sent')
      throw new Problem('message_not_sent', { retryAfterSeconds: 5 })
    }
    return code
  }

  #countMessage(account: string): void {
    const now = Date.now()
    const recent = (this.#sentTo.get(account) ?? []).filter((sentAt) => sentAt + messagesMilliseconds > now)
    const [oldest = now] = recent
    if (recent.length >= messagesMaximum) {
      const retryAfterSeconds = Math.ceil((oldest + messagesMilliseconds - now) / 1000)
      throw new Problem('too_many_messages', { retryAfterSeconds })
    }
    // There are no more of these than accounts with credentials.
    this.#sentTo.set(account, [...recent, now])
  }

  /** By which way the answer is good; refuses it otherwise. */
  async #check({ ticket, code, outstanding, done }: Begun, answer: Confirmation): Promise<AuthorisationWay> {
    const way = 'code' in answer ? 'message' : 'password'
    if (!outstanding.includes(way) && !done.includes(way)) throw new Problem('way_disabled', { values: { way } })
    if ('code' in answer) code?.use(answer.code)
    else await this.#options.credentials.require(ticket.account, answer.password)
    return way
  }

  async #complete({ ticket, name, proof, done }: Begun): Promise<Progress> {
    const { credentials, registrar, instructions, sessions, log } = this.#options
    this.#end(ticket)
    const { account, device, publicKey } = ticket
    const credential = credentials.find(account)
    if (credential === undefined || registrar === undefined) throw new Problem('way_disabled')
    const { roles } = credential
    const body = { participant: account, device: { name, publicKey, proof, roles }, authorisedBy: recordedWay(done) }
    const envelope = registrar.sign('device.add', body)
    const answer = await instructions.accept(envelope, { waitSeconds: outcomeSeconds, isRelayed: true, isReadOn: true })
    // Never relayed: the home is this gateway's own.
    const { document: outcome } = answer as { document: InstructionDocument }
    log.info(
      { account, device, by: body.authorisedBy, instruction: outcome.id, status: outcome.status },
      'a device was asked for',
    )
    requireNotRefused(outcome)
    if (outcome.status !== 'accepted') return { authorised: false, outstanding: [], outcome }
    return { authorised: true, outcome, session: await sessions.grant({ participant: account, device }) }
  }

  #end(ticket: Ticket): void {
    this.#options.tickets.burn(ticket)
    this.#forget((other) => other.ticket.id === ticket.id)
  }

  #forget(isOver: (begun: Begun) => boolean): void {
    for (const [id, begun] of this.#begun) if (isOver(begun)) this.#begun.delete(id)
  }
}

const requireProven = ({ account, device, publicKey }: Ticket, proof: string): void => {
  const isProven = isSignedBy(publicKey, cardText({ participant: account, device }), proof)
  if (!isProven) throw new Problem('device_not_proven', { values: { device } })
}

const requireNotRefused = ({ id, status, code, values }: InstructionDocument): void => {
  if (code === undefined) return
  throw new Problem(code, { id, outcome: status === 'refused' ? 'refused' : 'none', ...(values ? { values } : {}) })
}
