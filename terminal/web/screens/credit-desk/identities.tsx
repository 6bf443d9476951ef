import { useState } from 'preact/hooks'
import { z } from 'zod'
import type { Terminal } from '../../../sdk/terminal.ts'
import { identityHints, identityWords } from '../../market/trades/words.ts'
import { Button } from '../../pieces/button.tsx'
import { Act } from '../../pieces/desk.tsx'
import { PasswordField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { type IdentityType, identityTypes, isIdentity } from '../../state/trades.ts'
import { useFields } from '../../state/use-fields.ts'
import { useWork } from '../../state/use-work.ts'
import { creditWords } from './words.ts'

interface OfClient {
  terminal: Terminal
  client: string
  onSet: () => void
}

/** Puts on record by what a client is known; what is typed is shown on request alone, kept in no draft, and gone once it was sent. */
const SetIdentity = ({ terminal, client, onSet }: OfClient) => {
  const [isSet, setSet] = useState<IdentityType | undefined>(undefined)
  const { run, isPending, fault } = useWork()
  const fields = useFields({ type: 'account-number', value: '' }, ({ type }) => ({
    value: {
      shape: z.string().refine((value) => isIdentity(type as IdentityType, value)),
      words: identityHints[type as IdentityType],
    },
  }))
  const type = fields.values.type as IdentityType
  const submit = (event: Event) => {
    event.preventDefault()
    setSet(undefined)
    if (!fields.check()) return
    void run(async () => {
      await terminal.setIdentityReference(client, { type, value: fields.values.value })
      fields.reset('value')
      setSet(type)
      onSet()
    })
  }
  return (
    <form class="form" aria-label={say(creditWords.set)} onSubmit={submit} noValidate>
      {fault && <FaultAlert fault={fault} />}
      {isSet && <Alert tone="good">{say(creditWords.isSet)(say(identityWords[isSet]))}</Alert>}
      <SelectField<IdentityType>
        label={say(creditWords.type)}
        value={type}
        options={identityTypes.map((one) => [one, say(identityWords[one])] as const)}
        onValue={(value) => fields.set({ type: value, value: '' })}
      />
      <PasswordField
        label={say(identityWords[type])}
        hint={say(identityHints[type])}
        autocomplete="off"
        {...fields.bind('value')}
      />
      <Button type="submit" tone="primary" isWide isPending={isPending}>
        {say(creditWords.set)}
      </Button>
    </form>
  )
}

const Types = ({ types }: { types: readonly string[] }) => (
  <Section title={say(creditWords.identities)}>
    <p class="note">{say(types.length === 0 ? creditWords.identitiesNone : creditWords.identitiesNote)}</p>
    <ul class="rows">
      {identityTypes.map((type) => {
        const isThere = types.includes(type)
        return (
          <li key={type} class="row" data-identity={type} data-state={isThere ? 'on-record' : 'none'}>
            <span class="row-main">{say(identityWords[type])}</span>
            <span class="pill" data-tone={isThere ? 'good' : undefined}>
              {say(isThere ? creditWords.isOnRecord : creditWords.notOnRecord)}
            </span>
          </li>
        )
      })}
    </ul>
  </Section>
)

/** Of which types something is on record of a client, and never what (S2-005). */
export const Identities = ({ types, ...of }: OfClient & { types: readonly string[] }) => {
  // It stays as it was opened, so that what was put on record is told.
  const [isOpen] = useState(types.length === 0)
  return (
    <>
      <Types types={types} />
      <Act title={say(creditWords.setTitle)} text={say(creditWords.setText)} isOpen={isOpen}>
        <SetIdentity {...of} />
      </Act>
    </>
  )
}
