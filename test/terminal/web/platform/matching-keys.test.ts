import 'fake-indexeddb/auto'
import { expect } from 'chai'
import { acceptOffer, openDemand, openOffer, sealOffer } from '../../../../terminal/sdk/matching/demand.ts'
import { openDatabase } from '../../../../terminal/web/platform/database.ts'
import { contentKeysIn, demandKeysIn } from '../../../../terminal/web/platform/matching-keys.ts'

describe('this browser’s keys of demands', () => {
  const certificate = 'C'.repeat(43)
  const key = 'A'.repeat(43)

  it('S1-020 open what a holder seals to the demand, in the browser that made it and in no other', async () => {
    const [own, other] = [await openDatabase('demand-keys'), await openDatabase('demand-keys-of-another')]
    const wanted = {
      matcher: 'finder',
      title: 'A ring',
      wanted: [],
      goods: [],
      minHolders: 1,
      several: false,
      until: '1',
    }
    const { demand, publicKey } = await openDemand(wanted, demandKeysIn(own))
    const laid = new Map<string, Uint8Array>()
    const gateway = {
      putBytes: async (path: string, bytes: Uint8Array) => void laid.set(path, bytes),
      readBytes: async (path: string) => laid.get(path.replace(/\?.*/, '')) ?? new Uint8Array(),
    }
    const sealedKey = await sealOffer(gateway as never, { demand, publicKey }, { certificate, key })
    const offer = { demand, holder: 'harry', certificate, sealedKey }
    expect(await openOffer(gateway as never, offer, demandKeysIn(own))).equal(key)
    const elsewhere = await openOffer(gateway as never, offer, demandKeysIn(other)).catch(({ code }) => code)
    expect(elsewhere).equal('demand_key_missing')
    const keyless = { demand, holder: 'harry', certificate, sealedKey: undefined }
    expect(await acceptOffer(gateway as never, keyless, demandKeysIn(own))).deep.equal({ demand, holder: 'harry' })
    own.close()
    other.close()
  })

  it('keep the key of what is to be delivered under the name that a recommendation has for it', async () => {
    const database = await openDatabase('content-keys')
    const keys = contentKeysIn(database)
    expect(await keys.find('T'.repeat(43))).equal(undefined)
    await keys.keep('T'.repeat(43), key)
    expect(await keys.find('T'.repeat(43))).equal(key)
    database.close()
  })
})
