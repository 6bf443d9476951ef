import { expect } from 'chai'
import { Inbox } from '../../../gateway/messages/inbox.ts'

describe('the inbox for development', () => {
  it('keeps the last hundred messages, newest first, and nothing after it was closed', async () => {
    const inbox = new Inbox()
    for (let count = 0; count < 105; count += 1) {
      await inbox.send({ to: `${count % 2}@example.org`, subject: 'code', text: String(count) })
    }
    expect(inbox.messages()).to.have.lengthOf(100)
    expect(inbox.messages()[0]?.text).equal('104')
    expect(inbox.messages('1@example.org').map(({ text }) => text)[0]).equal('103')
    inbox.close()
    expect(inbox.messages()).deep.equal([])
  })
})
