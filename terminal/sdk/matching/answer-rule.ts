import { z } from 'zod'
import { instanceForms, itemCode, useName } from '../../../chaincode/domains/certificates/terms.ts'
import { traitCode } from '../../../chaincode/domains/matching/traits.ts'
import { areDistinct, instructionIdName } from '../../../chaincode/wire/identifiers.ts'
import type { Asked } from './requests.ts'

const declines = z.strictObject({ do: z.literal('decline') })

/** What is offered to a demand, for how many seconds, and of a licence for which uses and how long. */
const offers = z.strictObject({
  do: z.literal('offer'),
  instance: instructionIdName,
  form: z.enum(instanceForms),
  scope: z.array(useName).min(1).max(8).refine(areDistinct, 'uses must differ').optional(),
  endsInSeconds: z.int().min(1).max(315_360_000).optional(),
  transferable: z.boolean().optional(),
  goodForSeconds: z.int().min(1).max(31_536_000),
})
export type OfferByRule = z.infer<typeof offers>

const forDemands = z.strictObject({
  of: z.literal('demand'),
  /** Only requests whose goods want one of these codes, whatever the trait; any, where none is named. */
  codes: z.array(traitCode).min(1).max(64).optional(),
  /** Only requests for which this certificate fitted best. */
  certificate: instructionIdName.optional(),
  decision: z.discriminatedUnion('do', [offers, declines]),
})

const forRecommendations = z.strictObject({
  of: z.literal('recommendation'),
  /** Only recommendations of one of these. */
  identifiers: z.array(itemCode).min(1).max(64).optional(),
  /** Only recommendations one of whose traits has one of these codes. */
  codes: z.array(traitCode).min(1).max(64).optional(),
  decision: z.discriminatedUnion('do', [z.strictObject({ do: z.literal('answer') }), declines]),
})

/** A stored rule that answers requests without a person: which, and what is done. It decides from the request alone (S3-072). */
export const answerRule = z.discriminatedUnion('of', [forDemands, forRecommendations])
export type AnswerRule = z.infer<typeof answerRule>

/** The rules of a device, of which the first that fits decides. */
export const answerRules = z.array(answerRule).min(1).max(64)

/** What is done about a request. */
export type ByRule = AnswerRule['decision']

/** True where nothing is named, or something of it is there. */
const meets = (named: readonly string[] | undefined, there: readonly string[]): boolean =>
  named === undefined || named.some((one) => there.includes(one))

const fits = (rule: AnswerRule, asked: Asked): boolean => {
  if (rule.of === 'demand' && asked.of === 'demand') {
    const codes = asked.goods.flatMap(({ anyOf = [] }) => anyOf)
    return meets(rule.codes, codes) && (rule.certificate === undefined || rule.certificate === asked.certificate)
  }
  if (rule.of !== 'recommendation' || asked.of !== 'recommendation') return false
  const codes = asked.traits.flatMap((value) => value.codes ?? [])
  return meets(rule.identifiers, [asked.identifier]) && meets(rule.codes, codes)
}

/** The determining module: what the first rule that fits says; undefined where none does, and a person is asked (S3-072). */
export const decideByRule = (rules: readonly AnswerRule[], asked: Asked): ByRule | undefined =>
  rules.find((rule) => fits(rule, asked))?.decision
