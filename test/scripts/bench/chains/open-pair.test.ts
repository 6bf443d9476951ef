import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { openings } from '../../../../scripts/bench/chains/open-pair.ts'
import { plant } from '../../../../test/market/planted/bugs.ts'

const root = join(import.meta.dirname, '..', '..', '..', '..')

describe('the pair that the benchmark of trade chains lays open', () => {
  for (const opening of openings) {
    it(`finds in ${opening.file} what it changes in its copy: ${opening.says}`, () => {
      const source = readFileSync(join(root, opening.file), 'utf8')
      expect(plant(source, opening)).to.include(opening.instead)
    })
  }
})
