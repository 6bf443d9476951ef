import { z } from 'zod'
import {
  displayName,
  instructionIdName,
  moment,
  participantId,
  quantity,
  reference,
  voucherCode,
} from '../../wire/identifiers.ts'
import { kind } from '../../wire/kind.ts'

// The voucher is named because its row is read before the agreement is known: whether it still offers the function.
const answer = z.strictObject({ offer: instructionIdName, sender: participantId, voucher: voucherCode })
const pledgeAnswer = z.strictObject({ pledge: instructionIdName, holder: participantId, voucher: voucherCode })

/** What waits for somebody’s word: offers of transfers, and pledges. */
export const agreementKinds = {
  'transfer.offer': kind({
    body: z.strictObject({
      voucher: voucherCode,
      to: participantId,
      quantity,
      answerBy: moment,
      reference: reference.optional(),
    }),
    roles: ['customer'],
    effects: ['offer', 'status'],
    opens: true,
  }),
  'transfer.accept': kind({
    body: answer,
    roles: ['customer'],
    effects: ['offer', 'quantity', 'status', 'voucher'],
  }),
  'transfer.decline': kind({
    body: answer,
    roles: ['customer'],
    effects: ['offer', 'quantity', 'status', 'voucher'],
  }),
  'transfer.cancel': kind({
    body: answer,
    roles: ['customer'],
    effects: ['offer', 'quantity', 'status', 'voucher'],
  }),
  'transfer.expire': kind({
    body: answer,
    roles: [],
    effects: ['offer', 'quantity', 'status', 'voucher'],
  }),
  'transfer.return': kind({
    body: answer,
    roles: ['customer'],
    effects: ['offer', 'quantity', 'status', 'voucher'],
  }),
  'pledge.propose': kind({
    body: z.strictObject({
      voucher: voucherCode,
      quantity,
      pledgee: participantId,
      purpose: displayName,
      termEndsAt: moment,
      answerBy: moment,
      enforcement: z.enum(['transfer-to-pledgee', 'none']),
    }),
    roles: ['customer'],
    effects: ['pledge', 'status'],
    opens: true,
  }),
  'pledge.accept': kind({
    body: pledgeAnswer,
    roles: ['customer'],
    effects: ['pledge', 'quantity', 'status', 'voucher'],
  }),
  'pledge.decline': kind({
    body: pledgeAnswer,
    roles: ['customer'],
    effects: ['pledge', 'quantity', 'status', 'voucher'],
  }),
  'pledge.cancel': kind({
    body: pledgeAnswer,
    roles: ['customer'],
    effects: ['pledge', 'quantity', 'status', 'voucher'],
  }),
  'pledge.expire': kind({
    body: pledgeAnswer,
    roles: [],
    effects: ['pledge', 'quantity', 'status', 'voucher'],
  }),
  'pledge.release': kind({
    body: pledgeAnswer.extend({ quantity }),
    roles: ['customer'],
    effects: ['left', 'pledge', 'released', 'status', 'voucher'],
  }),
  'pledge.enforce': kind({
    body: pledgeAnswer,
    roles: ['customer'],
    effects: ['pledge', 'quantity', 'status', 'voucher'],
  }),
} as const
