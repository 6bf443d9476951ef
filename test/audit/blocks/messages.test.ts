import { readFileSync } from 'node:fs'
import { expect } from 'chai'

const locked = new URL('../../../package-lock.json', import.meta.url)

describe('Fabric’s messages', () => {
  // Their classes stand in one global place, so that of two copies in a process the one loaded last reads the bytes of both.
  it('are installed in one copy, which the shim shares', () => {
    const { packages } = JSON.parse(readFileSync(locked, 'utf8')) as { packages: { [path: string]: unknown } }
    const copies = Object.keys(packages).filter((path) => path.endsWith('/@hyperledger/fabric-protos'))
    expect(copies).to.deep.equal(['node_modules/@hyperledger/fabric-protos'])
  })
})
