import { useState } from 'preact/hooks'
import { GatewayProblem } from '../../../sdk/errors.ts'
import { readReferenceTypes } from '../../../sdk/identity-references.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { type ListedChain, readInstitutions } from '../../../sdk/trade-chain/records.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { ChainLine } from '../../market/trades/chain-line.tsx'
import { ChainProofDetails } from '../../market/trades/chain-proof.tsx'
import { MemberChains } from '../../market/trades/member-chains.tsx'
import { Button } from '../../pieces/button.tsx'
import { ParticipantField } from '../../pieces/desk-fields.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { OwnResults } from '../../pieces/own-results.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { Alert, ReadingState } from '../../pieces/states.tsx'
import { navigate } from '../../state/route.ts'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useFields } from '../../state/use-fields.ts'
import { useResource } from '../../state/use-resource.ts'
import { participantRule } from '../../words/desk-rules.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import type { Parameters } from '../screen.ts'
import { Approvals } from './approvals.tsx'
import { Grade } from './grade.tsx'
import { Identities } from './identities.tsx'
import { Locked, LockOf } from './locks.tsx'
import { Positions } from './positions.tsx'
import { Reconcile } from './reconcile.tsx'
import { Weighing } from './weighing.tsx'
import { creditWords } from './words.ts'

const deskKinds = /^(grade|position|identity|approval)\.|^chain\.reconcile$/

const Results = () => <OwnResults only={({ kind }) => deskKinds.test(kind)} />

const Find = () => {
  const fields = useFields({ client: '' }, { client: participantRule })
  const submit = (event: Event) => {
    event.preventDefault()
    if (fields.check()) navigate(`/credit/${encodeURIComponent(fields.values.client)}`)
  }
  return (
    <Section title={say(creditWords.find)}>
      <form class="form" aria-label={say(creditWords.find)} onSubmit={submit} noValidate>
        <ParticipantField autocomplete="off" {...fields.bind('client')} />
        <Button type="submit" tone="primary" isWide>
          {say(creditWords.open)}
        </Button>
      </form>
    </Section>
  )
}

const rowFor = (terminal: Terminal) => (chain: ListedChain) => (
  <ChainLine
    key={chain.chain}
    chain={chain}
    who={say(creditWords.who)(chain.client, nameOfOrganisation(chain.institution))}
    to={`#/credit/${encodeURIComponent(chain.client)}`}
  >
    <ChainProofDetails terminal={terminal} of={chain} />
    {chain.status === 'conflict' && <Reconcile chain={chain.chain} />}
  </ChainLine>
)

const Idle = ({ terminal }: { terminal: Terminal }) => {
  const show = rowFor(terminal)
  return (
    <div class="split">
      <div class="split-main">
        <Find />
        <MemberChains
          terminal={terminal}
          title={say(creditWords.conflicts)}
          note={say(creditWords.conflictsNote)}
          search={{ status: 'conflict' }}
          isShownEmpty={false}
          show={show}
        />
        <MemberChains terminal={terminal} title={say(creditWords.underWay)} search={{ state: 'open' }} show={show} />
        <MemberChains terminal={terminal} title={say(creditWords.ended)} search={{ state: 'ended' }} show={show} />
      </div>
      <div class="split-side">
        <Approvals terminal={terminal} />
        <Locked terminal={terminal} />
        <Results />
      </div>
    </div>
  )
}

interface Served {
  terminal: Terminal
  client: string
}

/** What this bank says of a client before one institution. */
const AtInstitution = ({ terminal, client }: Served) => {
  const read = useResource('credit institutions', async () => {
    const { mspId: bank } = await terminal.identity()
    const all = await readInstitutions(terminal)
    return { bank, members: all.map(({ institution }) => institution).filter((member) => member !== bank) }
  })
  const [chosen, setChosen] = useState('')
  if (read.value === undefined) return <ReadingState of={read} lines={6} />
  const { bank, members } = read.value
  const institution = members.find((member) => member === chosen) ?? members[0]
  if (institution === undefined) return <Alert>{say(creditWords.noInstitution)}</Alert>
  const named = { bank, institution, client }
  return (
    <>
      {members.length > 1 && (
        <SelectField
          label={say(creditWords.institution)}
          value={institution}
          options={members.map((member) => [member, nameOfOrganisation(member)] as const)}
          onValue={setChosen}
        />
      )}
      <Grade key={`grade ${institution}`} terminal={terminal} named={named} />
      <Weighing key={`weighing ${institution}`} terminal={terminal} named={named} />
      <Positions key={`positions ${institution}`} terminal={terminal} named={named} />
    </>
  )
}

const typesOf = async ({ terminal, client }: Served): Promise<{ types: string[] | undefined }> => {
  try {
    return await readReferenceTypes(terminal, client)
  } catch (error) {
    if (error instanceof GatewayProblem && error.code === 'not_found') return { types: undefined }
    throw error
  }
}

const ClientOf = ({ terminal, client }: Served) => {
  const read = useResource(`references ${client}`, () => typesOf({ terminal, client }))
  if (read.value === undefined) return <ReadingState of={read} lines={8} />
  const { types } = read.value
  if (types === undefined) return <Alert tone="warn">{say(creditWords.unknown)(client)}</Alert>
  return (
    <div class="split">
      <div class="split-main">
        <LockOf terminal={terminal} client={client} />
        <AtInstitution terminal={terminal} client={client} />
      </div>
      <div class="split-side">
        <Identities terminal={terminal} client={client} types={types} onSet={read.reload} />
        <Results />
      </div>
    </div>
  )
}

/** The desk of a bank's officer for credit: one client at a time, locked clients, and the trades of all of the bank's. */
export const CreditScreen = ({ parameters }: { parameters: Parameters }) => {
  const terminal = ownTerminal.value
  const { client } = parameters
  if (terminal === undefined) return null
  if (client === undefined) {
    return (
      <Page title={say(shellWords.creditDesk)} lead={say(creditWords.lead)}>
        <Idle terminal={terminal} />
      </Page>
    )
  }
  const back = (
    <a class="back" href="#/credit">
      <Icon name="back" />
      {say(shellWords.creditDesk)}
    </a>
  )
  return (
    <Page title={client} back={back}>
      <ClientOf terminal={terminal} client={client} />
    </Page>
  )
}
