import { useEffect, useState } from 'preact/hooks'
import { participantId } from '../../../../chaincode/wire/identifiers.ts'
import type { LedgerAnswer } from '../../../sdk/answers.ts'
import { readLedger } from '../../../sdk/reads.ts'
import { loginWords } from '../../dictionary/login.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { Button } from '../../pieces/button.tsx'
import { PasswordField, TextField } from '../../pieces/field.tsx'
import { Page } from '../../pieces/page.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { profileNames } from '../../platform/device-key.ts'
import { goOnAfterLogin } from '../../state/after-login.ts'
import type { Fault } from '../../state/fault.ts'
import {
  attemptLogin,
  connection,
  database,
  endedBy,
  enter,
  forgetEverything,
  type LoginAttempt,
  session,
} from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useWork } from '../../state/use-work.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { Authorisation } from './authorisation.tsx'

const useLedger = (): LedgerAnswer | undefined => {
  const [ledger, setLedger] = useState<LedgerAnswer | undefined>(undefined)
  useEffect(() => {
    readLedger(connection).then(setLedger, () => undefined)
  }, [])
  return ledger
}

const useKnownAccounts = (): string[] => {
  const [names, setNames] = useState<string[]>([])
  useEffect(() => {
    database()
      .then(profileNames)
      .then(setNames, () => undefined)
  }, [])
  return names
}

const OtherGateways = ({ ledger }: { ledger: LedgerAnswer }) => (
  <details>
    <summary>{say(loginWords.otherGateways)}</summary>
    <ul>
      {Object.entries(ledger.gateways)
        .filter(([mspId]) => mspId !== ledger.mspId)
        .map(([mspId, url]) => (
          <li key={mspId}>
            <a href={url}>{nameOfOrganisation(mspId)}</a>
          </li>
        ))}
    </ul>
  </details>
)

const forgettable = new Set(['result_key_changed', 'ledger_changed', 'file_unreadable', 'key_unreadable'])

const LoginFault = ({ fault }: { fault: Fault }) => {
  const { retryAfterSeconds: seconds, code } = fault
  return (
    <FaultAlert fault={fault}>
      {code === 'account_locked' && seconds !== undefined && say(loginWords.lockedFor)(seconds)}
      {forgettable.has(code) && (
        <Button tone="danger" onClick={() => void forgetEverything().then(() => location.reload())}>
          {say(loginWords.forget)}
        </Button>
      )}
    </FaultAlert>
  )
}

const KnownAccounts = ({ names, onChoose }: { names: string[]; onChoose: (name: string) => void }) =>
  names.length === 0 ? null : (
    <div class="field">
      <span class="label">{say(loginWords.knownAccounts)}</span>
      <div class="button-row">
        {names.map((name) => (
          <Button key={name} onClick={() => onChoose(name)}>
            {name}
          </Button>
        ))}
      </div>
    </div>
  )

const focusField = (name: string): void => document.querySelector<HTMLInputElement>(`input[name="${name}"]`)?.focus()

const useCredentials = (onAttempt: (attempt: LoginAttempt) => Promise<void>) => {
  const [account, setAccount] = useState('')
  const [password, setPassword] = useState('')
  const [isChecked, setChecked] = useState(false)
  const { run, isPending, fault } = useWork()
  const accountWrong = isChecked && !participantId.safeParse(account).success
  const passwordWrong = isChecked && password === ''
  const submit = (event: Event) => {
    event.preventDefault()
    setChecked(true)
    if (!participantId.safeParse(account).success) return focusField('account')
    if (password === '') return focusField('password')
    void run(async () => onAttempt(await attemptLogin(account, password)))
  }
  return { account, setAccount, password, setPassword, accountWrong, passwordWrong, submit, isPending, fault }
}

const Credentials = ({ onAttempt }: { onAttempt: (attempt: LoginAttempt) => Promise<void> }) => {
  const form = useCredentials(onAttempt)
  const names = useKnownAccounts()
  const choose = (name: string) => {
    form.setAccount(name)
    focusField('password')
  }
  return (
    <form class="form" onSubmit={form.submit} noValidate>
      {endedBy.value && <Alert tone="warn">{say(loginWords[endedBy.value])}</Alert>}
      {form.fault && <LoginFault fault={form.fault} />}
      <KnownAccounts names={names} onChoose={choose} />
      <TextField
        label={say(loginWords.account)}
        hint={say(loginWords.accountHint)}
        name="account"
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        value={form.account}
        onValue={(value) => form.setAccount(value.trim().toLowerCase())}
        wrong={form.accountWrong ? say(loginWords.accountWrong) : undefined}
      />
      <PasswordField
        label={say(loginWords.password)}
        name="password"
        autocomplete="current-password"
        value={form.password}
        onValue={form.setPassword}
        wrong={form.passwordWrong ? say(loginWords.passwordMissing) : undefined}
      />
      <Button type="submit" tone="primary" isWide isPending={form.isPending}>
        {say(form.isPending ? loginWords.submitting : loginWords.submit)}
      </Button>
    </form>
  )
}

/** Logging in, and then, where the device is none of the account's, the question whether to authorise it. */
export const LoginScreen = () => {
  const ledger = useLedger()
  const [attempt, setAttempt] = useState<LoginAttempt | undefined>(undefined)
  const onAttempt = async (made: LoginAttempt) => {
    if (!made.login.authorised) return setAttempt(made)
    await enter(made, made.login.token)
    goOnAfterLogin()
  }
  if (attempt !== undefined && !attempt.login.authorised) {
    return <Authorisation attempt={attempt} ticket={attempt.login} onRestart={() => setAttempt(undefined)} />
  }
  return (
    <Page
      title={say(shellWords.signIn)}
      isNarrow
      lead={ledger && say(loginWords.lead)(nameOfOrganisation(ledger.organisation))}
    >
      <div class="card">
        <Credentials onAttempt={onAttempt} />
      </div>
      <div class="button-row">
        {session.value === undefined && (
          <a class="button" data-tone="quiet" href="#/vouchers">
            {say(loginWords.browse)}
          </a>
        )}
      </div>
      {ledger && <OtherGateways ledger={ledger} />}
    </Page>
  )
}
