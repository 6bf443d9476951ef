import { useState } from 'preact/hooks'
import { z } from 'zod'
import { type Body, kinds } from '../../../../chaincode/vocabulary.ts'
import { voucherCode } from '../../../../chaincode/wire/identifiers.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { deskWords } from '../../dictionary/desk.ts'
import { Button } from '../../pieces/button.tsx'
import { ActForm, ConfirmedButton } from '../../pieces/desk.tsx'
import { CountField, ParticipantField, RateField } from '../../pieces/desk-fields.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { isTaken } from '../../state/accepted.ts'
import { type Registration, readMerchant } from '../../state/merchant.ts'
import { partsPerMillion, percentOf } from '../../state/rate.ts'
import { say } from '../../state/settings.ts'
import { type FieldRule, useFields } from '../../state/use-fields.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useWork } from '../../state/use-work.ts'
import { unitOf } from '../../state/vouchers.ts'
import { feeRule, participantRule } from '../../words/desk-rules.ts'
import { formatQuantity } from '../../words/format.ts'
import { bankWords } from './words.ts'

const { name, maximum, fee, vouchers } = kinds['merchant.register'].body.shape

/** Codes with blanks or commas between them. */
const codesIn = (text: string): string[] => text.split(/[\s,，、]+/).filter((code) => code !== '')

const rules = {
  merchant: participantRule,
  name: { shape: name, words: deskWords.nameWrong },
  rate: feeRule,
  minimum: { shape: fee.shape.minimum, words: deskWords.countWrong },
  most: { shape: z.union([z.literal(''), fee.shape.minimum]), words: deskWords.countWrong },
  maximum: { shape: maximum, words: deskWords.positiveWrong },
  vouchers: { shape: z.string().transform(codesIn).pipe(vouchers), words: bankWords.takenWrong },
} satisfies { readonly [name: string]: FieldRule }

const starting = { merchant: '', name: '', rate: '0.6', minimum: '1', most: '', maximum: '500000', vouchers: 'CNY' }
type Texts = typeof starting

const bodyOf = (texts: Texts): Body<'merchant.register'> => ({
  merchant: texts.merchant,
  name: texts.name,
  fee: {
    partsPerMillion: partsPerMillion(texts.rate) ?? 0,
    minimum: texts.minimum,
    ...(texts.most === '' ? {} : { maximum: texts.most }),
  },
  maximum: texts.maximum,
  vouchers: codesIn(texts.vouchers),
})

const textsOf = ({ fee: terms, ...now }: Registration): Partial<Texts> => ({
  name: now.name,
  rate: percentOf(terms.partsPerMillion),
  minimum: terms.minimum,
  most: terms.maximum ?? '',
  maximum: now.maximum,
  vouchers: now.vouchers.join(' '),
})

const Terms = ({ registration, onClosed }: { registration: Registration; onClosed: () => void }) => {
  const instructing = useInstruction()
  const isOpen = registration.status === 'open'
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
          onConfirm={() => instructing.send('merchant.close', { merchant: registration.merchant }).then(onClosed)}
        />
      )}
    </Alert>
  )
}

const useMerchant = (terminal: Terminal) => {
  const fields = useFields(starting, rules, 'merchant')
  const instructing = useInstruction()
  const looking = useWork()
  const [found, setFound] = useState<Registration | 'none' | undefined>(undefined)
  const look = () =>
    looking.run(async () => {
      const registration = await readMerchant(terminal, fields.values.merchant)
      setFound(registration ?? 'none')
      if (registration !== undefined) fields.set(textsOf(registration))
    })
  const submit = (): boolean => {
    if (!fields.check()) return false
    void instructing.send('merchant.register', bodyOf(fields.values)).then(async (kept) => {
      if (!isTaken(kept)) return
      await look()
      fields.forget()
    })
    return true
  }
  return { fields, looking, found, look, form: { instructing, onSubmit: submit } }
}

type Merchant = ReturnType<typeof useMerchant>

const Found = ({ merchant }: { merchant: Merchant }) => {
  const { found, looking, look } = merchant
  if (looking.fault) return <FaultAlert fault={looking.fault} />
  if (found === 'none') return <Alert>{say(bankWords.merchantNone)}</Alert>
  return found === undefined ? null : <Terms registration={found} onClosed={() => void look()} />
}

/** What a count of base units comes to in each of the vouchers taken, since one limit holds for all of them. */
const inEach = (count: string, codes: string): string => {
  const known = codesIn(codes).filter((code) => voucherCode.safeParse(code).success)
  if (!/^[1-9][0-9]{0,28}$/.test(count) || known.length === 0) return say(bankWords.inBaseUnits)
  return known.map((code) => `${formatQuantity(count, unitOf(code))} (${code})`).join(' · ')
}

const TermFields = ({ fields }: Pick<Merchant, 'fields'>) => {
  const counted = (name: 'minimum' | 'most' | 'maximum') => ({
    ...fields.bind(name),
    hint: inEach(fields.values[name], fields.values.vouchers),
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

/** Registering a merchant, changing its terms, and ending its leave to claim (row S4-023). */
export const Merchants = ({ terminal }: { terminal: Terminal }) => {
  const merchant = useMerchant(terminal)
  const { fields, looking, look, form } = merchant
  return (
    <ActForm
      title={say(bankWords.merchants)}
      text={say(bankWords.merchantText)}
      action={say(bankWords.registerMerchant)}
      {...form}
    >
      <div class="lookup">
        <ParticipantField label={say(bankWords.merchant)} {...fields.bind('merchant')} />
        <Button
          isPending={looking.isPending}
          isDisabled={!participantRule.shape.safeParse(fields.values.merchant).success}
          onClick={() => void look()}
        >
          {say(deskWords.find)}
        </Button>
      </div>
      <Found merchant={merchant} />
      <TermFields fields={fields} />
    </ActForm>
  )
}
