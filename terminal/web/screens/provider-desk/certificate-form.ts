import { z } from 'zod'
import { itemCode } from '../../../../chaincode/domains/certificates/terms.ts'
import { displayName, voucherCode } from '../../../../chaincode/wire/identifiers.ts'
import type { Unit } from '../../../sdk/amount.ts'
import { goods } from '../../../sdk/certificates/goods.ts'
import type { NewCertificate } from '../../../sdk/certificates/issue-certificate.ts'
import { namedValuesIn } from '../../state/named-values.ts'
import { valuesOf } from '../../state/trait-texts.ts'
import type { FieldRule } from '../../state/use-fields.ts'
import { checkQuantity } from '../../words/validate.ts'
import { providerWords } from './words.ts'

const dayMilliseconds = 86_400_000
const daySeconds = 86_400

/** What a provider types of a certificate. A period and a life are whole days; what is left out is none. */
export const startingCertificate = {
  ...{ item: '', title: '', introduction: '', specification: '', traits: '', links: '' },
  ...{ cash: 'CNY', price: '', metal: '', metalQuantity: '' },
  ...{ allows: 'both', exclusive: 'no', passable: 'yes', life: '90', days: '' },
  // How long each step may take: what the command line takes where nothing is said.
  ...{ accept: '2', ship: '7', deliver: '14', confirm: '7', decide: '14' },
}
export type CertificateTexts = { readonly [F in keyof typeof startingCertificate]: string }

/** The steps of an order that have a time of their own, in their order. */
export const steps = ['accept', 'ship', 'deliver', 'confirm', 'decide'] as const

/** For how many days a certificate is good, where its provider does not say another number. */
export const lives = ['30', '90', '180', '365'] as const

/** The units in which the amounts of a certificate are typed; undefined while a voucher is not known. */
export interface Units {
  cash: Unit | undefined
  metal: Unit | undefined
}

const { introduction, specification, links } = goods.shape

/** Names and values as they stand between semicolons; undefined where a part is no name with a value. */
export const specificationIn = (text: string): NewCertificate['specification'] | undefined =>
  specification.safeParse(namedValuesIn(text).map(([name, value]) => ({ name, value }))).data

const addressIn = (text: string): string => (URL.canParse(text) ? new URL(text).href : text)

/** Texts and addresses as they stand between semicolons, the addresses as browsers write them; undefined where a part is no such link. */
export const linksIn = (text: string): NonNullable<NewCertificate['links']> | undefined =>
  links.safeParse(namedValuesIn(text).map(([shown, address]) => ({ text: shown, address: addressIn(address) }))).data

const daysUpTo = (maximum: number) =>
  z
    .string()
    .regex(/^[0-9]{1,3}$/)
    .refine((text) => Number(text) >= 1 && Number(text) <= maximum)
const lifeMaximum = 365
const stepMaximum = 90

const amountOf = (unit: Unit | undefined) =>
  z.string().refine((text) => unit !== undefined && checkQuantity(text, unit).value !== undefined)

const stepRule: FieldRule = { shape: daysUpTo(stepMaximum), words: providerWords.stepWrong }

/** What each field must be; an amount is none while the unit of its voucher is not known. */
export const certificateRules = ({ cash, metal }: Units, texts: Pick<CertificateTexts, 'metal' | 'life'>) =>
  ({
    item: { shape: itemCode, words: providerWords.itemWrong },
    title: { shape: displayName, words: providerWords.titleWrong },
    introduction: { shape: z.union([z.literal(''), introduction]), words: providerWords.introductionWrong },
    specification: {
      shape: z.string().refine((text) => specificationIn(text) !== undefined),
      words: providerWords.specificationWrong,
    },
    traits: { shape: z.string().refine((text) => valuesOf(text) !== undefined), words: providerWords.traitsWrong },
    links: { shape: z.string().refine((text) => linksIn(text) !== undefined), words: providerWords.linksWrong },
    cash: { shape: voucherCode.refine(() => cash !== undefined), words: providerWords.cashWrong },
    price: { shape: amountOf(cash), words: providerWords.priceWrong },
    metal: {
      shape: z.union([z.literal(''), voucherCode.refine(() => metal !== undefined)]),
      words: providerWords.metalWrong,
    },
    metalQuantity: {
      shape: texts.metal === '' ? z.literal('') : amountOf(metal),
      words: providerWords.metalQuantityWrong,
    },
    days: { shape: texts.life === 'other' ? daysUpTo(lifeMaximum) : z.string(), words: providerWords.daysWrong },
    ...{ accept: stepRule, ship: stepRule, deliver: stepRule, confirm: stepRule, decide: stepRule },
  }) satisfies { readonly [name: string]: FieldRule }

const allowed: { readonly [way: string]: NewCertificate['allows'] } = { order: ['order'], pay: ['pay'] }

const periodsIn = (texts: CertificateTexts): NewCertificate['periods'] => {
  const seconds = (step: (typeof steps)[number]) => Number(texts[step]) * daySeconds
  return {
    ...{ accept: seconds('accept'), ship: seconds('ship'), deliver: seconds('deliver') },
    ...{ confirm: seconds('confirm'), decide: seconds('decide') },
  }
}

/** What is in a certificate only where its provider says it. */
const optionalParts = (texts: CertificateTexts, metal: Unit | undefined) => {
  const named = linksIn(texts.links) ?? []
  const traits = valuesOf(texts.traits) ?? []
  const quantity = metal === undefined ? undefined : checkQuantity(texts.metalQuantity, metal).value
  return {
    ...(texts.introduction === '' ? {} : { introduction: texts.introduction }),
    ...(named.length === 0 ? {} : { links: named }),
    ...(traits.length === 0 ? {} : { traits }),
    ...(texts.metal === '' || quantity === undefined ? {} : { metal: { voucher: texts.metal, quantity } }),
  }
}

/** The certificate as typed, good for so many days from `now`; undefined while a part of it is wrong. */
export const certificateIn = (
  texts: CertificateTexts,
  { units, now }: { units: Units; now: number },
): NewCertificate | undefined => {
  const rules = Object.entries(certificateRules(units, texts)) as [keyof CertificateTexts, FieldRule][]
  const isWrong = rules.some(([name, { shape }]) => !shape.safeParse(texts[name]).success)
  const price = units.cash === undefined ? undefined : checkQuantity(texts.price, units.cash).value
  const lines = specificationIn(texts.specification)
  if (isWrong || price === undefined || lines === undefined) return undefined
  const days = Number(texts.life === 'other' ? texts.days : texts.life)
  return {
    ...{ item: texts.item, title: texts.title, cash: texts.cash, price, specification: lines },
    ...optionalParts(texts, units.metal),
    allows: allowed[texts.allows] ?? ['order', 'pay'],
    expiresAt: String(now + days * dayMilliseconds),
    ...{ exclusive: texts.exclusive === 'yes', passable: texts.passable === 'yes', periods: periodsIn(texts) },
  }
}
