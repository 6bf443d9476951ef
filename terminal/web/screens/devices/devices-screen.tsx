import { useState } from 'preact/hooks'
import { displayName } from '../../../../chaincode/wire/identifiers.ts'
import type { OwnDevice } from '../../../sdk/answers.ts'
import { deviceWords } from '../../dictionary/devices.ts'
import { loginWords } from '../../dictionary/login.ts'
import { Button } from '../../pieces/button.tsx'
import { Confirmation } from '../../pieces/confirmation.tsx'
import { FormDialog } from '../../pieces/desk.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Page } from '../../pieces/page.tsx'
import { Alert, ReadingState } from '../../pieces/states.tsx'
import { isAccepted } from '../../state/accepted.ts'
import { navigate } from '../../state/route.ts'
import { ownTerminal, session, signOut } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useAct } from '../../state/use-act.ts'
import { useFields } from '../../state/use-fields.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { formatMoment } from '../../words/format.ts'

const Rename = ({ device, onDone }: { device: OwnDevice; onDone: () => void }) => {
  const fields = useFields({ name: device.name }, { name: { shape: displayName, words: loginWords.deviceNameWrong } })
  const act = useAct({
    check: fields.check,
    asked: () => ({ kind: 'device.rename', body: { device: device.device, name: fields.values.name } }),
    onTaken: onDone,
  })
  return (
    <FormDialog
      title={say(deviceWords.renameTitle)}
      action={say(deviceWords.save)}
      act={act}
      isFocused
      onClose={onDone}
    >
      <TextField
        label={say(loginWords.deviceName)}
        hint={say(loginWords.deviceNameHint)}
        maxLength={60}
        {...fields.bind('name')}
      />
    </FormDialog>
  )
}

const Revoke = ({ device, onDone }: { device: OwnDevice; onDone: () => void }) => {
  const instructing = useInstruction()
  const participant = session.value?.account ?? ''
  const revoke = async () => {
    const kept = await instructing.send('device.revoke', { participant, device: device.device })
    if (isAccepted(kept) && device.isThisDevice) {
      await signOut('revoked')
      return navigate('/sign-in')
    }
    onDone()
  }
  return (
    <Confirmation
      title={say(deviceWords.revokeTitle)}
      action={say(deviceWords.revoke)}
      instructing={instructing}
      onConfirm={() => void revoke()}
      onClose={onDone}
    >
      <p>{say(deviceWords.revokeText)(device.name)}</p>
      {device.isThisDevice && <Alert tone="warn">{say(deviceWords.revokeThis)}</Alert>}
    </Confirmation>
  )
}

type Asked = { what: 'rename' | 'revoke'; device: OwnDevice }

const Device = ({ device, onAsk }: { device: OwnDevice; onAsk: (asked: Asked) => void }) => {
  const isActive = device.status === 'active'
  return (
    <li class="card" aria-label={device.name}>
      <div class="card-head">
        <h2>{device.name}</h2>
        <span class="button-row">
          {device.isThisDevice && (
            <span class="pill" data-tone="accent">
              {say(deviceWords.thisDevice)}
            </span>
          )}
          <span class="pill" data-tone={isActive ? 'good' : 'bad'}>
            <Icon name={isActive ? 'check' : 'cross'} />
            {say(isActive ? deviceWords.active : deviceWords.revoked)}
          </span>
        </span>
      </div>
      <dl class="pairs">
        <dt>{say(deviceWords.keyEnd)}</dt>
        <dd class="code-value">{device.lastCharacters}</dd>
        <dt>{say(deviceWords.authorisedBy)}</dt>
        <dd>{say(deviceWords.way)(device.authorisedBy ?? '')}</dd>
        {device.addedAt !== undefined && (
          <>
            <dt>{say(deviceWords.added)}</dt>
            <dd>{formatMoment(device.addedAt)}</dd>
          </>
        )}
        <dt>{say(deviceWords.lastUsed)}</dt>
        <dd>{device.lastUsedAt === undefined ? say(deviceWords.neverUsed) : formatMoment(device.lastUsedAt)}</dd>
        <dt>{say(deviceWords.roles)}</dt>
        <dd>{device.roles.map((role) => say(deviceWords.role)(role)).join(' · ')}</dd>
      </dl>
      {isActive && (
        <div class="button-row">
          <Button onClick={() => onAsk({ what: 'rename', device })}>{say(deviceWords.rename)}</Button>
          <Button tone="danger" onClick={() => onAsk({ what: 'revoke', device })}>
            {say(deviceWords.revoke)}
          </Button>
        </div>
      )}
    </li>
  )
}

const DeviceList = ({ devices, onAsk }: { devices: readonly OwnDevice[]; onAsk: (asked: Asked) => void }) => {
  const active = devices.filter(({ status }) => status === 'active')
  const revoked = devices.filter(({ status }) => status === 'revoked')
  const inOrder = [...active].sort((one, other) => Number(other.isThisDevice) - Number(one.isThisDevice))
  return (
    <>
      <ul class="stack" aria-label={say(deviceWords.title)}>
        {inOrder.map((device) => (
          <Device key={device.device} device={device} onAsk={onAsk} />
        ))}
      </ul>
      {revoked.length > 0 && (
        <details>
          <summary>{say(deviceWords.showRevoked)(revoked.length)}</summary>
          <ul class="stack">
            {revoked.map((device) => (
              <Device key={device.device} device={device} onAsk={onAsk} />
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** The devices of one's own account: names, how they were authorised, and revoking them (row S4-011). */
export const DevicesScreen = () => {
  const [asked, setAsked] = useState<Asked | undefined>(undefined)
  const terminal = ownTerminal.value
  const devices = useResource('devices', async () => (await terminal?.devices()) ?? [])
  const done = () => setAsked(undefined)
  return (
    <Page title={say(deviceWords.title)} lead={say(deviceWords.lead)} isNarrow>
      <ReadingState of={devices} lines={6} />
      {devices.value && <DeviceList devices={devices.value} onAsk={setAsked} />}
      <NoticeArea only={({ kind }) => kind.startsWith('device.')} />
      {asked?.what === 'rename' && <Rename device={asked.device} onDone={done} />}
      {asked?.what === 'revoke' && <Revoke device={asked.device} onDone={done} />}
    </Page>
  )
}
