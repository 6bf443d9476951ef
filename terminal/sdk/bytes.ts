/** Bytes that can be read once, in any pieces. */
export type Bytes = ReadableStream<Uint8Array>

/** The pieces of a stream, one after another; it is cancelled where they are not all taken. Browsers that cannot iterate a stream read so too. */
export async function* piecesOf(source: Bytes): AsyncGenerator<Uint8Array> {
  const reader = source.getReader()
  let isOver = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      isOver = done
      if (done) return
      yield value
    }
  } finally {
    // What failed cannot be cancelled, and says itself why.
    if (!isOver) await reader.cancel().catch(() => undefined)
  }
}
