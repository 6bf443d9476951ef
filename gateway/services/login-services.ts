import type { Logger } from 'pino'
import type { Configuration } from '../configuration.ts'
import { CredentialStore } from '../credentials/credential-store.ts'
import { Credentials } from '../credentials/credentials.ts'
import { Passwords } from '../credentials/password.ts'
import type { Inventory } from '../files/inventory.ts'
import { Inbox } from '../messages/inbox.ts'
import type { MessageSender } from '../messages/message-sender.ts'
import { SmtpSender } from '../messages/smtp.ts'
import type { Projection } from '../projection/projection.ts'
import { CredentialChanges } from './credential-changes.ts'
import { DeviceAuthorisations } from './device-authorisations.ts'
import type { GatewayDevice } from './gateway-device.ts'
import type { Instructions } from './instructions.ts'
import { Logins } from './logins.ts'
import type { Sessions } from './sessions.ts'
import { Tickets } from './tickets.ts'

interface Parts {
  configuration: Configuration
  projection: Projection
  sessions: Sessions
  instructions: Pick<Instructions, 'accept'>
  log: Logger
  /** The gateway's own device that adds devices after a login; none, and it adds none. */
  registrar: GatewayDevice | undefined
}

const openMessages = ({ messages }: Configuration): MessageSender | undefined => {
  if (messages === undefined) return undefined
  return messages.type === 'inbox' ? new Inbox() : new SmtpSender(messages)
}

/** Everything for logging in and authorising devices, over the credentials in the gateway's data folder, which stay open at its close. */
export const openLoginServices = (
  parts: Parts,
  { store, passwords }: { store: CredentialStore; passwords: Passwords },
) => {
  const { configuration, projection, log } = parts
  const { mspId } = configuration
  const credentials = new Credentials(store, passwords)
  const messages = openMessages(configuration)
  const tickets = new Tickets(mspId)
  const shared = { ...parts, credentials, tickets }
  const logins = new Logins({ ...shared, hasMessages: messages !== undefined })
  const close = () => messages?.close()
  return {
    services: {
      logins,
      tickets,
      authorisations: new DeviceAuthorisations({ ...shared, logins, messages }),
      credentialChanges: new CredentialChanges({ mspId, credentials, projection, log }),
      inbox: messages instanceof Inbox ? messages : undefined,
    },
    close,
  }
}

/** The store of a gateway's credentials, with passwords at their full cost. */
export const openCredentials = (inventory: Inventory) => ({
  store: new CredentialStore(inventory),
  passwords: new Passwords(),
})
