import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { blocksOfExport, channelOfExport, writeExport } from '../../../audit/blocks/export-file.ts'
import { FindingFault } from '../../../audit/findings.ts'
import { recordedBlocks, recordedExport, withFile } from '../support/recorded.ts'

const codeOf = async (reading: Promise<unknown>): Promise<string> => {
  try {
    await reading
    return 'none'
  } catch (error) {
    if (error instanceof FindingFault) return error.finding.code
    throw error
  }
}

const readAll = async (file: string): Promise<number> => {
  let count = 0
  for await (const block of blocksOfExport(file)) count += block.length > 0 ? 1 : 0
  return count
}

const codeOfReading = (bytes: Uint8Array): Promise<string> => withFile(bytes, (file) => codeOf(readAll(file)))

describe('an export of blocks', () => {
  it('says its channel, and gives back the bytes that were written', async () => {
    const blocks = await recordedBlocks()
    await withFile(new Uint8Array(), async (file) => {
      expect(await writeExport(file, { channel: 'assay', blocks })).to.equal(blocks.length)
      expect(await channelOfExport(file)).to.equal('assay')
      expect(await readAll(file)).to.equal(blocks.length)
    })
  })

  it('is not there at all when its blocks break off', async () => {
    const [first] = await recordedBlocks()
    const breaking = function* () {
      yield first as Buffer
      throw new Error('the peer is gone')
    }
    await withFile(new Uint8Array(), async (file) => {
      const other = join(dirname(file), 'other')
      expect(await codeOfError(writeExport(other, { channel: 'assay', blocks: breaking() }))).to.equal(
        'the peer is gone',
      )
      expect(readdirSync(dirname(file))).to.deep.equal(['blocks'])
    })
  })

  it('is refused when it is no export, is not there, or is cut off', async () => {
    const whole = recordedExport()
    expect(await codeOfReading(Buffer.from('something else altogether'))).to.equal('EXPORT_UNREADABLE')
    expect(await codeOf(readAll('/no/such/file'))).to.equal('EXPORT_UNREADABLE')
    for (const length of [3, 20, 1000, whole.length - 40, whole.length - 1]) {
      expect(await codeOfReading(whole.subarray(0, length)), String(length)).to.equal('EXPORT_INCOMPLETE')
    }
  })

  it('is refused when it claims a block that no memory holds', async () => {
    const altered = Buffer.from(recordedExport())
    const firstLength = altered.indexOf('\n') + 1 + 4 + altered.readUInt32BE(altered.indexOf('\n') + 1)
    altered.writeUInt32BE(0xffffffff, firstLength)
    expect(await codeOfReading(altered)).to.equal('EXPORT_TOO_LARGE')
  })

  it('is found altered at a byte of a block, of the end mark, and behind it', async () => {
    const whole = recordedExport()
    for (const at of [1000, whole.length - 100, whole.length - 1]) {
      const altered = Buffer.from(whole)
      altered[at] = (altered[at] as number) ^ 1
      expect(await codeOfReading(altered), String(at)).to.equal('EXPORT_ALTERED')
    }
    expect(await codeOfReading(Buffer.concat([whole, Buffer.from('x')]))).to.equal('EXPORT_ALTERED')
  })
})

const codeOfError = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: Error) => error.message,
  )
