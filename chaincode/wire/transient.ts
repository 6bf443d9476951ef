/**
 * How what comes beside a transaction, and stands in no block, is named: the row of a key as somebody presumes it (decision 0024), the
 * confidential body of an instruction by its id, and what makes private rows unlike any guess (decision 0011).
 */
export const transientNames = { row: 'row:', confidential: 'confidential:', salt: 'salt' } as const
