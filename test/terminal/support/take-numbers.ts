import { openNumberStore } from '../../../terminal/sdk/node/number-store.ts'

/** This file, to be run as a process of its own: `FILE COUNT [linger]`. */
export const takeNumbersScript = import.meta.filename

// With `linger` it waits to be killed after taking its numbers, like a terminal that dies before it could send.
if (import.meta.main) {
  const [file = '', count = '1', linger] = process.argv.slice(2)
  const numbers = openNumberStore(file)
  for (let taken = 0; taken < Number(count); taken += 1) process.stdout.write(`${await numbers.next()}\n`)
  if (linger === 'linger') setInterval(() => {}, 1_000)
  else numbers.close()
}
