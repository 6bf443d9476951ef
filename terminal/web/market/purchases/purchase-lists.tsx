import { type ListedPurchase, readPurchases } from '../../../sdk/purchases.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { LaterPages } from '../../pieces/later-pages.tsx'
import { Section } from '../../pieces/page.tsx'
import { EmptyState, ReadingState } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { StatusPill, turnText } from './purchase-card.tsx'
import { purchaseWords } from './words.ts'

interface Listing {
  terminal: Terminal
  /** Which side of a purchase this account is. */
  as: 'buyer' | 'provider'
  /** Where one purchase stands, without its id. */
  address: string
}

const Row = ({ purchase, as, address }: Omit<Listing, 'terminal'> & { purchase: ListedPurchase }) => {
  const { count, item, cash, amount } = purchase
  const other = as === 'buyer' ? purchase.provider : purchase.buyer
  return (
    <li>
      <a class="row" href={`#${address}/${purchase.purchase}`}>
        <span class="row-main">
          <span class="row-title">{say(purchaseWords.pieces)(String(count), item)}</span>
          <span class="row-note">
            {other} · {turnText({ purchase, takesPayment: undefined }) ?? ''}
          </span>
        </span>
        <span class="row-end">
          <strong>{formatQuantity(amount, unitOf(cash))}</strong>
          <StatusPill purchase={purchase} />
        </span>
      </a>
    </li>
  )
}

const List = ({ terminal, as, address, state }: Listing & { state: 'open' | 'ended' }) => {
  const read = async (after?: string) => {
    const page = await readPurchases(terminal, { state, after })
    return { ...page, items: page.items.filter((purchase) => purchase[as] === terminal.participant) }
  }
  const list = useResource(`purchases ${terminal.participant} ${as} ${state}`, () => read())
  const show = (purchase: ListedPurchase) => (
    <Row key={purchase.purchase} purchase={purchase} as={as} address={address} />
  )
  const page = list.value
  return (
    <Section title={say(purchaseWords[state])}>
      <ReadingState of={list} lines={3} />
      {page?.items.length === 0 && page.next === undefined && (
        <EmptyState icon="goods" title={say(purchaseWords.none)} />
      )}
      {page !== undefined && <ul class="rows">{page.items.map(show)}</ul>}
      {page?.next !== undefined && <LaterPages key={page.next} first={page.next} read={read} show={show} />}
    </Section>
  )
}

/** One's purchases on one side: the open ones first, then those that have ended, each page by page. */
export const PurchaseLists = (listing: Listing) => (
  <>
    <List {...listing} state="open" />
    <List {...listing} state="ended" />
  </>
)
