import express, { type Request, type Response, type Router } from 'express'
import { deviceId } from '../../chaincode/wire/identifiers.ts'
import { crashPoint } from '../crash-point.ts'
import { requireJson } from '../middleware/shape.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { InstructionDocument } from '../services/document.ts'
import { evidenceOf } from '../services/evidence.ts'
import type { Instructions } from '../services/instructions.ts'
import { askOthers, relayHeader } from '../services/relay.ts'
import type { ResultSigner } from '../services/result-signer.ts'
import { passOn, signedRouter } from './result-signature.ts'

const waitSecondsMaximum = 30
/** The longest body with an instruction in it. */
export const bodyLimit = '20kb'

/** How long the sender wants to wait for the outcome, at most half a minute. */
export const waitSeconds = (request: Request): number => {
  const wanted = request.get('prefer')?.match(/(?:^|[,;\s])wait=([0-9]{1,4})(?:$|[,;\s])/)?.[1]
  return Math.min(Number(wanted ?? '0'), waitSecondsMaximum)
}

/** Answers with what became of the instruction: 200, the refusal's own status, 503 in an outage, 202 while it is pending. */
export const answerInstruction = (response: Response, document: InstructionDocument): void => {
  const { id, status, code, values, waitingFor, receivedAt } = document
  const self = `/v1/instructions/${id}`
  if (status === 'accepted') {
    response.json(document)
    return
  }
  if (code !== undefined) {
    throw new Problem(code, { id, outcome: status === 'refused' ? 'refused' : 'none', ...(values ? { values } : {}) })
  }
  // The home's signed word of when it took this in, should it be judged by that (decision 0041).
  const received = receivedAt === undefined ? {} : { receivedAt }
  if (waitingFor !== undefined) {
    const values = { organisation: waitingFor }
    throw new Problem('organisation_unavailable', { id, outcome: 'pending', ...received, values, retryAfterSeconds: 5 })
  }
  response
    .status(202)
    .location(self)
    .json({ id, status, ...received, self })
}

const requireId = (text: string): string => {
  if (!deviceId.safeParse(text).success) throw new Problem('not_found')
  return text
}

/** Sending instructions and asking what became of them. */
export const instructionRoutes = (options: {
  instructions: Instructions
  projection: Projection
  mspId: string
  otherGateways: readonly string[]
  signer: ResultSigner
}): Router => {
  const { instructions, projection } = options
  const router = signedRouter('/v1/instructions', options.signer)

  router.post('/v1/instructions', requireJson, express.json({ limit: bodyLimit }), async (request, response) => {
    const isRelayed = request.get(relayHeader) !== undefined
    const result = await instructions.accept(request.body, { waitSeconds: waitSeconds(request), isRelayed })
    crashPoint('answered')
    if ('document' in result) return answerInstruction(response, result.document)
    passOn(response, result.relayed)
  })

  router.get('/v1/instructions/:id', async (request, response) => {
    const id = requireId(request.params.id)
    const known = instructions.find(id)
    if (known !== undefined) return void response.json(known)
    const isRelayed = request.get(relayHeader) !== undefined
    const told = isRelayed ? undefined : await askOthers(options.otherGateways, options.mspId, id)
    if (told === undefined) throw new Problem('not_found', { id })
    passOn(response, told)
  })

  router.get('/v1/instructions/:id/evidence', (request, response) => {
    response.json(evidenceOf(projection, requireId(request.params.id)))
  })

  return router
}
