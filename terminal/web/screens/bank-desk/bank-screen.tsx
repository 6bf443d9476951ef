import { useEffect, useState } from 'preact/hooks'
import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { PledgeList } from '../../market/pledge-list.tsx'
import { OwnResults } from '../../pieces/own-results.tsx'
import { Page } from '../../pieces/page.tsx'
import { Alert, FailedState, ReadingState } from '../../pieces/states.tsx'
import { readPledges } from '../../state/account-lists.ts'
import { noteCustomer, recentCustomers } from '../../state/recent-customers.ts'
import { roles, session } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import type { Parameters } from '../screen.ts'
import './bank-desk.css'
import { Closing, Freezing, NewPassword } from './account-acts.tsx'
import { Cash } from './cash.tsx'
import { type Customer, readCustomer } from './customer.ts'
import { CustomerCard } from './customer-card.tsx'
import { Devices } from './devices.tsx'
import { Merchant } from './merchant.tsx'
import { Register } from './register.tsx'
import { addressOf, CustomerSearch } from './search.tsx'
import { type Done, Slip } from './slip.tsx'
import { bankWords } from './words.ts'

/** Pledges to the bank; what it pledged itself is no affair of the desk. */
const Pledges = ({ terminal }: { terminal: Terminal }) => {
  const read = useResource('desk-pledges', () => readPledges(terminal))
  const pledges = (read.value?.items ?? []).filter(({ pledgee }) => pledgee === terminal.participant)
  if (read.fault && read.value === undefined) return <FailedState fault={read.fault} onRetry={read.reload} />
  return <PledgeList pledges={pledges} account={terminal.participant} isMixed />
}

const deskKinds = /^(cash|participant|device|merchant|pledge)\./

const Results = () => <OwnResults only={({ kind }) => deskKinds.test(kind)} />

const Recent = ({ clerk }: { clerk: string }) => {
  const customers = recentCustomers(clerk)
  if (customers.length === 0) return null
  return (
    <nav class="recent" aria-label={say(bankWords.recent)}>
      <span class="note">{say(bankWords.recent)}</span>
      {customers.map((customer) => (
        <a key={customer} class="chip" href={`#${addressOf(customer)}`}>
          {customer}
        </a>
      ))}
    </nav>
  )
}

/** The desk while nobody stands at it: finding or registering a customer, and what waits for the bank. */
const Idle = ({ terminal }: { terminal: Terminal }) => {
  const isTeller = roles.value.includes('teller')
  return (
    <div class="split">
      <div class="split-main">
        <CustomerSearch terminal={terminal} focused={1} />
        <Recent clerk={terminal.participant} />
        {isTeller && roles.value.includes('customer') && <Pledges terminal={terminal} />}
        {roles.value.includes('registrar') && <Register terminal={terminal} />}
      </div>
      <div class="split-side">
        <Results />
      </div>
    </div>
  )
}

interface Served {
  terminal: Terminal
  customer: Customer
  onTaken: () => void
}

const Acts = ({ terminal, customer }: Pick<Served, 'terminal' | 'customer'>) => {
  const { participant, status, balances } = customer
  const isHere = balances !== undefined
  const isOpen = status !== 'closed'
  return (
    <>
      {roles.value.includes('teller') && isOpen && (
        <Merchant terminal={terminal} merchant={participant} isElsewhere={!isHere} />
      )}
      {roles.value.includes('registrar') && isHere && isOpen && (
        <>
          <Freezing key={status} customer={customer} />
          <NewPassword terminal={terminal} participant={participant} />
          <Closing customer={customer} />
        </>
      )}
    </>
  )
}

const Service = ({ terminal, customer, onTaken }: Served) => {
  const [done, setDone] = useState<Done | undefined>(undefined)
  const isServed = roles.value.includes('teller') && customer.status === 'active'
  return (
    <div class="split">
      <div class="split-main">
        {done && <Slip done={done} />}
        <CustomerCard customer={customer} />
        {isServed && <Cash terminal={terminal} customer={customer} onTaken={onTaken} onDone={setDone} />}
        {customer.devices && <Devices customer={customer} isRegistrar={roles.value.includes('registrar')} />}
      </div>
      <div class="split-side">
        <Acts terminal={terminal} customer={customer} />
        <Results />
      </div>
    </div>
  )
}

const CustomerOf = ({ terminal, name }: { terminal: Terminal; name: string }) => {
  const read = useResource(`customer ${name}`, async () => ({ customer: await readCustomer(terminal, name) }))
  const [focused, setFocused] = useState(0)
  const customer = read.value?.customer
  const isThere = customer !== undefined
  useEffect(() => {
    if (isThere) noteCustomer({ clerk: terminal.participant, customer: name })
  }, [isThere, name])
  return (
    <>
      <CustomerSearch terminal={terminal} focused={focused} />
      <ReadingState of={read} lines={6} />
      {read.value && !isThere && <Alert tone="warn">{say(bankWords.accountMissing)(name)}</Alert>}
      {customer && <Service terminal={terminal} customer={customer} onTaken={() => setFocused((count) => count + 1)} />}
    </>
  )
}

/** A bank's desk: one customer at a time, and what its teller and its registrar do for them, each with the device that may. */
export const BankScreen = ({ parameters }: { parameters: Parameters }) => {
  const current = session.value
  if (current?.mode !== 'authorised') return null
  const { account: name } = parameters
  return (
    <Page title={say(shellWords.bankDesk)} lead={name === undefined ? say(bankWords.lead) : undefined}>
      {name === undefined ? (
        <Idle terminal={current.terminal} />
      ) : (
        <CustomerOf terminal={current.terminal} name={name} />
      )}
    </Page>
  )
}
