import { useState } from 'preact/hooks'
import { type ListedPurchase, readEvidence } from '../../../sdk/purchases.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { Field } from '../../pieces/field.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { Section } from '../../pieces/page.tsx'
import { FaultAlert, Skeleton } from '../../pieces/states.tsx'
import { findSealKey } from '../../platform/seal-key.ts'
import { database } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { useWork } from '../../state/use-work.ts'
import { isFileOf, type ReadPiece, readPiece } from './evidence.ts'
import { marks } from './marks.ts'
import { purchaseWords } from './words.ts'

interface Shown {
  terminal: Terminal
  of: ListedPurchase
}

const Fits = ({ isFitting }: { isFitting: boolean }) => (
  <div role="status">
    <span class="pill" data-tone={isFitting ? 'good' : 'bad'}>
      <Icon name={isFitting ? 'check' : 'cross'} />
      {say(isFitting ? purchaseWords.evidenceFits : purchaseWords.evidenceDiffers)}
    </span>
  </div>
)

/** Compares a file that somebody shows with the digest; it stays on this device. */
const FileCheck = ({ digest }: { digest: string }) => {
  const [isFitting, setFitting] = useState<boolean | undefined>(undefined)
  const work = useWork()
  const check = (file: File | undefined) =>
    work.run(async () => setFitting(file === undefined ? undefined : await isFileOf(file, digest)))
  return (
    <>
      <Field label={say(purchaseWords.evidenceCheck)} isOptional>
        {(ties) => (
          <input {...ties} type="file" onChange={({ currentTarget }) => void check(currentTarget.files?.[0])} />
        )}
      </Field>
      {isFitting !== undefined && <Fits isFitting={isFitting} />}
    </>
  )
}

const without = {
  keyless: purchaseWords.evidenceKeyless,
  'for-others': purchaseWords.evidenceForOthers,
  absent: purchaseWords.evidenceAbsent,
} as const

const Content = ({ of, digest }: { of: ReadPiece; digest: string }) => {
  if (of.is === 'differs') return <Fits isFitting={false} />
  if (of.is === 'opened' || of.is === 'kept') {
    return (
      <>
        <pre>{of.text}</pre>
        {of.is === 'opened' ? <Fits isFitting /> : <p class="note">{say(purchaseWords.evidenceKept)}</p>}
      </>
    )
  }
  return (
    <>
      <p class="note">{say(without[of.is])}</p>
      {of.is === 'absent' && <FileCheck digest={digest} />}
    </>
  )
}

const Piece = ({ terminal, of, by, digest }: Shown & { by: string; digest: string }) => {
  const piece = useResource(`evidence ${digest}`, async () => {
    const key = await findSealKey(await database(), terminal.signer.device)
    return readPiece({ marks, key, read: (own) => readEvidence(terminal, of, { digest, key: own }) }, digest)
  })
  return (
    <li class="row">
      <div class="row-main">
        <span class="row-title">{by}</span>
        {piece.fault && <FaultAlert fault={piece.fault} />}
        {piece.value === undefined ? (
          !piece.fault && <Skeleton lines={1} />
        ) : (
          <Content of={piece.value} digest={digest} />
        )}
        <span class="row-note code-value">{digest}</span>
      </div>
    </li>
  )
}

/** The evidence that both sides brought, by digest, with the text where this device opens it and whether it fits. */
export const EvidenceList = ({ terminal, of }: Shown) => {
  const { evidence = [] } = of
  if (evidence.length === 0) return null
  return (
    <Section title={say(purchaseWords.evidence)}>
      <ul class="rows">
        {evidence.map(({ by, digest }, place) => (
          <Piece key={place} terminal={terminal} of={of} by={by} digest={digest} />
        ))}
      </ul>
    </Section>
  )
}
