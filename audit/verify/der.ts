/** One value of ASN.1 in DER: its tag, its content, and all of its bytes. */
export interface Der {
  tag: number
  content: Buffer
  bytes: Buffer
}

/** The value that stands first in these bytes. Throws where none does. */
export const readDer = (bytes: Uint8Array): Der => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const [tag, short] = buffer
  if (tag === undefined || short === undefined) throw new Error('no DER')
  const lengthBytes = short < 0x80 ? 0 : short & 0x7f
  // Longer ones are larger than any block; a length of no bytes is not DER.
  if (short === 0x80 || lengthBytes > 4) throw new Error('no DER')
  const start = 2 + lengthBytes
  const length = lengthBytes === 0 ? short : buffer.subarray(2, start).reduce((sum, byte) => sum * 256 + byte, 0)
  if (start + length > buffer.length) throw new Error('DER is cut off')
  return { tag, content: buffer.subarray(start, start + length), bytes: buffer.subarray(0, start + length) }
}

/** All values that stand in these bytes, one behind the other. Throws where something else does. */
export const readAllDer = (bytes: Uint8Array): Der[] => {
  const values: Der[] = []
  for (let rest = bytes; rest.length > 0; ) {
    const value = readDer(rest)
    values.push(value)
    rest = rest.subarray(value.bytes.length)
  }
  return values
}

/** A whole number above zero. Throws for any other, and for one with needless zeros before it. */
export const readPositive = ({ tag, content }: Der): bigint => {
  const [first, second] = content
  const isMinimal = first !== 0 || (second !== undefined && second >= 0x80)
  if (tag !== 0x02 || first === undefined || first >= 0x80 || !isMinimal) throw new Error('no positive number')
  return BigInt(`0x${content.toString('hex')}`)
}

/** DER of a tag and its content, behind a length of up to four bytes. */
export const derOf = (tag: number, content: Uint8Array): Buffer => {
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content])
  const hex = content.length.toString(16)
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content])
}

/** A whole number that is not below zero. */
export const derOfNumber = (value: bigint): Buffer => {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  const isNegative = (bytes[0] ?? 0) >= 0x80
  return derOf(0x02, isNegative ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

/** A sequence of whole numbers. */
export const derOfNumbers = (numbers: readonly bigint[]): Buffer => derOf(0x30, Buffer.concat(numbers.map(derOfNumber)))
