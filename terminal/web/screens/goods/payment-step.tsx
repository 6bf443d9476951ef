import { useState } from 'preact/hooks'
import { type ListedPurchase, readPurchases } from '../../../sdk/purchases.ts'
import { Button } from '../../pieces/button.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { navigate } from '../../state/route.ts'
import { say } from '../../state/settings.ts'
import { useWork } from '../../state/use-work.ts'
import type { Ordering } from './order-body.ts'
import { goodsWords } from './words.ts'

const pageLength = 100

/** The buyer's newest order with this certificate that waits for its payment; undefined where none does. */
const readUnpaid = async ({ terminal, account, found }: Ordering): Promise<string | undefined> => {
  const { items } = await readPurchases(terminal, { state: 'open', limit: pageLength })
  const { certificate } = found.certificate
  const isUnpaid = (one: ListedPurchase) =>
    one.certificate === certificate && one.buyer === account && one.status === 'ordered'
  return items.find(isUnpaid)?.purchase
}

/** The way to the payment: to the order that waits for it, or first to ordering, where there is none yet (S1-039). */
export const PaymentStep = ({ ordering, onOrderFirst }: { ordering: Ordering; onOrderFirst: () => void }) => {
  const [isEarly, setEarly] = useState(false)
  const work = useWork()
  // Read at the press, so that an order of a moment ago is found.
  const press = () =>
    work.run(async () => {
      const purchase = await readUnpaid(ordering)
      if (purchase !== undefined) return navigate(`/orders/${purchase}`)
      setEarly(true)
      onOrderFirst()
    })
  return (
    <>
      {work.fault && <FaultAlert fault={work.fault} />}
      <Button isWide isPending={work.isPending} onClick={() => void press()}>
        {say(goodsWords.toPayment)}
      </Button>
      {isEarly && <Alert>{say(goodsWords.orderFirst)}</Alert>}
    </>
  )
}
