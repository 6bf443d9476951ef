import { shellWords } from '../../dictionary/shell.ts'
import { PurchaseLists } from '../../market/purchases/purchase-lists.tsx'
import { Page } from '../../pieces/page.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { orderWords } from './words.ts'

/** What one ordered, open first. */
export const OrdersScreen = () => {
  const terminal = ownTerminal.value
  if (terminal === undefined) return null
  return (
    <Page title={say(shellWords.orders)} lead={say(orderWords.lead)}>
      <PurchaseLists terminal={terminal} as="buyer" address="/orders" />
    </Page>
  )
}
