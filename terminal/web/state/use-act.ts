import { useState } from 'preact/hooks'
import type { Body, Kind } from '../../../chaincode/vocabulary.ts'
import type { KeptResult } from '../platform/database.ts'
import { isTaken } from './accepted.ts'
import { type Instructing, useInstruction } from './use-instruction.ts'

/** What somebody looks at once more before it is signed, in words; `total` stands out. */
export interface Review {
  /** What it is, such as `Buy 1 g`: the heading, and what the button confirms. */
  what: string
  total?: readonly [name: string, value: string] | undefined
  lines: readonly (readonly [name: string, value: string])[]
  /** Who is given something; it is looked up, and shown with its home. */
  receiver?: { participant: string; isOffer: boolean } | undefined
  /** What the button says that sends nothing, where it is not going back to a form. */
  decline?: string | undefined
  /** The price that is agreed to: when it changes meanwhile, it is agreed to anew. */
  price?: string | undefined
}

/** One instruction that a form asks for; without a review it is sent at once. */
export type Asked = { [K in Kind]: { kind: K; body: Body<K>; review?: Review | undefined } }[Kind]

/** A form that ends in one instruction: what it needs of the form, and what it does with it. */
export interface Act {
  instructing: Instructing
  /** Reviews, or sends where there is nothing to review; false while something that was typed is wrong. */
  submit: () => boolean
  /** What is to be checked before it is sent; undefined while nothing is. */
  review: Review | undefined
  /** Why what is reviewed cannot be confirmed as it stands. */
  hindrance: 'changed' | 'over' | undefined
  /** Signs and sends what was reviewed. */
  confirm: () => void
  /** Agrees to the price as it is now. */
  takeNewPrice: () => void
  /** Goes back to the form, which is as it was. */
  back: () => void
}

/**
 * Checks, reviews, signs and sends what a form asks for. `check` marks what is wrong, and tells whether nothing is; `asked` says what
 * the fields ask for now, so that what is confirmed is what stands there then. `onTaken` empties the form, which a refusal leaves alone.
 */
export const useAct = ({
  about,
  check,
  asked,
  onTaken,
}: {
  about?: { voucher?: string }
  check: () => boolean
  asked: () => Asked | undefined
  onTaken?: (kept: KeptResult) => void
}): Act => {
  const instructing = useInstruction(about)
  const [agreed, setAgreed] = useState<{ price: string | undefined; last: Review } | undefined>(undefined)
  const send = async ({ kind, body }: Asked): Promise<void> => {
    const kept = await instructing.send(kind, body as never)
    setAgreed(undefined)
    if (kept !== undefined && isTaken(kept)) onTaken?.(kept)
  }
  const open = (review: Review): void => setAgreed({ price: review.price, last: review })
  const submit = (): boolean => {
    const what = check() ? asked() : undefined
    if (what === undefined) return false
    if (what.review === undefined) void send(what)
    else open(what.review)
    return true
  }
  const now = agreed === undefined ? undefined : asked()
  // While it is being sent, what is left of the balance is nobody's news.
  const review = agreed === undefined || instructing.isPending ? agreed?.last : (now?.review ?? agreed.last)
  const isOver = agreed !== undefined && now?.review === undefined
  const isChanged = now?.review !== undefined && now.review.price !== agreed?.price
  const hindrance = isOver ? 'over' : isChanged ? 'changed' : undefined
  return {
    instructing,
    submit,
    review,
    hindrance: instructing.isPending ? undefined : hindrance,
    confirm: () => {
      if (now === undefined) return
      // Pressed again while it is under way, nothing is sent, and it is said so.
      if (instructing.isPending) void instructing.send(now.kind, now.body as never)
      else if (hindrance === undefined) void send(now)
    },
    takeNewPrice: () => now?.review && open(now.review),
    back: () => setAgreed(undefined),
  }
}
