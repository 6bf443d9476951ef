import './trades.css'
import type { ComponentChildren } from 'preact'
import type { ListedChain } from '../../../sdk/trade-chain/records.ts'
import { say } from '../../state/settings.ts'
import { toneOf } from '../../state/trades.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatListed, formatQuantity } from '../../words/format.ts'
import { familyWords, sideWords, statusWords, tradeWords } from './words.ts'

/** What a trade is in one line, as everybody may know it: the quantity of metal, or the family of what is confidential. */
export const titleOf = ({ side, family, metal }: Pick<ListedChain, 'side' | 'family' | 'metal'>): string => {
  const what =
    metal === undefined
      ? say(familyWords[family])
      : `${formatQuantity(metal.quantity, unitOf(metal.voucher))} · ${metal.voucher}`
  return `${say(sideWords[side])} ${what}`
}

/** How a trade stands, in the colour of that. */
export const StatusPill = ({ status }: Pick<ListedChain, 'status'>) => (
  <span class="pill" data-tone={toneOf(status)} data-status={status}>
    {say(statusWords[status])}
  </span>
)

/** A trade in a list: what it is, with whom, until when it may be sent, and how it stands; with `to` it leads there. */
export const ChainLine = ({
  chain,
  who,
  to,
  children,
}: {
  chain: ListedChain
  who: string
  to?: string | undefined
  children?: ComponentChildren
}) => {
  const line = (
    <>
      <span class="row-main">
        <span class="row-title">{titleOf(chain)}</span>
        <span class="row-note">
          {who} · {say(tradeWords.until)(formatListed(chain.expiresAt))}
        </span>
      </span>
      <StatusPill status={chain.status} />
    </>
  )
  return (
    <li data-chain={chain.chain} data-state={chain.status}>
      {to === undefined ? (
        <div class="row">{line}</div>
      ) : (
        <a class="row" href={to}>
          {line}
        </a>
      )}
      {children}
    </li>
  )
}
