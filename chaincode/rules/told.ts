import { Refusal } from '../refusal.ts'
import type { RefusalCode, RefusalValues } from '../vocabulary.ts'
import type { Told } from './rule.ts'

/**
 * Stands where a rule judges what is confidential, for who has the blocks alone: refuses as the block tells, where that is for one of the
 * reasons that only the confidential text or the pair's rows can give here. `values` are those that the rule refuses with.
 */
export const requireToldFit = (told: Told, codes: readonly RefusalCode[], values: RefusalValues = {}): void => {
  if (told.status === 'refused' && codes.includes(told.code)) throw new Refusal(told.code, values)
}

/** The version of a private row as an outcome tells it, which counts from 1; `1` where it tells none, so that nothing else is believed. */
export const toldVersion = (told: Told): string => {
  const { version } = told.status === 'accepted' ? told.effects : {}
  return typeof version === 'string' && /^[1-9][0-9]{0,18}$/.test(version) ? version : '1'
}
