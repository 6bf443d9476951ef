import { z } from 'zod'
import { displayName } from '../../../../chaincode/wire/identifiers.ts'
import { openDemand } from '../../../sdk/matching/demand.ts'
import type { ListedMatcher } from '../../../sdk/matching/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { MatcherField, matcherOf, useMatchers } from '../../market/matching/matcher-field.tsx'
import { Button } from '../../pieces/button.tsx'
import { Checks } from '../../pieces/checks.tsx'
import { Segments, TextField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { FaultAlert } from '../../pieces/states.tsx'
import { demandKeysIn } from '../../platform/matching-keys.ts'
import { isTaken } from '../../state/accepted.ts'
import { type DemandTexts, demandIn, fieldsOf, rateOf, saysOfWhom, startingDemand } from '../../state/demands.ts'
import { navigate } from '../../state/route.ts'
import { database } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { conditionsOf } from '../../state/trait-texts.ts'
import { type FieldRule, type Fields, useFields } from '../../state/use-fields.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useWork } from '../../state/use-work.ts'
import { demandWords } from './words.ts'

type Names = keyof DemandTexts

const rateRule: FieldRule = {
  shape: z.string().refine((typed) => typed === '' || rateOf(typed) !== undefined),
  words: demandWords.rateWrong,
}

const rulesOf = (typed: DemandTexts): { [N in Names]?: FieldRule } => ({
  title: { shape: displayName, words: demandWords.titleWrong },
  fields: {
    shape: z.string().refine((text) => saysOfWhom(typed) && (fieldsOf(text)?.length ?? 17) <= 16),
    words: (text) =>
      saysOfWhom(typed) || fieldsOf(text) === undefined ? demandWords.fieldsWrong : demandWords.ofWhomWrong,
  },
  goods: { shape: z.string().refine((text) => conditionsOf(text) !== undefined), words: demandWords.goodsWrong },
  positive: rateRule,
  success: rateRule,
  minHolders: {
    shape: z.string().regex(/^([1-9]|[12][0-9]|3[0-2])$/),
    words: demandWords.minHoldersWrong,
  },
})

/** The fields that a service lists, each to be chosen; any code where it lists none. */
const FieldsField = ({ fields, matcher }: { fields: Fields<Names>; matcher: ListedMatcher | undefined }) => {
  const bound = fields.bind('fields')
  const known = matcher?.fields
  if (known === undefined) {
    return (
      <TextField
        label={say(demandWords.fields)}
        hint={say(demandWords.fieldsHint)}
        autocapitalize="none"
        spellcheck={false}
        maxLength={300}
        {...bound}
      />
    )
  }
  return (
    <Checks
      legend={say(demandWords.fields)}
      options={known.map((field) => [field, field] as const)}
      chosen={(fieldsOf(fields.values.fields) ?? []).filter((field) => known.includes(field))}
      onChosen={(chosen) => bound.onValue(chosen.join(', '))}
      wrong={bound.wrong}
    />
  )
}

/** What the goods should be: it orders who fits, and leaves out who has nothing of it (decision 0044). */
const GoodsWishes = ({ fields }: { fields: Fields<Names> }) => (
  <TextField
    label={say(demandWords.goods)}
    hint={say(demandWords.goodsHint)}
    isOptional
    autocapitalize="none"
    spellcheck={false}
    maxLength={300}
    {...fields.bind('goods')}
  />
)

const OfWhom = ({ fields, matcher }: { fields: Fields<Names>; matcher: ListedMatcher | undefined }) => (
  <>
    <FieldsField fields={fields} matcher={matcher} />
    <TextField
      label={say(demandWords.positive)}
      hint={say(demandWords.rateHint)}
      isOptional
      inputMode="decimal"
      affix="%"
      maxLength={6}
      {...fields.bind('positive')}
    />
    <TextField
      label={say(demandWords.success)}
      isOptional
      inputMode="decimal"
      affix="%"
      maxLength={6}
      {...fields.bind('success')}
    />
    <TextField
      label={say(demandWords.minHolders)}
      hint={say(demandWords.minHoldersHint)}
      inputMode="numeric"
      maxLength={2}
      {...fields.bind('minHolders')}
    />
  </>
)

const hours = [
  ['1', demandWords.hour],
  ['24', demandWords.day],
  ['168', demandWords.week],
  ['336', demandWords.fortnight],
] as const

const HowLong = ({ fields: { values, set } }: { fields: Fields<Names> }) => (
  <>
    <Segments
      label={say(demandWords.hours)}
      value={values.hours}
      options={hours.map(([value, words]) => [value as string, say(words)] as const)}
      onValue={(value) => set({ hours: value })}
    />
    <Segments
      label={say(demandWords.several)}
      value={values.several}
      options={[
        ['no', say(demandWords.severalNo)],
        ['yes', say(demandWords.severalYes)],
      ]}
      onValue={(several) => set({ several })}
    />
  </>
)

const useOpening = (terminal: Terminal, fields: Fields<Names>, matcher: ListedMatcher | undefined) => {
  const instructing = useInstruction()
  const work = useWork()
  const submit = (event: Event) => {
    event.preventDefault()
    if (!fields.check() || matcher === undefined) return
    void work.run(async () => {
      const wanted = demandIn(fields.values as DemandTexts, {
        matcher: matcher.matcher,
        now: terminal.connection.now(),
      })
      const body = await openDemand(wanted, demandKeysIn(await database()))
      if (!isTaken(await instructing.send('demand.open', body))) return
      fields.reset()
      navigate(`/demands/${body.demand}`)
    })
  }
  return { submit, isPending: work.isPending || instructing.isPending, fault: work.fault ?? instructing.fault }
}

/** What is wanted and of whom, in one form: with one matching service, a title and a field are all that must be typed (S1-001). */
export const DemandForm = ({ terminal }: { terminal: Terminal }) => {
  const matchers = useMatchers(terminal)
  const fields = useFields<Names>({ ...startingDemand }, (typed) => rulesOf(typed as DemandTexts), 'demand')
  const matcher = matcherOf(matchers.value, fields.values.matcher)
  const { submit, isPending, fault } = useOpening(terminal, fields, matcher)
  return (
    <Section title={say(demandWords.new)}>
      {fault && <FaultAlert fault={fault} />}
      <form class="form" onSubmit={submit} noValidate aria-label={say(demandWords.new)}>
        <TextField label={say(demandWords.title)} maxLength={60} autocomplete="off" {...fields.bind('title')} />
        <GoodsWishes fields={fields} />
        <OfWhom fields={fields} matcher={matcher} />
        <HowLong fields={fields} />
        <MatcherField
          matchers={matchers}
          value={fields.values.matcher}
          onValue={(value) => fields.set({ matcher: value })}
        />
        <Button type="submit" tone="primary" isWide isPending={isPending} isDisabled={matcher === undefined}>
          {say(demandWords.open)}
        </Button>
      </form>
    </Section>
  )
}
