import type { Phrase } from './phrase.ts'

/** Members of the consortium that have a name of their own in each language, by their name on the ledger. */
export const organisationWords: { readonly [name: string]: Phrase } = {
  bank: { zh: '银行', en: 'Bank' },
  institution: { zh: '发行机构', en: 'Institution' },
  supplier: { zh: '供应商', en: 'Supplier' },
  auditor: { zh: '审计机构', en: 'Auditor' },
}
