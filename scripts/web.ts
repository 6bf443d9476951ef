import { createTopology } from '../network/topology.ts'
import { ensureWebTerminal } from './web-terminal.ts'

await ensureWebTerminal(createTopology().projectFolder, (line) => console.log(line), {
  isForced: process.argv.includes('--force'),
})
