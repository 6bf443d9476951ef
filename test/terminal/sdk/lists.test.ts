import { expect } from 'chai'
import { connect } from '../../../terminal/sdk/connection.ts'
import type { GatewayProblem } from '../../../terminal/sdk/errors.ts'
import { accountListPath, listAnswers, readQuotes, readVouchers } from '../../../terminal/sdk/lists.ts'
import { rejection } from '../support/scene.ts'

const gatewayThat = (answer: object) => {
  const asked: string[] = []
  const fetch = async (url: unknown) => {
    asked.push(String(url))
    return new Response(JSON.stringify(answer))
  }
  return { asked, connection: connect('http://127.0.0.1:1', { fetch: fetch as typeof globalThis.fetch }) }
}

const quote = {
  voucher: 'AU-9999',
  quote: 'Q-1',
  home: 'BankMSP',
  terms: 't',
  buy: '2',
  sell: '1',
  publishedAt: '5',
  expiresAt: '6',
}

describe('the lists of a gateway', () => {
  it('are asked for page by page, with the search in the address', async () => {
    const { asked, connection } = gatewayThat({ items: [], height: '3' })
    await readVouchers(connection, { code: 'AU', after: 'abc' })
    await readVouchers(connection)
    expect(asked.map((url) => url.slice(18))).deep.equal(['/v1/vouchers?code=AU&after=abc', '/v1/vouchers'])
    expect(accountListPath('alice', 'orders', { state: 'open', after: undefined })).equal(
      '/v1/accounts/alice/orders?state=open',
    )
  })

  it('are read in the shape that a terminal builds on, and dropped in any other', async () => {
    const read = await readQuotes(gatewayThat({ items: [quote], next: 'more', height: '3' }).connection, 'AU-9999')
    expect(read).deep.equal({ items: [quote], next: 'more', height: '3' })
    const odd = gatewayThat({ items: [{ ...quote, buy: '-2' }], height: '3' })
    const failure = await rejection<GatewayProblem>(readQuotes(odd.connection, 'AU-9999'))
    expect(failure.code).equal('unexpected_answer')
    expect(listAnswers.orders.safeParse({ items: [{}], height: '1' }).success).equal(false)
  })
})
