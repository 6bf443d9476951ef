import type { AccountAnswer, AccountDevice } from '../../../sdk/answers.ts'
import { GatewayProblem } from '../../../sdk/errors.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'

/** A customer as the desk sees it; balances and devices only of those at home here. */
export interface Customer {
  participant: string
  type: 'person' | 'organisation'
  status: string
  homeName: string
  balances: AccountAnswer['balances'] | undefined
  devices: readonly AccountDevice[] | undefined
}

const typeOf = (type: unknown): Customer['type'] => (type === 'organisation' ? 'organisation' : 'person')

const readElsewhere = async (terminal: Terminal, participant: string): Promise<Customer | undefined> => {
  try {
    const { type, status, home } = await terminal.payee(participant)
    const homeName = nameOfOrganisation(home)
    return { participant, type: typeOf(type), status, homeName, balances: undefined, devices: undefined }
  } catch (error) {
    if (error instanceof GatewayProblem && error.code === 'not_found') return undefined
    throw error
  }
}

/**
 * A customer with balances and devices; of one at home elsewhere no more than everybody may know. Undefined where nobody has that
 * name.
 */
export const readCustomer = async (terminal: Terminal, participant: string): Promise<Customer | undefined> => {
  try {
    const [account, devices] = await Promise.all([terminal.account(participant), terminal.devicesOf(participant)])
    const { status, home } = account.participant
    const homeName = nameOfOrganisation(home)
    const type = typeOf(account.participant['type'])
    return { participant, type, status, homeName, balances: account.balances, devices }
  } catch (error) {
    if (error instanceof GatewayProblem && error.code === 'not_allowed') return readElsewhere(terminal, participant)
    throw error
  }
}
