import type { Body, ConfidentialBody, Kind } from '../../../chaincode/vocabulary.ts'
import type { Json } from '../../../chaincode/wire/canonical.ts'
import { digest, signingText } from '../../../chaincode/wire/signature.ts'
import type { ChainFile } from '../../../terminal/sdk/trade-chain/chain-file.ts'
import { confidentialBody } from '../../support/confidential.ts'
import { Device, privateKeyFrom, testNow } from '../../support/devices.ts'

const day = 86_400_000n
const deviceOf = (participant: string, role: 'customer' | 'dispatcher' | 'executor') =>
  new Device(participant, [role], 'test device', privateKeyFrom(`chain file of ${participant}`))

/** Who signs the segments of a made chain. */
export const chainSigners = {
  client: deviceOf('alice', 'customer'),
  bank: deviceOf('bank-dispatch', 'dispatcher'),
  institution: deviceOf('institution-treasury', 'executor'),
}

/** What a made chain says otherwise than a sale of 1,000 mg of gold at the limit, of which all is executed. */
export interface MadeOtherwise {
  open?: Partial<Body<'chain.open'>>
  trade?: { product?: string; quantity?: string; limitPrice?: string; priceScale?: string }
  send?: Partial<Body<'chain.send'>>
  position?: Partial<Omit<ConfidentialBody<'chain.send'>, 'salt'>>
  answer?: Partial<Body<'chain.answer'>>
  says?: Partial<Omit<ConfidentialBody<'chain.answer'>, 'salt'>>
  validUntil?: readonly (bigint | undefined)[]
  signers?: typeof chainSigners
}

const without = (members: object): object =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))

/** A segment as its device signs it. */
export const madeSegment = (by: Device, kind: Kind, body: object, text: string, validUntil = testNow + 600_000n) => {
  const instruction = by.instruction(kind, without(body) as never, { validUntil: `${validUntil}`, number: '7' })
  const { signature } = JSON.parse(by.sign(instruction)) as { signature: string }
  return {
    segment: { instruction: { ...instruction }, signature, confidential: text },
    id: digest(signingText(instruction)),
  }
}

const firstSegment = ({ open, trade, validUntil }: MadeOtherwise, by: Device) => {
  const identity = { type: 'account-number', value: '6222021234567890' }
  const said = { identity, trade: without({ quantity: '1000', limitPrice: '550', ...trade }) as unknown as Json }
  const { text, digest: first } = confidentialBody(said)
  const family = open?.family ?? 'metal'
  const body = {
    ...{ institution: 'InstitutionMSP', family, side: 'sell', cash: 'CNY', first, expiresAt: `${testNow + day}` },
    ...(family === 'metal' ? { metal: { voucher: 'GOLD-1G', quantity: '1000' } } : {}),
    ...open,
  }
  return { text, ...madeSegment(by, 'chain.open', body, text, validUntil?.[0]) }
}

/** A chain's file with all three segments, and the id of each. */
export const madeChain = (otherwise: MadeOtherwise = {}): { file: ChainFile; ids: string[] } => {
  const { client, bank, institution } = otherwise.signers ?? chainSigners
  const [, validSecond, validThird] = otherwise.validUntil ?? []
  const first = firstSegment(otherwise, client)
  const position = { first: first.text, position: '4000', grade: 'a', gradeVersion: '1', ...otherwise.position }
  const second = confidentialBody(position as never)
  const sent = { chain: first.id, answerBy: `${testNow + day}`, confidential: second.digest, ...otherwise.send }
  const send = madeSegment(bank, 'chain.send', sent, second.text, validSecond)
  const third = confidentialBody(without({ target: '3000', ...otherwise.says }) as never)
  const answered = {
    ...{ chain: first.id, send: send.id, verdict: 'executed', quantity: '1000', amount: '550000' },
    ...{ confidential: third.digest, ...otherwise.answer },
  }
  const answer = madeSegment(institution, 'chain.answer', answered, third.text, validThird)
  const signers = [client, bank, institution].map(({ participant, id: device, publicKey }) => ({
    ...{ participant, device, publicKey },
  }))
  const segments = [first.segment, send.segment, answer.segment]
  return { file: { format: 'assay-chain-1', ledger: 'assay', segments, signers }, ids: [first.id, send.id, answer.id] }
}

/** The first segments of a chain, with those who signed them. */
export const chainUpTo = (file: ChainFile, count: number): ChainFile => ({
  ...file,
  ...{ segments: file.segments.slice(0, count), signers: file.signers.slice(0, count) },
})
