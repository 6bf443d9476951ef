import { useRef, useState } from 'preact/hooks'
import { type OneClickRule, oneClickRules } from '../../../sdk/purchases.ts'
import type { DeliveryAddress } from '../../../sdk/sealing/delivery-address.ts'
import { sealAddress } from '../../../sdk/sealing/seal-for.ts'
import { ownSealKey } from '../../market/purchases/use-own-key.ts'
import { isAccepted } from '../../state/accepted.ts'
import { keptAddress } from '../../state/delivery-address.ts'
import { instruct } from '../../state/instructing.ts'
import { say } from '../../state/settings.ts'
import { type Asked, useAct } from '../../state/use-act.ts'
import { useWork } from '../../state/use-work.ts'
import { oneClickWay } from './one-click-way.ts'
import { amountText, type Ordering, orderAsked, payReview } from './order-body.ts'
import { goodsWords } from './words.ts'

/** All that an order needs, where its buyer need not be asked for anything. */
export interface Stored {
  rule: OneClickRule
  address: DeliveryAddress
}

/** What is missing before one press can order; `off` where the buyer has no rule for this cash (S1-041). */
type Missing = 'off' | 'address' | 'account'

/** What this account and this browser have of an order already, or the first that is missing. */
export const readStored = async ({ terminal, account, found }: Ordering): Promise<Stored | { missing: Missing }> => {
  const { cash } = found.certificate
  const rule = (await oneClickRules(terminal)).find((one) => one.cash === cash)
  if (rule === undefined) return { missing: 'off' }
  const address = await keptAddress(account)
  if (address === undefined) return { missing: 'address' }
  const { balances } = await terminal.account()
  return balances[cash] === undefined ? { missing: 'account' } : { rule, address }
}

/** Orders one piece without paying; gives the order's id, and nothing where there is none, which the notices tell. */
const orderUnpaid = async (ordering: Ordering, address: string): Promise<string | undefined> => {
  const { kind, body } = orderAsked(ordering, { count: 1, pay: false, address })
  const kept = await instruct(kind, body as never)
  return isAccepted(kept) ? kept.id : undefined
}

/** One press: what it came to by itself, and what is to be sent or asked next. */
const afterPress = async (ordering: Ordering, { rule, address: typed }: Stored): Promise<Asked | undefined> => {
  const { terminal, account, found, certified } = ordering
  const { provider, certificate, cash, allows } = found.certificate
  const address = await sealAddress(terminal, typed, {
    ...{ provider, buyer: account, certificate },
    own: await ownSealKey(terminal),
  })
  const way = oneClickWay(allows, { rule, amount: BigInt(certified.price.price) })
  const pay = allows.includes('pay')
  const wanted = { count: 1, pay, address }
  if (way === 'by-rule') return orderAsked(ordering, { ...wanted, prompted: false })
  if (way === 'order') return orderAsked(ordering, wanted)
  const amount = amountText(ordering, 1)
  if (way === 'ask') {
    const review = payReview(ordering, { count: 1, what: say(goodsWords.payNow)(amount) })
    return { ...orderAsked(ordering, wanted), review: { ...review, decline: say(goodsWords.noOrder) } } as Asked
  }
  const purchase = await orderUnpaid(ordering, address)
  if (purchase === undefined) return undefined
  const review = payReview(ordering, { count: 1, what: say(goodsWords.payOrder)(amount) })
  return {
    kind: 'purchase.pay',
    body: { purchase, provider, cash },
    review: { ...review, decline: say(goodsWords.leaveUnpaid) },
  }
}

/**
 * Ordering one piece with one press (S1-041, S1-042). While one is under way, a second press does nothing and is told so (S1-043); what the
 * rule does not cover is asked on this device, and who says no keeps an unpaid order where the certificate allows one.
 */
export const useOneClick = (ordering: Ordering, stored: Stored) => {
  const next = useRef<Asked | undefined>(undefined)
  const [wasPressedAgain, setPressedAgain] = useState(false)
  const work = useWork()
  const act = useAct({ check: () => true, asked: () => next.current })
  const isPending = work.isPending || act.instructing.isPending
  const press = (): void => {
    setPressedAgain(isPending)
    if (isPending) return
    void work.run(async () => {
      next.current = await afterPress(ordering, stored)
      act.submit()
    })
  }
  return { act, press, isPending, wasPressedAgain: isPending && wasPressedAgain, fault: work.fault }
}
