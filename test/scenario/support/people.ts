import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Envelope } from '../../../chaincode/envelope.ts'
import type { Body, Kind } from '../../../chaincode/vocabulary.ts'
import type { DeviceRole, PublicKey } from '../../../chaincode/wire/device.ts'
import type { RegistrarEnrolment } from '../../../chaincode/wire/registrar.ts'
import { cardText, digest, signatureText, signingText, thumbprint } from '../../../chaincode/wire/signature.ts'
import { gateways } from './network.ts'

/** An answer of a gateway, with whatever JSON it holds: the tests say what they expect of it. */
export interface Answer {
  status: number
  type: string
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the tests find out
  body: any
}

/** Signs a text with a P-256 key as a device does: ES256, low s, base64url. */
const signText = (key: KeyObject, text: string): string =>
  signatureText(sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }))

/** A person with one device in the hand: signs instructions, counts their numbers, sends them. */
export class Person {
  readonly participant: string
  readonly publicKey: PublicKey
  readonly device: string
  readonly #privateKey: KeyObject
  #number = 0

  constructor(participant: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x, y } = publicKey.export({ format: 'jwk' }) as { x: string; y: string }
    this.participant = participant
    this.publicKey = { crv: 'P-256', kty: 'EC', x, y }
    this.device = thumbprint(this.publicKey)
    this.#privateKey = privateKey
  }

  /** The card of this device, for an administrator or a registrar. */
  card(name = `device of ${this.participant}`): RegistrarEnrolment {
    const { participant, publicKey, device } = this
    return { participant, name, publicKey, proof: this.sign(cardText({ participant, device })) }
  }

  newDevice(roles: DeviceRole[]) {
    const { participant: _participant, ...card } = this.card()
    return { ...card, roles }
  }

  sign(text: string): string {
    return signText(this.#privateKey, text)
  }

  /** A signed envelope with this device's next number, unless `head` says otherwise. */
  envelope<K extends Kind>(kind: K, body: Body<K>, head: { [name: string]: string } = {}): Envelope {
    this.#number += 1
    const instruction = {
      ledger: 'assay',
      kind,
      from: this.participant,
      device: this.device,
      number: String(this.#number),
      validUntil: String(Date.now() + 600_000),
      body,
      ...head,
    } as Envelope['instruction']
    return { instruction, signature: this.sign(signingText(instruction)) }
  }
}

/** The id that an instruction has everywhere. */
export const idOf = ({ instruction }: Envelope): string => digest(signingText(instruction))

const read = async (response: Response): Promise<Answer> => ({
  status: response.status,
  type: response.headers.get('content-type') ?? '',
  body: await response.json().catch(() => ({})),
})

/** Posts any text as an instruction, and reads the answer. */
export const postText = async (url: string, text: string, headers: Record<string, string> = {}): Promise<Answer> =>
  read(
    await fetch(`${url}/v1/instructions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: text,
    }),
  )

/** Posts an envelope and waits up to `wait` seconds for its outcome. */
export const post = (url: string, envelope: Envelope, wait = 20): Promise<Answer> =>
  postText(url, JSON.stringify(envelope), wait > 0 ? { prefer: `wait=${wait}` } : {})

const heightOf = async (url: string): Promise<number> => {
  try {
    const { height } = (await (await fetch(`${url}/v1/ledger`)).json()) as { height: string }
    return Number(height)
  } catch {
    // That gateway is down, as some tests want it.
    return 0
  }
}

/** Waits until a gateway has read what any other has told of: an outcome of one is read at another a moment later. */
export const untilItKnows = async (url: string): Promise<void> => {
  // A test's own network has heights of its own.
  if (!Object.values(gateways).includes(url)) return
  const heights = await Promise.all(Object.values(gateways).map(heightOf))
  const highest = Math.max(...heights)
  for (let tries = 0; tries < 1_000 && (await heightOf(url)) < highest; tries += 1)
    await new Promise((resume) => setTimeout(resume, 20))
}

/** Asks a gateway; about an account, not before it knows what all know. */
export const get = async (url: string, path: string, token?: string): Promise<Answer> => {
  if (path.startsWith('/v1/accounts/')) await untilItKnows(url)
  return read(
    await fetch(`${url}${path}`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
  )
}

const postJson = async (url: string, path: string, value: unknown): Promise<Answer> =>
  read(
    await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(value),
    }),
  )

/** Opens a session for reading at a gateway and gives its token. */
export const openSession = async (url: string, mspId: string, person: Person): Promise<string> => {
  const claim = { participant: person.participant, device: person.device }
  const { challenge } = (await postJson(url, '/v1/sessions/challenge', claim)).body
  const signature = person.sign(`assay-session\nassay\n${mspId}\n${challenge}`)
  const { body } = await postJson(url, '/v1/sessions', { ...claim, challenge, signature })
  return body['token']
}

/** Asks until the instruction has its outcome, or gives up after `seconds`. */
export const waitForOutcome = async (url: string, id: string, seconds = 120): Promise<Answer> => {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const answer = await get(url, `/v1/instructions/${id}`).catch(() => undefined)
    if (answer !== undefined && answer.status === 200 && answer.body['status'] !== 'pending') {
      // It may have asked another gateway: what the instruction changed is read here a moment later.
      await untilItKnows(url)
      return answer
    }
    if (Date.now() > end) throw new Error(`no outcome of ${id} within ${seconds} s; last: ${JSON.stringify(answer)}`)
    await new Promise((resume) => setTimeout(resume, 200))
  }
}

/** Sends an instruction of somebody and wants it accepted; answers its effects, and fails loudly when it is refused. */
export const honoured = async <K extends Kind>(url: string, person: Person, kind: K, body: Body<K>) => {
  const answer = await post(url, person.envelope(kind, body))
  if (answer.status !== 200) throw new Error(`${kind} of ${person.participant}: ${JSON.stringify(answer.body)}`)
  return answer.body['effects']
}

/** The code that a promise was refused with; `none` when it was kept. */
export const refusalOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    ({ code }: { code: string }) => code,
  )
