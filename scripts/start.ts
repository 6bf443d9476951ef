import { Command } from 'commander'
import { takeDown } from '../network/down.ts'
import { isRunning, listProcesses, logFile } from '../network/process.ts'
import { createTopology, gatewayOrganisations, type Topology } from '../network/topology.ts'
import { bringUp } from '../network/up.ts'
import { hasHomesOfCast } from './cast.ts'
import { ensureDesk } from './desk.ts'
import { bankOf, ensureDispatcher } from './dispatcher.ts'
import { gatewayUrl, startGateways } from './gateways.ts'
import { ensureKeeper } from './keeper.ts'
import { ensureMatcher, platformOf } from './matcher.ts'
import { seedDemonstration } from './seed.ts'
import { ensureService, registerService } from './service.ts'
import { startTradingDesk } from './trading-desk.ts'
import { ensureWebTerminal } from './web-terminal.ts'

const watchMilliseconds = 5_000

const say = (line: string): void => console.log(line)

const printAddresses = (topology: Topology, example: string, seconds: number): void => {
  say(`\nReady after ${seconds.toFixed(0)} s.`)
  for (const one of gatewayOrganisations(topology))
    say(`  ${one.title.padEnd(12)} ${gatewayUrl(one)}   (web terminal; interface: /openapi.json)`)
  say('\nTry an instruction, in another terminal:')
  say(`  ${example}`)
  say(hasHomesOfCast(topology) ? 'Or let a whole story run: npm run demo\n' : '')
}

/** Says which process ended by itself, so that nobody wonders in silence. */
const watch = (topology: Topology): NodeJS.Timeout => {
  const reported = new Set<string>()
  return setInterval(() => {
    for (const { name } of listProcesses(topology.dataFolder)) {
      if (isRunning(topology.dataFolder, name) || reported.has(name)) continue
      reported.add(name)
      say(`${name} has ended; its log is ${logFile(topology.dataFolder, name)}. npm start -- --detach starts it again.`)
    }
  }, watchMilliseconds)
}

/** Resolves at Ctrl-C or a plain kill. */
const interruption = (): Promise<void> =>
  new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => resolve())
  })

const seedWhereItCan = async (topology: Topology): Promise<string> => {
  if (hasHomesOfCast(topology)) return seedDemonstration(topology, say)
  say('the demonstration plays at a bank, an institution and a supplier of these names; the ledger stays empty')
  return 'npm run assay -- --help'
}

/** Gives the platform's gateway the devices by which it matches and keeps first keys; nothing where no member is one. */
const ensurePlatform = async (topology: Topology): Promise<void> => {
  if (platformOf(topology) === undefined) return
  await ensureMatcher(topology)
  await ensureKeeper(topology)
}

const start = async ({ detach, seed }: { detach?: boolean; seed: boolean }): Promise<void> => {
  const began = performance.now()
  const topology = createTopology()
  const built = ensureWebTerminal(topology.projectFolder, say)
  // Its failure is told below; until then it must not count as one that nobody hears of.
  built.catch(() => undefined)
  await bringUp(topology, { report: say })
  const interrupted = interruption()
  const stopping = new AbortController()
  void interrupted.then(() => stopping.abort(new Error('interrupted')))
  if (topology.consortium.members.some(({ parts }) => parts.includes('institution'))) await ensureDesk(topology)
  await ensurePlatform(topology)
  if (bankOf(topology) !== undefined) await ensureDispatcher(topology)
  await ensureService(topology)
  await built
  await startGateways(topology, say, { signal: stopping.signal })
  await registerService(topology)
  const example = seed ? await seedWhereItCan(topology) : 'npm run assay -- --help'
  const trading = await startTradingDesk(topology, { signal: stopping.signal })
  if (trading !== undefined)
    say(`trading-desk ${trading ? 'answers' : 'was running and answers'} trades for the institution`)
  printAddresses(topology, example, (performance.now() - began) / 1000)
  if (detach === true) {
    say('It runs on in the background: npm run status, npm run logs, npm stop.')
    return
  }
  say('Ctrl-C stops everything; what it knows stays on disk.')
  const timer = watch(topology)
  await interrupted
  clearInterval(timer)
  say('\nstopping')
  await takeDown(topology, say)
}

await new Command('start')
  .description(
    'Brings up the network, the gateways and a small demonstration on this machine, and prints their addresses.',
  )
  .option('--detach', 'return when everything is ready, and let it run on')
  .option('--no-seed', 'leave the ledger empty')
  .action(async (options: { detach?: boolean; seed: boolean }) => {
    const { dataFolder } = createTopology()
    const wasRunning = listProcesses(dataFolder).some(({ name }) => isRunning(dataFolder, name))
    try {
      await start(options)
      process.exit(0)
    } catch (error) {
      console.error(`\n${(error as Error).message}`)
      console.error('npm run doctor tells what is missing on this machine.')
      if (!wasRunning) await takeDown(createTopology(), say)
      process.exit(1)
    }
  })
  .parseAsync()
