import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { buildPrograms, builtFolder, missingForBuild } from '../../network/build.ts'
import { findPrograms, parseVersion } from '../../network/programs.ts'

const failureOf = async (work: Promise<unknown>): Promise<string> =>
  await work.then(
    () => 'it succeeded',
    (error: Error) => error.message,
  )

describe('Finding the programs of Fabric', () => {
  let folder: string

  const addProgram = (name: string, output = ''): void => {
    const file = join(folder, name)
    writeFileSync(file, `#!/bin/sh\necho '${output}'\n`)
    chmodSync(file, 0o755)
  }

  const addFabric = (version: string): void => {
    for (const name of ['orderer', 'osnadmin', 'configtxgen', 'fabric-ca-server', 'fabric-ca-client']) addProgram(name)
    addProgram('peer', `peer: Version: ${version}`)
  }

  const build = async (): Promise<string> => {
    throw new Error('would be built')
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-programs-'))
  })

  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('refuses a FABRIC_BIN that lacks programs, and names them', async () => {
    addProgram('peer')
    const message = await failureOf(findPrograms({ environment: { FABRIC_BIN: folder } }))
    expect(message).to.include(folder).and.include('orderer, osnadmin, configtxgen').and.not.include('peer,')
  })

  it('takes all programs from FABRIC_BIN, Fabric CA included', async () => {
    addFabric('v2.5.16')
    const programs = await findPrograms({ environment: { FABRIC_BIN: folder }, build })
    expect(programs).to.include({ version: '2.5.16', speaksBatchMessages: false, peer: join(folder, 'peer') })
    expect(programs.authorityServer).to.equal(join(folder, 'fabric-ca-server'))
  })

  it('refuses programs older than 2.5', async () => {
    addFabric('2.2.14')
    expect(await failureOf(findPrograms({ environment: { FABRIC_BIN: folder }, build }))).to.include('2.5 or newer')
  })

  it('passes over old programs on PATH and builds instead', async () => {
    addFabric('2.2.14')
    const lines: string[] = []
    const report = (line: string) => lines.push(line)
    expect(await failureOf(findPrograms({ environment: { PATH: folder }, report, build }))).to.equal('would be built')
    expect(lines.join()).to.include('2.2.14')
  })

  it('trusts batch messages to 3.1 and newer, and not to the built-in pin', async () => {
    for (const [version, speaks] of [
      ['v3.0.0-assay', false],
      ['v3.1.5', true],
      ['v4.0.0', true],
    ] as const) {
      addFabric(version)
      const programs = await findPrograms({ environment: { PATH: folder }, build })
      expect(programs.speaksBatchMessages, version).to.equal(speaks)
    }
  })

  it('reads the version out of what the peer prints', () => {
    expect(parseVersion('peer:\n Version: v3.0.0-assay\n Go version: go1.26')).to.include({ major: 3, minor: 0 })
    expect(parseVersion('no such thing')).to.equal(undefined)
  })

  it('says what to install when it would have to build and cannot', async () => {
    const environment = { PATH: folder, XDG_CACHE_HOME: folder }
    const message = await failureOf(buildPrograms('fabric', { environment, report: () => {} }))
    expect(message).to.include('Go compiler').and.include('FABRIC_BIN')
    addProgram('go')
    expect(missingForBuild('fabric', environment)).to.equal(undefined)
    expect(missingForBuild('fabric-ca', environment)).to.include('C compiler')
  })

  it('keeps built programs in the user cache, under a name that follows the pinned sources', () => {
    const built = builtFolder('fabric', { XDG_CACHE_HOME: '/cache', HOME: '/home' })
    expect(built).to.match(/^\/cache\/assay\/fabric-[0-9a-f]{12}$/)
    expect(builtFolder('fabric-ca', { HOME: '/home' })).to.match(/^\/home\/\.cache\/assay\/fabric-ca-/)
  })
})
