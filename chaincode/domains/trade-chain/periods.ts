const day = 86_400_000n

/** How long behind the time to answer an auditor may void a chain, in milliseconds: 30 days. */
export const voidAfterMilliseconds = 30n * day

/** How long behind the time to answer the confidential texts of a chain are kept at least, in milliseconds: 90 days. */
export const keptMilliseconds = 90n * day
