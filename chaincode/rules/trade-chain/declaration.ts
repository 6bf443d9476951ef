import { declarations } from '../../domains/trade-chain/tables.ts'
import { confidentialText } from '../../wire/confidential.ts'
import { type Request, type Write, write } from '../rule.ts'

/** What a bank says of a client in confidence, before which institution it counts. */
type Declaring = Request<'grade.set' | 'grade.weigh' | 'position.set'>

/** A row of its own for the text of this instruction; no other ever writes it, so that it is handed out beside this block whatever else the batch says. */
export const declared = ({ id, body: { institution }, sender, confidential }: Declaring): Write => {
  const text = confidentialText({ ...confidential } as never)
  return write(declarations, { bank: sender.home, institution, instruction: id, text })
}

/** The key of that row. */
export const keyOfDeclared = ({ id, body: { institution }, sender }: Omit<Declaring, 'confidential'>): string =>
  declarations.key(sender.home, institution, id)
