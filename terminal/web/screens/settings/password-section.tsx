import { useState } from 'preact/hooks'
import type { Terminal } from '../../../sdk/terminal.ts'
import { loginWords } from '../../dictionary/login.ts'
import { settingsWords } from '../../dictionary/settings.ts'
import { Button } from '../../pieces/button.tsx'
import { PasswordField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { useWork } from '../../state/use-work.ts'

const usePasswords = (terminal: Terminal) => {
  const [password, setPassword] = useState('')
  const [fresh, setFresh] = useState('')
  const [repeated, setRepeated] = useState('')
  const [isChecked, setChecked] = useState(false)
  const [isDone, setDone] = useState(false)
  const { run, isPending, fault } = useWork()
  const isWhole = password !== '' && fresh !== '' && fresh === repeated
  const submit = (event: Event) => {
    event.preventDefault()
    setChecked(true)
    setDone(false)
    if (!isWhole) return
    void run(async () => {
      await terminal.changePassword({ password, newPassword: fresh })
      for (const clear of [setPassword, setFresh, setRepeated]) clear('')
      setChecked(false)
      setDone(true)
    })
  }
  const missing = (value: string) => (isChecked && value === '' ? say(loginWords.passwordMissing) : undefined)
  const differs = isChecked && fresh !== repeated ? say(settingsWords.passwordDiffers) : undefined
  const typed = { password, setPassword, fresh, setFresh, repeated, setRepeated }
  return { ...typed, missing, differs, isDone, isPending, fault, submit }
}

/** Changing what one logs in with; the gateway says what is no good password. */
export const PasswordSection = ({ terminal }: { terminal: Terminal }) => {
  const form = usePasswords(terminal)
  return (
    <Section title={say(settingsWords.passwordTitle)}>
      <form class="form" aria-label={say(settingsWords.passwordTitle)} onSubmit={form.submit} noValidate>
        {form.fault && <FaultAlert fault={form.fault} />}
        {form.isDone && <Alert tone="good">{say(settingsWords.passwordChanged)}</Alert>}
        <PasswordField
          label={say(settingsWords.passwordNow)}
          autocomplete="current-password"
          value={form.password}
          onValue={form.setPassword}
          wrong={form.missing(form.password)}
        />
        <PasswordField
          label={say(settingsWords.passwordNew)}
          autocomplete="new-password"
          value={form.fresh}
          onValue={form.setFresh}
          wrong={form.missing(form.fresh)}
        />
        <PasswordField
          label={say(settingsWords.passwordRepeat)}
          autocomplete="new-password"
          value={form.repeated}
          onValue={form.setRepeated}
          wrong={form.differs}
        />
        <div>
          <Button type="submit" isPending={form.isPending}>
            {say(settingsWords.save)}
          </Button>
        </div>
      </form>
    </Section>
  )
}
