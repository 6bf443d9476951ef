import { gzipSync } from 'node:zlib'

export type ArchiveEntry = { name: string; content: Buffer }

const blockSize = 512

const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`

const headerOf = ({ name, content }: ArchiveEntry): Buffer => {
  if (Buffer.byteLength(name) > 100) throw new Error(`the name ${name} is too long for an archive (100 bytes)`)
  const header = Buffer.alloc(blockSize)
  header.write(name, 0)
  header.write(octal(0o644, 8), 100)
  header.write(octal(0, 8), 108)
  header.write(octal(0, 8), 116)
  header.write(octal(content.length, 12), 124)
  header.write(octal(0, 12), 136)
  header.write(' '.repeat(8), 148)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

const padded = (content: Buffer): Buffer =>
  Buffer.concat([content, Buffer.alloc((blockSize - (content.length % blockSize)) % blockSize)])

/**
 * Packs files into a gzipped tar archive that is the same, byte for byte, whenever and wherever it is made:
 * no owner, no time, names in order. A chaincode's id is the hash of such an archive, so every organisation gets the same id.
 */
export const packArchive = (entries: ArchiveEntry[]): Buffer => {
  const ordered = [...entries].sort((one, other) => (one.name < other.name ? -1 : 1))
  const blocks = ordered.flatMap((entry) => [headerOf(entry), padded(entry.content)])
  // Stored, not squeezed: another version of the compressor would make other bytes of the same files.
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * blockSize)]), { level: 0 })
}
