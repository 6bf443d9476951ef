/** A message to one person. */
export interface Message {
  to: string
  subject: string
  text: string
}

/** How messages leave the gateway; rejects when the message was not taken. */
export interface MessageSender {
  send(message: Message): Promise<void>
  close(): void
}
