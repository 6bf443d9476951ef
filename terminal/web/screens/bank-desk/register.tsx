import { useState } from 'preact/hooks'
import { z } from 'zod'
import type { DeviceRole } from '../../../../chaincode/wire/device.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { deviceWords } from '../../dictionary/devices.ts'
import { Button } from '../../pieces/button.tsx'
import { Checks } from '../../pieces/checks.tsx'
import { ParticipantField } from '../../pieces/desk-fields.tsx'
import { PasswordField, Segments, TextField } from '../../pieces/field.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { useFields } from '../../state/use-fields.ts'
import { participantRule } from '../../words/desk-rules.ts'
import { readCard } from './card.ts'
import { CardField, cardRule } from './card-field.tsx'
import { grantableRoles, type Opening, type StepName, stepsOf } from './registration.ts'
import { addressOf } from './search.tsx'
import { useRegistration } from './use-registration.ts'
import { bankWords } from './words.ts'

const passwordMinimum = 10

const rulesOf = (isByCard: boolean, participant: string) => ({
  participant: participantRule,
  password: { shape: z.string().min(passwordMinimum), words: bankWords.passwordHint },
  ...(isByCard ? { card: cardRule(participant) } : {}),
})

const useOpening = (onOpening: (opening: Opening) => void) => {
  const [type, setType] = useState<Opening['type']>('person')
  const [roles, setRoles] = useState<DeviceRole[]>(['customer'])
  const [isByCard, setByCard] = useState(false)
  const [isChecked, setChecked] = useState(false)
  const fields = useFields({ participant: '', card: '', password: '', address: '' }, (typed) =>
    rulesOf(isByCard, typed.participant),
  )
  const choose = (chosen: Opening['type']) => {
    setType(chosen)
    setRoles(roles.filter((role) => grantableRoles(chosen).includes(role)))
  }
  const submit = (event: Event) => {
    event.preventDefault()
    setChecked(true)
    if (!fields.check() || roles.length === 0) return
    const { participant, card, password, address } = fields.values
    onOpening({
      participant,
      type,
      roles,
      card: isByCard ? readCard(card)?.device : undefined,
      password,
      messageAddress: address,
    })
  }
  return { type, choose, roles, setRoles, isByCard, setByCard, isChecked, fields, submit }
}

type Form = ReturnType<typeof useOpening>

const DeviceFields = ({ form }: { form: Form }) => {
  const { isByCard, setByCard, fields } = form
  return (
    <>
      <Segments
        label={say(bankWords.firstDevice)}
        value={isByCard ? 'card' : 'later'}
        options={[
          ['later', say(bankWords.deviceLater)],
          ['card', say(bankWords.deviceCard)],
        ]}
        onValue={(way) => setByCard(way === 'card')}
      />
      {!isByCard && <p class="note">{say(bankWords.deviceLaterText)}</p>}
      {isByCard && <CardField {...fields.bind('card')} />}
    </>
  )
}

const OpeningForm = ({ onOpening }: { onOpening: (opening: Opening) => void }) => {
  const form = useOpening(onOpening)
  const { type, choose, roles, setRoles, isChecked, fields, submit } = form
  return (
    <form class="form" aria-label={say(bankWords.register)} onSubmit={submit} noValidate autocomplete="off">
      <ParticipantField label={say(bankWords.newAccount)} autocomplete="off" {...fields.bind('participant')} />
      <Segments
        label={say(bankWords.kind)}
        value={type}
        options={[
          ['person', say(bankWords.person)],
          ['organisation', say(bankWords.organisation)],
        ]}
        onValue={choose}
      />
      <Checks
        legend={say(bankWords.roles)}
        options={grantableRoles(type).map((role) => [role, say(deviceWords.role)(role)] as const)}
        chosen={roles}
        onChosen={setRoles}
        wrong={isChecked && roles.length === 0 ? say(bankWords.rolesMissing) : undefined}
      />
      <DeviceFields form={form} />
      <PasswordField
        label={say(bankWords.password)}
        hint={say(bankWords.passwordHint)}
        autocomplete="new-password"
        {...fields.bind('password')}
      />
      <TextField
        label={say(bankWords.address)}
        hint={say(bankWords.addressHint)}
        isOptional
        maxLength={254}
        autocomplete="off"
        {...fields.bind('address')}
      />
      <Button type="submit" tone="primary" isWide>
        {say(bankWords.registerGo)(fields.values.participant)}
      </Button>
    </form>
  )
}

const stepWords = {
  register: bankWords.stepRegister,
  revoke: bankWords.stepRevoke,
  credentials: bankWords.stepCredentials,
} as const

const Step = ({ name, state }: { name: StepName; state: 'done' | 'now' | 'failed' | 'waits' }) => {
  const words = {
    done: bankWords.stepDone,
    now: bankWords.stepNow,
    failed: bankWords.stepFailed,
    waits: bankWords.stepWaits,
  }[state]
  const tone = { done: 'good', now: 'accent', failed: 'bad', waits: undefined }[state]
  return (
    <li class="row">
      <span class="row-main">{say(stepWords[name])}</span>
      <span class="pill" data-tone={tone}>
        {state === 'done' && <Icon name="check" />}
        {state === 'now' && <span class="spinner" aria-hidden="true" />}
        {say(words)}
      </span>
    </li>
  )
}

const stateOf = (place: number, { done, fault }: { done: number; fault: unknown }) => {
  if (place < done) return 'done'
  if (place > done) return 'waits'
  return fault === undefined ? 'now' : 'failed'
}

/** Registers a customer: the account, its first device, and what the person logs in with, step by step. */
export const Register = ({ terminal }: { terminal: Terminal }) => {
  const registration = useRegistration(terminal, say(bankWords.placeholder))
  const { opening, done, isRunning, fault, begin, goOn, forget } = registration
  const steps = opening === undefined ? [] : stepsOf(opening)
  const isWhole = opening !== undefined && done === steps.length
  return (
    <Section title={say(bankWords.register)}>
      {opening === undefined && (
        <>
          <p class="note">{say(bankWords.registerText)}</p>
          <OpeningForm onOpening={begin} />
        </>
      )}
      {opening !== undefined && (
        <>
          <h3>{opening.participant}</h3>
          <ol class="rows" aria-label={say(bankWords.steps)}>
            {steps.map((name, place) => (
              <Step key={name} name={name} state={stateOf(place, { done, fault })} />
            ))}
          </ol>
        </>
      )}
      {fault && <FaultAlert fault={fault} />}
      {isWhole && (
        <Alert tone="good" title={say(bankWords.registered)(opening.participant)}>
          {say(bankWords.registeredText)}
        </Alert>
      )}
      {opening !== undefined && !isRunning && (
        <div class="button-row">
          {!isWhole && (
            <Button tone="primary" onClick={() => void goOn()}>
              {say(bankWords.goOn)}
            </Button>
          )}
          {isWhole && (
            <a class="button" href={`#${addressOf(opening.participant)}`}>
              {say(bankWords.toCustomer)}
            </a>
          )}
          <Button onClick={forget}>{say(bankWords.another)}</Button>
        </div>
      )}
    </Section>
  )
}
