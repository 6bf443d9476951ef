import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import type { Played } from '../../support/market-days.ts'
import { runs } from '../../support/runs.ts'

const program = join(import.meta.dirname, '..', '..', 'support', 'market-days.ts')
const days = 2_000
const daysOfOthers = 100

/** Plays days in a process of its own, whose coverage nobody wants. */
const playDays = async (share: number, seed: number, whose = 'own'): Promise<Played> => {
  const { NODE_V8_COVERAGE: _coverage, ...env } = process.env
  const child = spawn(process.execPath, [program, `${share}`, `${seed}`, whose], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(await text(child.stdout)) as Played
}

/** Plays the days, as many at once as there are processors; each process draws from a seed of its own. */
const playAll = (): Promise<Played[]> => {
  const { numRuns, seed = Math.floor(Math.random() * 2 ** 30) } = runs(days)
  const processes = Math.min(availableParallelism(), 4)
  const shares = Array.from({ length: processes }, (_, place) => Math.ceil((numRuns - place) / processes))
  return Promise.all(shares.map((share, place) => playDays(share, seed + place)))
}

/** What must have been met on so many days, so that a generator that produces nothing of interest fails here. */
const outcomes = ['accepted', 'repeated']
const endings = ['ENDORSEMENT_POLICY_FAILURE', 'MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT', 'VALID']
const refused = [
  ...['deadline_not_passed', 'deadline_passed', 'enforcement_not_agreed', 'exceeds_available_quantity'],
  ...['exceeds_frozen_quantity', 'exceeds_order_quantity', 'exceeds_pledged_quantity'],
  ...['function_not_enabled', 'not_a_party', 'offer_needed', 'offer_state_forbids', 'order_state_forbids'],
  ...['participant_not_active', 'participant_state_forbids', 'pledge_state_forbids', 'pledgee_is_holder'],
  ...['price_beyond_limit', 'proceeds_below_fee', 'quote_expired', 'receiver_does_not_accept', 'receiver_not_active'],
  ...['sender_is_receiver', 'terms_changed', 'unknown_order', 'unknown_participant', 'unknown_pledge', 'unknown_quote'],
]

describe('a market, whatever a hundred instructions of a day do on it', () => {
  let played: Played[] = []

  it('keeps every invariant on 2,000 days of buying, selling, ordering, pledging, offering, freezing, all at once, lost and sent again', async function () {
    this.timeout(0)
    played = await playAll()
    const failures = played.flatMap(({ failure = [] }) => failure)
    if (failures.length > 0)
      throw new Error(`play it again with ASSAY_SEED and the seed named:\n${failures.join('\n')}`)
    const sum = (of: (one: Played) => number) => played.reduce((total, one) => total + of(one), 0)
    expect(sum(({ instructions }) => instructions)).equal(100 * runs(days).numRuns)
    expect(sum(({ accepted }) => accepted)).above(20 * runs(days).numRuns)
  })

  it('keeps them on 100 days among two banks and two institutions, where three must endorse', async function () {
    this.timeout(0)
    const { numRuns, seed = Math.floor(Math.random() * 2 ** 30) } = runs(daysOfOthers)
    const { failure, instructions, accepted } = await playDays(numRuns, seed, 'two-and-two')
    if (failure !== undefined) throw new Error(`play it again with ASSAY_SEED and the seed named:\n${failure}`)
    expect(instructions).equal(100 * numRuns)
    expect(accepted).above(20 * numRuns)
  })

  it('was tried with every outcome that it knows', () => {
    const met = new Set(played.flatMap((one) => one.met))
    expect([...outcomes, ...endings, ...refused].filter((one) => !met.has(one))).deep.equal([])
  })
})
