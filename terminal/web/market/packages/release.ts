import type { readPackages } from '../../../sdk/packages/records.ts'
import { releaseSecondKeys } from '../../../sdk/packages/serving.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { findPackageKey } from '../../platform/package-store.ts'
import { recordedTerminal } from '../../state/recorded-terminal.ts'
import { database } from '../../state/session.ts'

type Request = Awaited<ReturnType<typeof readPackages<'package-requests'>>>[number]

const nameOf = ({ interaction, device }: Request): string => `${interaction} ${device}`

// What was tried by itself in this page and not accepted is left to somebody who presses.
const tried = new Set<string>()

/** Releases the second keys of this device to those who asked, of one interaction or of all; each is kept among the results. */
const release = async (terminal: Terminal, isMeant: (request: Request) => boolean): Promise<number> => {
  const store = await database()
  return releaseSecondKeys(recordedTerminal(terminal), {
    keyOf: async (request) => (isMeant(request) ? findPackageKey(store, request.interaction, 'second') : undefined),
    onResult: (request, { status }) => {
      if (status !== 'accepted') tried.add(nameOf(request))
    },
  })
}

/** What the page does by itself, once somebody allowed it. */
export const releaseAsked = (terminal: Terminal): Promise<number> =>
  release(terminal, (request) => !tried.has(nameOf(request)))

/** What somebody does for one package. */
export const releaseFor = (terminal: Terminal, interaction: string): Promise<number> =>
  release(terminal, (request) => request.interaction === interaction)
