import type { Terminal } from '../../../sdk/terminal.ts'
import { readLockedClients } from '../../../sdk/trade-chain/records.ts'
import { useEachBlock } from '../../market/trades/member-chains.tsx'
import { LaterPages } from '../../pieces/later-pages.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, ReadingState } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { ProposeButton } from './approvals.tsx'
import { creditWords } from './words.ts'

/** Proposes to free a client, which another officer must approve (S2-009). */
const Unlock = ({ client }: { client: string }) => (
  <ProposeButton
    action={say(creditWords.unlock)}
    title={say(creditWords.unlockTitle)(client)}
    text={say(creditWords.unlockText)}
    act={{ kind: 'identity.unlock', body: { client } }}
  />
)

interface LockedClient {
  client: string
  failures: number
}

const useLocked = (terminal: Terminal) => {
  const read = (after?: string) => readLockedClients(terminal, after)
  const list = useResource('locked clients', () => read())
  useEachBlock(list)
  return { read, list }
}

const row = ({ client, failures }: LockedClient) => (
  <li key={client} class="row" data-locked={client}>
    <span class="row-main">
      <a class="row-title" href={`#/credit/${encodeURIComponent(client)}`}>
        {client}
      </a>
      <span class="row-note">{say(creditWords.failures)(failures)}</span>
    </span>
    <Unlock client={client} />
  </li>
)

/** Those whose trades are refused, as they failed too often to show who they are (S2-009). */
export const Locked = ({ terminal }: { terminal: Terminal }) => {
  const { read, list } = useLocked(terminal)
  const page = list.value
  return (
    <Section title={say(creditWords.locked)}>
      <p class="note">{say(page?.items.length === 0 ? creditWords.lockedNone : creditWords.lockedNote)}</p>
      <ReadingState of={list} lines={2} />
      {page !== undefined && <ul class="rows">{page.items.map(row)}</ul>}
      {page?.next !== undefined && <LaterPages key={page.next} first={page.next} read={read} show={row} />}
    </Section>
  )
}

/** That a client is locked, and freeing it; nothing for one that is not. */
export const LockOf = ({ terminal, client }: { terminal: Terminal; client: string }) => {
  const { list } = useLocked(terminal)
  const found = list.value?.items.find((one) => one.client === client)
  if (found === undefined) return null
  return (
    <Alert tone="bad" title={say(creditWords.isLocked)}>
      <p>{say(creditWords.failures)(found.failures)}</p>
      <Unlock client={client} />
    </Alert>
  )
}
