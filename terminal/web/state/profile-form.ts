import { itemCode } from '../../../chaincode/domains/certificates/terms.ts'
import { type TraitValue, traitValue } from '../../../chaincode/domains/matching/traits.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import type { ListedProfile } from '../../sdk/matching/records.ts'
import { fieldsOf } from './demands.ts'

/** A profile as it is typed. */
export interface ProfileTexts {
  status: 'active' | 'inactive'
  fields: string
  traits: string
  needs: string
}

export const startingProfile: ProfileTexts = { status: 'active', fields: '', traits: '', needs: '' }

const most = 16

const parts = (typed: string): string[] =>
  typed
    .split(/[,，;；]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** A trait's value: a number where it is one, else codes with a stroke between them. */
const valueIn = (trait: string, value: string): TraitValue | undefined => {
  const said = /^[0-9]+$/.test(value) ? { number: Number(value) } : { codes: value.split('|') }
  return traitValue.safeParse({ trait, ...said }).data
}

/** What one says of oneself, each as `name=value`; undefined where one of them is none. */
export const traitsOf = (typed: string): TraitValue[] | undefined => {
  const read = parts(typed).map((part) => {
    const [trait = '', value = ''] = part.split('=').map((text) => text.trim())
    return valueIn(trait, value)
  })
  const values = read.filter((value) => value !== undefined)
  return values.length === read.length ? values : undefined
}

/** The goods that one wants recommended, as codes; undefined where one of them is none, or there are too many. */
export const needsOf = (typed: string): string[] | undefined => {
  const codes = [...new Set(parts(typed.toUpperCase()))]
  return codes.length <= most && codes.every((code) => itemCode.safeParse(code).success) ? codes : undefined
}

/** True for fields that a profile can have. */
export const areFields = (typed: string): boolean => (fieldsOf(typed)?.length ?? most + 1) <= most

const textOf = ({ trait, number, codes = [] }: TraitValue): string => `${trait}=${number ?? codes.join('|')}`

/** What is stored, as it is typed; what nobody stored yet, empty. */
export const textsOf = (stored: Pick<ListedProfile, 'fields' | 'traits' | 'needs' | 'status'> | undefined) =>
  stored === undefined
    ? startingProfile
    : {
        status: stored.status,
        fields: stored.fields.join(', '),
        traits: stored.traits.map(textOf).join(', '),
        needs: stored.needs.map(({ identifier }) => identifier).join(', '),
      }

type Need = ListedProfile['needs'][number]

/**
 * The profile that was typed. Conditions of a need that was stored before, which this form does not show, stay; what is typed was held to
 * its rules before.
 */
export const profileIn = (
  typed: ProfileTexts,
  { matcher, needs }: { matcher: string; needs: readonly Need[] },
): Body<'profile.set'> => ({
  ...{ matcher, status: typed.status, fields: fieldsOf(typed.fields) ?? [], traits: traitsOf(typed.traits) ?? [] },
  needs: (needsOf(typed.needs) ?? []).map(
    (identifier) => needs.find((one) => one.identifier === identifier) ?? { identifier, traits: [], parameters: [] },
  ),
})
