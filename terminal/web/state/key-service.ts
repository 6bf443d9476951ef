import { effect, signal } from '@preact/signals'
import type { Terminal } from '../../sdk/terminal.ts'
import { lockOfAllTabs } from '../platform/stores.ts'
import { changes } from './live.ts'
import { database, ownTerminal } from './session.ts'

/** Does rounds, one at a time: what is asked for meanwhile is one more round, and what fails is tried again after a while. */
export class Rounds {
  readonly #round: () => Promise<unknown>
  readonly #later: (again: () => void) => void
  #isRunning = false
  #isWanted = false
  #isStopped = false

  constructor(round: () => Promise<unknown>, later: (again: () => void) => void) {
    this.#round = round
    this.#later = later
  }

  /** Does a round now, or another one behind the one that runs. */
  async look(): Promise<void> {
    this.#isWanted = true
    if (this.#isRunning) return
    this.#isRunning = true
    while (this.#isWanted && !this.#isStopped) {
      this.#isWanted = false
      await this.#round().catch((error: unknown) => {
        console.warn(error)
        this.#later(() => void this.look())
      })
    }
    this.#isRunning = false
  }

  /** Begins no further round. */
  stop(): void {
    this.#isStopped = true
  }
}

const markOf = (account: string): string => `releases keys ${account}`

/** Counts how often it was allowed or forbidden, so that who serves and who shows it look again. */
const decided = signal(0)

/** Whether this browser may release keys of an account's packages by itself. */
export const mayRelease = async (account: string): Promise<boolean> => {
  void decided.value
  return (await (await database()).get('marks', markOf(account))) === 'yes'
}

/** Allows or forbids it; kept in this browser until it is changed. */
export const allowRelease = async (account: string, isAllowed: boolean): Promise<void> => {
  await (await database()).put('marks', isAllowed ? 'yes' : 'no', markOf(account))
  decided.value += 1
}

/** What releases, as it is loaded once it is wanted, since nobody needs it before the first screen. */
type Release = (terminal: Terminal) => Promise<unknown>

const pauseMilliseconds = 5_000

/**
 * While the page is open, releases the second keys of what this device delivered to each device that asked, once somebody allowed it: at each
 * change of the ledger, as `assay package serve` does. Of several tabs one serves.
 */
export const serveRequests = (load: () => Promise<Release>): (() => void) => {
  const later = (again: () => void) => void setTimeout(again, pauseMilliseconds)
  const round = async () => {
    const terminal = ownTerminal.peek()
    if (terminal === undefined || !(await mayRelease(terminal.participant))) return
    const release = await load()
    await lockOfAllTabs(`assay-releases-${terminal.participant}`, () => release(terminal))
  }
  const rounds = new Rounds(round, later)
  const end = effect(() => {
    void [ownTerminal.value, changes.value, decided.value]
    void rounds.look()
  })
  return () => {
    rounds.stop()
    end()
  }
}
