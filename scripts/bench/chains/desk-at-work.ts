import { setTimeout as sleep } from 'node:timers/promises'
import { digest, signingText } from '../../../chaincode/wire/signature.ts'
import type { Topology } from '../../../network/topology.ts'
import { openSession } from '../shop.ts'
import { type Desk, say, sold } from './people.ts'

/** What of an event's document counts here. */
interface Told {
  kind: string
  status: string
  body: { chain?: string }
}

interface File {
  segments: [unknown, { instruction: object; confidential: string }]
}

const triesMaximum = 40
const againMilliseconds = 50

/** The documents of a stream of server-sent events, one after the other, until it ends. */
async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Told> {
  let text = ''
  for await (const part of body.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>) {
    const whole = (text + part).split('\n\n')
    text = whole.pop() ?? ''
    for (const message of whole) {
      const data = message.split('\n').find((line) => line.startsWith('data: {"'))
      if (data !== undefined) yield JSON.parse(data.slice('data: '.length)) as Told
    }
  }
}

/**
 * An institution's device in the benchmark's hand: told of what concerns it by its gateway's events, it reads the file of each chain that is
 * sent to it, executes, and answers; and tells who waits for a chain that it is settled.
 */
export class DeskAtWork {
  readonly #topology: Topology
  readonly #desk: Desk
  readonly #waiting = new Map<string, { resolve: () => void; reject: (error: Error) => void }>()
  readonly #ended = new AbortController()
  #token = ''
  #failure: Error | undefined

  constructor(topology: Topology, desk: Desk) {
    this.#topology = topology
    this.#desk = desk
  }

  /** Begins; resolves once its gateway tells it what comes. */
  async open(): Promise<void> {
    const { ask, mspId, device, url } = this.#desk
    this.#token = await openSession(ask, this.#topology, mspId, device)
    const headers = { authorization: `Bearer ${this.#token}` }
    const answer = await fetch(`${url}/v1/events`, { headers, signal: this.#ended.signal })
    if (!answer.ok || answer.body === null) throw new Error(`events were answered with ${answer.status}`)
    void this.#follow(answer.body).catch((error: Error) => this.#fail(error))
  }

  /** Resolves once the chain is settled; rejects where its institution could not answer it. */
  settled(chain: string): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => this.#waiting.set(chain, { resolve, reject }))
  }

  async #follow(body: ReadableStream<Uint8Array>): Promise<void> {
    for await (const { kind, status, body: said } of eventsOf(body)) {
      const { chain } = said
      if (status !== 'accepted' || chain === undefined) continue
      if (kind === 'chain.send') void this.#answer(chain).catch((error: Error) => this.#fail(error))
      if (kind === 'chain.settle') this.#settle(chain)
    }
  }

  /** What both sides hold in the end tells whether it was settled or is a conflict. */
  #settle(chain: string): void {
    this.#waiting.get(chain)?.resolve()
    this.#waiting.delete(chain)
  }

  #fail(error: Error): void {
    if (this.#ended.signal.aborted) return
    this.#failure = error
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }

  async #file(chain: string): Promise<File> {
    for (let tries = 1; ; tries += 1) {
      const found = await this.#desk
        .ask(`/v1/chains/${chain}/file`, { token: this.#token })
        .catch((error: Error) => error)
      if (!(found instanceof Error)) return found as unknown as File
      if (tries >= triesMaximum) throw found
      // A peer may hand out a private row a moment behind its block.
      await sleep(againMilliseconds)
    }
  }

  async #answer(chain: string): Promise<void> {
    const { ask, device } = this.#desk
    const [, second] = (await this.#file(chain)).segments
    const { position } = JSON.parse(second.confidential) as { position: string }
    const send = digest(signingText(second.instruction as never))
    const { quantity, amount } = sold
    await say({ ask, ledger: this.#topology.channel, device }, 'chain.answer', {
      body: { chain, send, verdict: 'executed', quantity, amount },
      says: { target: `${BigInt(position) - BigInt(quantity)}` },
    })
  }

  close(): void {
    this.#ended.abort()
  }
}
