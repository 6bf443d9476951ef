import type { Terminal } from '../../../sdk/terminal.ts'
import { identityWords } from '../../market/trades/words.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { Section } from '../../pieces/page.tsx'
import { navigate } from '../../state/route.ts'
import { say } from '../../state/settings.ts'
import { type IdentityType, startingTrade, type TradeTexts, tradeIn } from '../../state/trades.ts'
import type { Review } from '../../state/use-act.ts'
import { useFields } from '../../state/use-fields.ts'
import { formatMoment } from '../../words/format.ts'
import { completed, metalsFor } from './tradable.ts'
import {
  HoursField,
  IdentityFields,
  type Offered,
  PriceFields,
  type TradeFields,
  type Typed,
  unitsOf,
  WhatFields,
  WhereFields,
} from './trade-fields.tsx'
import { saidReview } from './trade-review.ts'
import { identityRules, tradeRules } from './trade-rules.ts'
import { type AskedTrade, useOpening } from './use-opening.ts'
import { tradeFormWords } from './words.ts'

const reviewOf = (form: Typed, identity: { type: IdentityType; value: string }, expiresAt: string): Review => {
  const { lines, ...said } = saidReview(form)
  return {
    ...said,
    lines: [
      ...lines,
      [say(tradeFormWords.expires), formatMoment(expiresAt)],
      [
        say(tradeFormWords.identity),
        say(tradeFormWords.ending)(say(identityWords[identity.type]), identity.value.slice(-4)),
      ],
    ],
  }
}

const useTradeForm = (terminal: Terminal, { open, tradable }: Offered) => {
  const metalsOf = (side: TradeTexts['side']) => metalsFor(tradable, side)
  const complete = (values: object) => completed(values as TradeTexts, { open, tradable, metalsOf })
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
  const form: Typed = { open, tradable, fields, typed, units: unitsOf(typed), metals: metalsOf(typed.side) }
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
        <WhatFields {...form} />
        <PriceFields {...form} />
        <HoursField value={typed.hours} onValue={(hours) => fields.set({ hours })} />
        <IdentityFields fields={identity} />
      </ActForm>
    </Section>
  )
}
