import { fieldTrait, traitCode, wholeRate } from '../../../chaincode/domains/matching/traits.ts'
import type { WantedDemand } from '../../sdk/matching/demand.ts'
import type { DemandView } from '../../sdk/matching/records.ts'
import { conditionsOf } from './trait-texts.ts'

/** A percentage as it is typed, in hundredths of a percent: `92.5` is 9250; undefined for what is none from 0 to 100. */
export const rateOf = (typed: string): number | undefined => {
  const [, whole, part = ''] = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(typed.trim()) ?? []
  if (whole === undefined) return undefined
  const rate = Number(whole) * 100 + Number(part.padEnd(2, '0'))
  return rate <= wholeRate ? rate : undefined
}

/** Fields of interest as they are typed, with commas or spaces between them; undefined where one of them can be none. */
export const fieldsOf = (typed: string): string[] | undefined => {
  const fields = [...new Set(typed.toLowerCase().split(/[\s,，、;；]+/))].filter((field) => field !== '')
  return fields.every((field) => traitCode.safeParse(field).success) ? fields : undefined
}

/** What a demand's form holds, as it is typed. */
export interface DemandTexts {
  matcher: string
  title: string
  fields: string
  /** What the goods should be, as `conditionsOf` reads it. */
  goods: string
  positive: string
  success: string
  minHolders: string
  several: 'no' | 'yes'
  hours: string
}

/** What stands in the form before anything is typed: two holders at least, as a demand wants where nothing is said of it (S1-009). */
export const startingDemand: DemandTexts = {
  ...{ matcher: '', title: '', fields: '', goods: '', positive: '', success: '' },
  ...({ minHolders: '2', several: 'no', hours: '24' } as const),
}

const rateCondition = (trait: string, typed: string) =>
  typed === '' ? [] : [{ trait, atLeast: rateOf(typed) ?? wholeRate }]

/** True where something is said of the holders that are wanted, which a demand must (S1-001). */
export const saysOfWhom = ({ fields, positive, success }: Pick<DemandTexts, 'fields' | 'positive' | 'success'>) =>
  [fields, positive, success].some((typed) => typed !== '')

/** What was typed as the SDK takes it, from `now` on in milliseconds; what is typed was held to its rules before. */
export const demandIn = (typed: DemandTexts, { matcher, now }: { matcher: string; now: number }): WantedDemand => {
  const fields = fieldsOf(typed.fields) ?? []
  return {
    ...{
      matcher,
      title: typed.title,
      goods: conditionsOf(typed.goods) ?? [],
      minHolders: Number(typed.minHolders),
      several: typed.several === 'yes',
    },
    wanted: [
      ...(fields.length === 0 ? [] : [{ trait: fieldTrait, anyOf: fields }]),
      ...rateCondition('positive-rating-rate', typed.positive),
      ...rateCondition('success-rate', typed.success),
    ],
    until: String(now + Number(typed.hours) * 3_600_000),
  }
}

/** How far a demand came. */
export type DemandStage = 'searching' | 'no-match' | 'open' | 'fulfilled' | 'withdrawn' | 'expired'

/** How far a demand came at `now`, in milliseconds; what is over by its time is so without anybody's doing. */
export const demandStage = (
  { demand, match }: Pick<DemandView, 'match'> & { demand: { status: string; until: string } },
  now: number,
): DemandStage => {
  if (demand.status === 'fulfilled' || demand.status === 'withdrawn') return demand.status
  if (match?.status === 'no-match') return 'no-match'
  if (now > Number(demand.until)) return 'expired'
  return match === undefined ? 'searching' : 'open'
}

/** What became of what one offered to a demand: silence until its time is a rejection (S1-028). */
export const offerState = (
  { status, until }: { status: 'declined' | 'offered' | 'accepted' | 'rejected'; until?: string | undefined },
  now: number,
): 'declined' | 'offered' | 'accepted' | 'rejected' | 'expired' =>
  status === 'offered' && now > Number(until) ? 'expired' : status
