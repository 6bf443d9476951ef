import type { ProductFamily } from '../../../../chaincode/domains/trade-chain/terms.ts'
import type { Unit } from '../../../sdk/amount.ts'
import type { ListedInstitution } from '../../../sdk/trade-chain/records.ts'
import { familyWords, identityHints, identityWords, sideWords, tradeWords } from '../../market/trades/words.ts'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Segments, TextField } from '../../pieces/field.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { Alert } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import {
  chosenIn,
  costAtLimit,
  type IdentityType,
  identityTypes,
  type TradeTexts,
  type TradeUnits,
} from '../../state/trades.ts'
import type { Fields } from '../../state/use-fields.ts'
import { type PublishedVoucher, unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import type { Tradable } from './tradable.ts'
import { nameOfUnit } from './trade-review.ts'
import { tradeFormWords } from './words.ts'

export type TradeFields = Fields<keyof TradeTexts>

/** Who takes trades, and what there is to trade. */
export interface Offered {
  open: readonly ListedInstitution[]
  tradable: Tradable
}

/** The fields, what they come to with what was not chosen filled in, and the units in which they are typed. */
export interface Typed extends Offered {
  fields: TradeFields
  typed: TradeTexts
  units: TradeUnits
  /** The metals that can be chosen. */
  metals: readonly PublishedVoucher[]
}

/** The units in which what is typed counts. */
export const unitsOf = ({ voucher, cash }: TradeTexts): TradeUnits => ({ metal: unitOf(voucher), cash: unitOf(cash) })

const namesOf = (vouchers: readonly PublishedVoucher[]) =>
  vouchers.map(({ voucher, name }) => [voucher, `${name} · ${voucher}`] as const)

/** Where, of which family, and which way. */
export const WhereFields = ({ fields, typed, open }: Typed) => {
  const { institution, family, families } = chosenIn(open, typed) ?? { ...typed, families: [] }
  return (
    <>
      <SelectField
        label={say(tradeWords.institution)}
        value={institution}
        options={open.map((one) => [one.institution, nameOfOrganisation(one.institution)] as const)}
        onValue={(value) => fields.set({ institution: value })}
      />
      <SelectField<ProductFamily>
        label={say(tradeWords.family)}
        value={family}
        options={families.map((name) => [name, say(familyWords[name])] as const)}
        onValue={(value) => fields.set({ family: value, quantity: '', price: '', most: '' })}
      />
      <Segments
        label={say(tradeFormWords.side)}
        value={typed.side}
        options={(['buy', 'sell'] as const).map((side) => [side, say(sideWords[side])] as const)}
        onValue={(side) => fields.set({ side })}
      />
    </>
  )
}

const MetalFields = ({ fields, typed, units: { metal }, metals }: Typed) => {
  if (metals.length === 0) return <Alert tone="warn">{say(tradeFormWords.noMetal)}</Alert>
  return (
    <>
      <SelectField
        label={say(tradeFormWords.voucher)}
        value={typed.voucher}
        options={namesOf(metals)}
        onValue={(voucher) => fields.set({ voucher })}
      />
      {metal && <AmountField label={say(tradeWords.quantity)} unit={metal} {...fields.bind('quantity')} />}
    </>
  )
}

const ProductFields = ({ fields }: Typed) => (
  <>
    <TextField
      label={say(tradeWords.product)}
      hint={say(tradeFormWords.productHint)}
      autocomplete="off"
      spellcheck={false}
      maxLength={32}
      {...fields.bind('product')}
    />
    <TextField
      label={say(tradeWords.quantity)}
      inputMode="numeric"
      maxLength={28}
      isFigure
      {...fields.bind('quantity')}
    />
  </>
)

/** What is traded: a voucher of metal, or so many of a product. */
export const WhatFields = (form: Typed) =>
  form.typed.family === 'metal' ? <MetalFields {...form} /> : <ProductFields {...form} />

const MostField = ({ fields, typed, units, cash }: Typed & { cash: Unit }) => {
  const cost = costAtLimit(typed, units)
  const hint =
    cost === undefined ? say(tradeFormWords.mostPlain) : say(tradeFormWords.mostHint)(formatQuantity(cost, cash))
  return <AmountField label={say(tradeWords.most)} hint={hint} unit={cash} {...fields.bind('most')} />
}

/** At which price, paid in what, and for how much at most. */
export const PriceFields = (properties: Typed) => {
  const { fields, typed, units, tradable } = properties
  const { cash } = units
  if (tradable.currencies.length === 0) return <Alert tone="warn">{say(tradeFormWords.noCash)}</Alert>
  const unit = nameOfUnit(typed.family === 'metal' ? units.metal : undefined)
  const isBuy = typed.side === 'buy'
  return (
    <>
      <SelectField
        label={say(tradeFormWords.paidIn)}
        value={typed.cash}
        options={namesOf(tradable.currencies)}
        onValue={(code) => fields.set({ cash: code })}
      />
      {cash && (
        <AmountField
          label={say(tradeFormWords.priceLabel)(unit)}
          hint={say(isBuy ? tradeFormWords.priceHintBuy : tradeFormWords.priceHintSell)}
          unit={cash}
          {...fields.bind('price')}
        />
      )}
      {cash && isBuy && <MostField {...properties} cash={cash} />}
    </>
  )
}

const spans = [
  ['1', tradeFormWords.hour],
  ['24', tradeFormWords.day],
  ['168', tradeFormWords.week],
] as const

/** Until when it is to be sent on. */
export const HoursField = ({ value, onValue }: { value: string; onValue: (hours: string) => void }) => (
  <Segments
    label={say(tradeFormWords.hours)}
    value={value}
    options={spans.map(([hours, words]) => [hours as string, say(words)] as const)}
    onValue={onValue}
  />
)

/** By what somebody says who it is. */
export type Identity = Fields<'type' | 'value'>

/** By what the client says who it is; kept nowhere while it is typed. */
export const IdentityFields = ({ fields }: { fields: Identity }) => {
  const type = fields.values.type as IdentityType
  return (
    <>
      <SelectField<IdentityType>
        label={say(tradeWords.identityType)}
        hint={say(tradeFormWords.identityNote)}
        value={type}
        options={identityTypes.map((one) => [one, say(identityWords[one])] as const)}
        onValue={(value) => fields.set({ type: value, value: '' })}
      />
      <TextField
        label={say(identityWords[type])}
        hint={say(identityHints[type])}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxLength={128}
        {...fields.bind('value')}
      />
    </>
  )
}
