import { expect } from 'chai'
import { mediaTypeOf, playedTypeOf } from '../../../../chaincode/wire/media-type.ts'
import { rowsOfNumbers } from '../../../../terminal/web/state/received-data.ts'

describe('what is shown of received data', () => {
  it('S3-057 S3-058 is of a type by its bytes alone, and of none that holds markup or a script', () => {
    const typeOf = (text: string) => mediaTypeOf(Uint8Array.from(Buffer.from(text, 'latin1')))
    expect(typeOf('RIFF....WAVEfmt ')).equal('audio/wav')
    expect(typeOf('\u001aE\u00df\u00a3...')).equal('video/webm')
    expect(typeOf('\u0089PNG\r\n\u001a\n')).equal('image/png')
    for (const other of ['<svg onload="x">', '<!doctype html>', '%PDF-1.7', 'RIFF', ''])
      expect(typeOf(other)).equal(undefined)
  })

  it('S3-057 S3-058 is played only as what it begins as', () => {
    const typeAs = (declared: 'audio' | 'video', text: string) =>
      playedTypeOf(Uint8Array.from(Buffer.from(text, 'latin1')), declared)
    const wave = 'RIFF....WAVEfmt '
    expect([typeAs('audio', wave), typeAs('video', wave)]).deep.equal(['audio/wav', undefined])
    for (const [type, text] of [
      ['audio/ogg', 'OggS'],
      ['video/webm', '\u001aE\u00df\u00a3'],
      ['video/mp4', '....ftyp'],
    ] as const)
      expect([typeAs('audio', text), typeAs('video', text)]).deep.equal([type, type])
    for (const other of ['GIF89a', '<script>', ''])
      expect(typeAs('audio', other) ?? typeAs('video', other)).equal(undefined)
  })

  it('is a table of numbers only where all of it is numbers, and not too many', () => {
    expect(rowsOfNumbers('1, 2.5;-3\n\n4\t.5 6e-7\n')).deep.equal([
      ['1', '2.5', '-3'],
      ['4', '.5', '6e-7'],
    ])
    for (const text of ['', '1,two', '=1+1', '1\n'.repeat(1_001), '1 '.repeat(51)])
      expect(rowsOfNumbers(text)).equal(undefined)
  })
})
