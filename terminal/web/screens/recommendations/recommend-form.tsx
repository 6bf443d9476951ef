import { useRef } from 'preact/hooks'
import { itemCode } from '../../../../chaincode/domains/certificates/terms.ts'
import type { Shared } from '../../../../chaincode/domains/recommendations/shared.ts'
import { displayName } from '../../../../chaincode/wire/identifiers.ts'
import type { ListedMatcher } from '../../../sdk/matching/records.ts'
import { consentToShare, type Told } from '../../../sdk/matching/sharing.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { FormFields, type FormTexts, formRules, formTerms, startingForm } from '../../market/matching/form-fields.tsx'
import { MatcherField, matcherOf, useMatchers } from '../../market/matching/matcher-field.tsx'
import { windowText } from '../../market/matching/window-text.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { FaultAlert, ReadingState } from '../../pieces/states.tsx'
import { navigate } from '../../state/route.ts'
import { say } from '../../state/settings.ts'
import { type Asked, useAct } from '../../state/use-act.ts'
import { type FieldRule, type Fields, useFields } from '../../state/use-fields.ts'
import { useResource } from '../../state/use-resource.ts'
import { useWork } from '../../state/use-work.ts'
import { startingWindow, type WindowTexts, windowIn } from '../../state/window-form.ts'
import { SharingFields, toldIn, useSharing } from './sharing-fields.tsx'
import { readTargets, type Targets, targetNamed } from './targets.ts'
import { WindowFields } from './window-fields.tsx'
import { recommendWords } from './words.ts'

type Names = 'matcher' | 'title' | 'identifier' | 'target' | 'window' | 'strict' | keyof FormTexts | keyof Times
type Times = Omit<WindowTexts, 'form'>
type Typed = { readonly [N in Names]: string }

const { form: startingWay, ...startingTimes } = startingWindow

const starting: Typed = {
  ...{ matcher: '', title: '', identifier: '', target: '', window: startingWay, strict: 'no' },
  ...startingForm,
  ...startingTimes,
}

const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone

const windowOf = (typed: Typed) => windowIn({ ...typed, form: typed.window } as unknown as WindowTexts, zone)

const formOf = (typed: Typed) => typed as unknown as FormTexts

const rulesOf = (typed: Typed): { [N in Names]?: FieldRule } => ({
  title: { shape: displayName, words: recommendWords.titleWrong },
  identifier: { shape: itemCode, words: recommendWords.identifierWrong },
  ...formRules(formOf(typed)),
})

const toldLines = ({ contact, place }: Told): [string, string][] =>
  [contact, place].flatMap((text) => (text === undefined ? [] : [[say(recommendWords.told), text]]))

/** What is told of the recommender, and what the recommendation says of that. */
interface Consented {
  told: Told
  shared: Shared | undefined
}

const askedBy = (
  typed: Typed,
  { matcher, targets, now, told, shared }: Consented & { matcher: string; targets: Targets; now: number },
): Asked | undefined => {
  const read = windowOf(typed)
  const target = targetNamed(targets, typed.target)
  if ('wrong' in read || target === undefined) return undefined
  const isStrict = typed.window === 'duration' && typed.strict === 'yes'
  return {
    kind: 'recommendation.open',
    body: {
      ...{ matcher, title: typed.title, identifier: typed.identifier, traits: [], parameters: [] },
      windows: [read.window],
      ...(isStrict ? { strict: true as const } : {}),
      targets: [target],
      ...formTerms(formOf(typed), now),
      ...(shared === undefined ? {} : { shared }),
    },
    review: {
      what: say(recommendWords.review)(typed.title),
      lines: [
        [say(recommendWords.identifier), typed.identifier],
        [say(recommendWords.answers), windowText(read.window, isStrict)],
        ...toldLines(told),
      ],
    },
  }
}

const TargetFields = ({ fields, targets, chosen }: { fields: Fields<Names>; targets: Targets; chosen: string }) => (
  <>
    <SelectField
      label={say(recommendWords.target)}
      value={chosen}
      options={[
        ...targets.own.map(
          ({ certificate, title }) => [certificate, say(recommendWords.ownCertificate)(title)] as const,
        ),
        ...targets.held.map(
          ({ instance, certificate, provider }) =>
            [instance, say(recommendWords.held)(provider, certificate.slice(0, 8))] as const,
        ),
      ]}
      onValue={(target) => fields.set({ target })}
    />
    <FormFields fields={fields} />
  </>
)

const GoodsFields = ({ fields }: { fields: Fields<Names> }) => (
  <>
    <TextField label={say(recommendWords.title)} maxLength={60} autocomplete="off" {...fields.bind('title')} />
    <TextField
      label={say(recommendWords.identifier)}
      hint={say(recommendWords.identifierHint)}
      maxLength={40}
      autocomplete="off"
      spellcheck={false}
      {...fields.bind('identifier')}
    />
  </>
)

/** What is wrong with the times, once somebody typed some. */
const wrongTimes = (typed: Typed): string | undefined => {
  const read = windowOf(typed)
  const isTyped = typed.window === 'moment' ? typed.at !== '' : typed.from !== '' && typed.until !== ''
  return 'wrong' in read && (typed.window === 'duration' || isTyped) ? read.wrong : undefined
}

interface Recommending {
  terminal: Terminal
  targets: Targets
  matcher: ListedMatcher | undefined
  fields: Fields<Names>
}

/** The form's instruction: what is told of the recommender is sealed before it is reviewed, and reviewed in clear. */
const useRecommending = ({ terminal, targets, matcher, fields, typed }: Recommending & { typed: Typed }) => {
  const sharing = useSharing()
  const consented = useRef<Consented>({ told: {}, shared: undefined })
  const work = useWork()
  const act = useAct({
    check: fields.check,
    asked: () =>
      matcher &&
      askedBy(typed, { ...consented.current, matcher: matcher.matcher, targets, now: terminal.connection.now() }),
    onTaken: ({ id }) => {
      fields.reset()
      sharing.reset()
      navigate(`/recommendations/${id}`)
    },
  })
  const submit = (): boolean => {
    const areChecked = [fields.check(), sharing.check()].every((isRight) => isRight)
    if (matcher === undefined || !areChecked) return false
    void work.run(async () => {
      const told = toldIn(sharing)
      consented.current = { told, shared: await consentToShare(terminal, matcher.matcher, told) }
      act.submit()
    })
    return true
  }
  return { sharing, act: { ...act, submit }, fault: work.fault }
}

const Form = ({ terminal, targets, matcher, fields }: Recommending) => {
  const first = targets.own[0]?.certificate ?? targets.held[0]?.instance ?? ''
  const typed = fields.values.target === '' ? { ...fields.values, target: first } : fields.values
  const wrong = wrongTimes(typed)
  const { sharing, act, fault } = useRecommending({ terminal, targets, matcher, fields, typed })
  return (
    <ActForm
      label={say(recommendWords.new)}
      action={say(recommendWords.new)}
      act={act}
      isDisabled={matcher === undefined || 'wrong' in windowOf(typed)}
    >
      <GoodsFields fields={fields} />
      <TargetFields fields={fields} targets={targets} chosen={typed.target} />
      <WindowFields fields={fields} zone={zone} isTwice={wrong === 'ambiguous_local_time' || typed.which !== ''} />
      {wrong !== undefined && <FaultAlert fault={{ code: wrong, values: {} }} />}
      <SharingFields fields={sharing} />
      {fault && <FaultAlert fault={fault} />}
    </ActForm>
  )
}

/** Recommending one certificate: what, when answers count, and what is delivered; told in words before it is signed. */
export const RecommendForm = ({ terminal }: { terminal: Terminal }) => {
  const matchers = useMatchers(terminal)
  const targets = useResource(`targets ${terminal.participant}`, () => readTargets(terminal))
  const fields = useFields<Names>(starting, rulesOf, 'recommendation')
  const found = targets.value
  const isNothing = found !== undefined && found.own.length + found.held.length === 0
  return (
    <Section title={say(recommendWords.new)}>
      <ReadingState of={targets} lines={4} />
      {isNothing && <p class="note">{say(recommendWords.noTarget)}</p>}
      {found !== undefined && !isNothing && (
        <>
          <MatcherField
            matchers={matchers}
            value={fields.values.matcher}
            onValue={(matcher) => fields.set({ matcher })}
          />
          <Form
            terminal={terminal}
            targets={found}
            matcher={matcherOf(matchers.value, fields.values.matcher)}
            fields={fields}
          />
        </>
      )}
    </Section>
  )
}
