import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { readRules } from '../../institution/rules.ts'
import type { Topology } from '../../network/topology.ts'
import { demonstrationRules, examineTradingDesk, startTradingDesk } from '../../scripts/trading-desk.ts'
import { withFolder } from '../terminal/support/scene.ts'

/** A network's folder, as far as the trading desk looks at it. */
const networkIn = (dataFolder: string) => ({ dataFolder, projectFolder: dataFolder }) as Topology

const prepared = (dataFolder: string, rules: string): Topology => {
  const folder = join(dataFolder, 'trading-desk')
  mkdirSync(folder)
  writeFileSync(join(folder, 'rules.json'), rules)
  const named = { gateway: 'http://127.0.0.1:1', profile: 'desk', database: 'book.sqlite', rules: 'rules.json' }
  writeFileSync(join(folder, 'configuration.json'), JSON.stringify(named))
  return networkIn(dataFolder)
}

describe('the trading desk of the demonstration', () => {
  it('has rules that its program reads, for metal and one family of the pair', () => {
    const rules = readRules(JSON.stringify(demonstrationRules))
    expect(Object.keys(rules)).deep.equal(['metal', 'fund'])
  })

  it('is neither told of nor started where it was never made ready', () =>
    withFolder(async (folder) => {
      expect(examineTradingDesk(networkIn(folder))).equal(undefined)
      expect(await startTradingDesk(networkIn(folder))).equal(undefined)
    }))

  it('is told of with what to do while it does not run, and with the member at fault of its rules', () =>
    withFolder(async (folder) => {
      const topology = prepared(folder, JSON.stringify(demonstrationRules))
      expect(examineTradingDesk(topology)).deep.include({ isGood: false })
      expect(examineTradingDesk(topology)?.detail).include('npm start')
      writeFileSync(join(folder, 'trading-desk', 'rules.json'), '{"houses": {}}')
      expect(examineTradingDesk(topology)?.detail).include('houses')
      writeFileSync(join(folder, 'trading-desk', 'configuration.json'), '{}')
      expect(examineTradingDesk(topology)?.detail).include('gateway')
    }))
})
