import { expect } from 'chai'
import { readUpTo } from '../../../chaincode/wire/bounded-body.ts'

/** A body that gives these pieces, and says what was asked of it. */
const bodyOf = (pieces: (Uint8Array | Error)[]) => {
  const told = { given: 0, isCancelled: false }
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        const piece = pieces[told.given]
        told.given += 1
        if (piece instanceof Error) controller.error(piece)
        else if (piece === undefined) controller.close()
        else controller.enqueue(piece)
      },
      cancel: () => {
        told.isCancelled = true
        throw new Error('what cannot be cancelled is let go of all the same')
      },
    },
    { highWaterMark: 0 },
  )
  return { body, told }
}

describe('the body of a stranger’s answer', () => {
  const pieces = ['as', 'say'].map((text) => Uint8Array.from(Buffer.from(text)))

  it('is read whole up to the bound, and none is empty', async () => {
    expect(Buffer.from((await readUpTo(bodyOf(pieces).body, 5)) ?? []).toString()).equal('assay')
    expect(await readUpTo(null, 5)).deep.equal(new Uint8Array())
  })

  it('is read no further than the bound, however much would follow, and let go of', async () => {
    const { body, told } = bodyOf([...pieces, ...pieces])
    expect(await readUpTo(body, 4)).equal(undefined)
    expect(told).deep.equal({ given: 2, isCancelled: true })
  })

  it('rejects where it breaks off', async () => {
    const failure = await readUpTo(bodyOf([...pieces, new Error('broken off')]).body, 9).catch(String)
    expect(failure).equal('Error: broken off')
  })
})
