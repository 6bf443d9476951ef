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

/** A piece of known size, and whether it is the end. */
export interface Frame {
  bytes: Uint8Array<ArrayBuffer>
  isLast: boolean
}

/**
 * Cuts a stream into frames of `size` bytes, after a first one of `head` bytes where that is above zero. The last one has what is left, and
 * is told as the last; there is always one, which is empty for an empty stream. Each frame has memory of its own, taken once.
 */
export async function* framesOf(source: Bytes, { size, head = 0 }: { size: number; head?: number }) {
  let frame = new Uint8Array(head || size)
  let length = 0
  for await (const piece of piecesOf(source)) {
    for (let at = 0; at < piece.length; ) {
      // What fills a frame exactly may be the end, so it waits for a further byte.
      if (length === frame.length) {
        yield { bytes: frame, isLast: false } satisfies Frame
        frame = new Uint8Array(size)
        length = 0
      }
      const fitting = piece.subarray(at, at + frame.length - length)
      frame.set(fitting, length)
      length += fitting.length
      at += fitting.length
    }
  }
  yield { bytes: length === frame.length ? frame : frame.slice(0, length), isLast: true } satisfies Frame
}
