import { expect } from 'chai'
import { PrivateRows } from '../../../chaincode/state/private-rows.ts'

describe('the rows of a private collection', () => {
  it('are read and written whole in that collection, and purged, never only deleted', async () => {
    const kept = new Map<string, Uint8Array>()
    const stub = {
      getPrivateData: async (collection: string, key: string) => kept.get(`${collection} ${key}`) ?? new Uint8Array(),
      putPrivateData: async (collection: string, key: string, value: Uint8Array) =>
        void kept.set(`${collection} ${key}`, value),
      purgePrivateData: async (collection: string, key: string) => void kept.delete(`${collection} ${key}`),
    }
    const rows = new PrivateRows(stub as never, 'pair-bank-institution')
    await rows.write([{ key: 'grade~one', value: Buffer.from('{"a":1}') }])
    expect([...kept.keys()]).deep.equal(['pair-bank-institution grade~one'])
    expect(await rows.read(['grade~one', 'grade~two'])).deep.equal([{ a: 1 }, null])
    await rows.write([{ key: 'grade~one', value: undefined }])
    expect([...kept.keys()]).deep.equal([])
  })
})
