import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { PledgeList } from '../../market/pledge-list.tsx'
import { OwnResults } from '../../pieces/own-results.tsx'
import { Page } from '../../pieces/page.tsx'
import { FailedState } from '../../pieces/states.tsx'
import { readPledges } from '../../state/account-lists.ts'
import { roles, session } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { Cash } from './cash.tsx'
import { Customer } from './customer.tsx'
import { Merchants } from './merchants.tsx'
import { Register } from './register.tsx'
import { bankWords } from './words.ts'

/** Pledges to the bank; what it pledged itself is no affair of the desk. */
const Pledges = ({ terminal }: { terminal: Terminal }) => {
  const read = useResource('desk-pledges', () => readPledges(terminal))
  const pledges = (read.value?.items ?? []).filter(({ pledgee }) => pledgee === terminal.participant)
  if (read.fault && read.value === undefined) return <FailedState fault={read.fault} onRetry={read.reload} />
  return <PledgeList pledges={pledges} account={terminal.participant} isMixed />
}

const deskKinds = /^(cash|participant|device|merchant|pledge)\./

const Desk = ({ terminal }: { terminal: Terminal }) => {
  const isTeller = roles.value.includes('teller')
  const isRegistrar = roles.value.includes('registrar')
  return (
    <div class="split">
      <div class="split-main">
        {isTeller && <Cash terminal={terminal} />}
        {isRegistrar && <Customer terminal={terminal} />}
        {isTeller && roles.value.includes('customer') && <Pledges terminal={terminal} />}
      </div>
      <div class="split-side">
        {isRegistrar && <Register terminal={terminal} />}
        {isTeller && <Merchants terminal={terminal} />}
        <OwnResults only={({ kind }) => deskKinds.test(kind)} />
      </div>
    </div>
  )
}

/** A bank's desk: what its teller and its registrar do, each with the device that may. */
export const BankScreen = () => {
  const current = session.value
  if (current?.mode !== 'authorised') return null
  return (
    <Page title={say(shellWords.bankDesk)} lead={say(bankWords.lead)}>
      <Desk terminal={current.terminal} />
    </Page>
  )
}
