import { Command } from 'commander'
import { takeDown } from '../network/down.ts'
import { createTopology } from '../network/topology.ts'

await new Command('stop')
  .description('Stops the gateways and the network that `npm start` brought up; everything they know stays on disk.')
  .action(async () => {
    await takeDown(createTopology(), (line) => console.log(line))
  })
  .parseAsync()
