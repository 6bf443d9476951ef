import { connect } from '../../../sdk/connection.ts'
import { TerminalFault } from '../../../sdk/errors.ts'
import { readLedger } from '../../../sdk/reads.ts'
import { Terminal } from '../../../sdk/terminal.ts'
import { databaseJournal, databaseLedgers, databaseNumbers } from '../../platform/stores.ts'
import { connection, database } from '../../state/session.ts'

const opened = new Map<string, Terminal>()

const openAt = async ({ participant, signer }: Terminal, gateway: string): Promise<Terminal> => {
  const store = await database()
  return new Terminal({
    connection: connect(gateway),
    participant,
    signer,
    // The numbers are the device's, at whichever gateway it is.
    numbers: databaseNumbers(store, signer.device),
    journal: databaseJournal(store, signer.device),
    ledgers: databaseLedgers(store),
  })
}

/**
 * This device at the gateway of the buyer's bank, to which alone the digits of a code go (decision 0043); its own terminal where that is
 * the gateway of this page. Refuses `not_the_payers_bank` for a home of which this page's gateway knows no gateway.
 */
export const terminalAt = async (own: Terminal, home: string): Promise<Terminal> => {
  const { gateways, mspId } = await readLedger(connection)
  if (home === mspId) return own
  const gateway = gateways[home]
  if (gateway === undefined) {
    throw new TerminalFault('not_the_payers_bank', {
      problem: `no gateway of ${home} is known here`,
      next: 'Ask your own member for its address; the digits were not sent.',
    })
  }
  const name = `${gateway} ${own.signer.device}`
  const known = opened.get(name) ?? (await openAt(own, gateway))
  opened.set(name, known)
  return known
}
