import 'fake-indexeddb/auto'
import { expect } from 'chai'
import { openDB } from 'idb'
import { deliveryAddress } from '../../../../terminal/sdk/sealing/delivery-address.ts'
import { open, seal } from '../../../../terminal/sdk/sealing/sealed-document.ts'
import { openDatabase } from '../../../../terminal/web/platform/database.ts'
import { findSealKey, sealKeyFor } from '../../../../terminal/web/platform/seal-key.ts'

const device = 'D'.repeat(43)

describe('this browser’s key for sealed documents', () => {
  it('is made once for a device, cannot be read out, and opens what was sealed to it', async () => {
    const database = await openDatabase('seal-keys')
    expect(await findSealKey(database, device)).equal(undefined)
    const [one, two] = await Promise.all([sealKeyFor(database, device), sealKeyFor(database, device)])
    expect(one.publicKey).deep.equal(two.publicKey)
    const kept = await sealKeyFor(database, device)
    expect(kept.publicKey).deep.equal(one.publicKey)
    expect(kept.pair.privateKey.extractable).equal(false)
    const context = { provider: 'noodle-house', buyer: 'alice', certificate: 'C'.repeat(43) }
    const address = { name: 'Alice', lines: ['Hutong 5'] }
    const document = await seal(address, { recipients: [one], context })
    expect(await open(document.bytes, { ...document, key: kept, context, shape: deliveryAddress })).deep.equal(address)
    database.close()
  })

  it('has its place in a browser that was used before there was one, and all else stays there', async () => {
    const before = await openDB('seal-keys-before', 2, {
      upgrade: (database) => {
        for (const store of ['numbers', 'journal', 'gateways', 'pins', 'marks', 'readings']) {
          database.createObjectStore(store)
        }
        database.createObjectStore('profiles', { keyPath: 'account' })
        database.createObjectStore('results', { keyPath: 'id' }).createIndex('account', ['account', 'madeAt'])
      },
    })
    await before.put('numbers', '7', device)
    before.close()
    const database = await openDatabase('seal-keys-before')
    expect(await database.get('numbers', device)).equal('7')
    expect((await sealKeyFor(database, device)).device).equal(device)
    database.close()
  })
})
