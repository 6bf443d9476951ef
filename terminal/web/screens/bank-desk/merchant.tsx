import { z } from 'zod'
import { type Body, kinds } from '../../../../chaincode/vocabulary.ts'
import { voucherCode } from '../../../../chaincode/wire/identifiers.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { deskWords } from '../../dictionary/desk.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { Act } from '../../pieces/desk.tsx'
import { CountField, RateField } from '../../pieces/desk-fields.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Alert, ReadingState } from '../../pieces/states.tsx'
import { type Registration, readMerchant } from '../../state/merchant.ts'
import { partsPerMillion, percentOf } from '../../state/rate.ts'
import { say } from '../../state/settings.ts'
import { useAct } from '../../state/use-act.ts'
import { type FieldRule, type Fields, useFields } from '../../state/use-fields.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { unitOf } from '../../state/vouchers.ts'
import { feeRule } from '../../words/desk-rules.ts'
import { formatQuantity } from '../../words/format.ts'
import { bankWords } from './words.ts'

const { name, maximum, fee, vouchers } = kinds['merchant.register'].body.shape

/** Codes with blanks or commas between them. */
const codesIn = (text: string): string[] => text.split(/[\s,，、]+/).filter((code) => code !== '')

const rules = {
  name: { shape: name, words: deskWords.nameWrong },
  rate: feeRule,
  minimum: { shape: fee.shape.minimum, words: deskWords.countWrong },
  most: { shape: z.union([z.literal(''), fee.shape.minimum]), words: deskWords.countWrong },
  maximum: { shape: maximum, words: deskWords.positiveWrong },
  vouchers: { shape: z.string().transform(codesIn).pipe(vouchers), words: bankWords.takenWrong },
} satisfies { readonly [name: string]: FieldRule }

const starting = { name: '', rate: '0.6', minimum: '1', most: '', maximum: '500000', vouchers: 'CNY' }
type Texts = typeof starting

/** Who is registered; `isElsewhere` for a merchant of another member, whose leave is for this bank's customers alone (decision 0043). */
interface Named {
  merchant: string
  isElsewhere: boolean
}

const anyHomeOf = ({ isElsewhere }: Named): { anyHome?: true } => (isElsewhere ? { anyHome: true } : {})

const bodyOf = (named: Named, texts: Texts): Body<'merchant.register'> => ({
  merchant: named.merchant,
  ...anyHomeOf(named),
  name: texts.name,
  fee: {
    partsPerMillion: partsPerMillion(texts.rate) ?? 0,
    minimum: texts.minimum,
    ...(texts.most === '' ? {} : { maximum: texts.most }),
  },
  maximum: texts.maximum,
  vouchers: codesIn(texts.vouchers),
})

const textsOf = ({ fee: terms, ...now }: Registration): Texts => ({
  name: now.name,
  rate: percentOf(terms.partsPerMillion),
  minimum: terms.minimum,
  most: terms.maximum ?? '',
  maximum: now.maximum,
  vouchers: now.vouchers.join(' '),
})

const Terms = ({ registration, named }: { registration: Registration; named: Named }) => {
  const instructing = useInstruction()
  const isOpen = registration.status === 'open'
  const { merchant } = named
  return (
    <Alert tone={isOpen ? 'good' : 'warn'} title={registration.name}>
      <p>
        {say(bankWords.merchantStatus)(registration.status)} · {registration.vouchers.join(' · ')} · {registration.bank}
      </p>
      {isOpen && (
        <ConfirmedButton
          action={say(bankWords.closeMerchant)}
          title={say(bankWords.closeMerchantTitle)}
          text={say(bankWords.closeMerchantText)}
          instructing={instructing}
          onConfirm={() => instructing.send('merchant.close', { merchant, ...anyHomeOf(named) })}
        />
      )}
    </Alert>
  )
}

/** What a count of base units comes to in each of the vouchers taken, since one limit holds for all of them. */
const inEach = (count: string, codes: string): string => {
  const known = codesIn(codes).filter((code) => voucherCode.safeParse(code).success)
  if (!/^[1-9][0-9]{0,28}$/.test(count) || known.length === 0) return say(bankWords.inBaseUnits)
  return known.map((code) => `${formatQuantity(count, unitOf(code))} (${code})`).join(' · ')
}

const TermFields = ({ fields }: { fields: Fields<keyof Texts> }) => {
  const counted = (count: 'minimum' | 'most' | 'maximum') => ({
    ...fields.bind(count),
    hint: inEach(fields.values[count], fields.values.vouchers),
  })
  return (
    <>
      <TextField label={say(bankWords.merchantName)} maxLength={60} {...fields.bind('name')} />
      <div class="form-pair">
        <RateField label={say(bankWords.feeRate)} {...fields.bind('rate')} />
        <CountField label={say(bankWords.feeMinimum)} digits={28} {...counted('minimum')} />
        <CountField label={say(bankWords.feeMaximum)} digits={28} isOptional {...counted('most')} />
        <CountField label={say(bankWords.maximum)} digits={29} {...counted('maximum')} />
      </div>
      <TextField
        label={say(bankWords.taken)}
        hint={say(bankWords.takenHint)}
        maxLength={400}
        {...fields.bind('vouchers')}
      />
    </>
  )
}

const MerchantForm = ({ named, before }: { named: Named; before: Registration | undefined }) => {
  const { merchant } = named
  const fields = useFields<keyof Texts>(
    before === undefined ? starting : textsOf(before),
    rules,
    `merchant ${merchant}`,
  )
  const { values } = fields
  const what = say(before === undefined ? bankWords.registerMerchant : bankWords.changeMerchant)(merchant)
  const act = useAct({
    check: fields.check,
    asked: () => ({
      kind: 'merchant.register',
      body: bodyOf(named, values),
      review: {
        what,
        lines: [
          [say(bankWords.merchantName), values.name],
          [say(bankWords.feeRate), `${values.rate} %`],
          [say(bankWords.maximum), inEach(values.maximum, values.vouchers)],
          [say(bankWords.taken), codesIn(values.vouchers).join(' · ')],
        ],
      },
    }),
    onTaken: fields.forget,
  })
  return (
    <ActForm label={say(bankWords.merchants)} action={what} act={act}>
      <TermFields fields={fields} />
    </ActForm>
  )
}

const readNamed = async (terminal: Terminal, { merchant, isElsewhere }: Named): Promise<Registration | undefined> =>
  readMerchant(terminal, merchant, isElsewhere ? (await terminal.identity()).mspId : undefined)

/** Registering a merchant, changing its terms, and ending its leave to claim (row S4-023). */
export const Merchant = ({ terminal, ...named }: Named & { terminal: Terminal }) => {
  const read = useResource(`merchant ${named.merchant}`, async () => ({
    registration: await readNamed(terminal, named),
  }))
  const registration = read.value?.registration
  return (
    <Act title={say(bankWords.merchants)} text={say(bankWords.merchantText)}>
      <ReadingState of={read} lines={3} />
      {named.isElsewhere && <p class="note">{say(bankWords.merchantElsewhere)}</p>}
      {read.value && registration === undefined && <p class="note">{say(bankWords.merchantNone)}</p>}
      {registration && <Terms registration={registration} named={named} />}
      {read.value && <MerchantForm key={String(registration !== undefined)} named={named} before={registration} />}
    </Act>
  )
}
