import type { ComponentChildren } from 'preact'
import type { z } from 'zod'
import { type VoucherField, voucherFields } from '../../../../chaincode/domains/vouchers/terms.ts'
import type { Json } from '../../../../chaincode/wire/canonical.ts'
import { fieldShapes, isNotApplicable } from '../../../sdk/position.ts'
import { fieldWords, figureWords, functionWords, voucherWords } from '../../dictionary/vouchers.ts'
import { hasUnknownCode, productText } from '../../market/product.ts'
import { priceText } from '../../market/quote-panel.tsx'
import { StalePrice } from '../../market/stale-price.tsx'
import type { OwnPosition } from '../../market/use-voucher-data.ts'
import { Icon } from '../../pieces/icon.tsx'
import { Alert } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { useWay } from '../../state/use-draft.ts'
import { type PublishedVoucher, unitOf } from '../../state/vouchers.ts'
import { formatMoment, formatPrice, formatQuantity, formatYield } from '../../words/format.ts'

type Shown = (value: Json, voucher: PublishedVoucher) => ComponentChildren

const shaped =
  <T,>(shape: z.ZodType<T>, show: (value: T, voucher: PublishedVoucher) => ComponentChildren): Shown =>
  (value, voucher) => {
    const read = shape.safeParse(value)
    return read.success ? show(read.data, voucher) : <Unavailable />
  }

const Unavailable = () => (
  <span class="pill" data-tone="warn">
    <Icon name="alert" />
    {say(voucherWords.unavailable)}
  </span>
)

const toneOf = (amount: string): 'rise' | 'fall' | undefined => {
  if (BigInt(amount) === 0n) return undefined
  return amount.startsWith('-') ? 'fall' : 'rise'
}

/** A gain or a loss: with its sign and an arrow, so that the colour is never alone. */
const Change = ({ amount, children }: { amount: string; children: ComponentChildren }) => {
  const tone = toneOf(amount)
  return (
    <span class="change" data-tone={tone}>
      {tone && <Icon name={tone} />}
      {children}
    </span>
  )
}

const quantity = shaped(fieldShapes.totalQuantity, ({ quantity: count, unit }) => formatQuantity(count, unit))

const showText: Shown = (value) => (typeof value === 'string' ? value : <Unavailable />)

const showProduct: Shown = (value) => {
  const product = value as PublishedVoucher['product']
  return (
    <>
      {productText(product)}
      {hasUnknownCode(product) && (
        <span class="pill" data-tone="warn">
          <Icon name="alert" />
          {say(voucherWords.unknownCode)}
        </span>
      )}
    </>
  )
}

const shows: { readonly [F in VoucherField]: Shown } = {
  name: showText,
  productType: showProduct,
  totalQuantity: quantity,
  availableQuantity: quantity,
  unit: shaped(fieldShapes.unit, ({ shownAs, base }) => say(voucherWords.unitOf)(shownAs, base)),
  buyPrice: shaped(fieldShapes.buyPrice, ({ price, priceScale, cash }, { unit }) =>
    formatPrice(price, { cash: unitOf(cash), unit, priceScale }),
  ),
  positionAccount: showText,
  referenceValue: shaped(fieldShapes.referenceValue, ({ amount, cash, at, source, isStale, ageMilliseconds }) => (
    <span class="value-of" data-stale={isStale}>
      {formatQuantity(amount, unitOf(cash))}
      <small>{say(voucherWords.priceAsOf)(formatMoment(at), source.issuer)}</small>
      {isStale && <StalePrice ageMilliseconds={ageMilliseconds} />}
    </span>
  )),
  floatingProfit: shaped(fieldShapes.floatingProfit, ({ amount, cash }) => (
    <Change amount={amount}>{formatQuantity(amount, unitOf(cash), 'exceptZero')}</Change>
  )),
  yield: shaped(fieldShapes.yield, ({ partsPerMillion }) => (
    <Change amount={partsPerMillion}>{formatYield(partsPerMillion)}</Change>
  )),
  entrustedOrders: shaped(fieldShapes.entrustedOrders, (orders, voucher) =>
    orders.length === 0 ? (
      say(voucherWords.noOrders)
    ) : (
      <ul class="entrusted">
        {orders.map((order) => (
          <li key={order.order}>
            {say(functionWords[order.function])} {formatQuantity(order.quantity, voucher.unit)}
            {' · '}
            {priceText(voucher, order.price)}
            {' · '}
            {say(voucherWords.state)(order.status)}
          </li>
        ))}
      </ul>
    ),
  ),
}

// What one wants to know first, in this order; everything is one press away.
const leading: readonly VoucherField[] = ['totalQuantity', 'availableQuantity', 'referenceValue', 'floatingProfit']
const figuresMaximum = 3

const renderField = (field: VoucherField, value: Json | undefined, voucher: PublishedVoucher): ComponentChildren => {
  if (value === undefined) return <Unavailable />
  if (isNotApplicable(value)) return <span class="row-note">{say(voucherWords.notApplicable)}</span>
  return shows[field](value, voucher)
}

/** The value of the reference price without its source, which the details tell; that it is stale is told here too. */
const shortValue = shaped(fieldShapes.referenceValue, ({ amount, cash, isStale, ageMilliseconds }) => (
  <span class="value-of" data-stale={isStale}>
    {formatQuantity(amount, unitOf(cash))}
    {isStale && <StalePrice ageMilliseconds={ageMilliseconds} />}
  </span>
))

interface TileProperties {
  fields: readonly VoucherField[]
  values: OwnPosition['position']['fields']
  voucher: PublishedVoucher
}

const Figures = ({ fields, values, voucher }: TileProperties) => (
  <dl class="figures">
    {fields.map((field) => {
      const value = values[field]
      const isShort = field === 'referenceValue' && value !== undefined && !isNotApplicable(value)
      return (
        <div key={field} class="field-tile" data-figure={field}>
          <dt>{say(figureWords[field] ?? fieldWords[field])}</dt>
          <dd>{isShort ? shortValue(value, voucher) : renderField(field, value, voucher)}</dd>
        </div>
      )
    })}
  </dl>
)

const Tiles = ({ fields, values, voucher }: TileProperties) => (
  <dl class="fields">
    {fields.map((field) => (
      <div key={field} class="field-tile" data-field={field} data-wide={field === 'entrustedOrders'}>
        <dt>{say(fieldWords[field])}</dt>
        <dd>{renderField(field, values[field], voucher)}</dd>
      </div>
    ))}
  </dl>
)

/**
 * Exactly the fields that the voucher is set to show (S0-034 to S0-045), at one height: three figures at once, and all of them one press away,
 * which stays as it was left. A field that is set and did not come is marked, and the others are still shown.
 */
export const FieldsCard = ({ own, voucher }: { own: OwnPosition; voucher: PublishedVoucher }) => {
  const { position, isMismatched } = own
  const [details, setDetails] = useWay<'shown' | 'hidden'>('details of positions', 'hidden')
  const configured = voucherFields.filter((field) => voucher.fields.includes(field) || field in position.fields)
  const figures = leading.filter((field) => configured.includes(field)).slice(0, figuresMaximum)
  const shown = { values: position.fields, voucher }
  return (
    <section class="card card-compact" aria-label={say(voucherWords.position)}>
      <h2 class="visually-hidden">{say(voucherWords.position)}</h2>
      {position.isOutOfDate && <Alert tone="warn">{say(voucherWords.outOfDate)}</Alert>}
      {isMismatched && <Alert tone="bad">{say(voucherWords.mismatch)}</Alert>}
      <Figures fields={figures} {...shown} />
      {configured.length > 0 && (
        <details
          open={details === 'shown'}
          onToggle={({ currentTarget }) => setDetails(currentTarget.open ? 'shown' : 'hidden')}
        >
          <summary>{say(voucherWords.positionDetails)}</summary>
          <Tiles fields={configured} {...shown} />
          <p class="note" data-height={position.height}>
            {say(voucherWords.atHeight)(position.height)}
          </p>
        </details>
      )}
    </section>
  )
}
