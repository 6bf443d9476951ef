import { expect } from 'chai'
import { connect } from '../../../terminal/sdk/connection.ts'
import { EventReader, followEvents, type LedgerEvent } from '../../../terminal/sdk/events.ts'

const event = (id: string, kind: string) => `id: ${id}\nevent: ${kind}\ndata: {"id":"${kind}"}\n\n`

/** A gateway whose streams are given; each request takes the next one, and the last one stays open. */
const gatewayOf = (answers: readonly (string | number)[]) => {
  const asked: { after: string | null; authorization: string | null }[] = []
  const stop = new AbortController()
  const fetch = async (_url: unknown, options?: RequestInit) => {
    const headers = new Headers(options?.headers)
    asked.push({ after: headers.get('last-event-id'), authorization: headers.get('authorization') })
    const answer = answers[asked.length - 1]
    if (answer === undefined) {
      stop.abort()
      throw new TypeError('no more')
    }
    return typeof answer === 'number' ? new Response(null, { status: answer }) : new Response(answer)
  }
  const connection = connect('http://127.0.0.1:1', { fetch: fetch as typeof globalThis.fetch, sleep: async () => {} })
  return { asked, connection, signal: stop.signal }
}

describe('following the events of the ledger', () => {
  it('puts events together from pieces that are cut anywhere', () => {
    const text = `${event('1.0.0', 'trade.buy.accepted')}: beat\n\n${event('2.0.0', 'quote.publish.accepted')}`
    for (let cut = 0; cut <= text.length; cut += 1) {
      const reader = new EventReader()
      const events = [...reader.read(text.slice(0, cut)), ...reader.read(text.slice(cut))]
      expect(events.map(({ id }) => id).filter(Boolean), `cut at ${cut}`).deep.equal(['1.0.0', '2.0.0'])
    }
  })

  it('takes no place that is none, and no data that is no JSON', () => {
    const [first] = new EventReader().read('id: 1;DROP\nevent: gap\ndata: {"half\n\n')
    expect(first).deep.equal({ id: undefined, event: 'gap', data: undefined })
  })

  it('comes back behind the last event that arrived, without gap or double', async () => {
    const gateway = gatewayOf([
      event('1.0.0', 'one') + event('1.0.1', 'two'),
      503,
      `id: 7.0.0\n\n`,
      event('8.0.0', 'three'),
    ])
    const seen: LedgerEvent[] = []
    const states: string[] = []
    await followEvents(gateway.connection, {
      authorization: async () => 'Bearer token',
      signal: gateway.signal,
      onState: (state) => states.push(state),
      onEvent: (one) => seen.push(one),
    })
    expect(gateway.asked.map(({ after }) => after)).deep.equal([null, '1.0.1', '1.0.1', '7.0.0', '8.0.0'])
    expect(seen.map((one) => one.event)).deep.equal(['one', 'two', 'three'])
    expect(states.slice(0, 4)).deep.equal(['open', 'lost', 'lost', 'open'])
  })

  it('asks for another token once one was refused', async () => {
    const gateway = gatewayOf([401, event('1.0.0', 'one')])
    const before: boolean[] = []
    await followEvents(gateway.connection, {
      authorization: async ({ wasRefused }) => {
        before.push(wasRefused)
        return 'Bearer token'
      },
      signal: gateway.signal,
      onState: () => {},
      onEvent: () => {},
    })
    expect(before).deep.equal([false, true, false])
  })
})
