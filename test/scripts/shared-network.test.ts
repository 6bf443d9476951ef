import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'

const root = join(import.meta.dirname, '..')
// These start a network of their own.
const apart = ['chain-both-parts.test.ts', 'other-consortium.test.ts']

/** The series that the tests of a folder name, each with the file that does. */
const namedIn = (folder: string): [voucher: string, file: string][] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !apart.includes(name))
    .flatMap((name) => {
      const text = readFileSync(join(root, folder, name), 'utf8')
      const named = new Set(Array.from(text.matchAll(/'((?:AU|AG|CNY)-[A-Z0-9-]+)'/g), ([, voucher]) => voucher))
      return [...named].map((voucher): [string, string] => [voucher as string, join(folder, name)])
    })

describe('the network that scenarios and browser tests share', () => {
  it('has each series issued by one file alone: a second one would find it there', () => {
    const named = [...namedIn('scenario'), ...namedIn('browser')]
    const vouchers = named.map(([voucher]) => voucher)
    expect(named.length).above(40)
    expect(named.filter(([voucher]) => vouchers.indexOf(voucher) !== vouchers.lastIndexOf(voucher))).deep.equal([])
  })
})
