import { useState } from 'preact/hooks'
import { type ProductFamily, productFamilies } from '../../../../chaincode/domains/trade-chain/terms.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { type ListedChain, type ListedInstitution, readInstitution } from '../../../sdk/trade-chain/records.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { ChainLine } from '../../market/trades/chain-line.tsx'
import { ChainProofDetails } from '../../market/trades/chain-proof.tsx'
import { MemberChains } from '../../market/trades/member-chains.tsx'
import { familyWords } from '../../market/trades/words.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { Checks } from '../../pieces/checks.tsx'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { OwnResults } from '../../pieces/own-results.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useAct } from '../../state/use-act.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { institutionWords } from './words.ts'

const Suspend = () => {
  const instructing = useInstruction()
  return (
    <div>
      <ConfirmedButton
        action={say(institutionWords.suspend)}
        title={say(institutionWords.suspendTitle)}
        text={say(institutionWords.suspendText)}
        instructing={instructing}
        onConfirm={() => instructing.send('institution.suspend', {})}
      />
    </div>
  )
}

const namesOf = (families: readonly ProductFamily[]): string =>
  families.map((family) => say(familyWords[family])).join(' · ')

const FamiliesForm = ({ standing }: { standing: ListedInstitution | undefined }) => {
  const [changed, setChanged] = useState<ProductFamily[] | undefined>(undefined)
  const families = changed ?? standing?.families ?? []
  const act = useAct({
    check: () => families.length > 0,
    asked: () => ({
      kind: 'institution.open',
      body: { families },
      review: {
        what: say(institutionWords.openFor),
        lines: [
          [say(institutionWords.families), namesOf(families)],
          [say(institutionWords.meaning), say(institutionWords.openReview)],
        ],
      },
    }),
    onTaken: () => setChanged(undefined),
  })
  return (
    <ActForm label={say(institutionWords.families)} action={say(institutionWords.openFor)} act={act}>
      <Checks
        legend={say(institutionWords.families)}
        options={productFamilies.map((family) => [family, say(familyWords[family])] as const)}
        chosen={families}
        onChosen={setChanged}
        wrong={changed?.length === 0 ? say(institutionWords.familiesMissing) : undefined}
      />
    </ActForm>
  )
}

const standingWords = { open: institutionWords.isOpen, suspended: institutionWords.isSuspended } as const

const Families = ({ terminal }: { terminal: Terminal }) => {
  const read = useResource('own institution', async () => {
    const { mspId } = await terminal.identity()
    return { standing: await readInstitution(terminal, mspId) }
  })
  if (read.value === undefined) return <ReadingState of={read} lines={5} />
  const { standing } = read.value
  const status = standing?.status
  return (
    <Section
      title={say(institutionWords.families)}
      aside={
        <span class="pill" data-tone={status === 'open' ? 'good' : 'warn'} data-standing={status ?? 'none'}>
          {say(status === undefined ? institutionWords.isNothing : standingWords[status])}
        </span>
      }
    >
      {standing !== undefined && (
        <p class="note">
          {namesOf(standing.families)} · {say(institutionWords.answers)(standing.participant)}
        </p>
      )}
      <FamiliesForm standing={standing} />
      {status === 'open' && <Suspend />}
    </Section>
  )
}

/** What came in: who answers it has its record too; before a chain is sent, nobody here has more of it than everybody. */
const rowFor = (terminal: Terminal) => (chain: ListedChain) => {
  const isParty = chain.executor === terminal.participant
  const who = say(institutionWords.who)(chain.client, nameOfOrganisation(chain.bank))
  return (
    <ChainLine key={chain.chain} chain={chain} who={who} to={isParty ? `#/trades/${chain.chain}` : undefined}>
      {chain.executor === undefined ? (
        <p class="note">{say(institutionWords.notSent)}</p>
      ) : (
        <ChainProofDetails terminal={terminal} of={chain} />
      )}
    </ChainLine>
  )
}

/** The desk of who answers for an institution: what it takes, what came in, and what was answered (S2-013, S2-018). */
export const InstitutionScreen = () => {
  const terminal = ownTerminal.value
  if (terminal === undefined) return null
  const show = rowFor(terminal)
  return (
    <Page title={say(shellWords.institutionDesk)} lead={say(institutionWords.lead)}>
      <div class="split">
        <div class="split-main">
          <MemberChains
            terminal={terminal}
            title={say(institutionWords.cameIn)}
            search={{ state: 'open' }}
            show={show}
          />
          <MemberChains
            terminal={terminal}
            title={say(institutionWords.ended)}
            search={{ state: 'ended' }}
            show={show}
          />
        </div>
        <div class="split-side">
          <Families terminal={terminal} />
          <OwnResults only={({ kind }) => /^(institution|chain)\./.test(kind)} />
        </div>
      </div>
    </Page>
  )
}
