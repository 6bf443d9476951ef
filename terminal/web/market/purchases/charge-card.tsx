import { useState } from 'preact/hooks'
import { GatewayProblem } from '../../../sdk/errors.ts'
import { claimPayment, paymentByOrder } from '../../../sdk/payments.ts'
import type { ListedPurchase } from '../../../sdk/purchases.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { Button } from '../../pieces/button.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { judgeTyped } from '../../scanner/typed-code.ts'
import { recordedTerminal } from '../../state/recorded-terminal.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { useWork } from '../../state/use-work.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { terminalAt } from './at-bank.ts'
import { chargeOf, orderNumberOf } from './charging.ts'
import { purchaseWords } from './words.ts'

interface Charged {
  terminal: Terminal
  of: ListedPurchase
}

/** How long the ledger takes a claim: no longer than a code usually lives. */
const claimSeconds = 60

const readCharge = async ({ terminal, of }: Charged) => {
  const at = await terminalAt(terminal, of.buyerHome)
  return paymentByOrder(at, orderNumberOf(of)).catch((error: unknown) => {
    if (error instanceof GatewayProblem && error.code === 'not_found') return undefined
    throw error
  })
}

/** Claims the code for exactly the order, at its buyer's bank: cash, amount and payee are the order's own (SX-002). */
const charge = async ({ terminal, of }: Charged, code: string): Promise<void> => {
  const { purchase, cash: voucher, amount: quantity, buyerHome: payerHome } = of
  const at = recordedTerminal(await terminalAt(terminal, payerHome))
  const sale = { code, orderNumber: orderNumberOf(of), voucher, quantity, payerHome, settles: { purchase } }
  await claimPayment(at, sale, { validForSeconds: claimSeconds })
}

/** The provider takes a payment code that the buyer shows for an order, wherever the buyer's bank is; the buyer's device is asked then. */
export const ChargeCard = ({ terminal, of }: Charged) => {
  const [typed, setTyped] = useState('')
  const standing = useResource(`charge ${of.purchase}`, async () => ({ payment: await readCharge({ terminal, of }) }))
  const work = useWork()
  const judged = judgeTyped(typed)
  const submit = (event: Event) => {
    event.preventDefault()
    if (judged.state !== 'complete') return
    void work.run(async () => {
      await charge({ terminal, of }, judged.code)
      setTyped('')
      standing.reload()
    })
  }
  const state = chargeOf(standing.value?.payment)
  const fault = work.fault ?? standing.fault
  return (
    <Section title={say(purchaseWords.chargeTitle)}>
      {fault && <FaultAlert fault={fault} />}
      {state === 'asked' && <Alert>{say(purchaseWords.chargeAsked)}</Alert>}
      {state === 'ended' && <Alert tone="warn">{say(purchaseWords.chargeEnded)}</Alert>}
      {state !== 'asked' && state !== 'paid' && (
        <form class="form" onSubmit={submit} noValidate>
          <TextField
            label={say(purchaseWords.chargeCode)}
            hint={say(purchaseWords.chargeHint)}
            wrong={judged.state === 'wrong' ? say(purchaseWords.chargeWrong) : undefined}
            inputMode="numeric"
            autocomplete="off"
            maxLength={26}
            isFigure
            value={typed}
            onValue={setTyped}
          />
          <Button type="submit" tone="primary" isPending={work.isPending} isDisabled={judged.state !== 'complete'}>
            {say(purchaseWords.chargeNow)(formatQuantity(of.amount, unitOf(of.cash)))}
          </Button>
        </form>
      )}
    </Section>
  )
}
