import type { Content } from '../../../sdk/matching/content.ts'
import { say } from '../../state/settings.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { requestWords } from './words.ts'

type Of<K extends Content['kind']> = Extract<Content, { kind: K }>

const OpenedLink = ({ content }: { content: Of<'link'> }) => {
  const { pathname, hash } = new URL(content.link)
  return <a href={`${pathname}${hash}`}>{say(requestWords.toCertificate)}</a>
}

const OpenedNumbers = ({ content: { title, values, unit } }: { content: Of<'numbers'> }) => (
  <p>
    <strong>{title}</strong>: {values.join(' · ')} {unit ?? ''}
  </p>
)

const OpenedGoods = ({ content: { title, introduction, specification, price } }: { content: Of<'goods'> }) => (
  <>
    <strong>{title}</strong>
    {introduction !== undefined && <p>{introduction}</p>}
    <dl class="pairs">
      {price !== undefined && (
        <div class="pair">
          <dt>{say(requestWords.price)}</dt>
          <dd>{formatQuantity(price.price, unitOf(price.cash))}</dd>
        </div>
      )}
      {specification.map(({ name, value }, index) => (
        <div key={index} class="pair">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  </>
)

/** What lay off the ledger, as text: goods information, numbers, or a link that opens here (S3-055, S3-056, S3-064). */
export const OpenedContent = ({ content }: { content: Content }) => {
  if (content.kind === 'link') return <OpenedLink content={content} />
  return content.kind === 'numbers' ? <OpenedNumbers content={content} /> : <OpenedGoods content={content} />
}
