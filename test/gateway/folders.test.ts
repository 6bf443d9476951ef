import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'

const root = join(import.meta.dirname, '..', '..')

interface Override {
  includes: string[]
  linter?: { rules?: { style?: { noRestrictedImports?: object } } }
}

describe('the folders of the gateway', () => {
  it('have each a rule of lint that says what they may import', () => {
    const { overrides } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as { overrides: Override[] }
    const ruled = overrides
      .filter(({ linter }) => linter?.rules?.style?.noRestrictedImports !== undefined)
      .flatMap(({ includes }) => includes)
    const folders = readdirSync(join(root, 'gateway'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(folders.map(({ name }) => `gateway/${name}/**`).filter((folder) => !ruled.includes(folder))).to.deep.equal(
      [],
    )
  })
})
