import { useState } from 'preact/hooks'
import type { Terminal } from '../../../sdk/terminal.ts'
import { loginWords } from '../../dictionary/login.ts'
import { Button } from '../../pieces/button.tsx'
import { PasswordField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { useWork } from '../../state/use-work.ts'
import { settingsWords } from './words.ts'

const empty = { now: '', fresh: '', repeated: '' }
type Name = keyof typeof empty

const usePasswords = (terminal: Terminal) => {
  const [typed, setTyped] = useState(empty)
  const [isChecked, setChecked] = useState(false)
  const [isDone, setDone] = useState(false)
  const { run, isPending, fault } = useWork()
  const isMissing = (name: Name): boolean => name !== 'repeated' && typed[name] === ''
  const differs = typed.fresh !== typed.repeated
  const submit = (event: Event) => {
    event.preventDefault()
    setChecked(true)
    setDone(false)
    if (isMissing('now') || isMissing('fresh') || differs) return
    void run(async () => {
      await terminal.changePassword({ password: typed.now, newPassword: typed.fresh })
      setTyped(empty)
      setChecked(false)
      setDone(true)
    })
  }
  const wrongOf = (name: Name): string | undefined => {
    if (isMissing(name)) return say(loginWords.passwordMissing)
    return name === 'repeated' && differs ? say(settingsWords.passwordDiffers) : undefined
  }
  const bind = (name: Name) => ({
    value: typed[name],
    onValue: (value: string) => setTyped((before) => ({ ...before, [name]: value })),
    wrong: isChecked ? wrongOf(name) : undefined,
  })
  return { bind, isDone, isPending, fault, submit }
}

/** Changing what one logs in with; the gateway says what is no good password. */
export const PasswordSection = ({ terminal }: { terminal: Terminal }) => {
  const { bind, isDone, isPending, fault, submit } = usePasswords(terminal)
  return (
    <Section title={say(settingsWords.passwordTitle)}>
      <form class="form" aria-label={say(settingsWords.passwordTitle)} onSubmit={submit} noValidate>
        {fault && <FaultAlert fault={fault} />}
        {isDone && <Alert tone="good">{say(settingsWords.passwordChanged)}</Alert>}
        <PasswordField label={say(settingsWords.passwordNow)} autocomplete="current-password" {...bind('now')} />
        <PasswordField label={say(settingsWords.passwordNew)} autocomplete="new-password" {...bind('fresh')} />
        <PasswordField label={say(settingsWords.passwordRepeat)} autocomplete="new-password" {...bind('repeated')} />
        <div>
          <Button type="submit" isPending={isPending}>
            {say(settingsWords.save)}
          </Button>
        </div>
      </form>
    </Section>
  )
}
