import stringify from 'json-stringify-deterministic'

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json | undefined }

/**
 * The one byte form of a value: keys sorted, no white space, absent members left out. Signatures, digests and ledger
 * rows are all made over this form, so that every peer and every auditor gets the same bytes (decision 0004).
 */
export const canonical = (value: Json): string => stringify(value) ?? 'null'
