/**
 * The bytes of a body that somebody else sends, of which no more than `most` are read, whatever it says of its own length: undefined for a
 * longer one, which is then let go of. Rejects as the body does where it breaks off. Empty for none.
 */
export const readUpTo = async (
  body: ReadableStream<Uint8Array> | null,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const pieces: Uint8Array[] = []
  let length = 0
  // Not every browser can iterate a stream.
  const reader = (body ?? new Blob([]).stream()).getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    pieces.push(read.value)
    length += read.value.length
    if (length <= most) continue
    await reader.cancel().catch(() => undefined)
    return undefined
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
