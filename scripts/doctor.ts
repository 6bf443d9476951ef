import { Command } from 'commander'
import { examine, type Finding } from '../network/doctor.ts'
import { createTopology, type Topology } from '../network/topology.ts'
import { findBrowserHere } from './browser/find.ts'
import { examineTradingDesk } from './trading-desk.ts'

const absent = 'none; npm test and npm run screenshots install one where they may, or name one in ASSAY_CHROMIUM'

/** Whether there is a browser for the tests of the web terminal; nothing else needs one on this machine. */
const checkBrowser = async (): Promise<Finding> => {
  try {
    const found = await findBrowserHere()
    if (found === undefined) return { subject: 'browser', state: 'note', detail: absent }
    return { subject: 'browser', state: 'good', detail: `${found.file}, from ${found.source}` }
  } catch (error) {
    return { subject: 'browser', state: 'note', detail: (error as Error).message }
  }
}

/** Whether the program that answers for the institution runs; nothing is said where `npm start` never made it ready. */
const checkTradingDesk = (topology: Topology): Finding[] => {
  const found = examineTradingDesk(topology)
  if (found === undefined) return []
  return [{ subject: 'trading', state: found.isGood ? 'good' : 'note', detail: found.detail }]
}

await new Command('doctor')
  .description('Say what this machine lacks to run the network; ends with 1 when something needed is missing.')
  .action(async () => {
    const topology = createTopology()
    const findings = [...(await examine(topology)), ...checkTradingDesk(topology), await checkBrowser()]
    for (const { subject, state, detail } of findings) {
      console.log(`${state.padEnd(8)} ${subject.padEnd(11)} ${detail}`)
    }
    process.exitCode = findings.some(({ state }) => state === 'missing') ? 1 : 0
  })
  .parseAsync()
