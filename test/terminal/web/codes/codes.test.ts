import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { codeAround } from '../../../../chaincode/wire/payment-code.ts'
import { grouped, groupsOf } from '../../../../terminal/sdk/code-digits.ts'
import { plainDigits } from '../../../../terminal/sdk/digits.ts'
import { code128Of } from '../../../../terminal/web/codes/code-128.ts'
import { spoken } from '../../../../terminal/web/codes/digits.ts'
import { drawModules, type ModulePicture } from '../../../../terminal/web/codes/modules.ts'
import { qrOf } from '../../../../terminal/web/codes/qr.ts'

const code = codeAround('123456789012345')

interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

const rectanglesOf = (path: string): Rectangle[] =>
  [...path.matchAll(/M(\d+) (\d+)h(\d+)v(\d+)h-(\d+)z/g)].map(([, x, y, width, height]) => ({
    x: Number(x),
    y: Number(y),
    width: Number(width),
    height: Number(height),
  }))

const pixelsForModule = 3

/** The picture as a camera has it: dark and light pixels, four numbers for each. */
const photographed = ({ width, height, path }: ModulePicture): ImageData => {
  const columns = width * pixelsForModule
  const data = new Uint8ClampedArray(columns * height * pixelsForModule * 4).fill(255)
  for (const { x, y, width: run, height: rows } of rectanglesOf(path)) {
    for (let line = y * pixelsForModule; line < (y + rows) * pixelsForModule; line++) {
      for (let column = x * pixelsForModule; column < (x + run) * pixelsForModule; column++) {
        data.set([0, 0, 0], (line * columns + column) * 4)
      }
    }
  }
  return { data, width: columns, height: height * pixelsForModule, colorSpace: 'srgb' } as ImageData
}

const wasmBinary = () =>
  new Uint8Array(readFileSync(new URL(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))).buffer

describe('The forms in which a payment code is shown', () => {
  it('draws each run of dark modules as one rectangle, off the quiet zone', () => {
    const picture = drawModules([[true, true, false, true]], { quiet: 4, rowHeight: 3 })
    expect(picture).to.deep.equal({ width: 12, height: 11, path: 'M4 4h2v3h-2zM7 4h1v3h-1z' })
  })

  it('S4-017 makes a QR code of the digits with four light modules around it', () => {
    const { width, height, path } = qrOf(code)
    expect(width).to.equal(height)
    const dark = rectanglesOf(path)
    expect(Math.min(...dark.map(({ x }) => x))).to.equal(4)
    expect(Math.max(...dark.map(({ x, width: run }) => x + run))).to.equal(width - 4)
    // The finder pattern at three corners: seven dark modules, and nothing where there would be a fourth.
    expect(dark.filter(({ width: run }) => run === 7).length).to.be.at.least(6)
    expect(path).not.to.equal(qrOf(codeAround('123456789012346')).path)
  })

  it('S4-017 makes a Code 128 of the digits, two to a symbol, with its check symbol', () => {
    const { width, path } = code128Of(code)
    // Start, nine pairs and check symbol of eleven modules each, and a stop of thirteen.
    expect(width).to.equal(20 + 11 * 11 + 13)
    const bars = rectanglesOf(path)
    expect(bars).to.have.lengthOf(11 * 3 + 4)
    const starts = bars.slice(0, 3).map(({ x, width: bar }) => [x - 10, bar])
    // Start C is 11010011100.
    expect(starts).to.deep.equal([
      [0, 2],
      [3, 1],
      [6, 3],
    ])
  })

  it('S4-017 gives a scanner the very digits back from both forms', async () => {
    await prepareZXingModule({ overrides: { wasmBinary: wasmBinary() }, fireImmediately: true })
    for (const [format, picture] of [
      ['QRCode', qrOf(code)],
      ['Code128', code128Of(code)],
    ] as const) {
      const [read] = await readBarcodes(photographed(picture), { formats: [format] })
      expect(read?.text, format).to.equal(code)
    }
  })

  it('holds the card of a device in a QR code whose modules a camera still parts, with names of any length', async () => {
    await prepareZXingModule({ overrides: { wasmBinary: wasmBinary() }, fireImmediately: true })
    const key = { crv: 'P-256', kty: 'EC', x: 'x'.repeat(43), y: 'y'.repeat(43) }
    const cardOf = (participant: string, name: string) =>
      JSON.stringify({ participant, name, publicKey: key, proof: 'p'.repeat(86) })
    const [usual, longest] = [cardOf('alice', 'Chrome, Android phone'), cardOf('a'.repeat(40), '黄'.repeat(60))]
    // Of 22rem at most three points a module are left for the longest, and more than five for the usual one.
    expect(qrOf(usual, { isLong: true }).width).within(50, 73)
    expect(qrOf(longest, { isLong: true }).width).within(70, 97)
    for (const card of [usual, longest]) {
      const [read] = await readBarcodes(photographed(qrOf(card, { isLong: true })), { formats: ['QRCode'] })
      expect(read?.text).to.equal(card)
    }
  })

  it('refuses a barcode of what code set C cannot hold', () => {
    for (const text of ['', '123', '12a4']) expect(() => code128Of(text), text).to.throw(RangeError)
  })

  it('groups digits for the eye, and reads them one by one for the ear', () => {
    expect(groupsOf(code)).to.deep.equal([
      code.slice(0, 4),
      code.slice(4, 8),
      code.slice(8, 12),
      code.slice(12, 16),
      code.slice(16),
    ])
    expect(plainDigits(grouped(code))).to.equal(code)
    expect(spoken('621234')).to.equal('6 2 1 2, 3 4')
  })
})
