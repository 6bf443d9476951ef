import { Command } from 'commander'
import { pino } from 'pino'
import { connect } from '../terminal/sdk/connection.ts'
import { TerminalFault } from '../terminal/sdk/errors.ts'
import { ConfigurationFault, readConfiguration } from './configuration.ts'
import { runInstitution } from './program.ts'
import { RulesUnreadable } from './rules.ts'

const stopping = (): AbortSignal => {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => controller.abort())
  return controller.signal
}

/** What cannot be used, and what to do about it, in one line. */
const complaintOf = (error: unknown): string => {
  if (error instanceof ConfigurationFault || error instanceof RulesUnreadable) return error.message
  if (error instanceof TerminalFault) return `${error.message}. ${error.next}`
  return `the institution’s program stops: ${(error as Error).message}`
}

const run = async (file: string): Promise<void> => {
  const log = pino({ base: { program: 'institution' } }, pino.destination({ dest: 1, sync: true }))
  try {
    const configuration = readConfiguration(file)
    const connection = connect(configuration.gateway)
    await runInstitution(configuration, { connection, signal: stopping(), log: (event) => log.info(event) })
    // A pause that was cut off keeps the process up until it would have ended.
    process.exit(0)
  } catch (error) {
    process.stderr.write(`${complaintOf(error)}\n`)
    process.exit(1)
  }
}

const help = `
The configuration is one JSON document; its paths count from its own folder:
  gateway       the address of the institution's own gateway
  profile       the folder of the device that answers, with the role executor (assay device create)
  database      what was executed and answered; made where there is none
  rules         the trading rules, read anew for each trade
  banks         the device ids that each bank told you apart, by its participant; any where it is left out
  server        where banks bring trades, which makes them fast; without it they are found at the gateway alone:
                {"key": "server.key", "addresses": [{"name": "east", "host": "east.example", "port": 7443}]}
                The key is made where there is none. Up to four addresses, which it says on the ledger by itself; one that is
                reached by another host or port than it listens at has "listen": {"host": "0.0.0.0", "port": 7443} beside that
  pauseSeconds  between two looks at what there is to do (default 2, and 15 with a server)

The rules say for each family and product under which conditions it is traded. Quantities and amounts are base units, prices are base units of
the cash for one base unit of the voucher, or one of the product; positionMinimum is what a sale must leave (default 0):
  {"metal": {"GOLD-1G": {
    "cash": "CNY", "minimumGrade": "bbb", "quantityMaximum": "1000000", "amountMaximum": "600000000",
    "hours": [{"zone": "Asia/Shanghai", "days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "until": "15:30"}],
    "price": {"reference": "550", "bandPerMille": 50}}}}

Before its first start a registrar of the institution registers the participant of the profile with a device of the role executor, and
\`assay institution open\` says which families it takes. Keep a copy of the database: what was executed and not acknowledged is known by it alone.
A machine of its own needs Node 24 and the folder that \`npm run institution:bundle\` makes, whose README.md says how it goes on, and reaches the
gateway; nothing of the network's. Banks reach it over TLS 1.3 by the keys that each said on the ledger: no certificate is bought or copied.
It runs until SIGTERM or SIGINT, and goes on where it was cut off.

Example, in a file institution.json:
  {"gateway": "http://127.0.0.1:17081", "profile": "desk", "database": "book.sqlite", "rules": "rules.json"}
  $ assay-institution --config institution.json`

await new Command('assay-institution')
  .description(
    'Answers the trades that banks send an institution: receives, judges, executes once, and sends the answer.',
  )
  .requiredOption('--config <file>', 'the configuration file, in JSON')
  .addHelpText('after', help)
  .action(({ config }: { config: string }) => run(config))
  .parseAsync()
