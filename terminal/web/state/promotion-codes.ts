import { database } from './session.ts'

const markOf = (promotion: string): string => `promotion code ${promotion}`

/** The code of a promotion that was made in this browser; undefined for every other one. */
export const keptPromotionCode = async (promotion: string): Promise<string | undefined> =>
  (await database()).get('marks', markOf(promotion))

/** Keeps the code of a promotion in this browser, on disk before anything of it is sent: it stands nowhere else (decision 0053). */
export const keepPromotionCode = async (promotion: string, code: string): Promise<void> => {
  const transaction = (await database()).transaction('marks', 'readwrite', { durability: 'strict' })
  await Promise.all([transaction.store.put(code, markOf(promotion)), transaction.done])
}
