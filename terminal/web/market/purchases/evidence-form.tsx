import { useState } from 'preact/hooks'
import { type ListedPurchase, sealEvidence } from '../../../sdk/purchases.ts'
import { readAuditorsSealKeys } from '../../../sdk/sealing/seal-for.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { Field, TextField } from '../../pieces/field.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { connection, ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useFields } from '../../state/use-fields.ts'
import { useResource } from '../../state/use-resource.ts'
import { evidenceDigest, evidenceText } from './evidence.ts'
import { marks } from './marks.ts'
import { ownSealKey } from './use-own-key.ts'
import { usePreparedAct } from './use-prepared-act.ts'
import { purchaseWords } from './words.ts'

const sealFor = (of: ListedPurchase) => async (text: string) => {
  const terminal = ownTerminal.peek()
  if (terminal === undefined) throw new Error('evidence is brought by an authorised device')
  return sealEvidence(terminal, of, { text, own: await ownSealKey(terminal) })
}

/** A dispute, or one more piece of evidence in it: a text, sealed to both sides and the auditors, or the digest of a file. */
export const EvidenceForm = ({
  kind,
  of,
  action,
}: {
  kind: 'purchase.dispute' | 'purchase.add-evidence'
  of: ListedPurchase
  action: string
}) => {
  const [file, setFile] = useState<File | undefined>(undefined)
  const auditors = useResource('auditors’ seal keys', () => readAuditorsSealKeys(connection))
  const fields = useFields({ text: '' }, () =>
    file === undefined ? { text: { shape: evidenceText, words: purchaseWords.evidenceWrong } } : {},
  )
  const { act, fault } = usePreparedAct({
    check: fields.check,
    prepare: () => evidenceDigest({ marks, seal: sealFor(of) }, { text: fields.values.text, file }),
    asked: (evidence) => ({ kind, body: { purchase: of.purchase, evidence } }),
    onTaken: () => {
      fields.reset()
      setFile(undefined)
    },
  })
  return (
    <>
      {fault && <FaultAlert fault={fault} />}
      {auditors.value?.length === 0 && <Alert tone="warn">{say(purchaseWords.noAuditorKey)}</Alert>}
      <ActForm label={action} action={action} act={act}>
        <TextField label={say(purchaseWords.evidenceText)} maxLength={3_000} {...fields.bind('text')} />
        <Field label={say(purchaseWords.evidenceFile)} isOptional>
          {(ties) => (
            <input {...ties} type="file" onChange={({ currentTarget }) => setFile(currentTarget.files?.[0])} />
          )}
        </Field>
        <p class="note">{say(purchaseWords.evidenceNote)}</p>
      </ActForm>
    </>
  )
}
