import { expect } from 'chai'
import { recipientsMaximum } from '../../../../chaincode/wire/sealing/sealed-document.ts'
import { recipientsOf } from '../../../../terminal/sdk/sealing/seal-for.ts'
import { Device } from '../../../support/devices.ts'

const { publicKey } = new Device('alice', [])
const devices = (letter: string, count: number) =>
  Array.from({ length: count }, (_, place) => ({ device: `${letter}${place}`.padEnd(43, '_'), publicKey }))

describe('those to whom something is sealed', () => {
  it('are the sending device first and every other device once', () => {
    const [own, tablet] = devices('A', 2) as [{ device: string; publicKey: typeof publicKey }, never]
    const [shop] = devices('B', 1)
    expect(recipientsOf(own, [[own, tablet], [shop as never]])).deep.equal([own, tablet, shop])
    expect(recipientsOf(undefined, [[tablet], []])).deep.equal([tablet])
    expect(recipientsOf(undefined, [])).deep.equal([])
  })

  it('are no more than a document holds, of each list its share, whoever has many devices', () => {
    const lists = [devices('A', 64), devices('B', 64), devices('C', 2)]
    const [own] = devices('O', 1)
    const sealedTo = recipientsOf(own, lists)
    expect(sealedTo.length).most(recipientsMaximum)
    for (const letter of ['A', 'B', 'C', 'O'])
      expect(sealedTo.some(({ device }) => device.startsWith(letter))).equal(true)
  })
})
