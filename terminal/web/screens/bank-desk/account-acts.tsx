import { useState } from 'preact/hooks'
import { z } from 'zod'
import type { Terminal } from '../../../sdk/terminal.ts'
import { deskWords } from '../../dictionary/desk.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { Button } from '../../pieces/button.tsx'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { Act } from '../../pieces/desk.tsx'
import { CaseNumberField } from '../../pieces/desk-fields.tsx'
import { PasswordField } from '../../pieces/field.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { useAct } from '../../state/use-act.ts'
import { useFields } from '../../state/use-fields.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useWork } from '../../state/use-work.ts'
import { caseNumberRule } from '../../words/desk-rules.ts'
import type { Customer } from './customer.ts'
import { bankWords } from './words.ts'

/** Freezes an account under a case number, or frees it again. */
export const Freezing = ({ customer: { participant, status } }: { customer: Customer }) => {
  const isFrozen = status === 'frozen'
  const fields = useFields({ caseNumber: '' }, { caseNumber: caseNumberRule }, `freeze ${participant}`)
  const { caseNumber } = fields.values
  const action = say(isFrozen ? bankWords.unfreezeNow : bankWords.freezeNow)(participant)
  const act = useAct({
    check: fields.check,
    asked: () => ({
      kind: isFrozen ? 'participant.unfreeze' : 'participant.freeze',
      body: { participant, caseNumber },
      review: { what: action, lines: [[say(deskWords.caseNumber), caseNumber]] },
    }),
    onTaken: () => fields.reset(),
  })
  return (
    <Act title={say(isFrozen ? bankWords.unfreezeTitle : bankWords.freezeTitle)} text={say(bankWords.freezeText)}>
      <ActForm label={say(bankWords.freezeTitle)} action={action} act={act}>
        <CaseNumberField {...fields.bind('caseNumber')} />
      </ActForm>
    </Act>
  )
}

/** Sets what a customer logs in with. */
export const NewPassword = ({ terminal, participant }: { terminal: Terminal; participant: string }) => {
  const shape = z.string().min(10)
  const fields = useFields({ password: '' }, { password: { shape, words: bankWords.passwordHint } })
  const { run, isPending, fault } = useWork()
  const [isSet, setSet] = useState(false)
  const submit = (event: Event) => {
    event.preventDefault()
    setSet(false)
    if (!fields.check()) return
    void run(async () => {
      await terminal.setCredentials(participant, { password: fields.values.password })
      fields.reset()
      setSet(true)
    })
  }
  return (
    <Act title={say(bankWords.newPassword)}>
      <form class="form" aria-label={say(bankWords.newPassword)} onSubmit={submit} noValidate>
        {fault && <FaultAlert fault={fault} />}
        {isSet && <Alert tone="good">{say(bankWords.passwordSet)}</Alert>}
        <PasswordField
          label={say(bankWords.password)}
          hint={say(bankWords.passwordHint)}
          autocomplete="new-password"
          {...fields.bind('password')}
        />
        <Button type="submit" isPending={isPending} isWide>
          {say(bankWords.newPasswordGo)(participant)}
        </Button>
      </form>
    </Act>
  )
}

/** Closes an account for good; the ledger refuses it while anything is held or on its way (invariant 12). */
export const Closing = ({ customer: { participant, balances } }: { customer: Customer }) => {
  const instructing = useInstruction()
  const holds = Object.values(balances ?? {}).some(({ total }) => total !== '0')
  return (
    <Act title={say(bankWords.closeTitle)} text={say(bankWords.closeText)}>
      {holds && <p>{say(bankWords.closeHolds)}</p>}
      <div>
        <ConfirmedButton
          action={say(bankWords.closeNow)(participant)}
          title={say(bankWords.closeAsk)(participant)}
          text={say(bankWords.closeText)}
          instructing={instructing}
          isDisabled={holds}
          onConfirm={() => instructing.send('participant.close', { participant })}
        />
      </div>
    </Act>
  )
}
