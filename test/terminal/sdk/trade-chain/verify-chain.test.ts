import { expect } from 'chai'
import fc from 'fast-check'
import { type ChainFile, chainFileText } from '../../../../terminal/sdk/trade-chain/chain-file.ts'
import { type Expected, verifyChain } from '../../../../terminal/sdk/trade-chain/verify-chain.ts'
import { Device } from '../../../support/devices.ts'
import { chainSigners, chainUpTo, madeChain } from '../../support/chain-file.ts'
import { forgedChains, pathOf } from '../../support/forged-chains.ts'

const faultOf = async (file: ChainFile | string, expected: Expected = {}) => {
  const verdict = await verifyChain(typeof file === 'string' ? file : chainFileText(file), expected)
  return 'fault' in verdict ? verdict.fault : undefined
}

describe('checking the file of a trade chain', () => {
  it('takes a chain whole, and names who signed what', async () => {
    const { file, ids } = madeChain()
    const verdict = await verifyChain(chainFileText(file))
    if ('fault' in verdict) throw new Error(JSON.stringify(verdict))
    const { client, bank, institution } = chainSigners
    expect(verdict.checked).deep.include({ ledger: 'assay', chain: ids[0], signers: file.signers })
    expect(verdict.checked.segments).deep.equal([
      { kind: 'chain.open', id: ids[0], participant: 'alice', device: client.id },
      { kind: 'chain.send', id: ids[1], participant: 'bank-dispatch', device: bank.id },
      { kind: 'chain.answer', id: ids[2], participant: 'institution-treasury', device: institution.id },
    ])
  })

  it('takes the segments up to any of them, and does not look behind it', async () => {
    const { file } = madeChain()
    for (const count of [1, 2]) expect(await faultOf(chainUpTo(file, count))).equal(undefined)
    const broken = structuredClone(file)
    Object.assign(broken.segments[2] as object, { confidential: '{}' })
    expect(await faultOf(broken, { upTo: 2 })).equal(undefined)
    expect(await faultOf(broken)).deep.equal({ code: 'confidential_differs', segment: 3 })
    expect(await faultOf(chainUpTo(file, 2), { upTo: 3 })).deep.equal({ code: 'segment_missing', segment: 3 })
  })

  it('takes each family and side, and a refusal with its reason', async () => {
    const refused = { verdict: 'refused', quantity: undefined, amount: undefined } as const
    const chains = [
      madeChain({ answer: refused as never, says: { target: undefined, reason: 'hours' } as never }),
      madeChain({ open: { side: 'buy', cashMaximum: '550000' }, says: { target: '5000' } }),
      madeChain({ answer: { quantity: '400' }, says: { target: '3600' } }),
      madeChain({
        open: { family: 'stock' },
        trade: { product: '600519' },
        answer: { quantity: undefined } as never,
      }),
      madeChain({ position: { path: pathOf('west', { east: '16', west: '2' }) } }),
      madeChain({ position: { path: pathOf('west', { east: '1', west: '16384' }, { age: '181' }) } }),
    ]
    for (const { file } of chains) expect(await faultOf(file)).equal(undefined)
  })

  it('takes the mark of a promotion, whatever it says, and whether the client is its promoter', async () => {
    for (const mark of ['', 'no code at all', 'x'.repeat(512)])
      expect(await faultOf(madeChain({ mark, position: { trader: 'same' } }).file)).equal(undefined)
    const malformed = { code: 'confidential_malformed', segment: 1 }
    expect(await faultOf(madeChain({ mark: 'x'.repeat(513) }).file)).deep.equal(malformed)
    const unclear = madeChain({ position: { trader: 'perhaps' as never } }).file
    expect(await faultOf(unclear)).deep.equal({ code: 'confidential_malformed', segment: 2 })
  })

  it('takes any white space between members, and no other way to write the same', async () => {
    const { file } = madeChain()
    expect(await faultOf(JSON.stringify(file, null, 2))).equal(undefined)
    const text = chainFileText(file)
    const twice = text.replace('{"format"', '{"ledger":"other","format"')
    const escaped = text.replace('"assay-chain-1"', '"assay\\u002dchain-1"')
    const named = text.replace('{"format"', '{"__proto__":{},"format"')
    for (const other of [twice, escaped, named]) expect(await faultOf(other)).deep.equal({ code: 'file_malformed' })
    expect(await faultOf(`${text}${' '.repeat(262_144)}`)).deep.equal({ code: 'file_malformed' })
  })

  for (const { name, make, expected, ...fault } of forgedChains) {
    it(`finds ${name}`, async () => {
      expect(await faultOf(make(), expected)).deep.equal(fault)
    })
  }

  it('finds a bad signature and a broken link before it reads what was said in confidence', async () => {
    const { file } = madeChain()
    for (const segment of file.segments) segment.confidential = 'not to be read'
    const [, second] = file.segments
    if (second === undefined) throw new Error('there is none')
    const honest = { ...second }
    Object.assign(second, { signature: file.segments[0]?.signature })
    expect(await faultOf(file)).deep.equal({ code: 'bad_signature', segment: 2 })
    Object.assign(second, honest)
    const other = madeChain().file.segments[0] as ChainFile['segments'][number]
    expect(await faultOf({ ...file, segments: [other, second] })).deep.equal({ code: 'broken_link', segment: 2 })
  })

  it('holds the signers against the keys that were told apart, and the ledger against the one that is meant', async () => {
    const { file } = madeChain()
    const told = new Set(file.signers.map(({ device }) => device))
    expect(await faultOf(file, { told, ledger: 'assay' })).equal(undefined)
    expect(await faultOf(file, { ledger: 'other' })).deep.equal({ code: 'other_ledger' })
    told.delete(chainSigners.bank.id)
    told.add(new Device('bank-dispatch', ['dispatcher']).id)
    expect(await faultOf(file, { told })).deep.equal({ code: 'signer_not_told', segment: 2 })
  })

  it('finds every byte of a file that is another one', async () => {
    const bytes = Buffer.from(chainFileText(madeChain().file))
    for (let place = 0; place < bytes.length; place += 1) {
      const flipped = Buffer.from(bytes)
      flipped[place] = (flipped[place] as number) ^ (1 << (place % 8))
      expect(await faultOf(flipped.toString()), `byte ${place}`).not.equal(undefined)
    }
  })

  it('finds any byte that is any other one, and stops at nothing', async () => {
    const bytes = Buffer.from(chainFileText(madeChain().file))
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }))
    await fc.assert(
      fc.asyncProperty(change, async ([place, by]) => {
        const changed = Buffer.from(bytes)
        changed[place] = (changed[place] as number) ^ by
        expect(await faultOf(changed.toString())).not.equal(undefined)
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await faultOf(text)).deep.equal({ code: 'file_malformed' })
      }),
    )
  })
})
