import { keepReviewText } from '../../../sdk/purchases.ts'
import { shownLines } from '../../../sdk/shown-text.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { usePreparedAct } from '../../market/purchases/use-prepared-act.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { Segments, TextField } from '../../pieces/field.tsx'
import { FaultAlert } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { useFields } from '../../state/use-fields.ts'
import { orderWords } from './words.ts'

const ratings = ['1', '2', '3', '4', '5'] as const

/** The buyer's word on a completed order, once: its text is laid down at the gateway, and its digest goes to the ledger (S1-037). */
export const ReviewForm = ({ terminal, purchase }: { terminal: Terminal; purchase: string }) => {
  const fields = useFields<'rating' | 'text'>(
    { rating: '5', text: '' },
    { text: { shape: shownLines(2_000), words: orderWords.reviewWrong } },
  )
  const { values } = fields
  const { act, fault } = usePreparedAct({
    check: fields.check,
    prepare: () => keepReviewText(terminal, values.text),
    asked: (text) => ({ kind: 'purchase.review', body: { purchase, rating: Number(values.rating), text } }),
    onTaken: () => fields.reset(),
  })
  return (
    <>
      {fault && <FaultAlert fault={fault} />}
      <ActForm label={say(orderWords.review)} action={say(orderWords.review)} act={act}>
        <Segments
          label={say(orderWords.rating)}
          value={values.rating}
          options={ratings.map((one) => [one, one] as const)}
          onValue={(rating) => fields.set({ rating })}
        />
        <TextField label={say(orderWords.reviewText)} maxLength={2_000} {...fields.bind('text')} />
        <p class="note">{say(orderWords.reviewNote)}</p>
      </ActForm>
    </>
  )
}
