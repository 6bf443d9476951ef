import { itemCode } from '../../../../chaincode/domains/certificates/terms.ts'
import type { Shared } from '../../../../chaincode/domains/recommendations/shared.ts'
import type { RecommendationTarget } from '../../../../chaincode/domains/recommendations/target.ts'
import { displayName } from '../../../../chaincode/wire/identifiers.ts'
import { type ContentKind, hasContent } from '../../../sdk/matching/content.ts'
import { keepContent } from '../../../sdk/matching/delivery.ts'
import type { ListedMatcher } from '../../../sdk/matching/records.ts'
import { consentToShare, type Told } from '../../../sdk/matching/sharing.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { FormFields, type FormTexts, formRules, formTerms, startingForm } from '../../market/matching/form-fields.tsx'
import { MatcherField, matcherOf, useMatchers } from '../../market/matching/matcher-field.tsx'
import { windowText } from '../../market/matching/window-text.ts'
import { usePreparedAct } from '../../market/purchases/use-prepared-act.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { FaultAlert, ReadingState } from '../../pieces/states.tsx'
import { contentKeysIn } from '../../platform/matching-keys.ts'
import { type ContentTexts, contentIn, contentKindOf, startingContent } from '../../state/content-form.ts'
import { navigate } from '../../state/route.ts'
import { database } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { unitOfTyped } from '../../state/typed-unit.ts'
import type { Asked } from '../../state/use-act.ts'
import { type FieldRule, type Fields, useFields } from '../../state/use-fields.ts'
import { useResource } from '../../state/use-resource.ts'
import { startingWindow, type WindowTexts, windowIn } from '../../state/window-form.ts'
import { ContentFields, contentRules } from './content-fields.tsx'
import { contentKindWords } from './content-words.ts'
import {
  DescribedFields,
  type DescribedTexts,
  describedIn,
  describedRules,
  startingDescribed,
} from './described-fields.tsx'
import { SharingFields, toldIn, useSharing } from './sharing-fields.tsx'
import { firstTarget, readTargets, type Targets, targetNamed } from './targets.ts'
import { WindowFields } from './window-fields.tsx'
import { recommendWords } from './words.ts'

type Names = 'matcher' | 'title' | 'identifier' | 'target' | 'window' | 'strict' | keyof Parts
type Parts = FormTexts & Times & DescribedTexts & ContentTexts
type Times = Omit<WindowTexts, 'form'>
type Typed = { readonly [N in Names]: string }

const { form: startingWay, ...startingTimes } = startingWindow

const starting: Typed = {
  ...{ matcher: '', title: '', identifier: '', target: '', window: startingWay, strict: 'no' },
  ...startingForm,
  ...startingTimes,
  ...startingDescribed,
  ...startingContent,
}

const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone

const windowOf = (typed: Typed) => windowIn({ ...typed, form: typed.window } as unknown as WindowTexts, zone)

const formOf = (typed: Typed) => typed as unknown as FormTexts

/** Of a certificate as what it is delivered; of anything else what it says. */
const targetRules = (typed: Typed): { [name: string]: FieldRule } => {
  const kind = contentKindOf(typed.target)
  return kind === undefined ? formRules(formOf(typed)) : contentRules(kind, typed)
}

const rulesOf = (typed: Typed): { [N in Names]?: FieldRule } => ({
  title: { shape: displayName, words: recommendWords.titleWrong },
  identifier: { shape: itemCode, words: recommendWords.identifierWrong },
  ...describedRules,
  ...targetRules(typed),
})

const toldLines = ({ contact, place }: Told): [string, string][] =>
  [contact, place].flatMap((text) => (text === undefined ? [] : [[say(recommendWords.told), text]]))

/** What is made before the recommendation: its target, and what is told of the recommender, with what the recommendation says of that. */
interface Prepared {
  target: RecommendationTarget
  told: Told
  shared: Shared | undefined
}

const askedBy = (
  typed: Typed,
  { matcher, now, target, told, shared }: Prepared & { matcher: string; now: number },
): Asked | undefined => {
  const read = windowOf(typed)
  if ('wrong' in read) return undefined
  const isStrict = typed.window === 'duration' && typed.strict === 'yes'
  return {
    kind: 'recommendation.open',
    body: {
      ...{ matcher, title: typed.title, identifier: typed.identifier, ...describedIn(typed) },
      windows: [read.window],
      ...(isStrict ? { strict: true as const } : {}),
      targets: [target],
      ...(hasContent(target.kind) ? {} : formTerms(formOf(typed), now)),
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

const contentKinds = Object.keys(contentKindWords) as ContentKind[]

const DeliveredFields = ({ fields, kind }: { fields: Fields<Names>; kind: ContentKind | undefined }) =>
  kind === undefined ? <FormFields fields={fields} /> : <ContentFields kind={kind} fields={fields} />

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
        ...contentKinds.map((kind) => [kind, say(contentKindWords[kind])] as const),
      ]}
      onValue={(target) => fields.set({ target })}
    />
    <DeliveredFields fields={fields} kind={contentKindOf(chosen)} />
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
    <DescribedFields fields={fields} />
  </>
)

/** What is wrong with the times, once somebody typed some. */
const wrongTimes = (typed: Typed): string | undefined => {
  const read = windowOf(typed)
  const isTyped = typed.window === 'moment' ? typed.at !== '' : typed.from !== '' && typed.until !== ''
  return 'wrong' in read && (typed.window === 'duration' || isTyped) ? read.wrong : undefined
}

/** What is typed, with the first target that there is where nobody chose another. */
const withTarget = (typed: Typed, { own, held }: Targets): Typed =>
  typed.target === '' ? { ...typed, target: firstTarget({ own, held }) } : typed

/** The target that is recommended; what lies off the ledger is encrypted and laid down first. */
const madeTarget = async (
  terminal: Terminal,
  targets: Targets,
  typed: Typed,
): Promise<RecommendationTarget | undefined> => {
  const kind = contentKindOf(typed.target)
  if (kind === undefined) return targetNamed(targets, typed.target)
  const read = contentIn(kind, typed, unitOfTyped(typed.cash))
  return 'wrong' in read ? undefined : keepContent(terminal, read.content, contentKeysIn(await database()))
}

interface Recommending {
  terminal: Terminal
  targets: Targets
  matcher: ListedMatcher | undefined
  fields: Fields<Names>
}

/** The form's instruction: what is told of the recommender is sealed before it is reviewed, and reviewed in clear. */
const useRecommending = ({ terminal, targets, matcher: service, fields, typed }: Recommending & { typed: Typed }) => {
  const sharing = useSharing()
  const matcher = service?.matcher
  const prepare = async (): Promise<Prepared | undefined> => {
    const target = await madeTarget(terminal, targets, typed)
    if (target === undefined || matcher === undefined) return undefined
    const told = toldIn(sharing)
    return { target, told, shared: await consentToShare(terminal, matcher, told) }
  }
  const prepared = usePreparedAct({
    check: () => [fields.check(), sharing.check()].every((isRight) => isRight),
    prepare,
    asked: (made) =>
      matcher === undefined ? undefined : askedBy(typed, { ...made, matcher, now: terminal.connection.now() }),
    onTaken: ({ id }) => {
      fields.reset()
      sharing.reset()
      navigate(`/recommendations/${id}`)
    },
  })
  return { sharing, ...prepared }
}

const Form = (parts: Recommending) => {
  const { targets, matcher, fields } = parts
  const typed = withTarget(fields.values, targets)
  const wrong = wrongTimes(typed)
  const { sharing, act, fault } = useRecommending({ ...parts, typed })
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

/** Recommending a certificate, a link, or what lies off the ledger: what, when answers count, and what is delivered; told in words before it is signed. */
export const RecommendForm = ({ terminal }: { terminal: Terminal }) => {
  const matchers = useMatchers(terminal)
  const targets = useResource(`targets ${terminal.participant}`, () => readTargets(terminal))
  const found = targets.value
  const rules = (typed: Typed) => rulesOf(found === undefined ? typed : withTarget(typed, found))
  const fields = useFields<Names>(starting, rules, 'recommendation')
  return (
    <Section title={say(recommendWords.new)}>
      <ReadingState of={targets} lines={4} />
      {found !== undefined && (
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
