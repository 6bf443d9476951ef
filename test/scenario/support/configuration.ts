import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { topology } from './network.ts'

/** The configuration of an organisation's gateway, as the network rendered it. */
export const renderedGateway = (organisation: string) =>
  JSON.parse(readFileSync(join(topology.dataFolder, 'gateways', `${organisation}.json`), 'utf8'))
