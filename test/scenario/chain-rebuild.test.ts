import { expect } from 'chai'
import { digest, signingText } from '../../chaincode/wire/signature.ts'
import { confidentialBody } from '../support/confidential.ts'
import { waitUntilAllStand } from './support/agreement.ts'
import { gateways, startEverything, stopPeer, topology } from './support/network.ts'
import { get, idOf, postText, waitForOutcome } from './support/people.ts'
import { rebuildMember } from './support/rebuild.ts'
import { TradeDesk, until, type Wanted } from './support/trade-desk.ts'

// The bank's other peer must be back, and the rows fetched from it, before anything goes on.
const backMilliseconds = 400_000

describe('trade chains while a member has lost what the pair alone keeps, on a network', () => {
  const desk = new TradeDesk('chain-rebuild')
  const stock = { family: 'stock', product: 'REBUILT-1' } as const
  const wanted: Wanted = {
    ...{ side: 'sell', quantity: '100', limitPrice: '550', of: stock },
    identity: { type: 'account-number', value: '6222095173846204' },
  }

  before(async () => {
    await desk.open(['metal', 'stock'])
    await desk.know(wanted.identity)
    expect((await desk.grade('a')).status).to.equal(200)
    expect((await desk.position(stock, '5000')).status).to.equal(200)
  })

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
    return { envelope: desk.desk.envelope('chain.answer', { ...body, confidential }), text }
  }

  it('S2-043 wait as in an outage, seen as a gap, and go on by themselves once the other member is back', async function () {
    this.timeout(900_000)
    const answered = await desk.trade(wanted)
    const open = await desk.trade(wanted)
    const { body: file } = await until(
      () => desk.file(desk.desk, answered, 'institution'),
      ({ body }) => body.segments?.length === 2,
    )
    await desk.untilStands(open, 'sent')
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
      () => desk.file(desk.desk, open, 'institution'),
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
    await desk.untilStands(answered, 'settled', backMilliseconds)
    await until(ready, (problems) => !problems.includes('missing'), backMilliseconds)
    expect(isGap.test(await metrics())).to.equal(false)
    await desk.answer(open, { verdict: 'executed', quantity: '100', amount: '55000' })
    await desk.untilStands(open, 'settled')
    // What the two sold is in the position that the next one is sent with.
    const next = await desk.trade(wanted)
    const { body } = await until(
      () => desk.file(desk.desk, next, 'institution'),
      ({ body: told }) => told.segments?.length === 2,
    )
    expect(JSON.parse(body.segments[1].confidential).position).to.equal('4800')
  })
})
