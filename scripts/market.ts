import { Command, Option } from 'commander'
import { type MemberList, memberLists, playDays } from '../test/market/days.ts'

interface Options {
  seed: string
  days: string
  day?: string
  first: string
  members: MemberList
  json: boolean
  replay: boolean
}

await new Command('market')
  .description(
    'Plays days of the random market on a ledger in memory, and holds every transaction against the market’s own book; ends with 1 at the first day on which they disagree.',
  )
  .option('--days <number>', 'how many days', '200')
  .option('--seed <number>', 'the same seed gives the same days', '1')
  .option('--first <number>', 'the number of the first day', '1')
  .option('--day <number>', 'this day alone')
  .addOption(new Option('--members <list>', 'among whom').choices(Object.keys(memberLists)).default('own'))
  .option('--replay', 'replay the blocks of each day as well, as an auditor would', false)
  .option('--json', 'tell what was met, for programs', false)
  .action(async ({ seed, days, first, day, members, json, replay }: Options) => {
    const asked = {
      seed: Number(seed),
      first: Number(day ?? first),
      days: day === undefined ? Number(days) : 1,
      members,
      replays: replay,
    }
    const started = performance.now()
    const played = await playDays(asked, (done) => {
      if (!json && done % 50 === 0) console.log(`day ${done}`)
    })
    if (played.failure !== undefined) process.exitCode = 1
    if (json) return console.log(JSON.stringify(played))
    const { failure } = played
    const seconds = ((performance.now() - started) / 1000).toFixed(0)
    console.log(
      failure === undefined
        ? `${played.days} days as the book says${replay ? ', and a replay of their blocks finds nothing' : ''}, seed ${seed}, ${seconds} s`
        : `seed ${seed}, day ${failure.day}: ${failure.what}\nplay it again: ${failure.again}`,
    )
  })
  .parseAsync()
  // Fabric's shim listens for what nobody catches, only logs it, and the process would end with 0.
  .catch((error: unknown) => {
    console.error(error)
    process.exitCode = 1
  })
