import { accountListPath, listAnswers } from '../../sdk/lists.ts'
import type { Terminal } from '../../sdk/terminal.ts'

const pageSize = '100'

/** The lists of one's own account that screens show, the newest page of each. */
export const readHoldings = (terminal: Terminal) =>
  terminal.read(accountListPath(terminal.participant, 'holdings', { limit: '200' }), listAnswers.holdings)

export const readOrders = (terminal: Terminal) =>
  terminal.read(accountListPath(terminal.participant, 'orders', { limit: pageSize }), listAnswers.orders)

export const readPledges = (terminal: Terminal) =>
  terminal.read(accountListPath(terminal.participant, 'pledges', { limit: pageSize }), listAnswers.pledges)

export const readOffers = (terminal: Terminal) =>
  terminal.read(accountListPath(terminal.participant, 'offers', { limit: pageSize }), listAnswers.offers)
