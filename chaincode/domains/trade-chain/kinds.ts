import { z } from 'zod'
import { confidentialDigest, salt } from '../../wire/confidential.ts'
import {
  areDistinct,
  countOrZero,
  instructionIdName,
  moment,
  organisationId,
  participantId,
  quantity,
  voucherCode,
} from '../../wire/identifiers.ts'
import { checkedKind, kind } from '../../wire/kind.ts'
import {
  addressesMaximum,
  chosenPath,
  creditGrades,
  failingItems,
  firstTextMaximum,
  identityType,
  keyPin,
  pairFamilies,
  productFamilies,
  productName,
  queuePlace,
  serverAddress,
  weighedMaximum,
} from './terms.ts'

const chain = z.strictObject({ chain: instructionIdName })
const pins = z.array(keyPin).min(1).max(2).refine(areDistinct, 'keys must differ')
const namesDiffer = (addresses: readonly { name: string }[]): boolean => areDistinct(addresses.map(({ name }) => name))
const ended = ['chain', 'freed', 'reservedVoucher', 'status'] as const

/** Trades that a bank passes on to an institution, with what the two alone may know (design D26, decision 0049). */
export const tradeChainKinds = {
  'grade.set': checkedKind({
    body: z.strictObject({
      client: participantId,
      /** The institution before which it counts. */
      institution: organisationId,
      confidential: confidentialDigest,
    }),
    confidential: z.strictObject({
      salt,
      grade: z.enum(creditGrades),
      /** One step up for so much of this cash that is pledged to who holds for the bank, and no more steps than these. */
      lift: z
        .strictObject({ pledgee: participantId, cash: voucherCode, each: quantity, most: z.int().min(1).max(6) })
        .optional(),
    }),
    roles: ['credit'],
    effects: ['client', 'institution', 'version'],
  }),
  'grade.weigh': kind({
    body: z.strictObject({
      client: participantId,
      institution: organisationId,
      /** The pledges that lift it from now on. */
      pledges: z.array(instructionIdName).max(weighedMaximum).refine(areDistinct, 'pledges must differ'),
      confidential: confidentialDigest,
    }),
    confidential: z.strictObject({ salt }),
    roles: ['dispatcher', 'credit'],
    effects: ['client', 'institution', 'version'],
  }),
  'position.set': kind({
    body: z.strictObject({ client: participantId, institution: organisationId, confidential: confidentialDigest }),
    confidential: z.strictObject({ salt, family: z.enum(pairFamilies), product: productName, quantity: countOrZero }),
    roles: ['credit'],
    effects: ['client', 'institution', 'version'],
  }),
  'identity.unlock': checkedKind({
    body: z.strictObject({ client: participantId }),
    roles: ['credit'],
    effects: ['client'],
  }),
  'institution.open': kind({
    body: z.strictObject({
      families: z.array(z.enum(productFamilies)).min(1).refine(areDistinct, 'families must differ'),
    }),
    roles: ['executor'],
    effects: ['families', 'institution', 'status'],
  }),
  'institution.suspend': kind({
    body: z.strictObject({}),
    roles: ['executor'],
    effects: ['institution', 'status'],
  }),
  'institution.reach': kind({
    body: z.strictObject({
      /** None where no server of it is to be reached for now. */
      addresses: z.array(serverAddress).max(addressesMaximum).refine(namesDiffer, 'names must differ'),
      /** By which its server is known: the one that it has, and the one that comes next. */
      keys: pins,
    }),
    roles: ['executor'],
    effects: ['institution'],
  }),
  'bank.reach': kind({
    body: z.strictObject({
      /** By which its gateway is known at an institution's server. */
      keys: pins,
    }),
    roles: ['dispatcher'],
    effects: ['bank'],
  }),
  // What a trade cannot do without may be left out here, so that the rule can name what is missing.
  'chain.open': kind({
    body: z.strictObject({
      institution: organisationId.optional(),
      family: z.enum(productFamilies),
      side: z.enum(['buy', 'sell']),
      /** The series in which it is paid, either way. */
      cash: voucherCode,
      metal: z.strictObject({ voucher: voucherCode, quantity }).optional(),
      /** The most that a buy may cost, which is reserved. */
      cashMaximum: quantity.optional(),
      expiresAt: moment,
      /** The digest of the first confidential text, which the bank has and the ledger has not. */
      first: confidentialDigest.optional(),
    }),
    roles: ['customer'],
    effects: ['chain', 'institution', 'status'],
    opens: true,
  }),
  'chain.enrich': kind({
    // Of metal alone: all that the client has of it, its credits folded.
    body: chain.extend({ position: countOrZero.optional() }),
    roles: ['dispatcher'],
    effects: ['chain', 'reserved', 'reservedVoucher', 'status'],
    stamp: chain.extend({ type: identityType, verdict: z.enum(['passed', 'failed']) }),
  }),
  'chain.send': kind({
    body: chain.extend({ answerBy: moment, confidential: confidentialDigest }),
    confidential: z.strictObject({
      salt,
      /** The first confidential text, byte for byte. */
      first: z.string().max(firstTextMaximum),
      position: countOrZero,
      grade: z.enum(creditGrades),
      gradeVersion: quantity,
      queue: queuePlace,
      /** Whether the client is the promoter of its mark, as far as the bank knows them; left out without a mark that names one (S2-061). */
      trader: z.enum(['same', 'other']).optional(),
      /** Over which path it goes, where its institution has addresses on record. */
      path: chosenPath.optional(),
    }),
    roles: ['dispatcher'],
    effects: ['answerBy', 'chain', 'status'],
  }),
  'chain.answer': kind({
    body: chain.extend({
      /** The id of the `chain.send` that it answers. */
      send: instructionIdName,
      verdict: z.enum(['executed', 'refused']),
      /** What was traded of the metal. */
      quantity: quantity.optional(),
      /** What that costs, or brings, in cash. */
      amount: quantity.optional(),
      confidential: confidentialDigest,
    }),
    confidential: z.strictObject({ salt, target: countOrZero.optional(), reason: z.enum(failingItems).optional() }),
    roles: ['executor'],
    effects: ['chain', 'reserved', 'reservedVoucher', 'status', 'verdict'],
  }),
  'chain.settle': kind({
    body: chain.extend({ confidential: confidentialDigest }),
    /** The client's position behind it. */
    confidential: z.strictObject({ salt, position: countOrZero }),
    roles: ['dispatcher'],
    effects: [
      ...(['amount', 'cash', 'chain', 'client', 'freed', 'participant', 'quantity', 'reservedVoucher'] as const),
      ...(['side', 'status', 'voucher'] as const),
    ],
  }),
  'chain.withdraw': kind({
    body: chain.extend({
      /** Why the bank goes no further: the client has too little that is free (S2-015). */
      reason: z.enum(['position']).optional(),
    }),
    roles: ['customer', 'dispatcher'],
    effects: ended,
  }),
  'chain.expire': kind({ body: chain, roles: [], effects: ended }),
  'chain.mark-unknown': kind({ body: chain, roles: ['dispatcher'], effects: ['chain', 'status'] }),
  'chain.void': kind({ body: chain, roles: ['auditor'], effects: ended }),
  'chain.release': kind({
    body: chain.extend({ confidential: confidentialDigest }),
    confidential: z.strictObject({ salt }),
    roles: ['dispatcher'],
    effects: ended,
  }),
  'chain.reconcile': checkedKind({
    body: chain.extend({
      /** By the answer as it stands, or not at all. */
      verdict: z.enum(['settle', 'void']),
    }),
    roles: ['credit'],
    effects: ended,
  }),
  'chain.purge': kind({
    body: chain.extend({ confidential: confidentialDigest }),
    confidential: z.strictObject({ salt }),
    roles: ['dispatcher', 'credit'],
    effects: ['chain', 'status'],
  }),
} as const
