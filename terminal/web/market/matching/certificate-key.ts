import { readHandedKey } from '../../../sdk/certificates/handover.ts'
import { readLink } from '../../../sdk/certificates/link.ts'
import { type ListedInstance, readInstances } from '../../../sdk/purchases.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { keptLink } from '../purchases/kept-links.ts'
import { ownSealKey } from '../purchases/use-own-key.ts'

const most = 200

/** What this account may hand on: what it holds in its own name to pass on, the newest first. */
export const readHandable = async (terminal: Terminal): Promise<ListedInstance[]> => {
  const { items } = await readInstances(terminal, { state: 'open', limit: most })
  return items.filter(({ holder, form }) => holder === terminal.participant && form === 'holding')
}

const handedKey = async (terminal: Terminal, certificate: string): Promise<string | undefined> => {
  const { items } = await readInstances(terminal, { limit: most })
  const handed = items.find(
    (one) => one.certificate === certificate && one.holder === terminal.participant && one.sealedKey !== undefined,
  )
  return handed === undefined ? undefined : readHandedKey(terminal, handed, await ownSealKey(terminal))
}

/** The key to a certificate's body: of the link that this browser keeps, else as it was handed over; undefined where this device has none. */
export const certificateKey = async (terminal: Terminal, certificate: string): Promise<string | undefined> => {
  const link = await keptLink(certificate)
  return link === undefined ? handedKey(terminal, certificate) : readLink(link).key
}
