import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { kindNames } from '../../../chaincode/vocabulary.ts'
import type { MemberList, Played } from '../../market/days.ts'
import { runs } from '../../support/runs.ts'

const program = join(import.meta.dirname, '..', '..', '..', 'scripts', 'market.ts')
const days = 60
const daysOfOthers = 12

/** Plays days in a process of its own, whose coverage nobody wants. */
const playDays = async (asked: { seed: number; first: number; days: number; members: MemberList }): Promise<Played> => {
  const { NODE_V8_COVERAGE: _coverage, ...env } = process.env
  const words = Object.entries(asked).flatMap(([name, value]) => [`--${name}`, `${value}`])
  const child = spawn(process.execPath, [program, '--json', ...words], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  return JSON.parse(await text(child.stdout)) as Played
}

const seedOfRun = (seed: number | undefined): number => seed ?? Math.floor(Math.random() * 2 ** 30)

/** Plays the days of one seed, as many at once as there are processors. */
const playAll = (): Promise<Played[]> => {
  const { numRuns, seed } = runs(days)
  const processes = Math.min(availableParallelism(), 4)
  const share = Math.ceil(numRuns / processes)
  const firsts = Array.from({ length: processes }, (_, place) => 1 + place * share)
  const drawn = seedOfRun(seed)
  return Promise.all(firsts.map((first) => playDays({ seed: drawn, first, days: share, members: 'own' })))
}

const requireAgreement = (played: readonly Played[]): void => {
  const failures = played.flatMap(({ failure }) => (failure === undefined ? [] : [failure]))
  if (failures.length === 0) return
  throw new Error(failures.map(({ day, what, again }) => `day ${day}: ${what}\nplay it again: ${again}`).join('\n'))
}

/** What must have been met on so many days besides every kind, so that a market on which nothing of interest happens fails here. */
const endings = ['ENDORSEMENT_POLICY_FAILURE', 'MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT', 'VALID', 'repeated']
const refused: readonly string[] = []

describe('a market, whatever two hundred instructions of a day do on it', () => {
  let played: Played[] = []

  it('is as its own book says after each transaction of 60 days: of all kinds, all at once, lost, sent again, late, by the wrong ones', async function () {
    this.timeout(0)
    played = await playAll()
    requireAgreement(played)
    const sum = played.reduce((total, one) => total + one.days, 0)
    expect(sum).least(runs(days).numRuns)
  })

  it('is so on 12 days among two banks and two institutions, where three must endorse', async function () {
    this.timeout(0)
    const { numRuns, seed } = runs(daysOfOthers)
    const others = await playDays({ seed: seedOfRun(seed), first: 1, days: numRuns, members: 'two-and-two' })
    requireAgreement([others])
    expect(others.days).equal(numRuns)
  })

  it('was tried with every kind that was honoured, and every refusal and ending that it knows', () => {
    const met = new Set(played.flatMap((one) => Object.keys(one.met)))
    expect([...kindNames, ...endings, ...refused].filter((one) => !met.has(one))).deep.equal([])
  })
})
