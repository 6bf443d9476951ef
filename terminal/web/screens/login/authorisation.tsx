import { useEffect, useRef, useState } from 'preact/hooks'
import { displayName } from '../../../../chaincode/wire/identifiers.ts'
import { plainDigits } from '../../../sdk/digits.ts'
import {
  type AuthorisationWay,
  beginAuthorisation,
  confirmAuthorisation,
  declineAuthorisation,
  type LoginTicket,
} from '../../../sdk/login.ts'
import type { CardOf } from '../../codes/device-card.tsx'
import { loginWords } from '../../dictionary/login.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { Button } from '../../pieces/button.tsx'
import { PasswordField, TextField } from '../../pieces/field.tsx'
import { Page } from '../../pieces/page.tsx'
import { Alert, FaultAlert, ReadingState } from '../../pieces/states.tsx'
import { goOnAfterLogin } from '../../state/after-login.ts'
import type { Fault } from '../../state/fault.ts'
import { connection, enter, enterLimited, forgetKey, type LoginAttempt } from '../../state/session.ts'
import { language, say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { useWork } from '../../state/use-work.ts'
import { suggestDeviceName } from './device-name.ts'

/** What is under way between the consent and the ledger's word. */
interface Begun {
  id: string
  way: AuthorisationWay
  name: string
  outstanding: AuthorisationWay[]
  wanted: number
}

interface Step {
  attempt: LoginAttempt
  ticket: LoginTicket
  onRestart: () => void
}

/** True when this gateway keeps messages on a page of its own, which only one in development does. */
/** What this device is called unless somebody says otherwise. */
const suggestedName = (): string =>
  suggestDeviceName(navigator.userAgent, { language: language.value, now: Date.now() })

const useInbox = (): boolean => {
  const [isThere, setThere] = useState(false)
  useEffect(() => {
    connection.fetch(`${connection.gateway}/development/inbox.json`).then(
      ({ ok }) => setThere(ok),
      () => undefined,
    )
  }, [])
  return isThere
}

const InboxHint = () =>
  useInbox() ? (
    <p class="note">
      <a href="/development/inbox" target="_blank" rel="noreferrer">
        {say(loginWords.inbox)}
      </a>
    </p>
  ) : null

const WayButtons = ({
  ticket,
  onWay,
  isPending,
}: {
  ticket: LoginTicket
  onWay: (way: AuthorisationWay) => void
  isPending: boolean
}) => {
  const [first] = ticket.ways
  if (ticket.demandsAll && first !== undefined) {
    return (
      <Button tone="primary" isWide isPending={isPending} onClick={() => onWay(first)}>
        {say(loginWords.byBoth)}
      </Button>
    )
  }
  return ticket.ways.map((way, index) => (
    <Button key={way} tone={index === 0 ? 'primary' : 'plain'} isWide isPending={isPending} onClick={() => onWay(way)}>
      {say(way === 'message' ? loginWords.byMessage : loginWords.byPassword)}
    </Button>
  ))
}

const useConsent = ({ attempt, ticket, onBegun }: Step & { onBegun: (begun: Begun) => void }) => {
  const [name, setName] = useState(suggestedName)
  const { run, isPending, fault } = useWork()
  const isNameWrong = !displayName.safeParse(name.trim()).success
  const begin = (way: AuthorisationWay) => {
    if (isNameWrong) return
    void run(async () => {
      const request = { ticket: ticket.ticket, way, name: name.trim() }
      const { id, outstanding } = await beginAuthorisation(connection, attempt.client, request)
      onBegun({ id, way, name: request.name, outstanding, wanted: outstanding.length })
    })
  }
  return { name, setName, isNameWrong, begin, isPending, fault }
}

const drawCard = async () => (await import('../../codes/device-card.tsx')).DeviceCard

const DrawnCard = (card: CardOf) => {
  const drawing = useResource('device-card', async () => ({ DeviceCard: await drawCard() }))
  return drawing.value === undefined ? <ReadingState of={drawing} lines={6} /> : <drawing.value.DeviceCard {...card} />
}

/** The card of this device, whose drawing is loaded when somebody asks for it. */
const CardOfDevice = (card: CardOf) => {
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{say(loginWords.cardOfDevice)}</summary>
      {isOpen && <DrawnCard {...card} />}
    </details>
  )
}

const Consent = ({ onDeclined, ...step }: Step & { onBegun: (begun: Begun) => void; onDeclined: () => void }) => {
  const { attempt, ticket } = step
  const { name, setName, isNameWrong, begin, isPending, fault } = useConsent(step)
  return (
    <Page title={say(loginWords.consentTitle)} isNarrow>
      <div class="card">
        {attempt.wasReplaced && <Alert tone="warn">{say(loginWords.replaced)}</Alert>}
        {fault && <FaultAlert fault={fault} />}
        <p>{say(loginWords.consentText)(attempt.profile.account)}</p>
        <dl class="pairs">
          <dt>{say(loginWords.consentKey)}</dt>
          <dd class="code-value">{attempt.profile.device.slice(-6)}</dd>
        </dl>
        {ticket.ways.length === 0 ? (
          <Alert tone="warn">{say(loginWords.noWays)}</Alert>
        ) : (
          <>
            <TextField
              label={say(loginWords.deviceName)}
              hint={say(loginWords.deviceNameHint)}
              maxLength={60}
              value={name}
              onValue={setName}
              wrong={isNameWrong ? say(loginWords.deviceNameWrong) : undefined}
            />
            {ticket.demandsAll && <p class="note">{say(loginWords.demandsAll)}</p>}
            <div class="stack">
              <WayButtons ticket={ticket} onWay={begin} isPending={isPending} />
            </div>
          </>
        )}
        <Button tone="quiet" isWide onClick={onDeclined}>
          {say(loginWords.decline)}
        </Button>
        <p class="note">{say(loginWords.consentNothing)}</p>
        <CardOfDevice
          participant={attempt.profile.account}
          name={isNameWrong ? suggestedName() : name.trim()}
          signer={attempt.client.signer}
        />
      </div>
    </Page>
  )
}

const useConfirmation = ({ attempt, ticket, onRestart }: Step, begun: Begun, onProgress: (begun: Begun) => void) => {
  const { run, isPending, fault } = useWork()
  const [isWaiting, setWaiting] = useState(false)
  const confirm = (answer: { code: string } | { password: string }) =>
    run(async () => {
      const request = { ticket: ticket.ticket, id: begun.id, answer }
      const progress = await confirmAuthorisation(connection, attempt.client, request)
      if (progress.authorised) {
        await enter(attempt, progress.token)
        return goOnAfterLogin()
      }
      if (progress.outstanding.length === 0) return setWaiting(true)
      onProgress({ ...begun, outstanding: progress.outstanding })
    })
  return { confirm, isPending, fault, isWaiting, onRestart }
}

const CodeForm = ({ onCode, isPending }: { onCode: (code: string) => void; isPending: boolean }) => {
  const [code, setCode] = useState('')
  const [isChecked, setChecked] = useState(false)
  const isWrong = !/^[0-9]{8}$/.test(code)
  const submit = (event: Event) => {
    event.preventDefault()
    setChecked(true)
    if (!isWrong) onCode(code)
  }
  return (
    <form class="form" onSubmit={submit} noValidate>
      <TextField
        label={say(loginWords.code)}
        inputMode="numeric"
        autocomplete="one-time-code"
        isFigure
        maxLength={12}
        value={code}
        onValue={(value) =>
          setCode(
            plainDigits(value)
              .replace(/[^0-9]/g, '')
              .slice(0, 8),
          )
        }
        wrong={isChecked && isWrong ? say(loginWords.codeWrong) : undefined}
      />
      <Button type="submit" tone="primary" isWide isPending={isPending}>
        {say(isPending ? loginWords.confirming : loginWords.confirm)}
      </Button>
    </form>
  )
}

const PasswordForm = ({ onPassword, isPending }: { onPassword: (password: string) => void; isPending: boolean }) => {
  const [password, setPassword] = useState('')
  const [isChecked, setChecked] = useState(false)
  const submit = (event: Event) => {
    event.preventDefault()
    setChecked(true)
    if (password !== '') onPassword(password)
  }
  return (
    <form class="form" onSubmit={submit} noValidate>
      <PasswordField
        label={say(loginWords.password)}
        autocomplete="current-password"
        value={password}
        onValue={setPassword}
        wrong={isChecked && password === '' ? say(loginWords.passwordMissing) : undefined}
      />
      <Button type="submit" tone="primary" isWide isPending={isPending}>
        {say(isPending ? loginWords.confirming : loginWords.confirm)}
      </Button>
    </form>
  )
}

const SendAgain = ({ step, begun, onBegun }: { step: Step; begun: Begun; onBegun: (begun: Begun) => void }) => {
  const { run, isPending, fault } = useWork()
  const [isSent, setSent] = useState(false)
  const send = () =>
    run(async () => {
      const request = { ticket: step.ticket.ticket, way: begun.way, name: begun.name }
      const { id, outstanding } = await beginAuthorisation(connection, step.attempt.client, request)
      setSent(true)
      onBegun({ ...begun, id, outstanding })
    })
  return (
    <>
      {fault && <FaultAlert fault={fault} />}
      {isSent && <Alert>{say(loginWords.sentAgain)}</Alert>}
      <Button tone="quiet" isPending={isPending} onClick={() => void send()}>
        {say(loginWords.sendAgain)}
      </Button>
    </>
  )
}

// After these the person can try once more with the same ticket; after anything else only a new login helps.
const mendable = new Set([
  ...['wrong_code', 'message_code_expired', 'message_code_used', 'wrong_credentials', 'account_locked'],
  ...['too_many_tries', 'too_many_messages', 'message_not_sent', 'too_many_requests', 'outage', 'internal_fault'],
])

const stepsOf = ({ wanted, outstanding }: Begun): string | undefined =>
  wanted > 1 ? say(loginWords.steps)(wanted - outstanding.length + 1, wanted) : undefined

const StepFault = ({ fault, onRestart }: { fault: Fault; onRestart: () => void }) => (
  <>
    <FaultAlert fault={fault} />
    {!mendable.has(fault.code) && (
      <Button tone="primary" isWide onClick={onRestart}>
        {say(loginWords.startOver)}
      </Button>
    )}
  </>
)

// A key that the ledger will never take for this account is of no use: the next login makes another one.
const restartAfter = async ({ code }: Fault, { attempt, onRestart }: Step): Promise<void> => {
  if (code === 'device_key_taken') await forgetKey(attempt)
  onRestart()
}

const Confirmation = ({
  step,
  begun,
  onBegun,
  onDeclined,
}: {
  step: Step
  begun: Begun
  onBegun: (begun: Begun) => void
  onDeclined: () => void
}) => {
  const { confirm, isPending, fault, isWaiting } = useConfirmation(step, begun, onBegun)
  const isMessage = begun.outstanding[0] === 'message'
  return (
    <Page
      key={isMessage ? 'message' : 'password'}
      title={say(isMessage ? loginWords.codeTitle : loginWords.passwordTitle)}
      lead={stepsOf(begun)}
      isNarrow
    >
      <div class="card">
        {fault && <StepFault fault={fault} onRestart={() => void restartAfter(fault, step)} />}
        {isWaiting && <Alert tone="warn">{say(loginWords.ledgerPending)}</Alert>}
        <p>{say(isMessage ? loginWords.codeText : loginWords.passwordText)}</p>
        {isMessage && <InboxHint />}
        {isMessage ? (
          <CodeForm onCode={(code) => void confirm({ code })} isPending={isPending} />
        ) : (
          <PasswordForm onPassword={(password) => void confirm({ password })} isPending={isPending} />
        )}
        {isMessage && <SendAgain step={step} begun={begun} onBegun={onBegun} />}
        <Button tone="quiet" onClick={isWaiting ? step.onRestart : onDeclined}>
          {say(isWaiting ? shellWords.signIn : loginWords.decline)}
        </Button>
      </div>
    </Page>
  )
}

const Declined = ({ account }: { account: string }) => (
  <Page title={say(loginWords.declinedTitle)} isNarrow>
    <div class="card">
      <p>{say(loginWords.declinedText)}</p>
      <Button
        tone="primary"
        isWide
        onClick={() => {
          enterLimited(account)
          goOnAfterLogin('/vouchers')
        }}
      >
        {say(loginWords.continueLimited)}
      </Button>
    </div>
  </Page>
)

/** Asks for consent, then for one of the ways or all, and opens the session; or ends in one without payments (S4-007). */
export const Authorisation = (step: Step) => {
  const [begun, setBegun] = useState<Begun | undefined>(undefined)
  const [isDeclined, setDeclined] = useState(false)
  const last = useRef<Begun | undefined>(undefined)
  last.current = begun
  const decline = () => {
    setDeclined(true)
    const open = last.current
    // The ticket ends by itself soon; burning it now is a courtesy that may fail.
    if (open) declineAuthorisation(connection, { ticket: step.ticket.ticket, id: open.id }).catch(() => undefined)
  }
  if (isDeclined) return <Declined account={step.attempt.profile.account} />
  if (begun === undefined) return <Consent {...step} onBegun={setBegun} onDeclined={decline} />
  return <Confirmation step={step} begun={begun} onBegun={setBegun} onDeclined={decline} />
}
