import { oneClickRules } from '../../../sdk/purchases.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { RuleCard, type RuleSort } from '../../market/day-rules/rule-card.tsx'
import { PurchaseLists } from '../../market/purchases/purchase-lists.tsx'
import { OwnResults } from '../../pieces/own-results.tsx'
import { Page } from '../../pieces/page.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { Handed } from './handed.tsx'
import { orderWords } from './words.ts'

/** Up to which amount, and how often a day, one press orders and pays (S1-042). */
const oneClick: RuleSort = {
  name: 'one-click-rules',
  read: async (terminal) => (await oneClickRules(terminal)).map(({ cash: voucher, ...rule }) => ({ voucher, ...rule })),
  fits: ({ functions, product }) => functions.includes('transfer') && product.type === 'currency',
  asked: ({ voucher: cash, ...rule }) => ({ kind: 'purchase.set-one-click', body: { cash, ...rule } }),
  words: {
    ...{ title: orderWords.oneClick, off: orderWords.oneClickOff },
    ...{ meaning: orderWords.oneClickMeaning, on: orderWords.oneClickOn },
  },
}

/** What one ordered, open first, what one has of certificates, and the rule for ordering in one click. */
export const OrdersScreen = () => {
  const terminal = ownTerminal.value
  if (terminal === undefined) return null
  return (
    <Page title={say(shellWords.orders)} lead={say(orderWords.lead)}>
      <PurchaseLists terminal={terminal} as="buyer" address="/orders" />
      <Handed terminal={terminal} />
      <RuleCard terminal={terminal} sort={oneClick} />
      <OwnResults only={({ kind }) => kind === 'purchase.set-one-click'} />
    </Page>
  )
}
