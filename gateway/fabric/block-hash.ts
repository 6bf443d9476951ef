import { createHash } from 'node:crypto'

/** What of a block's header its hash is made of. */
interface Header {
  number: bigint
  previousHash: Uint8Array
  dataHash: Uint8Array
}

const lengthBytes = (length: number): number[] => (length < 0x80 ? [length] : [0x81, length])

const element = (tag: number, content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([tag, ...lengthBytes(content.length)]), content])

/** The shortest bytes of a number that is not below zero, whose first bit is none of its sign. */
const integerBytes = (value: bigint): Buffer => {
  const digits = value.toString(16)
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
  return (bytes[0] as number) < 0x80 ? bytes : Buffer.concat([Buffer.from([0]), bytes])
}

// A hash has 32 bytes; whatever else a header holds in its place is cut, so that one byte tells every length here.
const hashLengthMaximum = 64

const hashOf = (hash: Uint8Array): Buffer => element(0x04, hash.subarray(0, hashLengthMaximum))

/**
 * A block's hash as Fabric makes it, in hex: SHA-256 over the ASN.1 sequence of its number, the hash of the block before it, and the
 * hash of its data (`protoutil.BlockHeaderHash`). The header of the next block repeats it.
 */
export const blockHash = ({ number, previousHash, dataHash }: Header): string => {
  const content = Buffer.concat([element(0x02, integerBytes(number)), hashOf(previousHash), hashOf(dataHash)])
  return createHash('sha256').update(element(0x30, content)).digest('hex')
}
