/** In which record the digest of a sealed document stands. */
export const sealedOf = ['purchase', 'instance', 'demand', 'recommendation', 'interaction'] as const
export type SealedOf = (typeof sealedOf)[number]
