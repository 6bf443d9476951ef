import { z } from 'zod'
import { amount, type RecordIn, table } from '../../wire/table.ts'

/** A quantity that its holder cannot use until the pledgee releases it: the one first lien on those units. */
export const pledges = table('pledge', {
  shape: z.object({
    pledge: z.string(),
    voucher: z.string(),
    holder: z.string(),
    holderHome: z.string(),
    pledgee: z.string(),
    pledgeeHome: z.string(),
    home: z.string(),
    purpose: z.string(),
    quantity: amount,
    status: z.enum(['proposed', 'locked', 'declined', 'cancelled', 'expired', 'released', 'enforced']),
    answerBy: amount,
    termEndsAt: amount,
    enforcement: z.enum(['transfer-to-pledgee', 'none']),
  }),
  key: ['pledge'],
  homes: ['holderHome', 'pledgeeHome'],
  readers: { parties: ['holder', 'pledgee'] },
  listed: { as: 'pledges', ofAccounts: true, under: ['holder', 'pledgee'], open: ['proposed', 'locked'] },
})
export type Pledge = RecordIn<typeof pledges>
export type PledgeStatus = Pledge['status']

/** A transfer that waits for its receiver's word. */
export const offers = table('offer', {
  shape: z.object({
    offer: z.string(),
    voucher: z.string(),
    sender: z.string(),
    senderHome: z.string(),
    receiver: z.string(),
    receiverHome: z.string(),
    home: z.string(),
    quantity: amount,
    status: z.enum(['offered', 'accepted', 'declined', 'cancelled', 'expired', 'returned']),
    answerBy: amount,
  }),
  key: ['offer'],
  homes: ['senderHome', 'receiverHome'],
  readers: { parties: ['sender', 'receiver'] },
  listed: { as: 'offers', ofAccounts: true, under: ['sender', 'receiver'], open: ['offered'] },
})
export type Offer = RecordIn<typeof offers>
export type OfferStatus = Offer['status']

/** Every table of this domain. */
export const agreementTables = [pledges, offers] as const
