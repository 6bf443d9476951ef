import type { ProductFamily } from '../../../../chaincode/domains/trade-chain/terms.ts'
import type { Unit } from '../../../sdk/amount.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import type { ListedInstitution } from '../../../sdk/trade-chain/records.ts'
import { familyWords, identityHints, identityWords, sideWords, tradeWords } from '../../market/trades/words.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Segments, TextField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { Alert } from '../../pieces/states.tsx'
import { navigate } from '../../state/route.ts'
import { say } from '../../state/settings.ts'
import {
  chosenIn,
  costAtLimit,
  type IdentityType,
  identityTypes,
  startingTrade,
  type TradeTexts,
  type TradeUnits,
  tradeIn,
} from '../../state/trades.ts'
import type { Review } from '../../state/use-act.ts'
import { type Fields, useFields } from '../../state/use-fields.ts'
import { type PublishedVoucher, unitOf } from '../../state/vouchers.ts'
import { formatMoment, formatQuantity } from '../../words/format.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { completed, metalsFor, type Tradable } from './tradable.ts'
import { identityRules, tradeRules } from './trade-rules.ts'
import { type AskedTrade, useOpening } from './use-opening.ts'
import { tradeFormWords } from './words.ts'

type TradeFields = Fields<keyof TradeTexts>

interface Offered {
  open: readonly ListedInstitution[]
  tradable: Tradable
}

/** The fields, what they come to with what was not chosen filled in, and the units in which they are typed. */
interface Typed extends Offered {
  fields: TradeFields
  typed: TradeTexts
  units: TradeUnits
}

const unitsOf = ({ voucher, cash }: TradeTexts): TradeUnits => ({ metal: unitOf(voucher), cash: unitOf(cash) })

const nameOfUnit = (unit: Unit | undefined): string => {
  if (unit === undefined) return say(tradeWords.each)
  return /^10*$/.test(unit.basePerShown) ? unit.shownAs : unit.base
}

const namesOf = (vouchers: readonly PublishedVoucher[]) =>
  vouchers.map(({ voucher, name }) => [voucher, `${name} · ${voucher}`] as const)

/** Where, of which family, and which way. */
const WhereFields = ({ fields, typed, open }: Typed) => {
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

const MetalFields = ({ fields, typed, units: { metal }, tradable }: Typed) => {
  const metals = metalsFor(tradable, typed.side)
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

const MostField = ({ fields, typed, units, cash }: Typed & { cash: Unit }) => {
  const cost = costAtLimit(typed, units)
  const hint =
    cost === undefined ? say(tradeFormWords.mostPlain) : say(tradeFormWords.mostHint)(formatQuantity(cost, cash))
  return <AmountField label={say(tradeWords.most)} hint={hint} unit={cash} {...fields.bind('most')} />
}

const PriceFields = (properties: Typed) => {
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

type IdentityFields = Fields<'type' | 'value'>

/** By what the client says who it is; kept nowhere while it is typed. */
const Identity = ({ fields }: { fields: IdentityFields }) => {
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

const reviewOf = (
  { typed, units }: Typed,
  identity: { type: IdentityType; value: string },
  expiresAt: string,
): Review => {
  const { family, side, voucher, product, price, most } = typed
  const [cash, metal] = [units.cash, family === 'metal' ? units.metal : undefined]
  const shown = (text: string, unit: Unit | undefined) => `${text.trim()} ${nameOfUnit(unit)}`
  const what = family === 'metal' ? `${shown(typed.quantity, metal)} · ${voucher}` : `${typed.quantity} · ${product}`
  const cost = costAtLimit(typed, units)
  const atLimit = cost === undefined ? '' : formatQuantity(cost, cash)
  return {
    what: `${say(sideWords[side])} ${what}`,
    total: side === 'buy' ? [say(tradeWords.most), shown(most, cash)] : [say(tradeFormWords.atLimit), atLimit],
    lines: [
      [say(tradeWords.institution), nameOfOrganisation(typed.institution)],
      [say(tradeWords.family), say(familyWords[family])],
      [say(tradeFormWords.priceLabel)(nameOfUnit(metal)), shown(price, cash)],
      ...(side === 'buy' ? [[say(tradeFormWords.atLimit), atLimit] as const] : []),
      [say(tradeFormWords.expires), formatMoment(expiresAt)],
      [
        say(tradeFormWords.identity),
        say(tradeFormWords.ending)(say(identityWords[identity.type]), identity.value.slice(-4)),
      ],
    ],
  }
}

const useTradeForm = (terminal: Terminal, { open, tradable }: Offered) => {
  const complete = (values: object) => completed(values as TradeTexts, open, tradable)
  const fields: TradeFields = useFields<keyof TradeTexts>(
    { ...startingTrade },
    (values) => {
      const typed = complete(values)
      return tradeRules(typed, unitsOf(typed), tradable)
    },
    'trade',
  )
  // Without a name: what somebody is known by stays in no draft.
  const identity = useFields<'type' | 'value'>({ type: 'account-number', value: '' }, identityRules)
  const typed = complete(fields.values)
  const form: Typed = { open, tradable, fields, typed, units: unitsOf(typed) }
  const asked = (): AskedTrade | undefined => {
    const shown = { type: identity.values.type as IdentityType, value: identity.values.value }
    const trade = tradeIn(typed, shown, { units: form.units, now: terminal.connection.now() })
    return trade && { trade, review: reviewOf(form, shown, trade.body.expiresAt) }
  }
  const check = () => [fields.check(), identity.check()].every(Boolean)
  const onTaken = (chain: string) => {
    fields.reset()
    identity.reset()
    navigate(`/trades/${chain}`)
  }
  return { form, identity, act: useOpening(terminal, { check, asked, onTaken }) }
}

/** A trade at an institution that knows nothing of its client: where, what, at which price, and who one is (S2-001, S2-017, S2-018). */
export const TradeForm = ({ terminal, ...offered }: Offered & { terminal: Terminal }) => {
  const { form, identity, act } = useTradeForm(terminal, offered)
  const { fields, typed, tradable } = form
  const isMetal = typed.family === 'metal'
  const isPossible = tradable.currencies.length > 0 && (!isMetal || typed.voucher !== '')
  return (
    <Section title={say(tradeFormWords.new)}>
      <ActForm label={say(tradeFormWords.new)} action={say(tradeFormWords.go)} act={act} isDisabled={!isPossible}>
        <WhereFields {...form} />
        {isMetal ? <MetalFields {...form} /> : <ProductFields {...form} />}
        <PriceFields {...form} />
        <Segments
          label={say(tradeFormWords.hours)}
          value={typed.hours}
          options={spans.map(([value, words]) => [value as string, say(words)] as const)}
          onValue={(hours) => fields.set({ hours })}
        />
        <Identity fields={identity} />
      </ActForm>
    </Section>
  )
}
