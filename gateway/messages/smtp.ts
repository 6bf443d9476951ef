import { readFileSync } from 'node:fs'
import { createTransport } from 'nodemailer'
import type { Configuration } from '../configuration.ts'
import type { Message, MessageSender } from './message-sender.ts'

type SmtpConfiguration = Extract<Configuration['messages'], { type: 'smtp' }>

const patienceMilliseconds = 10_000

const optionsOf = ({ host, port, security, caFile, user }: SmtpConfiguration) => ({
  ...{ host, port, secure: security === 'tls', requireTLS: security === 'starttls', ignoreTLS: security === 'none' },
  tls: caFile === undefined ? {} : { ca: readFileSync(caFile, 'utf8') },
  ...(user === undefined ? {} : { auth: { user: user.name, pass: readFileSync(user.passwordFile, 'utf8').trimEnd() } }),
  ...{ connectionTimeout: patienceMilliseconds, greetingTimeout: patienceMilliseconds },
  socketTimeout: patienceMilliseconds,
  // A text is a text: nothing in it may fetch a file or an address.
  ...{ disableFileAccess: true, disableUrlAccess: true },
})

/** Sends through an organisation's mail server, over TLS unless the configuration gives that up for this machine. */
export class SmtpSender implements MessageSender {
  readonly #from: string
  readonly #transport: ReturnType<typeof createTransport>

  constructor(configuration: SmtpConfiguration) {
    this.#from = configuration.from
    this.#transport = createTransport(optionsOf(configuration))
  }

  /** Resolves once the server has taken the message; rejects otherwise, after some seconds at the latest. */
  async send({ to, subject, text }: Message): Promise<void> {
    await this.#transport.sendMail({ from: this.#from, to: { name: '', address: to }, subject, text })
  }

  close(): void {
    this.#transport.close()
  }
}
