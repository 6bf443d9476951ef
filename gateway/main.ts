import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { Command } from 'commander'
import { pino } from 'pino'
import type { Configuration } from './configuration.ts'
import { environmentValue } from './environment.ts'
import { FileFault } from './files/file-fault.ts'
import { readPrivateKey, readProvided } from './files/keys.ts'
import { openOnceUsable } from './once-usable.ts'
import { readConfiguration } from './read-configuration.ts'

const serverFor = ({ tls }: Configuration['listen'], listener: Parameters<typeof createHttpServer>[1]) => {
  if (tls === undefined) return createHttpServer(listener as never)
  const key = readPrivateKey(tls.keyFile).export({ type: 'pkcs8', format: 'pem' })
  return createHttpsServer({ cert: readProvided(tls.certificateFile), key }, listener as never)
}

const openLog = ({ organisation }: Configuration) => {
  const output = pino.destination(1)
  // What cannot be logged, since the disk is full, stops nothing.
  output.on('error', () => undefined)
  return pino({ level: environmentValue('ASSAY_LOG'), base: { gateway: organisation } }, output)
}

const listen = (configuration: Configuration): void => {
  const log = openLog(configuration)
  const gateway = openOnceUsable(configuration, log)
  const { host, port, tls } = configuration.listen
  const server = serverFor(configuration.listen, (request, response) => gateway.listener(request, response))
  server.requestTimeout = 60_000
  // Longer than most senders pause: to connect again costs both sides more than an idle connection.
  server.keepAliveTimeout = 30_000
  // A crowded process may be seconds late in reading what has long arrived.
  server.headersTimeout = 30_000
  server.listen(port, host, () => log.info({ host, port, https: tls !== undefined }, 'the gateway listens'))
  const stop = () => {
    log.info('the gateway stops')
    server.close()
    server.closeAllConnections()
    gateway.close()
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

const run = (file: string): void => {
  try {
    listen(readConfiguration(file))
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

const program = new Command('gateway')
  .description(
    'Runs the gateway of one organisation: takes signed instructions, brings them to the ledger, answers reads.',
  )
  .requiredOption('--config <file>', 'the configuration file, in JSON')
  .action(({ config }: { config: string }) => run(config))

program.parse()
