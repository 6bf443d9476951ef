import { type Bytes, piecesOf } from '../bytes.ts'

/** A stream of what a generator gives, asked for piece by piece, so that nothing piles up; cancelling it ends the generator. */
export const streamOf = (pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: async (controller) => {
        const { done, value } = await pieces.next()
        if (done === true) controller.close()
        else controller.enqueue(value)
      },
      cancel: async () => {
        await pieces.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )

/** All pieces in one; a single one as it is, so that what is left of a long piece is not copied for each frame of it. */
const joined = (pieces: readonly Uint8Array[], length: number): Uint8Array => {
  const [only] = pieces
  if (only !== undefined && pieces.length === 1) return only
  const all = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

/** A piece of known size, and whether it is the end. */
export interface Frame {
  bytes: Uint8Array<ArrayBuffer>
  isLast: boolean
}

/**
 * Cuts a stream into frames of `size` bytes, after a first one of `head` bytes where that is above zero. The last one has what is left, and
 * is told as the last; there is always one, which is empty for an empty stream.
 */
export async function* framesOf(source: Bytes, { size, head = 0 }: { size: number; head?: number }) {
  let [pieces, length, wanted]: [Uint8Array[], number, number] = [[], 0, head || size]
  for await (const piece of piecesOf(source)) {
    pieces.push(piece)
    length += piece.length
    // What fills a frame exactly may be the end, so it waits for a further byte.
    while (length > wanted) {
      const all = joined(pieces, length)
      yield { bytes: Uint8Array.from(all.subarray(0, wanted)), isLast: false } satisfies Frame
      pieces = [all.subarray(wanted)]
      length -= wanted
      wanted = size
    }
  }
  yield { bytes: Uint8Array.from(joined(pieces, length)), isLast: true } satisfies Frame
}
