import { z } from 'zod'
import { itemCode } from '../../../../chaincode/domains/certificates/terms.ts'
import { displayName, voucherCode } from '../../../../chaincode/wire/identifiers.ts'
import type { Unit } from '../../../sdk/amount.ts'
import { goods } from '../../../sdk/certificates/goods.ts'
import type { NewCertificate } from '../../../sdk/certificates/issue-certificate.ts'
import type { FieldRule } from '../../state/use-fields.ts'
import { checkQuantity } from '../../words/validate.ts'
import { providerWords } from './words.ts'

const dayMilliseconds = 86_400_000
const daySeconds = 86_400

/** What a provider types of a certificate. */
export const startingCertificate = {
  ...{ item: '', title: '', introduction: '', specification: '' },
  ...{ cash: 'CNY', price: '', allows: 'both', days: '90' },
}
export type CertificateTexts = { readonly [F in keyof typeof startingCertificate]: string }

const { introduction, specification } = goods.shape

/** Names and values as they stand between semicolons; undefined where a part is no name with a value. */
export const specificationIn = (text: string): NewCertificate['specification'] | undefined => {
  const parts = text.split(/[;；\n]/).map((part) => part.trim())
  const lines = parts
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...value] = part.split(/[=＝]/)
      return { name: name.trim(), value: value.join('=').trim() }
    })
  return specification.safeParse(lines).data
}

const daysShape = z
  .string()
  .regex(/^[0-9]{1,3}$/)
  .refine((text) => Number(text) >= 1 && Number(text) <= 365)

/** What each field must be; a price is none while the unit of its cash is not known. */
export const certificateRules = (unit: Unit | undefined) =>
  ({
    item: { shape: itemCode, words: providerWords.itemWrong },
    title: { shape: displayName, words: providerWords.titleWrong },
    introduction: { shape: z.union([z.literal(''), introduction]), words: providerWords.introductionWrong },
    specification: {
      shape: z.string().refine((text) => specificationIn(text) !== undefined),
      words: providerWords.specificationWrong,
    },
    cash: {
      shape: voucherCode.refine(() => unit !== undefined),
      words: providerWords.cashWrong,
    },
    price: {
      shape: z.string().refine((text) => unit !== undefined && checkQuantity(text, unit).value !== undefined),
      words: providerWords.priceWrong,
    },
    days: { shape: daysShape, words: providerWords.daysWrong },
  }) satisfies { readonly [name: string]: FieldRule }

/** How long each step may take: what the command line takes where nothing is said. */
const usualPeriods = {
  ...{ accept: 2 * daySeconds, ship: 7 * daySeconds, deliver: 14 * daySeconds },
  ...{ confirm: 7 * daySeconds, decide: 14 * daySeconds },
}

const allowed: { readonly [way: string]: NewCertificate['allows'] } = { order: ['order'], pay: ['pay'] }

/** The certificate as typed, good for so many days from `now`; undefined while a part of it is wrong. */
export const certificateIn = (
  texts: CertificateTexts,
  { unit, now }: { unit: Unit | undefined; now: number },
): NewCertificate | undefined => {
  const rules = Object.entries(certificateRules(unit)) as [keyof CertificateTexts, FieldRule][]
  const isWrong = rules.some(([name, { shape }]) => !shape.safeParse(texts[name]).success)
  const price = unit === undefined ? undefined : checkQuantity(texts.price, unit).value
  const lines = specificationIn(texts.specification)
  if (isWrong || price === undefined || lines === undefined) return undefined
  return {
    ...{ item: texts.item, title: texts.title, cash: texts.cash, price, specification: lines },
    ...(texts.introduction === '' ? {} : { introduction: texts.introduction }),
    allows: allowed[texts.allows] ?? ['order', 'pay'],
    expiresAt: String(now + Number(texts.days) * dayMilliseconds),
    ...{ exclusive: false, passable: true, periods: usualPeriods },
  }
}
