import { computed } from '@preact/signals'
import { readEnvelope } from '../../../chaincode/envelope.ts'
import { isTaken } from './accepted.ts'
import { results } from './instructing.ts'

const shownMaximum = 4

/** To whom this account gave something from this browser, the latest first; what was refused counts for nothing. */
export const payees = computed<readonly string[]>(() => {
  const given = results.value
    .filter(({ kind }) => kind === 'voucher.transfer' || kind === 'transfer.offer')
    .filter(isTaken)
    .map(({ envelope }) => readEnvelope(envelope).instruction.body)
    /* c8 ignore next -- both kinds name a receiver, which the types do not know */
    .flatMap((body) => ('to' in body && typeof body.to === 'string' ? [body.to] : []))
  return [...new Set(given)]
})

/** The latest of them, as many as are offered to choose from. */
export const recentPayees = computed<readonly string[]>(() => payees.value.slice(0, shownMaximum))
