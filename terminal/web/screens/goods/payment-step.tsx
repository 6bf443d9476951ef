import { useState } from 'preact/hooks'
import { readPurchases } from '../../../sdk/purchases.ts'
import { Button } from '../../pieces/button.tsx'
import { Alert } from '../../pieces/states.tsx'
import { navigate } from '../../state/route.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import type { Ordering } from './order-body.ts'
import { goodsWords } from './words.ts'

const pageLength = 100

/** The buyer's newest order with this certificate that waits for its payment; undefined where none does. */
const readUnpaid = async ({ terminal, account, found }: Ordering) => {
  const { items } = await readPurchases(terminal, { state: 'open', limit: pageLength })
  const { certificate } = found.certificate
  const unpaid = items.find(
    (one) => one.certificate === certificate && one.buyer === account && one.status === 'ordered',
  )
  return { purchase: unpaid?.purchase }
}

/** The way to the payment: to the order that waits for it, or first to ordering, where there is none yet (S1-039). */
export const PaymentStep = ({ ordering, onOrderFirst }: { ordering: Ordering; onOrderFirst: () => void }) => {
  const [isEarly, setEarly] = useState(false)
  const unpaid = useResource(`unpaid ${ordering.found.certificate.certificate}`, () => readUnpaid(ordering))
  const press = () => {
    if (unpaid.value === undefined) return
    const { purchase } = unpaid.value
    if (purchase !== undefined) return navigate(`/orders/${purchase}`)
    setEarly(true)
    onOrderFirst()
  }
  return (
    <>
      <Button isWide isPending={unpaid.isLoading} onClick={press}>
        {say(goodsWords.toPayment)}
      </Button>
      {isEarly && unpaid.value?.purchase === undefined && <Alert>{say(goodsWords.orderFirst)}</Alert>}
    </>
  )
}
