import type { z } from 'zod'
import { agreementKinds } from './domains/agreements/kinds.ts'
import { agreementRefusals } from './domains/agreements/refusals.ts'
import { agreementTables } from './domains/agreements/tables.ts'
import { approvalKinds } from './domains/approvals/kinds.ts'
import { approvalRefusals } from './domains/approvals/refusals.ts'
import { approvalTables } from './domains/approvals/tables.ts'
import { certificateKinds } from './domains/certificates/kinds.ts'
import { certificateRefusals } from './domains/certificates/refusals.ts'
import { certificateTables } from './domains/certificates/tables.ts'
import { commerceKinds } from './domains/commerce/kinds.ts'
import { commerceRefusals } from './domains/commerce/refusals.ts'
import { commerceTables } from './domains/commerce/tables.ts'
import { marketKinds } from './domains/market/kinds.ts'
import { marketRefusals } from './domains/market/refusals.ts'
import { marketTables } from './domains/market/tables.ts'
import { matchingKinds } from './domains/matching/kinds.ts'
import { matchingRefusals } from './domains/matching/refusals.ts'
import { matchingTables } from './domains/matching/tables.ts'
import { packageKinds } from './domains/packages/kinds.ts'
import { packageRefusals } from './domains/packages/refusals.ts'
import { packageTables } from './domains/packages/tables.ts'
import { paymentKinds } from './domains/payments/kinds.ts'
import { paymentRefusals } from './domains/payments/refusals.ts'
import { paymentTables } from './domains/payments/tables.ts'
import { promotionKinds } from './domains/promotions/kinds.ts'
import { promotionRefusals } from './domains/promotions/refusals.ts'
import { promotionTables } from './domains/promotions/tables.ts'
import { recommendationKinds } from './domains/recommendations/kinds.ts'
import { recommendationRefusals } from './domains/recommendations/refusals.ts'
import { recommendationTables } from './domains/recommendations/tables.ts'
import { registryKinds } from './domains/registry/kinds.ts'
import { registryRefusals } from './domains/registry/refusals.ts'
import { registryTables } from './domains/registry/tables.ts'
import { tradeChainKinds } from './domains/trade-chain/kinds.ts'
import { tradeChainRefusals } from './domains/trade-chain/refusals.ts'
import { tradeChainTables } from './domains/trade-chain/tables.ts'
import { voucherKinds } from './domains/vouchers/kinds.ts'
import { voucherRefusals } from './domains/vouchers/refusals.ts'
import { voucherTables } from './domains/vouchers/tables.ts'
import type { Json } from './wire/canonical.ts'
import { participantId } from './wire/identifiers.ts'
import type { KindParts } from './wire/kind.ts'
import { commonRefusals } from './wire/refusal.ts'
import type { Table } from './wire/table.ts'

// What the ledger speaks of, over all domains. Rules, gateways, auditors and browsers import it; the rules themselves stand in `ledger`.

// No page reads the whole list: what is marked pure is left out where nobody asks for it, with all tables that no page reads.

/** Every table of the ledger. */
export const tables = /* @__PURE__ */ (() =>
  [
    ...registryTables,
    ...voucherTables,
    ...marketTables,
    ...agreementTables,
    ...paymentTables,
    ...certificateTables,
    ...commerceTables,
    ...matchingTables,
    ...recommendationTables,
    ...packageTables,
    ...tradeChainTables,
    ...approvalTables,
    ...promotionTables,
  ] as const)()

type AnyTable = (typeof tables)[number]

/** The tables whose rows are listed for each account of their parties. */
export const tablesOfAccounts: readonly Table[] = /* @__PURE__ */ tables.filter(
  (one: Table) => one.listed?.ofAccounts === true,
)

const byName: ReadonlyMap<string, AnyTable> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ tables.map((one) => [one.name, one]),
)

/** The table whose rows this member alone names, as an instruction's body or effects may; undefined for any other member. */
export const tableNamedBy = (member: string): AnyTable | undefined => {
  const known = byName.get(member)
  return known?.members.length === 1 ? known : undefined
}

/** Which table a key belongs to, and the members behind it; undefined for a key that is none of ours. */
export const parseKey = (key: string): { table: AnyTable; members: string[] } | undefined => {
  const [name = '', ...members] = key.split('~')
  const known = byName.get(name)
  return known === undefined ? undefined : { table: known, members }
}

/** The participant with whose home a row lies, for an account or a credit; undefined for every other row. */
export const ownerOf = (key: string): string | undefined => {
  const parsed = parseKey(key)
  return parsed?.table.place === 'home' ? parsed.members[0] : undefined
}

/**
 * The one participant whose accounts or credits alone can lie from `start` up to `end`; undefined when the rows of
 * others can.
 */
export const ownerOfRange = (start: string, end: string): string | undefined => {
  const owner = ownerOf(start)
  if (owner === undefined) return undefined
  const stem = `${parseKey(start)?.table.name}~${owner}`
  return start.startsWith(`${stem}~`) && end <= `${stem}\u007f` ? owner : undefined
}

/** Every kind of instruction. */
export const kinds = {
  ...registryKinds,
  ...voucherKinds,
  ...agreementKinds,
  ...marketKinds,
  ...paymentKinds,
  ...certificateKinds,
  ...commerceKinds,
  ...matchingKinds,
  ...recommendationKinds,
  ...packageKinds,
  ...tradeChainKinds,
  ...approvalKinds,
  ...promotionKinds,
} as const

/** The kinds of each domain, under the name of its folder. */
export const kindGroups = {
  ...{ registry: registryKinds, vouchers: voucherKinds, agreements: agreementKinds, market: marketKinds },
  payments: paymentKinds,
  certificates: certificateKinds,
  commerce: commerceKinds,
  matching: matchingKinds,
  recommendations: recommendationKinds,
  packages: packageKinds,
  'trade-chain': tradeChainKinds,
  approvals: approvalKinds,
  promotions: promotionKinds,
} as const satisfies { readonly [domain: string]: object }

export type Kind = keyof typeof kinds
export type Body<K extends Kind> = z.infer<(typeof kinds)[K]['body']>
export const kindNames = Object.keys(kinds) as Kind[]

/** What a kind says of itself, whichever it is. */
export const partsOf = (kind: Kind): KindParts => kinds[kind]

/** What the kind of this name says of itself; undefined for any other text, as a block of dishonest or of later members may hold it. */
export const kindNamed = (name: string): KindParts | undefined =>
  Object.hasOwn(kinds, name) ? partsOf(name as Kind) : undefined

/** What a device signs (decision 0004): network, kind, sender, device, its own number, deadline, and the body. */
export interface Instruction<K extends Kind = Kind> {
  ledger: string
  kind: K
  from: string
  device: string
  number: string
  validUntil: string
  body: Body<K>
}

type StampShape<K extends Kind> = Exclude<(typeof kinds)[K]['stamp'], undefined>
/** The kinds that are not honoured without their home's stamp. */
export type StampedKind = { [K in Kind]: [StampShape<K>] extends [never] ? never : K }[Kind]
export type StampFacts<K extends StampedKind = StampedKind> = z.infer<StampShape<K>>

type ConfidentialShape<K extends Kind> = Exclude<(typeof kinds)[K]['confidential'], undefined>
/** The kinds that say something to a bank and an institution alone. */
export type ConfidentialKind = { [K in Kind]: [ConfidentialShape<K>] extends [never] ? never : K }[Kind]
export type ConfidentialBody<K extends ConfidentialKind = ConfidentialKind> = z.infer<ConfidentialShape<K>>

/** Every reason for which an instruction is not honoured, by its code. */
export const refusals = {
  ...commonRefusals,
  ...registryRefusals,
  ...voucherRefusals,
  ...agreementRefusals,
  ...marketRefusals,
  ...paymentRefusals,
  ...certificateRefusals,
  ...commerceRefusals,
  ...matchingRefusals,
  ...recommendationRefusals,
  ...packageRefusals,
  ...tradeChainRefusals,
  ...approvalRefusals,
  ...promotionRefusals,
} as const

export type RefusalCode = keyof typeof refusals
export type RefusalValues = { [name: string]: Json }

/** The members of a kind's body that name participants, by their shape. */
export const participantsNamedBy = (kind: Kind): readonly string[] => namedParticipants.get(kind) ?? []

const namedParticipants = new Map(
  kindNames.map((kind): [Kind, string[]] => {
    const members = Object.entries(partsOf(kind).body.shape)
    return [kind, members.filter(([, shape]) => shape === participantId).map(([member]) => member)]
  }),
)
