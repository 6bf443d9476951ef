import { expect } from 'chai'
import type { SealKey } from '../../chaincode/wire/sealing/seal-key.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import { matcherParticipant } from '../../scripts/matcher.ts'
import { connect } from '../../terminal/sdk/connection.ts'
import { makeCard } from '../../terminal/sdk/device-signer.ts'
import { readAllMatching } from '../../terminal/sdk/matching/records.ts'
import { consentToShare, openShared, type Told } from '../../terminal/sdk/matching/sharing.ts'
import { makeDeviceKey } from '../../terminal/sdk/node/key-file.ts'
import { readSealKeys } from '../../terminal/sdk/sealing/seal-for.ts'
import { memoryNumbers } from '../../terminal/sdk/stores.ts'
import { Terminal } from '../../terminal/sdk/terminal.ts'
import { drawSealKey } from '../support/seal-key.ts'
import { filesBelow, SecretScan } from '../support/secret-scan.ts'
import { gateways, topology } from './support/network.ts'
import { honoured } from './support/people.ts'
import { readScene } from './support/scene.ts'

const contact = 'orders@lantern-maker.example'
const place = 'Lantern Alley 7, Suzhou'

/** Tries until something is there, for a minute at most. */
const until = async <T>(what: string, find: () => Promise<T | undefined>): Promise<T> => {
  const end = Date.now() + 60_000
  while (Date.now() < end) {
    const found = await find()
    if (found !== undefined) return found
    await new Promise((resume) => setTimeout(resume, 200))
  }
  throw new Error(`waited in vain for ${what}`)
}

describe('what a recommender at the bank tells a reader at the institution, through the supplier’s matching service', () => {
  let maker: Terminal
  let reader: Terminal
  let readerKey: SealKey

  const registered = async (home: 'bank' | 'institution', participant: string): Promise<Terminal> => {
    const { registrars } = await readScene()
    const signer = makeDeviceKey()
    const { participant: _participant, ...card } = await makeCard(participant, 'desk', signer)
    const device = { ...card, roles: ['customer' as const] }
    await honoured(gateways[home], registrars[home], 'participant.register', { participant, type: 'person', device })
    return new Terminal({ connection: connect(gateways[home]), participant, signer, numbers: memoryNumbers() })
  }

  before(async () => {
    maker = await registered('bank', 'lantern-maker')
    reader = await registered('institution', 'lantern-reader')
    readerKey = await drawSealKey(reader.signer.device)
    await reader.instruct('device.set-seal-key', { publicKey: readerKey.publicKey })
    const needs = [{ identifier: 'LANTERN-1', traits: [], parameters: [] }]
    const profile = { matcher: matcherParticipant, fields: [], traits: [], needs, status: 'active' as const }
    const { status } = await reader.instruct('profile.set', profile)
    expect(status).equal('accepted')
    await until('the key of the matching service', async () => {
      const keys = await readSealKeys(maker.connection, matcherParticipant).catch(() => [])
      return keys.length > 0 ? keys : undefined
    })
  })

  /** Recommends a lantern with what is told of the maker, and gives the request that reaches the reader. */
  const asked = async (told: Told) => {
    const shared = await consentToShare(maker, matcherParticipant, told)
    const result = await maker.instruct('recommendation.open', {
      ...{ matcher: matcherParticipant, title: 'A lantern', identifier: 'LANTERN-1', traits: [], parameters: [] },
      windows: [{ form: 'duration', milliseconds: '600000' }],
      targets: [{ kind: 'goods', target: digest(`a lantern for ${JSON.stringify(told)}`) }],
      ...(shared === undefined ? {} : { shared }),
    })
    expect(result.status, JSON.stringify(result)).equal('accepted')
    return until('the request', async () => {
      const all = await readAllMatching(reader, 'recommendation-requests')
      return all.find(({ recommendation }) => recommendation === result.id)
    })
  }

  it('S3-017 S3-018 is what it consented to, sealed to the reader, and no field where it did not', async () => {
    const both = await asked({ contact, place })
    expect(await openShared(reader, both, readerKey)).deep.equal({ contact, place })
    const placeOnly = await asked({ place })
    expect(placeOnly.shared).not.have.property('contact')
    expect(await openShared(reader, placeOnly, readerKey))
      .include({ place })
      .and.not.include({ contact })
    expect(await asked({})).not.have.property('shared')
  })

  it('S3-017 S3-018 stands in no block, database, log or address of the network', () => {
    const secrets = [
      { name: 'contact', value: contact },
      { name: 'place', value: place },
    ]
    const files = filesBelow(topology.dataFolder)
    expect(files.some((file) => file.endsWith('documents.sqlite'))).equal(true)
    expect(new SecretScan(secrets).findIn(files)).deep.equal([])
  })
})
