import { useState } from 'preact/hooks'
import { type PackageContents, packageContents } from '../../../../chaincode/domains/packages/terms.ts'
import { type ListedKeeper, readKeepers } from '../../../sdk/packages/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { Button } from '../../pieces/button.tsx'
import { Field, Segments } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { Alert, FaultAlert, ReadingState } from '../../pieces/states.tsx'
import { findSealed, forgetSealedIn, noteSent } from '../../platform/package-store.ts'
import { lockOfAllTabs } from '../../platform/stores.ts'
import { faultIn, isAccepted } from '../../state/accepted.ts'
import { connection, database } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { type Resource, useResource } from '../../state/use-resource.ts'
import { useWork } from '../../state/use-work.ts'
import { formatQuantity } from '../../words/format.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { type Step, StepProgress, stepAfter } from './progress.tsx'
import { type Delivery, prepareDelivery, sealChosen } from './sending.ts'
import { contentsWords, packageWords } from './words.ts'

const hours = [
  ['1', packageWords.hour],
  ['24', packageWords.day],
  ['168', packageWords.week],
] as const

interface Of {
  terminal: Terminal
  interaction: string
  receiver: string
}

/** Seals what was chosen, uploads and delivers it, one step behind the other, each of which goes on where it ended. */
const useSending = ({ terminal, interaction, receiver }: Of, onSealed: () => void) => {
  const work = useWork()
  const instructing = useInstruction()
  const [step, setStep] = useState<Step | undefined>(undefined)
  const tell = (next: Step) => setStep((before) => stepAfter(before, next))
  const deliver = async (delivery: Delivery): Promise<void> => {
    const body = await prepareDelivery(terminal, delivery, tell)
    setStep(undefined)
    if (body === undefined) return onSealed()
    const store = await database()
    await noteSent(store, interaction, true)
    const kept = await instructing.send('package.deliver', body)
    if (isAccepted(kept)) await forgetSealedIn(store, interaction)
    else if (kept === undefined || (kept.fault === undefined && faultIn(kept) !== undefined))
      await noteSent(store, interaction, false)
  }
  const send = (file: File | undefined, delivery: Delivery) =>
    work.run(() =>
      lockOfAllTabs(`assay-package-${interaction}`, async () => {
        if (file !== undefined) {
          await sealChosen(file, { interaction, receiver }, tell)
          onSealed()
        }
        await deliver(delivery)
      }).finally(() => setStep(undefined)),
    )
  return { send, step, isPending: work.isPending, fault: work.fault ?? instructing.fault }
}

const KeeperField = ({
  keepers,
  value,
  onValue,
}: {
  keepers: readonly ListedKeeper[]
  value: string
  onValue: (keeper: string) => void
}) => {
  if (keepers.length === 0) return <Alert tone="warn">{say(packageWords.noKeeper)}</Alert>
  if (keepers.length === 1) return null
  return (
    <SelectField
      label={say(packageWords.keeper)}
      hint={say(packageWords.keeperHint)}
      value={value}
      options={keepers.map(({ participant, home }) => [participant, `${participant} · ${nameOfOrganisation(home)}`])}
      onValue={onValue}
    />
  )
}

const FileField = ({ onFile, wrong }: { onFile: (file: File | undefined) => void; wrong: string | undefined }) => (
  <Field label={say(packageWords.file)} wrong={wrong}>
    {(ties) => <input {...ties} type="file" onChange={({ currentTarget }) => onFile(currentTarget.files?.[0])} />}
  </Field>
)

const TermFields = ({
  terms: { contents, within },
  set,
}: {
  terms: { contents: PackageContents; within: string }
  set: (change: { contents?: PackageContents; within?: string }) => void
}) => (
  <>
    <SelectField<PackageContents>
      label={say(packageWords.contents)}
      value={contents}
      options={packageContents.map((name) => [name, say(contentsWords[name])] as const)}
      onValue={(value) => set({ contents: value })}
    />
    <Segments
      label={say(packageWords.within)}
      value={within}
      options={hours.map(([value, words]) => [value as string, say(words)] as const)}
      onValue={(value) => set({ within: value })}
    />
  </>
)

type Sealed = { name: string; bytes: number; isSent: boolean }

/** What is sealed here already, and leaving it for another file where its delivery was not signed yet. */
const SealedNote = ({ sealed, onAnother }: { sealed: Sealed; onAnother: () => void }) => (
  <>
    <Alert>{say(packageWords.sealed)(sealed.name, formatQuantity(String(sealed.bytes), undefined))}</Alert>
    {!sealed.isSent && (
      <div>
        <Button onClick={onAnother}>{say(packageWords.another)}</Button>
      </div>
    )}
  </>
)

/** A file to seal, or the one that is sealed already, and how it is delivered. */
const Form = ({ of, keepers, kept }: { of: Of; keepers: readonly ListedKeeper[]; kept: Resource<Sealed | null> }) => {
  const [file, setFile] = useState<File | undefined>(undefined)
  const [isAnother, setAnother] = useState(false)
  const [isMissing, setMissing] = useState(false)
  const [terms, setTerms] = useState({ contents: 'document' as PackageContents, within: '24', keeper: '' })
  const set = (change: Partial<typeof terms>) => setTerms((before) => ({ ...before, ...change }))
  const { send, step, isPending, fault } = useSending(of, () => {
    setAnother(false)
    setFile(undefined)
    kept.reload()
  })
  const keeper = keepers.find(({ participant }) => participant === terms.keeper) ?? keepers[0]
  const sealed = isAnother ? undefined : (kept.value ?? undefined)
  const submit = (event: Event) => {
    event.preventDefault()
    setMissing(sealed === undefined && file === undefined)
    if (keeper === undefined || (sealed === undefined && file === undefined)) return
    const delivery = { interaction: of.interaction, contents: terms.contents, keeper: keeper.participant }
    const withinMilliseconds = Number(terms.within) * 3_600_000
    void send(sealed === undefined ? file : undefined, { ...delivery, withinMilliseconds })
  }
  return (
    <form class="form" onSubmit={submit} noValidate aria-label={say(packageWords.send)}>
      {fault && <FaultAlert fault={fault} />}
      {sealed === undefined ? (
        <FileField onFile={setFile} wrong={isMissing ? say(packageWords.fileMissing) : undefined} />
      ) : (
        <SealedNote sealed={sealed} onAnother={() => setAnother(true)} />
      )}
      <TermFields terms={terms} set={set} />
      <KeeperField keepers={keepers} value={keeper?.participant ?? ''} onValue={(value) => set({ keeper: value })} />
      <p class="note">{say(packageWords.sendNote)}</p>
      <StepProgress step={step} />
      <Button type="submit" tone="primary" isWide isPending={isPending} isDisabled={keeper === undefined}>
        {say(sealed === undefined ? packageWords.sealAndSend : packageWords.goOn)}
      </Button>
    </form>
  )
}

/** Sending a package for an interaction in which this account gave something (S1-057). */
export const SendForm = (of: Of) => {
  const keepers = useResource('keepers', () => readKeepers(connection))
  const kept = useResource(
    `sealed ${of.interaction}`,
    async () => (await findSealed(await database(), of.interaction)) ?? null,
  )
  const possible = keepers.value?.filter(
    ({ participant }) => participant !== of.receiver && participant !== of.terminal.participant,
  )
  return (
    <Section title={say(packageWords.send)}>
      <ReadingState of={keepers} lines={4} />
      {possible !== undefined && kept.value !== undefined && <Form of={of} keepers={possible} kept={kept} />}
    </Section>
  )
}
