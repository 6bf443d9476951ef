// Loaded before a gateway under test: at SIGUSR2 it writes what it has in memory to the file named in ASSAY_TEST_HEAP, whole strings and all.
import { readFileSync, renameSync } from 'node:fs'
import { setFlagsFromString, writeHeapSnapshot } from 'node:v8'

// V8 cuts each string after 1,024 letters otherwise, behind which a secret would not be seen.
setFlagsFromString('--heap-snapshot-string-limit=10000000')

const file = process.env.ASSAY_TEST_HEAP
const kept = new Map()

process.on('SIGUSR2', () => {
  // A careless write: what stands in this file is kept in memory, behind many letters of no interest.
  kept.set('careless', `${'x'.repeat(5_000)}${readFileSync(`${file}.careless`, 'utf8')}`)
  writeHeapSnapshot(`${file}.part`)
  renameSync(`${file}.part`, file)
})
