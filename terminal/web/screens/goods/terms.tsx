import type { FoundCertificate } from '../../../sdk/certificates/find-certificates.ts'
import type { Certified } from '../../../sdk/certificates/goods.ts'
import { Section } from '../../pieces/page.tsx'
import { say } from '../../state/settings.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatLength, formatQuantity } from '../../words/format.ts'
import { goodsWords } from './words.ts'

/** The price, what comes with a piece, and how long each step may take, before anything is ordered. */
export const Terms = ({ found: { certificate }, certified }: { found: FoundCertificate; certified: Certified }) => {
  const { periods, metal, cash } = certificate
  const lines: [string, string][] = [
    [say(goodsWords.price), formatQuantity(certified.price.price, unitOf(cash))],
    [say(goodsWords.payee), certified.goods.payee],
    ...(metal === undefined
      ? []
      : [
          [say(goodsWords.metal), `${formatQuantity(metal.quantity, unitOf(metal.voucher))} · ${metal.voucher}`] as [
            string,
            string,
          ],
        ]),
    [say(goodsWords.acceptWithin), formatLength(periods.accept)],
    [say(goodsWords.shipWithin), formatLength(periods.ship)],
    [say(goodsWords.deliverWithin), formatLength(periods.deliver)],
    [say(goodsWords.confirmWithin), formatLength(periods.confirm)],
  ]
  return (
    <Section title={say(goodsWords.terms)}>
      <dl class="pairs">
        {lines.map(([name, value]) => (
          <div key={name} class="pair">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
