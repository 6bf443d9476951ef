import { useState } from 'preact/hooks'
import { z } from 'zod'
import { type DeviceRole, deviceRoles } from '../../../../chaincode/wire/device.ts'
import type { AccountAnswer } from '../../../sdk/answers.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { deskWords } from '../../dictionary/desk.ts'
import { deviceWords } from '../../dictionary/devices.ts'
import { Button } from '../../pieces/button.tsx'
import { Act, ActForm, Confirmation, FormDialog } from '../../pieces/desk.tsx'
import { CaseNumberField } from '../../pieces/desk-fields.tsx'
import { PasswordField, TextField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, FaultAlert, ReadingState } from '../../pieces/states.tsx'
import { isAccepted } from '../../state/accepted.ts'
import { say } from '../../state/settings.ts'
import { useFields } from '../../state/use-fields.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { useTypedInstruction } from '../../state/use-typed-instruction.ts'
import { useWork } from '../../state/use-work.ts'
import { unitOf } from '../../state/vouchers.ts'
import { caseNumberRule, participantRule } from '../../words/desk-rules.ts'
import { formatQuantity } from '../../words/format.ts'
import { readCard } from './card.ts'
import { CardField, cardRule } from './card-field.tsx'
import { bankWords } from './words.ts'

const device = z.looseObject({
  name: z.string(),
  status: z.enum(['active', 'revoked']),
  roles: z.array(z.enum(deviceRoles)),
})

interface CustomerDevice {
  device: string
  name: string
  isActive: boolean
  roles: DeviceRole[]
}

const devicesOf = ({ account }: AccountAnswer): CustomerDevice[] =>
  Object.entries(account.devices).flatMap(([id, row]) => {
    const read = device.safeParse(row)
    if (!read.success) return []
    const { name, status, roles } = read.data
    return [{ device: id, name, roles, isActive: status === 'active' }]
  })

interface OfCustomer {
  participant: string
  device: CustomerDevice
  onDone: () => void
}

const Revoke = ({ participant, device: revoked, onDone }: OfCustomer) => {
  const instructing = useInstruction()
  const revoke = async () => {
    await instructing.send('device.revoke', { participant, device: revoked.device })
    onDone()
  }
  return (
    <Confirmation
      title={say(bankWords.revokeTitle)}
      action={say(bankWords.revoke)}
      instructing={instructing}
      onConfirm={() => void revoke()}
      onClose={onDone}
    >
      <p>{say(bankWords.revokeText)(revoked.name)}</p>
    </Confirmation>
  )
}

const Replace = ({ participant, device: lost, onDone }: OfCustomer) => {
  const instructing = useInstruction()
  const fields = useFields({ card: '' }, { card: cardRule })
  const submit = (): boolean => {
    const card = readCard(fields.values.card)
    if (!fields.check() || card === undefined) return false
    const body = { participant, lost: lost.device, device: { ...card, roles: lost.roles } }
    void instructing.send('device.replace', body).then((kept) => isAccepted(kept) && onDone())
    return true
  }
  return (
    <FormDialog
      title={say(bankWords.replaceTitle)}
      text={say(bankWords.replaceText)}
      action={say(bankWords.replaceGo)}
      instructing={instructing}
      onSubmit={submit}
      onClose={onDone}
    >
      <CardField {...fields.bind('card')} />
    </FormDialog>
  )
}

type Asked = { what: 'revoke' | 'replace'; device: CustomerDevice }

const DeviceLine = ({ device: own, onAsk }: { device: CustomerDevice; onAsk: (asked: Asked) => void }) => (
  <li class="row row-wrap">
    <span class="row-main">
      <span class="row-title">{own.name}</span>
      <span class="row-note">
        {say(deviceWords.keyEnd)} <code>{own.device.slice(-6)}</code> ·{' '}
        {own.roles.map((role) => say(deviceWords.role)(role)).join(' · ')}
      </span>
    </span>
    <span class="pill" data-tone={own.isActive ? 'good' : 'bad'}>
      {say(own.isActive ? deviceWords.active : deviceWords.revoked)}
    </span>
    {own.isActive && (
      <span class="button-row">
        <Button onClick={() => onAsk({ what: 'replace', device: own })}>{say(bankWords.replace)}</Button>
        <Button tone="danger" onClick={() => onAsk({ what: 'revoke', device: own })}>
          {say(bankWords.revoke)}
        </Button>
      </span>
    )}
  </li>
)

const Devices = ({ participant, devices }: { participant: string; devices: readonly CustomerDevice[] }) => {
  const [asked, setAsked] = useState<Asked | undefined>(undefined)
  const done = () => setAsked(undefined)
  return (
    <>
      <h3>{say(bankWords.devices)}</h3>
      {devices.length === 0 && <p class="note">{say(bankWords.devicesEmpty)}</p>}
      <ul class="rows">
        {devices.map((own) => (
          <DeviceLine key={own.device} device={own} onAsk={setAsked} />
        ))}
      </ul>
      {asked?.what === 'revoke' && <Revoke participant={participant} device={asked.device} onDone={done} />}
      {asked?.what === 'replace' && <Replace participant={participant} device={asked.device} onDone={done} />}
    </>
  )
}

const FreezeForm = ({ participant, status }: { participant: string; status: string }) => {
  const isFrozen = status === 'frozen'
  const fields = useFields({ caseNumber: '' }, { caseNumber: caseNumberRule }, `freeze ${participant}`)
  const form = useTypedInstruction(fields, {}, ({ caseNumber }) => [
    isFrozen ? 'participant.unfreeze' : 'participant.freeze',
    { participant, caseNumber },
  ])
  return (
    <ActForm
      title={say(isFrozen ? bankWords.unfreezeTitle : bankWords.freezeTitle)}
      text={say(bankWords.freezeText)}
      label={say(bankWords.freezeTitle)}
      action={say(isFrozen ? bankWords.unfreezeGo : bankWords.freezeGo)}
      {...form}
    >
      <CaseNumberField {...fields.bind('caseNumber')} />
    </ActForm>
  )
}

const NewPassword = ({ terminal, participant }: { terminal: Terminal; participant: string }) => {
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
        <Button type="submit" tone="primary" isWide isPending={isPending}>
          {say(bankWords.newPasswordGo)}
        </Button>
      </form>
    </Act>
  )
}

const statusTones: { [status: string]: string } = { active: 'good', frozen: 'bad' }

const Holdings = ({ account }: { account: AccountAnswer }) => (
  <>
    <h3>{say(bankWords.holdings)}</h3>
    {Object.keys(account.balances).length === 0 && <p class="note">{say(bankWords.holdingsEmpty)}</p>}
    <dl class="pairs">
      {Object.entries(account.balances).map(([code, { available, total }]) => (
        <div key={code} class="pair">
          <dt>{code}</dt>
          <dd>
            {formatQuantity(total, unitOf(code))}
            {available !== total && (
              <span class="row-note">
                {' '}
                ({say(deskWords.available)} {formatQuantity(available, unitOf(code))})
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  </>
)

const Found = ({ terminal, participant }: { terminal: Terminal; participant: string }) => {
  const read = useResource(`customer ${participant}`, () => terminal.account(participant))
  if (read.fault?.code === 'not_allowed') return <Alert tone="warn">{say(bankWords.accountMissing)}</Alert>
  if (read.value === undefined) return <ReadingState of={read} lines={5} />
  const { status } = read.value.participant
  return (
    <>
      <div class="card-head">
        <h3>{participant}</h3>
        <span class="pill" data-tone={statusTones[status]}>
          {say(deskWords.status)(status)}
        </span>
      </div>
      <Holdings account={read.value} />
      <Devices participant={participant} devices={devicesOf(read.value)} />
      <FreezeForm key={status} participant={participant} status={status} />
      <NewPassword terminal={terminal} participant={participant} />
    </>
  )
}

/** Looks a customer of one's own organisation up, with everything that a registrar may do about it. */
export const Customer = ({ terminal }: { terminal: Terminal }) => {
  const fields = useFields({ participant: '' }, { participant: participantRule })
  const [shown, setShown] = useState<string | undefined>(undefined)
  const submit = (event: Event) => {
    event.preventDefault()
    if (fields.check()) setShown(fields.values.participant)
  }
  return (
    <Section title={say(bankWords.customers)}>
      <p class="note">{say(bankWords.customersText)}</p>
      <form class="lookup" aria-label={say(bankWords.customers)} onSubmit={submit} noValidate>
        <TextField
          label={say(deskWords.participant)}
          maxLength={40}
          autocapitalize="none"
          autocomplete="off"
          {...fields.bind('participant')}
        />
        <Button type="submit">{say(deskWords.find)}</Button>
      </form>
      {shown !== undefined && <Found key={shown} terminal={terminal} participant={shown} />}
    </Section>
  )
}
