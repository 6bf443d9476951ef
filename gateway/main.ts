import { readFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { Command } from 'commander'
import { pino } from 'pino'
import { type Configuration, readConfiguration } from './configuration.ts'
import { openGateway } from './gateway.ts'

const listen = (configuration: Configuration): void => {
  const log = pino({ level: process.env['ASSAY_LOG'] ?? 'info', base: { gateway: configuration.organisation } })
  const gateway = openGateway(configuration, log)
  const { host, port, tls } = configuration.listen
  const server =
    tls === undefined
      ? createHttpServer(gateway.listener)
      : createHttpsServer({ cert: readFileSync(tls.certificateFile), key: readFileSync(tls.keyFile) }, gateway.listener)
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

const program = new Command('gateway')
  .description(
    'Runs the gateway of one organisation: takes signed instructions, brings them to the ledger, answers reads.',
  )
  .requiredOption('--config <file>', 'the configuration file, in JSON')
  .action(({ config }: { config: string }) => listen(readConfiguration(config)))

program.parse()
