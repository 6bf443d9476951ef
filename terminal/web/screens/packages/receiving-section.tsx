import { useState } from 'preact/hooks'
import type { ListedPackages } from '../../../sdk/packages/records.ts'
import { unpackingBounds } from '../../../sdk/packages/two-key-package.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { TimeLeft } from '../../market/matching/time-left.tsx'
import { SealKeyCard } from '../../market/purchases/seal-key-card.tsx'
import { StepForm } from '../../market/purchases/step-form.tsx'
import { useOwnKey } from '../../market/purchases/use-own-key.ts'
import { Button } from '../../pieces/button.tsx'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { Section } from '../../pieces/page.tsx'
import { ReceivedData } from '../../pieces/received-data.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { choosePlace } from '../../platform/save-file.ts'
import { faultIn, isAccepted } from '../../state/accepted.ts'
import { now } from '../../state/clock.ts'
import { keysOf, type OwnPackages, type ReceivingStage, receivingStage } from '../../state/packages.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useWork } from '../../state/use-work.ts'
import { formatQuantity } from '../../words/format.ts'
import { gathered, openVerified, readKeys, shownBytesMaximum } from './opening.ts'
import { type Step, StepProgress, stepAfter } from './progress.tsx'
import { packageWords, receivingWords } from './words.ts'

type Of = ListedPackages<'packages'>

interface Shown {
  terminal: Terminal
  of: Of
}

const Ask = ({ terminal, of: { interaction } }: Shown) => {
  const own = useOwnKey({ account: terminal.participant, device: terminal.signer.device })
  if (own.value?.isRegistered !== true) return <p class="note">{say(packageWords.keyFirst)}</p>
  return (
    <StepForm action={say(packageWords.ask)} asked={{ kind: 'package.request', body: { interaction } }}>
      {say(packageWords.askNote)}
    </StepForm>
  )
}

/** Which of both keys is here. */
const Keys = ({ of, own, device }: { of: Of; own: OwnPackages; device: string }) => {
  const has = keysOf(own, of.interaction, device)
  const lines = [
    ['first', say(packageWords.firstKey)(of.keeper)],
    ['second', say(packageWords.secondKey)(of.giver)],
  ] as const
  return (
    <dl class="pairs">
      {lines.map(([part, text]) => (
        <div key={part} class="pair" data-key={part} data-state={has[part] ? 'here' : 'missing'}>
          <dt>{text}</dt>
          <dd>{say(has[part] ? packageWords.here : packageWords.notYet)}</dd>
        </div>
      ))}
    </dl>
  )
}

const Reject = ({ interaction }: { interaction: string }) => {
  const instructing = useInstruction()
  return (
    <ConfirmedButton
      action={say(packageWords.reject)}
      title={say(packageWords.rejectTitle)}
      text={say(packageWords.rejectText)}
      instructing={instructing}
      onConfirm={() => instructing.send('package.reject', { interaction })}
    />
  )
}

/** The receipt comes first: nothing is opened of what was revoked meanwhile. True once it stands, now or before. */
const useReceipt = ({ interaction }: Of, isOpened: boolean) => {
  const { send } = useInstruction()
  return async (): Promise<boolean> => {
    if (isOpened) return true
    const kept = await send('package.open', { interaction })
    return isAccepted(kept) || faultIn(kept)?.code === 'opened_already'
  }
}

const useOpening = ({ terminal, of }: Shown, isOpened: boolean) => {
  const work = useWork()
  const receive = useReceipt(of, isOpened)
  const [step, setStep] = useState<Step | undefined>(undefined)
  const onStep = (next: Step) => setStep((before) => stepAfter(before, next))
  const [shown, setShown] = useState<Uint8Array | undefined>(undefined)
  const [saved, setSaved] = useState<number | undefined>(undefined)
  const open = async (bytesMaximum: number) => {
    const keys = await readKeys(terminal, of.interaction)
    return (await receive()) ? openVerified(terminal, of, { keys, bytesMaximum, onStep }) : undefined
  }
  const run = (doing: () => Promise<void>) => work.run(() => doing().finally(() => setStep(undefined)))
  const show = () =>
    run(async () => {
      const opened = await open(shownBytesMaximum)
      if (opened !== undefined) setShown(await gathered(opened))
    })
  const save = () =>
    run(async () => {
      const place = await choosePlace(nameOf(of))
      const opened = place && (await open(unpackingBounds.bytes))
      if (opened === undefined) return
      await place?.write(opened.content)
      setSaved(opened.bytes)
    })
  return {
    show,
    save,
    shown,
    saved,
    step,
    fault: work.fault,
    isPending: work.isPending,
    hide: () => setShown(undefined),
  }
}

const nameOf = ({ contents, interaction }: Of): string => `${contents}-${interaction.slice(0, 8)}`

/** Opening with both keys: shown where it is short, saved as a file always. */
const Open = ({ isOpened, ...given }: Shown & { isOpened: boolean }) => {
  const { show, save, shown, saved, step, fault, isPending, hide } = useOpening(given, isOpened)
  const isShort = Number(given.of.size) <= shownBytesMaximum
  return (
    <>
      {fault && <FaultAlert fault={fault} />}
      {saved !== undefined && (
        <Alert tone="good">{say(packageWords.saved)(formatQuantity(String(saved), undefined))}</Alert>
      )}
      <p class="note">{say(packageWords.openNote)}</p>
      <StepProgress step={step} />
      <div class="button-row">
        {isShort && (
          <Button tone="primary" isPending={isPending} onClick={() => void show()}>
            {say(packageWords.openAndShow)}
          </Button>
        )}
        <Button isPending={isPending} onClick={() => void save()}>
          {say(packageWords.openAndSave)}
        </Button>
      </div>
      {shown !== undefined && (
        <section aria-label={say(packageWords.received)} class="stack">
          <ReceivedData contents={given.of.contents} bytes={shown} />
          <div>
            <Button onClick={hide}>{say(packageWords.close)}</Button>
          </div>
        </section>
      )}
    </>
  )
}

const Late = ({ interaction }: { interaction: string }) => (
  <>
    <Alert tone="warn" title={say(packageWords.lateTitle)}>
      {say(packageWords.lateNote)}
    </Alert>
    <Reject interaction={interaction} />
  </>
)

const endings: { readonly [S in ReceivingStage]?: (typeof packageWords)['revokedNote'] } = {
  revoked: packageWords.revokedNote,
  rejected: packageWords.rejectedNote,
}

/** What who receives does next on this device: asking for both keys, waiting for them, opening, or rejecting what comes late (S1-058, S1-059). */
export const ReceivingSection = ({ terminal, of, own }: Shown & { own: OwnPackages }) => {
  const { device } = terminal.signer
  const stage = receivingStage(of, own, { device, now: now.value })
  const ending = endings[stage]
  const isAsked = stage === 'waiting' || stage === 'late'
  return (
    <>
      {stage === 'to-ask' && (
        <SealKeyCard terminal={terminal} title={say(packageWords.sealTitle)}>
          {say(packageWords.sealText)}
        </SealKeyCard>
      )}
      <Section title={say(packageWords.next)} aside={<span class="pill">{say(receivingWords[stage])}</span>}>
        <div class="stack" data-stage={stage}>
          {stage === 'to-ask' && <Ask terminal={terminal} of={of} />}
          {ending === undefined && stage !== 'to-ask' && <Keys of={of} own={own} device={device} />}
          {isAsked && <p class="note">{say(packageWords.waitNote)}</p>}
          {stage === 'waiting' && <TimeLeft until={Number(of.until)} />}
          {stage === 'late' && <Late interaction={of.interaction} />}
          {(stage === 'ready' || stage === 'opened') && (
            <Open terminal={terminal} of={of} isOpened={stage === 'opened'} />
          )}
          {ending !== undefined && <p>{say(ending)}</p>}
        </div>
      </Section>
    </>
  )
}
