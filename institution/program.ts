import { readFile } from 'node:fs/promises'
import type { Connection } from '../terminal/sdk/connection.ts'
import { GatewayProblem } from '../terminal/sdk/errors.ts'
import { serve } from '../terminal/sdk/matching/serving.ts'
import { loadProfile, openTerminal } from '../terminal/sdk/node/profile.ts'
import { bookOn } from './book.ts'
import type { InstitutionConfiguration } from './configuration.ts'
import { openDatabase } from './database.ts'
import { journalOn } from './journal.ts'
import { type AtServer, type ListeningEvent, startListening } from './listening.ts'
import { rewardJournalOn } from './reward-journal.ts'
import type { RewardEvent } from './rewards.ts'
import { RulesUnreadable, readRules, type TradingRules } from './rules.ts'
import { type ServiceEvent, type ServiceParts, serviceRound } from './service.ts'

/** The rules in a file; throws `RulesUnreadable`, which names the file and the member at fault. */
const rulesIn = async (file: string): Promise<TradingRules> => {
  try {
    return readRules(await readFile(file, 'utf8'))
  } catch (error) {
    const { message } = error as Error
    throw new RulesUnreadable(`${file}: ${message}; assay-institution --help has an example of the rules`)
  }
}

// An outcome that takes longer is asked for in the next round, so that one chain holds up the others for seconds alone.
const patience = { waitSeconds: 5, validForSeconds: 3_600 }

/** Tells once what stands in a chain's way, however often it is looked at. */
const onceEach = (log: (event: ServiceEvent | RewardEvent) => void) => {
  const told = new Map<string, string>()
  return (event: ServiceEvent | RewardEvent): void => {
    const what = `${event.event} ${event.code}`
    if (told.get(event.chain) === what) return
    if (event.event === 'acknowledged' || event.event === 'ended') told.delete(event.chain)
    else told.set(event.chain, what)
    log(event)
  }
}

/** One look at what there is to do, behind what the server needs for its own. */
const lookedAround = async (listening: AtServer | undefined, parts: ServiceParts): Promise<void> => {
  await listening?.round()
  await serviceRound(parts)
}

/** What the program is given besides its configuration; tests give their own. */
export interface Surroundings {
  connection: Connection
  signal: AbortSignal
  log: (
    event: ServiceEvent | RewardEvent | ListeningEvent | { event: 'started' | 'stopped' | 'outage'; reason?: string },
  ) => void
}

/**
 * Answers trades until it is stopped, also behind outages. Throws at the start what nobody mends by waiting: rules that cannot be read, a
 * profile or a database that cannot be used.
 */
export const runInstitution = async (
  configuration: InstitutionConfiguration,
  { connection, signal, log }: Surroundings,
): Promise<void> => {
  const { profile: folder, database: file, rules, banks, pauseSeconds } = configuration
  await rulesIn(rules)
  const { terminal, close } = openTerminal(await loadProfile(folder), connection)
  const database = openDatabase(file)
  const [journal, rewards, execution] = [journalOn(database), rewardJournalOn(database), bookOn(database)]
  const listening = await startListening({ configuration, terminal, journal, connection, log }).catch((error) => {
    close()
    database.close()
    throw error
  })
  const parts = {
    ...(listening === undefined ? {} : { delivered: listening.delivered }),
    ...{ terminal, journal, rewards, execution, banks, patience, log: onceEach(log) },
    ...{ rules: () => rulesIn(rules), now: connection.now },
  }
  const onLost = (error: Error) => log({ event: 'outage', reason: error.message })
  journal.takeUpAgain()
  rewards.takeUpAgain()
  log({ event: 'started' })
  try {
    await serve(listening === undefined ? connection : { ...connection, sleep: listening.sleep }, {
      signal,
      // Whatever the gateway answers, or somebody in front of it, ends no program that it may answer rightly the next time.
      round: () =>
        lookedAround(listening, parts).catch((error: unknown) => {
          if (!(error instanceof GatewayProblem)) throw error
          onLost(error)
        }),
      onLost,
      pauseMilliseconds: pauseSeconds * 1_000,
    })
  } finally {
    listening?.close()
    close()
    database.close()
    log({ event: 'stopped' })
  }
}
