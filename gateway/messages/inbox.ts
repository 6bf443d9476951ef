import type { Message, MessageSender } from './message-sender.ts'

/** A message that stayed on this machine, with the moment at which it was sent, in UTC milliseconds. */
export interface KeptMessage extends Message {
  sentAt: string
}

const messagesMaximum = 100

/** Where messages go in development: nowhere. The last hundred are kept in memory, for a page of this machine. */
export class Inbox implements MessageSender {
  readonly #messages: KeptMessage[] = []

  async send(message: Message): Promise<void> {
    this.#messages.unshift({ ...message, sentAt: String(Date.now()) })
    this.#messages.splice(messagesMaximum)
  }

  /** The messages, newest first; those to one address where it is given. */
  messages(to?: string): KeptMessage[] {
    return this.#messages.filter((message) => to === undefined || message.to === to)
  }

  close(): void {
    this.#messages.length = 0
  }
}
