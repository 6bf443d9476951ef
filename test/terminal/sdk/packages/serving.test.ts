import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { piecesOf } from '../../../../terminal/sdk/bytes.ts'
import { TerminalFault } from '../../../../terminal/sdk/errors.ts'
import { createSealKey } from '../../../../terminal/sdk/node/seal-key-file.ts'
import { openRequests, releaseSecondKeys } from '../../../../terminal/sdk/packages/serving.ts'
import { streamOf } from '../../../../terminal/sdk/packages/streams.ts'

const of = (name: string): string => name.padEnd(43, '0')
const row = { interaction: of('I'), giver: 'maker', receiver: 'driver', keeper: 'keeper', home: 'BankMSP' }
const made = { ...row, device: of('M'), status: 'open' }
const asked = (device: string, change: object = {}) => ({ ...row, device: of(device), askedAt: '1', ...change })
const released = (device: string, part: string) => ({
  ...row,
  device: of(device),
  part,
  by: 'maker',
  sealedKey: of('S'),
})

const open = (change: object = {}) =>
  openRequests({
    ...{ participant: 'maker', device: of('M'), packages: [made], requests: [asked('P')], releases: [] },
    ...change,
  } as never).map(({ device }) => device)

describe('the requests that a device answers with its second keys', () => {
  it('S1-059 are those of living packages that this very device delivered, each device once', () => {
    expect(open()).deep.equal([of('P')])
    expect(open({ packages: [{ ...made, status: 'released' }] })).deep.equal([of('P')])
    for (const status of ['revoked', 'rejected']) expect(open({ packages: [{ ...made, status }] })).deep.equal([])
    expect(open({ device: of('N') })).deep.equal([])
    expect(open({ participant: 'driver' })).deep.equal([])
    expect(open({ packages: [] })).deep.equal([])
    expect(open({ releases: [released('P', 'first'), released('Q', 'second')] })).deep.equal([of('P')])
    expect(open({ requests: [asked('P'), asked('Q')], releases: [released('P', 'second')] })).deep.equal([of('Q')])
  })

  describe('with a gateway', () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-serving-'))
    after(() => rmSync(folder, { recursive: true }))

    it('are answered one after the other, and one that cannot be does not keep the others from theirs', async () => {
      const { publicKey } = await createSealKey(join(folder, 'seal.key'), of('Q'))
      const entry = {
        ...{
          ...made,
          package: of('B'),
          contents: 'passwords',
          size: '9',
          giverHome: 'BankMSP',
          receiverHome: 'BankMSP',
        },
        ...{ keeperHome: 'BankMSP', firstKey: of('F'), until: '9' },
      }
      const lists: { [name: string]: object[] } = {
        packages: [entry],
        'package-requests': [asked('P'), asked('Q'), asked('R')],
        'package-releases': [],
      }
      const sent: object[] = []
      const results: string[] = []
      const terminal = {
        ...{ participant: 'maker', signer: { device: of('M') } },
        read: async (path: string, shape: { parse: (value: unknown) => unknown }) =>
          shape.parse({ items: lists[/\/([a-z-]+)\?/.exec(path)?.[1] ?? ''], height: '1' }),
        connection: {
          ...{ gateway: 'http://localhost', now: () => 0, sleep: async () => {}, random: () => 0, log: () => {} },
          fetch: async () =>
            Response.json({ items: ['Q', 'R'].map((name) => ({ device: of(name), publicKey })), height: '1' }),
        },
        putBytes: async () => {},
        instruct: async (_kind: string, body: { device: string }) => {
          sent.push(body)
          const status = body.device === of('Q') ? 'accepted' : 'refused'
          return { id: of('X'), status, effects: {} }
        },
      }
      const onResult = ({ device }: { device: string }, { status }: { status: string }) =>
        results.push(`${device[0]} ${status}`)
      const keyOf = async () => new Uint8Array(32)
      expect(await releaseSecondKeys(terminal as never, { keyOf, onResult: onResult as never })).equal(1)
      expect(results).deep.equal(['Q accepted', 'R refused'])
      expect(sent[0]).include({ interaction: row.interaction, device: of('Q') })
      expect(await releaseSecondKeys(terminal as never, { keyOf: async () => undefined })).equal(0)
      const fault = new TerminalFault('key_unreadable', { problem: 'none', next: 'none' })
      const failed = await releaseSecondKeys(terminal as never, { keyOf: () => Promise.reject(fault) }).catch((e) => e)
      expect(failed).equal(fault)
    })
  })
})

describe('the pieces of a stream', () => {
  it('end their source where they are not all taken, and tell why it failed', async () => {
    let isEnded = false
    async function* endless() {
      try {
        for (;;) yield new Uint8Array(1)
      } finally {
        isEnded = true
      }
    }
    for await (const _ of piecesOf(streamOf(endless()))) break
    expect(isEnded).equal(true)
    async function* failing() {
      yield new Uint8Array(1)
      throw new Error('cut off')
    }
    const read = async () => {
      for await (const _ of piecesOf(streamOf(failing())));
    }
    expect(await read().catch(({ message }) => message)).equal('cut off')
  })
})
