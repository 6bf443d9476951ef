import 'fake-indexeddb/auto'
import { expect } from 'chai'
import { openDatabase } from '../../../../terminal/web/platform/database.ts'
import { firstTextsIn } from '../../../../terminal/web/platform/first-texts.ts'

describe('what a client says in confidence, in a browser', () => {
  it('S2-001 is there after a reload until the bank has it, and gone then', async () => {
    const before = await openDatabase('first-texts')
    await firstTextsIn(before).keep('digest', '{"salt":"s"}')
    before.close()
    const after = await openDatabase('first-texts')
    const texts = firstTextsIn(after)
    expect(await texts.find('digest')).equal('{"salt":"s"}')
    expect(await texts.find('another')).equal(undefined)
    await texts.forget('digest')
    expect(await texts.find('digest')).equal(undefined)
    after.close()
  })
})
