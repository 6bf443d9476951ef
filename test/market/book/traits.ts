import { type Matcher, matchers, type Trait, traits } from '../../../chaincode/domains/matching/tables.ts'
import type { Condition, TraitValue } from '../../../chaincode/domains/matching/traits.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Book } from './book.ts'
import { reasons } from './ruling.ts'

/** The whole of a rate: hundredths of a percent. */
export const whole = 10_000

/** The names that every service knows (decision 0044). */
export const reserved: readonly string[] = ['positive-rating-rate', 'success-rate', 'field']

/** What speaks against naming this service for something new. */
export const againstMatcher = (matcher: Matcher | undefined): RefusalCode[] =>
  reasons({ unknown_matcher: matcher === undefined, matcher_closed: matcher?.status === 'closed' })

type Described = Pick<Trait, 'least' | 'most' | 'codes' | 'source'>
const ofRates: Described = { least: 0, most: whole, source: 'interactions' }

/** A trait that a service knows of holders or of goods; undefined for none. Any code is a field where the service lists none. */
export const traitOf = (book: Book, matcher: string, of: 'holder' | 'goods', name: string): Described | undefined => {
  if (reserved.includes(name)) {
    if (of === 'goods') return undefined
    return name === 'field' ? { source: 'declared' } : ofRates
  }
  const known = book.find(traits, matcher, name)
  return known?.of === of ? known : undefined
}

const isOutside = ({ least = 0, most = 0 }: Described, number: number | undefined): boolean =>
  number !== undefined && (number < least || number > most)

const againstFields = (book: Book, matcher: string, fields: readonly string[]): RefusalCode[] => {
  const listed = book.find(matchers, matcher)?.fields
  return reasons({ unknown_field: listed !== undefined && fields.some((field) => !listed.includes(field)) })
}

const againstTwice = (names: readonly string[]): RefusalCode[] =>
  reasons({ trait_twice: new Set(names).size < names.length })

const isContrary = ({ atLeast, atMost, anyOf }: Condition): boolean =>
  (atLeast === undefined && atMost === undefined && anyOf === undefined) ||
  anyOf?.length === 0 ||
  (atLeast !== undefined && atMost !== undefined && atLeast > atMost)

const isUnfit = (trait: Described, { trait: name, atLeast, atMost, anyOf }: Condition): boolean => {
  const saysNumber = atLeast !== undefined || atMost !== undefined
  if (name === 'field') return saysNumber
  const { codes } = trait
  if (codes !== undefined) return saysNumber || anyOf?.some((code) => !codes.includes(code)) === true
  return anyOf !== undefined || isOutside(trait, atLeast) || isOutside(trait, atMost)
}

/** What speaks against wanting this of holders, or of goods. */
export const againstConditions = (
  book: Book,
  matcher: string,
  { of, wanted }: { of: 'holder' | 'goods'; wanted: readonly Condition[] },
): RefusalCode[] => [
  ...againstTwice(wanted.map(({ trait }) => trait)),
  ...wanted.flatMap((one) => {
    const trait = traitOf(book, matcher, of, one.trait)
    if (trait === undefined) return ['unknown_trait' as const]
    return [
      ...(one.trait === 'field' ? againstFields(book, matcher, one.anyOf ?? []) : []),
      ...reasons({ trait_value_unfit: isUnfit(trait, one), traits_contradict: isContrary(one) }),
    ]
  }),
]

const isNoValue = (trait: Described, { number, codes }: TraitValue): boolean => {
  if (trait.codes === undefined) return number === undefined || codes !== undefined || isOutside(trait, number)
  return codes === undefined || number !== undefined || codes.some((code) => trait.codes?.includes(code) !== true)
}

/** What speaks against saying this of oneself, or of goods. */
export const againstValues = (
  book: Book,
  matcher: string,
  { of, said }: { of: 'holder' | 'goods'; said: readonly TraitValue[] },
): RefusalCode[] => [
  ...againstTwice(said.map(({ trait }) => trait)),
  ...said.flatMap((one) => {
    const trait = traitOf(book, matcher, of, one.trait)
    if (trait === undefined || one.trait === 'field') return ['unknown_trait' as const]
    return reasons({
      trait_not_declared: trait.source !== 'declared',
      trait_value_unfit: trait.source === 'declared' && isNoValue(trait, one),
    })
  }),
]

/** Whether a value, said or counted, is one that is wanted; who says nothing fulfils nothing. */
export const fulfils = (
  { atLeast, atMost, anyOf }: Omit<Condition, 'trait'>,
  { number, codes }: { number?: number | bigint | undefined; codes?: readonly string[] | undefined },
): boolean => {
  if (anyOf !== undefined) return codes?.some((code) => anyOf.includes(code)) === true
  if (number === undefined) return false
  return (atLeast === undefined || number >= atLeast) && (atMost === undefined || number <= atMost)
}

export { againstFields }
