import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { Consortium } from '../../chaincode/wire/consortium.ts'
import { ownConsortiumFile, readConsortium, renderConsortium } from '../../network/consortium.ts'
import { makePackage } from '../../network/package.ts'
import { createTopology, listPorts, portSpan } from '../../network/topology.ts'
import { bringUp, ledgerChaincode } from '../../network/up.ts'
import { failureOf } from '../support/failure.ts'
import { twoAndTwo } from '../support/members.ts'

const root = join(import.meta.dirname, '..', '..')
const definitionOf = ({ members, quorum }: Consortium) => ({ members: [...members], quorum })

describe('the list of the consortium', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-consortium-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const written = (text: string): string => {
    const file = join(folder, 'consortium.yaml')
    writeFileSync(file, text)
    return file
  }

  it('is named by no source beside the file itself, scripts and tests: who the members are is data', () => {
    const sources = ['audit', 'chaincode', 'gateway', 'institution', 'terminal', 'network']
      .flatMap((room) => readdirSync(join(root, room), { recursive: true }).map((file) => join(room, String(file))))
      .filter((file) => /\.(ts|tsx|mjs|html)$/.test(file) && !file.includes('built'))
    const names = readConsortium(ownConsortiumFile).members.map(({ mspId }) => mspId)
    const naming = sources.filter((file) => names.some((name) => readFileSync(join(root, file), 'utf8').includes(name)))
    expect(naming).deep.equal([])
  })

  it('is refused, with what is wrong and where, when it is not one', () => {
    const member = 'mspId: BankMSP, title: Bank'
    for (const [text, fault] of [
      ['members: []', 'members'],
      [`members: [{ ${member}, parts: [baker] }]`, 'parts'],
      [`members: [{ ${member} }]`, 'parts'],
      [`members: [{ ${member}, parts: [bank], role: big }]`, 'role'],
      [`members: [{ mspId: 'Bank MSP', title: Bank, parts: [bank] }]`, 'mspId'],
      ['nonsense', 'lists no consortium'],
      ['members: [{', 'cannot be read as YAML'],
      ['', 'lists no consortium'],
    ] as const) {
      const file = written(text)
      expect(() => readConsortium(file), text)
        .throw(file)
        .with.property('message')
        .that.includes(fault)
    }
  })

  it('gives the same text and so the same package from the same file, and another one from another list or quorum', () => {
    const idOf = (consortium: Consortium) =>
      makePackage(ledgerChaincode(createTopology({ portBase: 30_000, consortium: definitionOf(consortium) }))).id
    const own = () => new Consortium(readConsortium(ownConsortiumFile))
    expect(renderConsortium(own())).equal(renderConsortium(own()))
    expect(idOf(own())).equal(idOf(own()))
    const ids = [own(), twoAndTwo, new Consortium({ ...definitionOf(own()), quorum: 3 })].map(idOf)
    expect(new Set(ids).size).equal(3)
  })

  it('gives each member ports of its own, below the span of the network, however many there are', () => {
    const members = Array.from({ length: 7 }, (_, index) => ({
      ...{ mspId: `Member${index}MSP`, title: `Member ${index}`, parts: ['bank' as const, 'orderer' as const] },
    }))
    const topology = createTopology({ portBase: 30_000, consortium: { members } })
    const ports = listPorts(topology).map(({ port }) => port)
    expect(new Set(ports).size).equal(ports.length)
    expect(Math.max(...ports)).below(30_000 + portSpan(topology.consortium))
    expect(topology.consortium.quorum).equal(4)
  })

  it('is the one with which the network of a data folder began, unless another file is named', () => {
    writeFileSync(join(folder, 'consortium.json'), renderConsortium(twoAndTwo))
    const namesOf = () => createTopology({ dataFolder: folder }).consortium.peerOrganisations
    expect(namesOf()).deep.equal(twoAndTwo.peerOrganisations)
    process.env['ASSAY_CONSORTIUM'] = ownConsortiumFile
    try {
      expect(namesOf()).deep.equal(['BankMSP', 'InstitutionMSP', 'SupplierMSP'])
    } finally {
      delete process.env['ASSAY_CONSORTIUM']
    }
    for (const damaged of ['', '{', '{"members":[]}']) {
      writeFileSync(join(folder, 'consortium.json'), damaged)
      expect(namesOf, damaged).throw(join(folder, 'consortium.json'))
    }
  })

  it('is refused where the data folder holds the network of another one, before anything starts', async () => {
    writeFileSync(join(folder, 'network.json'), '{}')
    const definition = definitionOf(twoAndTwo)
    const start = () => bringUp(createTopology({ dataFolder: folder, consortium: definition }), { report: () => {} })
    // A folder from before the list was kept is one of the project's own.
    expect(await failureOf(start())).match(/another consortium.*ASSAY_CONSORTIUM/s)
    writeFileSync(join(folder, 'consortium.json'), renderConsortium(new Consortium({ ...definition, quorum: 2 })))
    expect(await failureOf(start())).match(/another consortium/)
    // Without a network, what an earlier start left binds nobody: the next refusal is about the shape.
    rmSync(join(folder, 'network.json'))
    const hosts = { northbank: 'elsewhere' }
    const others = () => createTopology({ dataFolder: folder, consortium: definition, hosts })
    expect(await failureOf(bringUp(others(), { report: () => {} }))).match(/names several/)
  })

  it('wants somebody who orders', () => {
    const members = [{ mspId: 'BankMSP', title: 'Bank', parts: ['bank' as const] }]
    expect(() => createTopology({ consortium: { members } })).throw('orderer')
  })
})
