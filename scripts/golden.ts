import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import { digestsOf, keepDigests, readChains, readDigests } from '../test/golden/chains.ts'

const root = dirname(import.meta.dirname)
const contracts = [
  'refusals',
  'registry-contract',
  'fold',
  'batch',
  'numbers',
  'certificates*',
  'purchases',
  'purchases-holds',
  'purchases-lives',
  'promotions',
]
const recordedFrom = [
  'test/chaincode/rules/**/*.test.ts',
  ...contracts.map((name) => `test/chaincode/contracts/${name}.test.ts`),
]

/**
 * Records chains out of the tests of the rules, which takes a minute or two, and then their digests: all anew, or only those that show
 * what none of the kept ones shows.
 */
const record = (isAdding: boolean): void => {
  const mocha = join(root, 'node_modules', '.bin', 'mocha')
  const words = ['--require', './test/golden/record.ts', '--timeout', '60000', '--reporter', 'dot', ...recordedFrom]
  const { status } = spawnSync(mocha, words, {
    ...{ cwd: root, stdio: 'inherit' as const },
    env: { ...process.env, ...(isAdding ? { ASSAY_GOLDEN_ADD: '1' } : {}) },
  })
  if (status !== 0) process.exit(status ?? 1)
}

/** Keeps the digests of what today's code makes of the chains, and says which are others than before. */
const rekey = async (): Promise<void> => {
  const before = readDigests()
  const digests = await digestsOf(readChains())
  const all = [...new Set([...Object.keys(before), ...Object.keys(digests)])].sort()
  const changed = all.filter((what) => before[what] !== digests[what])
  keepDigests(digests)
  console.log(
    changed.length === 0 ? 'nothing is decided otherwise than before' : `decided otherwise: ${changed.join(', ')}`,
  )
}

await new Command('golden')
  .description('Keeps what the rules decide on recorded chains, after a change that was meant to change it.')
  .option('--record', 'record the chains anew first, for new kinds and codes', false)
  .option('--add', 'keep the recorded chains, and add some for what none of them shows', false)
  .action(async ({ record: isNew, add }: { record: boolean; add: boolean }) => (isNew || add ? record(add) : rekey()))
  .parseAsync()
