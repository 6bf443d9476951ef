import type { ReadEnvelope } from '../../../chaincode/envelope.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import type { Result } from '../result.ts'
import { isPassing } from '../retry.ts'
import type { Terminal } from '../terminal.ts'
import { type AnswerRule, type ByRule, decideByRule, type OfferByRule } from './answer-rule.ts'
import { readAllMatching } from './records.ts'
import { type Asked, boundsOf, receiveRequests } from './requests.ts'

/** What became of a request. */
export type Told =
  | { asked: Asked; did: 'answered' | 'declined' | 'offered'; result: Result }
  /** It could not be sent, and is kept: the same instruction is sent again (S3-073). */
  | { asked: Asked; did: 'queued'; id: string }
  /** No rule fits: a person decides. */
  | { asked: Asked; did: 'left' }
  /** Its time was over before an answer could leave. */
  | { asked: Asked; did: 'missed' }
  | { asked: Asked; did: 'failed'; error: Error }

export interface AnsweringParts {
  terminal: Pick<
    Terminal,
    'participant' | 'connection' | 'read' | 'readSigned' | 'make' | 'send' | 'resend' | 'putBytes'
  >
  rules: readonly AnswerRule[]
  /** Seals the key of what is offered to the demand; undefined where this device has none. */
  sealOffer: (asked: Asked & { of: 'demand' }, offer: OfferByRule) => Promise<string | undefined>
  tell: (told: Told) => void
}

const doneBy = { answer: 'answered', decline: 'declined', offer: 'offered' } as const

const subjectOf = (asked: Asked): string => (asked.of === 'demand' ? asked.demand : asked.recommendation)

/** The body that offers to a demand what a rule says, from `now` on in UTC milliseconds. */
export const offerBody = (
  demand: string,
  { instance, form, scope, endsInSeconds, transferable, goodForSeconds }: OfferByRule,
  { now, sealedKey }: { now: number; sealedKey?: string | undefined },
): Body<'demand.answer'> => ({
  ...{ demand, instance, form, until: String(now + goodForSeconds * 1000) },
  ...(scope === undefined ? {} : { scope }),
  ...(endsInSeconds === undefined ? {} : { endsAt: String(now + endsInSeconds * 1000) }),
  ...(transferable === undefined ? {} : { transferable }),
  ...(sealedKey === undefined ? {} : { sealedKey }),
})

/** Whether an answer would be in time now, is too early yet, or comes too late. */
const timeOf = (asked: Asked, now: number): 'early' | 'in-time' | 'late' => {
  const { from, until } = asked.of === 'demand' ? { from: 0, until: Number(asked.until) } : boundsOf(asked)
  if (now < from) return 'early'
  return now > until ? 'late' : 'in-time'
}

/**
 * The responding module: answers what this participant is asked by stored rules, each request once, and no recommendation before its window
 * begins. What could not leave is kept and sent again, the same bytes, so that the first receipt counts.
 */
export class Answering {
  readonly #parts: AnsweringParts
  readonly #settled = new Set<string>()
  readonly #queued = new Map<string, { asked: Asked; decision: ByRule; id: string }>()

  constructor(parts: AnsweringParts) {
    this.#parts = parts
  }

  /** Looks at all requests once. Throws what stands in the way of reading them. */
  async round(): Promise<void> {
    for (const queued of [...this.#queued.values()]) await this.#again(queued)
    const { terminal } = this.#parts
    const asked = [
      ...(await receiveRequests(terminal, 'demand')).items,
      ...(await receiveRequests(terminal, 'recommendation')).items,
    ]
    const open = asked.filter((one) => !this.#settled.has(subjectOf(one)) && !this.#queued.has(subjectOf(one)))
    if (open.length === 0) return
    await this.#noticeAnswered()
    for (const one of open.filter((request) => !this.#settled.has(subjectOf(request)))) await this.#decide(one)
  }

  /** What was answered before, on whatever device, is answered. */
  async #noticeAnswered(): Promise<void> {
    const { terminal } = this.#parts
    for (const { demand } of await readAllMatching(terminal, 'demand-answers')) this.#settled.add(demand)
    for (const { recommendation, participant } of await readAllMatching(terminal, 'rights'))
      if (participant === terminal.participant) this.#settled.add(recommendation)
  }

  async #decide(asked: Asked): Promise<void> {
    const { terminal, rules, tell } = this.#parts
    const decision = decideByRule(rules, asked)
    const time = timeOf(asked, terminal.connection.now())
    // An early answer uses nothing up, but it says nothing either.
    if (decision?.do === 'answer' && time === 'early') return
    if (decision !== undefined && time !== 'late') return this.#act(asked, decision)
    this.#settled.add(subjectOf(asked))
    tell({ asked, did: decision === undefined ? 'left' : 'missed' })
  }

  async #act(asked: Asked, decision: ByRule): Promise<void> {
    const { terminal } = this.#parts
    const envelope = await this.#make(asked, decision).catch((error: Error) => this.#fail(asked, error))
    if (envelope !== undefined) await this.#settle({ asked, decision, id: envelope.id }, () => terminal.send(envelope))
  }

  /** Gives a request up for a fault that no waiting mends; throws any other. */
  #fail(asked: Asked, error: Error): undefined {
    if (isPassing(error)) throw error
    this.#queued.delete(subjectOf(asked))
    this.#settled.add(subjectOf(asked))
    this.#parts.tell({ asked, did: 'failed', error })
  }

  async #make(asked: Asked, decision: ByRule): Promise<ReadEnvelope> {
    const { terminal, sealOffer } = this.#parts
    if (asked.of === 'recommendation') {
      const kind = decision.do === 'decline' ? 'recommendation.decline' : 'recommendation.answer'
      return terminal.make(kind, { recommendation: asked.recommendation })
    }
    const { demand } = asked
    if (decision.do !== 'offer') return terminal.make('demand.decline', { demand })
    const sealedKey = await sealOffer(asked, decision)
    return terminal.make('demand.answer', offerBody(demand, decision, { now: terminal.connection.now(), sealedKey }))
  }

  /** Takes note of an outcome; what has none yet is kept for the next round. */
  async #settle(one: { asked: Asked; decision: ByRule; id: string }, send: () => Promise<Result>): Promise<void> {
    const { asked, decision, id } = one
    const subject = subjectOf(asked)
    const result = await send().catch((error: Error) => (isPassing(error) ? 'outage' : this.#fail(asked, error)))
    if (result === undefined) return
    if (result === 'outage' || result.status === 'pending') {
      if (!this.#queued.has(subject)) this.#parts.tell({ asked, did: 'queued', id })
      this.#queued.set(subject, one)
      return
    }
    this.#queued.delete(subject)
    this.#settled.add(subject)
    this.#parts.tell({ asked, did: doneBy[decision.do], result })
  }

  async #again(queued: { asked: Asked; decision: ByRule; id: string }): Promise<void> {
    await this.#settle(queued, async () => (await this.#parts.terminal.resend(queued.id))[0] as Result)
  }
}
