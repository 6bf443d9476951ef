import { Command } from 'commander'
import { fuzzReader } from '../test/gateway/support/fuzz.ts'

await new Command('fuzz')
  .description(
    'Gives the reader of blocks many changed copies of real ones; ends with 1 at the first that it cannot take.',
  )
  .option('--count <number>', 'how many blocks', '100000')
  .option('--seed <number>', 'the same seed gives the same blocks', '1')
  .action(({ count, seed }: { count: string; seed: string }) => {
    const total = Number(count)
    const started = performance.now()
    try {
      const { alarms } = fuzzReader(total, Number(seed), (done) => {
        if (done % 10_000 === 0) console.log(`${done} of ${total} blocks`)
      })
      const seconds = ((performance.now() - started) / 1000).toFixed(0)
      console.log(`${total} blocks taken in ${seconds} s, seed ${seed}; ${alarms} alarms`)
    } catch (error) {
      console.error(error)
      process.exitCode = 1
    }
  })
  .parseAsync()
