/** How much of what is held goes back to the buyer. */
export const shares = ['all', 'part', 'nothing'] as const
export type Share = (typeof shares)[number]

/** What a decision makes of what is held; all in base units. */
export interface Decision {
  /** To the buyer, and to the provider. */
  refund: string
  captured: string
  /** Whose the metal is then: the buyer's where the provider gets anything of the money. */
  metalOf: 'buyer' | 'provider'
}

/**
 * What is said by a share of what is held, with the quantity of a part. Undefined for a part that is none: nothing, all, more, or no
 * quantity at all.
 */
export const decisionOf = (held: string, share: Share, part: string | undefined): Decision | undefined => {
  const all = BigInt(held)
  const refund = { all, nothing: 0n, part: part === undefined ? 0n : BigInt(part) }[share]
  const captured = all - refund
  if (share === 'part' && (refund <= 0n || captured <= 0n)) return undefined
  return { refund: `${refund}`, captured: `${captured}`, metalOf: captured === 0n ? 'provider' : 'buyer' }
}
