import { z } from 'zod'
import { demandAnswers, demands, matchers, matches } from '../../chaincode/domains/matching/tables.ts'
import {
  answers,
  deliveries,
  recommendationMatches,
  recommendations,
  rights,
} from '../../chaincode/domains/recommendations/tables.ts'
import { asWritten } from '../../chaincode/wire/table.ts'
import { chosenStates } from '../routes/matching.ts'
import { json, type Operations } from './operation.ts'
import { decimal } from './shapes.ts'

const chosen = z.array(z.object({ holder: z.string(), certificate: z.string().optional() }))
const said = z.object({ version: z.int(), block: decimal, found: z.int(), list: z.string() })
const listed = z.object({
  ...{ holder: z.string(), certificate: z.string().optional(), goodsScore: z.int().optional() },
  ...{ score: z.int().optional(), interactions: decimal.optional() },
})
const full = said.extend({ chosen })

/** Of a list that agrees its digest, and of one that differs both, as far as this gateway has its own. */
const recomputed = said.partial().extend({
  agrees: z.boolean(),
  said: full.optional(),
  expected: full.extend({ names: z.array(listed) }).optional(),
})

const demand = z.object({
  demand: asWritten(demands.shape),
  match: asWritten(matches.shape).optional(),
  recomputed: recomputed.optional(),
  holders: z.array(
    z.object({ holder: z.string(), certificate: z.string().optional(), state: z.enum(chosenStates.demand) }),
  ),
  answers: z.array(asWritten(demandAnswers.shape)),
  height: decimal,
})

const recommendation = z.object({
  recommendation: asWritten(recommendations.shape),
  match: asWritten(recommendationMatches.shape).optional(),
  recomputed: recomputed.optional(),
  holders: z.array(z.object({ holder: z.string(), state: z.enum(chosenStates.recommendation) })),
  answers: z.array(asWritten(answers.shape)),
  rights: z.array(asWritten(rights.shape)),
  deliveries: z.array(asWritten(deliveries.shape)),
  counts: z.object({ inTime: z.int(), early: z.int(), late: z.int() }).optional(),
  height: decimal,
})

const keeper = z.object({ participant: z.string(), home: z.string() })

/** Demands and recommendations as their parties see them, and who matches. */
export const matchingOperations: Operations = {
  '/v1/matchers': {
    get: {
      summary: 'The matching services that are open, by name',
      answers: { 200: json(z.object({ items: z.array(asWritten(matchers.shape)), height: decimal }), 'The services') },
    },
  },
  '/v1/keepers': {
    get: {
      summary: 'Who keeps first keys of packages now, by name',
      answers: { 200: json(z.object({ items: z.array(keeper), height: decimal }), 'The keepers') },
    },
  },
  '/v1/demands/{id}': {
    get: {
      summary:
        'A demand, for its requester and its matching service: the match, how it stands with each chosen holder, the offers (for the requester alone), and whether this gateway finds the same list',
      needsSession: true,
      answers: { 200: json(demand, 'The demand') },
    },
  },
  '/v1/recommendations/{id}': {
    get: {
      summary:
        'A recommendation, for its recommender and its matching service: the match, who was asked, and for the recommender the answers, counted by their verdicts, the rights and what was delivered',
      needsSession: true,
      answers: { 200: json(recommendation, 'The recommendation') },
    },
  },
}
