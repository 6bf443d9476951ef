import { useState } from 'preact/hooks'
import type { ListedPurchase } from '../../../sdk/purchases.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { Field, TextField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { FaultAlert } from '../../pieces/states.tsx'
import { database } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useFields } from '../../state/use-fields.ts'
import { useResource } from '../../state/use-resource.ts'
import { evidenceDigest, evidenceText, keptEvidence, type Marks } from './evidence.ts'
import { usePreparedAct } from './use-prepared-act.ts'
import { purchaseWords } from './words.ts'

const marks: Marks = {
  get: async (name) => (await database()).get('marks', name),
  put: async (name, text) => (await database()).put('marks', text, name),
}

/** A dispute, or one more piece of evidence in it: a text or a file, of which the digest alone is sent. */
export const EvidenceForm = ({
  kind,
  purchase,
  action,
}: {
  kind: 'purchase.dispute' | 'purchase.add-evidence'
  purchase: string
  action: string
}) => {
  const [file, setFile] = useState<File | undefined>(undefined)
  const fields = useFields({ text: '' }, () =>
    file === undefined ? { text: { shape: evidenceText, words: purchaseWords.evidenceWrong } } : {},
  )
  const { act, fault } = usePreparedAct({
    check: fields.check,
    prepare: () => evidenceDigest(marks, { text: fields.values.text, file }),
    asked: (evidence) => ({ kind, body: { purchase, evidence } }),
    onTaken: () => {
      fields.reset()
      setFile(undefined)
    },
  })
  return (
    <>
      {fault && <FaultAlert fault={fault} />}
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

const Piece = ({ by, digest }: { by: string; digest: string }) => {
  const kept = useResource(`evidence ${digest}`, async () => ({ text: await keptEvidence(marks, digest) }))
  return (
    <li class="row">
      <span class="row-main">
        <span class="row-title">{by}</span>
        {kept.value?.text !== undefined && <span>{kept.value.text}</span>}
        <span class="row-note code-value">{digest}</span>
      </span>
    </li>
  )
}

/** The evidence that both sides brought, by digest, with the text where this browser has it. */
export const EvidenceList = ({ purchase: { evidence = [] } }: { purchase: ListedPurchase }) =>
  evidence.length === 0 ? null : (
    <Section title={say(purchaseWords.evidence)}>
      <ul class="rows">
        {evidence.map(({ by, digest }, place) => (
          <Piece key={place} by={by} digest={digest} />
        ))}
      </ul>
    </Section>
  )
