import { expect } from 'chai'
import { digest, signingText } from '../../chaincode/wire/signature.ts'
import { confidentialBody } from '../support/confidential.ts'
import { waitUntilAllStand } from './support/agreement.ts'
import { gateways, startEverything, stopPeer, topology } from './support/network.ts'
import { get, idOf, postText, waitForOutcome } from './support/people.ts'
import { rebuildMember } from './support/rebuild.ts'
import { Trading } from './support/trading.ts'
import { until } from './support/until.ts'

// The bank's other peer must be back, and the rows fetched from it, before anything goes on.
const backMilliseconds = 400_000

describe('trade chains while a member has lost what the pair alone keeps, on a network', () => {
  const stock = { family: 'stock', product: 'REBUILT-1' } as const
  let trading: Trading

  before(async () => {
    trading = await Trading.open('chain-rebuild', ['stock'])
    await trading.position(trading.client, { ...stock, quantity: '5000' })
  })

  /** A sale of 100 of the stock. */
  const opened = (): Promise<string> => {
    const { family, product } = stock
    return trading.opened('sell', { body: { family }, trade: { product, quantity: '100' } })
  }

  const ready = async (): Promise<string> => {
    const { body } = await get(gateways.institution, '/ready')
    return (body.problems as string[]).join()
  }
  const metrics = async (): Promise<string> => (await fetch(`${gateways.institution}/metrics`)).text()
  const isGap = /assay_private_gaps\{collection="pair-bank-institution"\} [1-9]/

  /** The institution's answer to a chain whose texts it read before. */
  const answerTo = (chain: string, second: { instruction: never; confidential: string }) => {
    const { position } = JSON.parse(second.confidential) as { position: string }
    const { text, digest: confidential } = confidentialBody({ target: String(BigInt(position) - 100n) })
    const body = { chain, send: digest(signingText(second.instruction)), verdict: 'executed', amount: '55000' } as const
    return { envelope: trading.desk.envelope('chain.answer', { ...body, confidential }), text }
  }

  it('S2-043 wait as in an outage, seen as a gap, and go on by themselves once the other member is back', async function () {
    this.timeout(900_000)
    const answered = await opened()
    const open = await opened()
    const { body: file } = await until(
      () => trading.fileFor(trading.desk, answered, 'institution'),
      ({ body }) => body.segments?.length === 2,
    )
    await trading.untilStands(open, 'sent')
    await waitUntilAllStand(topology)
    await stopPeer('bank')
    await rebuildMember('institution')

    await until(
      ready,
      (problems) => /\b[0-9]+ private rows of pair-bank-institution are missing/.test(problems),
      backMilliseconds,
    )
    await until(metrics, (text) => isGap.test(text))
    // Once it has read on to the chain, that its texts are missing is never told as if there were none.
    await until(
      () => trading.fileFor(trading.desk, open, 'institution'),
      ({ body }) => body.code === 'private_rows_missing',
      backMilliseconds,
    )
    const { envelope, text } = answerTo(answered, file.segments[1])
    const sent = JSON.stringify({ ...envelope, confidential: text })
    const { body: waiting } = await postText(gateways.institution, sent, { prefer: 'wait=2' })
    expect(['organisation_unavailable', undefined], JSON.stringify(waiting)).to.include(waiting.code)
    expect(waiting.status === 'accepted').to.equal(false)

    await startEverything()
    const { body: outcome } = await waitForOutcome(gateways.institution, idOf(envelope), backMilliseconds / 1_000)
    expect(outcome.status, JSON.stringify(outcome)).to.equal('accepted')
    await trading.untilStands(answered, 'settled', { milliseconds: backMilliseconds })
    await until(ready, (problems) => !problems.includes('missing'), backMilliseconds)
    expect(isGap.test(await metrics())).to.equal(false)
    await trading.execute(open, { quantity: '100', amount: '55000' })
    await trading.untilStands(open, 'settled')
    // What the two sold is in the position that the next one is sent with.
    const next = await opened()
    const { body } = await until(
      () => trading.fileFor(trading.desk, next, 'institution'),
      ({ body: told }) => told.segments?.length === 2,
    )
    expect(JSON.parse(body.segments[1].confidential).position).to.equal('4800')
  })
})
