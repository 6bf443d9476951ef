import { useState } from 'preact/hooks'
import type { DeviceRole } from '../../../../chaincode/wire/device.ts'
import type { AccountDevice } from '../../../sdk/answers.ts'
import { deskWords } from '../../dictionary/desk.ts'
import { deviceWords } from '../../dictionary/devices.ts'
import { Button } from '../../pieces/button.tsx'
import { Checks } from '../../pieces/checks.tsx'
import { Confirmation } from '../../pieces/confirmation.tsx'
import { FormDialog } from '../../pieces/desk.tsx'
import { Section } from '../../pieces/page.tsx'
import { isTaken } from '../../state/accepted.ts'
import { say } from '../../state/settings.ts'
import { type Asked, type Review, useAct } from '../../state/use-act.ts'
import { useFields } from '../../state/use-fields.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { formatMoment } from '../../words/format.ts'
import { type DeviceCard, keyEndOf, readCard } from './card.ts'
import { CardField, cardRule } from './card-field.tsx'
import type { Customer } from './customer.ts'
import { grantableRoles } from './registration.ts'
import { bankWords } from './words.ts'

const rolesOf = (roles: readonly DeviceRole[]): string => roles.map((role) => say(deviceWords.role)(role)).join(' · ')

const named = (name: string, end: string): string => `${name} (${end})`

const newDeviceLines = (card: DeviceCard, roles: readonly DeviceRole[]): Review['lines'] => [
  [say(bankWords.newDevice), named(card.name, keyEndOf(card))],
  [say(deviceWords.roles), rolesOf(roles)],
]

interface OfCustomer {
  customer: Customer
  onDone: () => void
}

const Revoke = ({ customer, device, onDone }: OfCustomer & { device: AccountDevice }) => {
  const instructing = useInstruction()
  const { participant } = customer
  const revoke = () =>
    void instructing
      .send('device.revoke', { participant, device: device.device })
      .then((kept) => isTaken(kept) && onDone())
  return (
    <Confirmation
      title={say(bankWords.revokeTitle)}
      action={say(bankWords.revokeNow)(device.name)}
      instructing={instructing}
      onConfirm={revoke}
      onClose={onDone}
    >
      <p>{say(bankWords.revokeText)(named(device.name, device.lastCharacters))}</p>
    </Confirmation>
  )
}

const useCardAct = (
  { customer, onDone }: OfCustomer,
  askedOf: (card: DeviceCard) => Asked | undefined,
  isRight: () => boolean = () => true,
) => {
  const fields = useFields({ card: '' }, { card: cardRule(customer.participant) })
  const asked = () => {
    const card = readCard(fields.values.card)?.device
    return card && askedOf(card)
  }
  const act = useAct({ check: () => fields.check() && isRight(), asked, onTaken: onDone })
  return { fields, act }
}

const Replace = ({ customer, device: lost, onDone }: OfCustomer & { device: AccountDevice }) => {
  const { participant } = customer
  const { fields, act } = useCardAct({ customer, onDone }, (card) => ({
    kind: 'device.replace',
    body: { participant, lost: lost.device, device: { ...card, roles: lost.roles } },
    review: {
      what: say(bankWords.replaceGo),
      lines: [
        [say(deskWords.participant), participant],
        [say(bankWords.lostDevice), named(lost.name, lost.lastCharacters)],
        ...newDeviceLines(card, lost.roles),
      ],
    },
  }))
  return (
    <FormDialog
      title={say(bankWords.replaceTitle)}
      text={say(bankWords.replaceText)}
      action={say(bankWords.replaceGo)}
      act={act}
      onClose={onDone}
    >
      <CardField {...fields.bind('card')} />
    </FormDialog>
  )
}

const Add = ({ customer, onDone }: OfCustomer) => {
  const { participant, type } = customer
  const [roles, setRoles] = useState<DeviceRole[]>(['customer'])
  const { fields, act } = useCardAct(
    { customer, onDone },
    (card) => ({
      kind: 'device.add',
      body: { participant, device: { ...card, roles }, authorisedBy: 'desk' },
      review: {
        what: say(bankWords.addGo),
        lines: [[say(deskWords.participant), participant], ...newDeviceLines(card, roles)],
      },
    }),
    () => roles.length > 0,
  )
  return (
    <FormDialog
      title={say(bankWords.addTitle)}
      text={say(bankWords.addText)}
      action={say(bankWords.addGo)}
      act={act}
      onClose={onDone}
    >
      <CardField {...fields.bind('card')} />
      <Checks
        legend={say(bankWords.roles)}
        options={grantableRoles(type).map((role) => [role, say(deviceWords.role)(role)] as const)}
        chosen={roles}
        onChosen={setRoles}
        wrong={roles.length === 0 ? say(bankWords.rolesMissing) : undefined}
      />
    </FormDialog>
  )
}

const timesOf = ({ addedAt, lastUsedAt }: AccountDevice): string =>
  [
    ...(addedAt === undefined ? [] : [say(bankWords.addedAt)(formatMoment(addedAt))]),
    lastUsedAt === undefined ? say(bankWords.neverUsed) : say(bankWords.lastUsedAt)(formatMoment(lastUsedAt)),
  ].join(' · ')

type Question = { what: 'revoke' | 'replace'; device: AccountDevice } | { what: 'add' }

const DeviceLine = ({ device, onAsk }: { device: AccountDevice; onAsk: ((asked: Question) => void) | undefined }) => {
  const isActive = device.status === 'active'
  return (
    <li class="row device-line">
      <span class="row-main">
        <span class="row-title">{device.name}</span>
        <span class="row-note">
          {say(deviceWords.keyEnd)} <code>{device.lastCharacters}</code> · {rolesOf(device.roles)}
        </span>
        <span class="row-note">{timesOf(device)}</span>
      </span>
      <span class="pill" data-tone={isActive ? 'good' : 'bad'}>
        {say(isActive ? deviceWords.active : deviceWords.revoked)}
      </span>
      {isActive && onAsk && (
        <span class="button-row">
          <Button onClick={() => onAsk({ what: 'replace', device })}>{say(bankWords.replace)}</Button>
          <Button tone="danger" onClick={() => onAsk({ what: 'revoke', device })}>
            {say(bankWords.revoke)}
          </Button>
        </span>
      )}
    </li>
  )
}

const DeviceRows = ({
  devices,
  onAsk,
}: {
  devices: readonly AccountDevice[]
  onAsk: ((asked: Question) => void) | undefined
}) => (
  <ul class="rows">
    {devices.map((device) => (
      <DeviceLine key={device.device} device={device} onAsk={onAsk} />
    ))}
  </ul>
)

/** The devices of a customer; a registrar adds, replaces and removes them, with the card that the new one shows. */
export const Devices = ({ customer, isRegistrar }: { customer: Customer; isRegistrar: boolean }) => {
  const [asked, setAsked] = useState<Question | undefined>(undefined)
  const done = () => setAsked(undefined)
  const devices = customer.devices ?? []
  const [active, revoked] = [
    devices.filter(({ status }) => status === 'active'),
    devices.filter(({ status }) => status === 'revoked'),
  ]
  const onAsk = isRegistrar && customer.status !== 'closed' ? setAsked : undefined
  return (
    <Section
      title={say(bankWords.devices)}
      aside={onAsk && <Button onClick={() => onAsk({ what: 'add' })}>{say(bankWords.add)}</Button>}
    >
      {active.length === 0 && <p class="note">{say(bankWords.devicesEmpty)}</p>}
      <DeviceRows devices={active} onAsk={onAsk} />
      {revoked.length > 0 && (
        <details>
          <summary>{say(deviceWords.showRevoked)(revoked.length)}</summary>
          <DeviceRows devices={revoked} onAsk={undefined} />
        </details>
      )}
      {asked?.what === 'revoke' && <Revoke customer={customer} device={asked.device} onDone={done} />}
      {asked?.what === 'replace' && <Replace customer={customer} device={asked.device} onDone={done} />}
      {asked?.what === 'add' && <Add customer={customer} onDone={done} />}
    </Section>
  )
}
