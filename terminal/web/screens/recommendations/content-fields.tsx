import { z } from 'zod'
import type { ContentKind } from '../../../sdk/matching/content.ts'
import { TextField } from '../../pieces/field.tsx'
import { type ContentTexts, contentIn } from '../../state/content-form.ts'
import { say } from '../../state/settings.ts'
import { unitOfTyped } from '../../state/typed-unit.ts'
import type { FieldRule, Fields } from '../../state/use-fields.ts'
import { contentWords } from './content-words.ts'

const wrongWords = {
  ...{ link: contentWords.linkWrong, contentTitle: contentWords.contentTitleWrong },
  ...{ introduction: contentWords.introductionWrong, specification: contentWords.specificationWrong },
  ...{ cash: contentWords.priceWrong, price: contentWords.priceWrong },
  ...{ unit: contentWords.unitWrong, numbers: contentWords.numbersWrong },
} as const

/** What the fields of a kind of content must be, as the SDK takes it. */
export const contentRules = (kind: ContentKind, typed: ContentTexts): { [N in keyof ContentTexts]?: FieldRule } => {
  const read = contentIn(kind, typed, unitOfTyped(typed.cash))
  const wrong = 'wrong' in read ? read.wrong : []
  return Object.fromEntries(wrong.map((name) => [name, { shape: z.never(), words: wrongWords[name] }]))
}

type Bound = Fields<keyof ContentTexts>

const LinkField = ({ fields }: { fields: Bound }) => (
  <TextField
    label={say(contentWords.link)}
    autocapitalize="none"
    autocomplete="off"
    spellcheck={false}
    maxLength={600}
    {...fields.bind('link')}
  />
)

const TitleField = ({ fields }: { fields: Bound }) => (
  <TextField
    label={say(contentWords.contentTitle)}
    maxLength={60}
    autocomplete="off"
    {...fields.bind('contentTitle')}
  />
)

const PriceFields = ({ fields }: { fields: Bound }) => (
  <>
    <TextField
      label={say(contentWords.cash)}
      hint={say(contentWords.cashHint)}
      isOptional
      maxLength={32}
      autocomplete="off"
      spellcheck={false}
      {...fields.bind('cash')}
    />
    <TextField
      label={say(contentWords.price)}
      isOptional
      inputMode="decimal"
      isFigure
      maxLength={40}
      autocomplete="off"
      affix={unitOfTyped(fields.values.cash)?.shownAs}
      {...fields.bind('price')}
    />
  </>
)

const GoodsContentFields = ({ fields }: { fields: Bound }) => (
  <>
    <TitleField fields={fields} />
    <TextField
      label={say(contentWords.introduction)}
      isOptional
      maxLength={4_000}
      autocomplete="off"
      {...fields.bind('introduction')}
    />
    <TextField
      label={say(contentWords.specification)}
      hint={say(contentWords.specificationHint)}
      isOptional
      maxLength={8_000}
      autocomplete="off"
      {...fields.bind('specification')}
    />
    <PriceFields fields={fields} />
  </>
)

const NumbersFields = ({ fields }: { fields: Bound }) => (
  <>
    <TitleField fields={fields} />
    <TextField
      label={say(contentWords.numbers)}
      hint={say(contentWords.numbersHint)}
      maxLength={8_000}
      autocomplete="off"
      {...fields.bind('numbers')}
    />
    <TextField label={say(contentWords.unit)} isOptional maxLength={20} autocomplete="off" {...fields.bind('unit')} />
  </>
)

const fieldsOfKind = { link: LinkField, goods: GoodsContentFields, numbers: NumbersFields } as const

/** What is delivered that is no certificate: it lies off the ledger, encrypted, under its digest (S3-055, S3-056, S3-064). */
export const ContentFields = <N extends string>({
  kind,
  fields,
}: {
  kind: ContentKind
  fields: Fields<N | keyof ContentTexts>
}) => {
  const Chosen = fieldsOfKind[kind]
  return (
    <>
      <Chosen fields={fields as unknown as Bound} />
      <p class="note">{say(contentWords.note)}</p>
    </>
  )
}
