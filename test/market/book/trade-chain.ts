import { participants } from '../../../chaincode/domains/registry/tables.ts'
import { grades } from '../../../chaincode/domains/trade-chain/tables.ts'
import type { RecordIn } from '../../../chaincode/wire/table.ts'
import { type Page, plain, reasons } from './ruling.ts'

const setGrade: Page<'grade.set'> = ({ book, body: { client, institution }, sender: { home: bank }, confidential }) => {
  const found = book.find(participants, client)
  const against = reasons({
    unknown_participant: found === undefined,
    receiver_not_active: found !== undefined && found.status !== 'active',
    foreign_client: found !== undefined && found.home !== bank,
  })
  return plain(against, () => {
    const version = (book.find(grades, bank, institution, client)?.version ?? 0n) + 1n
    const { grade } = confidential as Pick<RecordIn<typeof grades>, 'grade'>
    book.put(grades, { bank, institution, client, grade, version })
    return { client, institution, version: `${version}` }
  })
}

/** What should become of what a bank and an institution alone may know. */
export const tradeChainPages = { 'grade.set': setGrade } as const
