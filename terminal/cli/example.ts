import { z } from 'zod'
import { agreementKinds } from '../../chaincode/domains/agreements/kinds.ts'
import { approvalKinds } from '../../chaincode/domains/approvals/kinds.ts'
import { actText, kindName } from '../../chaincode/domains/approvals/terms.ts'
import { certificateKinds } from '../../chaincode/domains/certificates/kinds.ts'
import { commerceKinds } from '../../chaincode/domains/commerce/kinds.ts'
import { marketKinds } from '../../chaincode/domains/market/kinds.ts'
import { matchingKinds } from '../../chaincode/domains/matching/kinds.ts'
import { packageKinds } from '../../chaincode/domains/packages/kinds.ts'
import { paymentKinds } from '../../chaincode/domains/payments/kinds.ts'
import { promotionKinds } from '../../chaincode/domains/promotions/kinds.ts'
import { recommendationKinds } from '../../chaincode/domains/recommendations/kinds.ts'
import { registryKinds } from '../../chaincode/domains/registry/kinds.ts'
import { tradeChainKinds } from '../../chaincode/domains/trade-chain/kinds.ts'
import { voucherKinds } from '../../chaincode/domains/vouchers/kinds.ts'
import { type Kind, partsOf } from '../../chaincode/vocabulary.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import { signatureBytes } from '../../chaincode/wire/device.ts'
import {
  caseNumber,
  countOrZero,
  displayName,
  instructionIdName,
  moment,
  orderNumber,
  participantId,
  quantity,
  quoteId,
  reference,
  voucherCode,
} from '../../chaincode/wire/identifiers.ts'

const hour = 3_600_000

/** Members whose example should make sense beside the others; every other one follows from its shape alone. */
const known: { readonly [member: string]: Json } = {
  base: '1 mg',
  shownAs: 'g',
  basePerShown: '1000',
  currency: 'CNY',
  cash: 'CNY',
  vouchers: ['CNY'],
  merchant: 'noodle-bar',
  issuer: 'treasury',
  provider: 'gold-shop',
  addresses: ['https://goods.example'],
  item: 'BAR-100G',
  roles: ['customer'],
  buy: '56000',
  sell: '55000',
  worstPrice: '56000',
  limitPrice: '55500',
  finenessPerTenThousand: 9999,
  lifeSeconds: 3600,
  zone: 'Asia/Shanghai',
  // The base point of P-256 (SEC 2): a key that parses, and that nobody would take for a device's own.
  x: 'axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY',
  y: 'T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU',
}

const plainTexts: ReadonlyMap<z.core.$ZodType, string> = new Map<z.core.$ZodType, string>([
  [participantId, 'bob'],
  [voucherCode, 'AU-9999'],
  [quantity, '1000'],
  [countOrZero, '0'],
  [caseNumber, 'CASE-1'],
  [reference, 'rent 11/26'],
  [displayName, 'A name for people'],
  [orderNumber, 'ORDER-1'],
  [quoteId, 'Q-1'],
  [signatureBytes, 'A'.repeat(86)],
  [kindName, 'identity.unlock'],
  [actText, '{"client":"bob"}'],
])

const exampleText = (shape: z.ZodType, member: string, now: number): string => {
  if (shape === instructionIdName) return `put-the-id-of-the-${member}-here`.padEnd(43, '-').slice(0, 43)
  if (shape === moment) return String(now + (member === 'termEndsAt' ? 30 * 24 : 1) * hour)
  // A new shape is tried with what the others are like, so that a new kind rarely needs a word here.
  const text = plainTexts.get(shape) ?? [...plainTexts.values()].find((one) => shape.safeParse(one).success)
  if (text === undefined) throw new Error(`no example is known of the text ${member}`)
  return text
}

const exampleObject = (shape: z.ZodObject, now: number): { [member: string]: Json } =>
  Object.fromEntries(
    Object.entries(shape.shape)
      .filter(([, one]) => !(one instanceof z.ZodOptional))
      .map(([name, one]) => [name, exampleValue(one as z.ZodType, name, now)]),
  )

const exampleWord = (shape: z.ZodType): Json | undefined => {
  if (shape instanceof z.ZodEnum) return shape.options[0] as Json
  if (shape instanceof z.ZodLiteral) return shape.value as Json
  if (shape instanceof z.ZodNumber) return Math.max(1, shape.minValue ?? 1)
  return shape instanceof z.ZodBoolean ? false : undefined
}

const exampleValue = (shape: z.ZodType, member: string, now: number): Json => {
  const sensible = known[member]
  if (sensible !== undefined && shape.safeParse(sensible).success) return sensible
  if (shape instanceof z.ZodObject) return exampleObject(shape, now)
  if (shape instanceof z.ZodUnion) return exampleValue(shape.options[0] as z.ZodType, member, now)
  if (shape instanceof z.ZodArray) return [exampleValue(shape.element as z.ZodType, member, now)]
  return exampleWord(shape) ?? exampleText(shape, member, now)
}

/** A body of this kind that its shape takes, without the members that may be left out; moments lie ahead of `now`. */
export const exampleOf = (kind: Kind, now: number): { [member: string]: Json } => exampleObject(partsOf(kind).body, now)

/** The members of a body that may be left out, those of its parts with the way to them: `trade`, `device.proof`. */
export const optionalMembersOf = (kind: Kind): string[] => optionalIn(partsOf(kind).body, '')

const optionalIn = (shape: z.ZodType, path: string): string[] => {
  if (!(shape instanceof z.ZodObject)) return []
  return Object.entries(shape.shape).flatMap(([name, one]) =>
    one instanceof z.ZodOptional ? [`${path}${name}`] : optionalIn(one as z.ZodType, `${path}${name}.`),
  )
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** Who may send a kind, what it tells, and which members may be left out, in a sentence each. */
export const sentencesOf = (kind: Kind): string[] => {
  const { roles, effects, stamp, judgedByReceipt = false } = partsOf(kind)
  const optional = optionalMembersOf(kind)
  return [
    roles.length === 0
      ? 'Any device of the participant may send it.'
      : `A device with the role ${roles.join(' or ')} may send it.`,
    `Once accepted it tells ${listed(effects)}.`,
    ...(optional.length === 0 ? [] : [`It may also have ${listed(optional)}.`]),
    ...(stamp === undefined ? [] : ['It is not honoured without its home’s stamp, which the gateway adds.']),
    ...(judgedByReceipt ? ['It counts as of when its home received it.'] : []),
  ]
}

const domains: { readonly [domain: string]: object } = {
  registry: registryKinds,
  vouchers: voucherKinds,
  agreements: agreementKinds,
  market: marketKinds,
  payments: paymentKinds,
  certificates: certificateKinds,
  commerce: commerceKinds,
  matching: matchingKinds,
  recommendations: recommendationKinds,
  packages: packageKinds,
  'trade-chain': tradeChainKinds,
  approvals: approvalKinds,
  promotions: promotionKinds,
}

/** Every kind under its domain, with who may send it and the members of its body; those in brackets may be left out. */
export const kindsByDomain = (): { domain: string; kinds: { kind: Kind; roles: string; members: string }[] }[] =>
  Object.entries(domains).map(([domain, kinds]) => ({
    domain,
    kinds: (Object.keys(kinds) as Kind[]).map((kind) => {
      const { roles, body } = partsOf(kind)
      const members = Object.entries(body.shape).map(([name, one]) =>
        one instanceof z.ZodOptional ? `[${name}]` : name,
      )
      return { kind, roles: roles.join(' or ') || 'any device', members: members.join(', ') || 'nothing' }
    }),
  }))
