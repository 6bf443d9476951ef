import { request } from 'node:http'
import { expect } from 'chai'
import { inboxRoutes } from '../../../gateway/routes/inbox.ts'
import { Device } from '../../support/devices.ts'
import { Branch } from '../support/branch.ts'

/** The status and the body when the request says that it is for another host. */
const asHost = (url: string, host: string): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    request(url, { headers: { host } }, async (response) => {
      let body = ''
      for await (const part of response) body += String(part)
      resolve({ status: response.statusCode ?? 0, body })
    })
      .on('error', reject)
      .end()
  })

describe('the development inbox', () => {
  let branch: Branch
  beforeEach(async () => {
    branch = await Branch.open()
    await branch.setCredentials('alice')
  })
  afterEach(() => branch.close())

  const sendTo = async (name: string) => {
    const phone = new Device('alice', ['customer'])
    const { ticket } = (await branch.logIn(phone)).body
    return branch.begin(phone, ticket, 'message', { name })
  }

  it('shows messages on a page that says what it is for, with nothing in them taken for markup', async () => {
    await sendTo('<img src=x> & "phone"')
    const response = await fetch(`${branch.server.url}/development/inbox`)
    const page = await response.text()
    expect(response.headers.get('content-type')).to.contain('text/html')
    expect(response.headers.get('cache-control')).equal('no-store')
    expect(page).to.contain('For development only.').and.contain('alice@example.org')
    expect(page).to.contain('&lt;img src=x&gt; &amp; &quot;phone&quot;').and.not.contain('<img')
    expect(page).to.match(/<html lang="en">[\s\S]*<title>[\s\S]*<main>[\s\S]*<h1>/)
    expect(page).not.to.match(/<script|style=|<style/)
  })

  it('tells messages as JSON, by address, newest first', async () => {
    await sendTo('first phone')
    await sendTo('second phone')
    const of = async (to: string) => (await branch.server.get(`/development/inbox.json?to=${to}`)).body.items
    const own = (await of('alice@example.org')) as { text: string }[]
    expect(own.map(({ text }) => text.match(/“(.*?)”/)?.[1])).deep.equal(['second phone', 'first phone'])
    expect(await of('bob@example.org')).deep.equal([])
    expect((await branch.server.get('/development/inbox.json?colour=red')).body.code).equal('malformed_request')
  })

  it('answers this machine only, also where a page from elsewhere has given itself its address', async () => {
    for (const path of ['/development/inbox', '/development/inbox.json']) {
      const { status, body } = await asHost(`${branch.server.url}${path}`, 'evil.example:17080')
      expect([status, JSON.parse(body).code]).deep.equal([403, 'not_allowed'])
      expect((await asHost(`${branch.server.url}${path}`, 'localhost:17080')).status).equal(200)
    }
  })

  it('is not there on a gateway that sends its messages', () => {
    expect(inboxRoutes({ inbox: undefined, organisation: 'bank' }).stack).deep.equal([])
  })
})
