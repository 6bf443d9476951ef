import {
  type PurchaseRecord,
  type ReviewRecord,
  readPurchaseRecords,
  readReviews,
} from '../../../sdk/certificates/find-certificates.ts'
import type { ListPage } from '../../../sdk/lists.ts'
import { LaterPages } from '../../pieces/later-pages.tsx'
import { Section } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { connection } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { goodsWords } from './words.ts'

const RecordRow = ({ record }: { record: PurchaseRecord }) => (
  <li class="row">
    <span class="row-main">
      <span class="row-title">{record.buyer}</span>
      <span class="row-note">
        {say(goodsWords.record)(String(record.count), formatQuantity(record.amount, unitOf(record.cash)))}
      </span>
    </span>
    <span class="row-end row-note">{record.month}</span>
  </li>
)

const ReviewRow = ({ review }: { review: ReviewRecord }) => (
  <li class="row">
    <span class="row-main">
      <span class="row-title">{say(goodsWords.rating)(String(review.rating))}</span>
      <span class="row-note">{review.buyer}</span>
    </span>
    <span class="row-end row-note">{review.month}</span>
  </li>
)

interface Lines<T> {
  title: string
  none: string
  note?: string
  name: string
  read: (after?: string) => Promise<ListPage<T>>
  show: (item: T) => preact.JSX.Element
}

function RecordList<T>({ title, none, note, name, read, show }: Lines<T>) {
  const list = useResource(name, () => read())
  return (
    <Section title={title}>
      <ReadingState of={list} lines={2} />
      {list.value?.items.length === 0 && <p class="note">{none}</p>}
      {list.value !== undefined && list.value.items.length > 0 && (
        <>
          <ul class="rows">{list.value.items.map(show)}</ul>
          {list.value.next !== undefined && (
            <LaterPages key={list.value.next} first={list.value.next} read={read} show={show} />
          )}
          {note !== undefined && <p class="note">{note}</p>}
        </>
      )}
    </Section>
  )
}

/** Completed orders without their buyers, and what buyers said of them (S1-036, S1-037). */
export const CertificateRecords = ({ id }: { id: string }) => (
  <>
    <RecordList
      title={say(goodsWords.records)}
      none={say(goodsWords.noRecords)}
      note={say(goodsWords.recordsNote)}
      name={`purchase records ${id}`}
      read={(after) => readPurchaseRecords(connection, id, after)}
      show={(record) => <RecordRow record={record} />}
    />
    <RecordList
      title={say(goodsWords.reviews)}
      none={say(goodsWords.noReviews)}
      name={`reviews ${id}`}
      read={(after) => readReviews(connection, id, after)}
      show={(review) => <ReviewRow review={review} />}
    />
  </>
)
