import type { ChaincodeStub } from 'fabric-shim'
import type { Json } from '../wire/canonical.ts'
import type { RowChange } from './row-access.ts'
import type { KeyedRow, Rows } from './rows.ts'

/** What of a transaction's stub is needed to ask another chaincode of the channel. */
export type CallingStub = Pick<ChaincodeStub, 'invokeChaincode'>

/** A change as the text of a call names it: no row is the empty text. */
const textsOf = ({ key, value }: RowChange): string[] => [key, value === undefined ? '' : Buffer.from(value).toString()]

/**
 * The accounts and credits that stand in another chaincode, reached by one call for many of them: a call costs as much as
 * six reads. Those rows are under their chaincode's policy and take none of their own (decision 0022).
 */
export class CalledRows implements Rows {
  roundTrips = 0
  readonly #stub: CallingStub
  readonly #chaincode: string

  constructor(stub: CallingStub, chaincode: string) {
    this.#stub = stub
    this.#chaincode = chaincode
  }

  async #call(transaction: string, ...parameters: string[]): Promise<Json> {
    this.roundTrips += 1
    const answer = await this.#stub.invokeChaincode(this.#chaincode, [transaction, ...parameters], '')
    if (answer.status === 200) return JSON.parse(Buffer.from(answer.payload ?? '').toString())
    throw new Error(`${this.#chaincode} refused ${transaction}: ${answer.message}`)
  }

  async read(keys: readonly string[]): Promise<Json[]> {
    return (await this.#call('read', ...keys)) as Json[]
  }

  async range(start: string, end: string, maximum: number): Promise<KeyedRow[]> {
    return (await this.#call('range', start, end, `${maximum}`)) as unknown as KeyedRow[]
  }

  history(key: string): Promise<Json> {
    return this.#call('history', key)
  }

  async write(changes: readonly RowChange[]): Promise<void> {
    await this.#call('write', ...changes.flatMap(textsOf))
  }

  async replace(expected: ReadonlyMap<string, Uint8Array>, changes: readonly RowChange[]): Promise<boolean> {
    const rows = [...expected].map(([key, value]): RowChange => ({ key, value }))
    return (await this.#call('replace', `${rows.length}`, ...[...rows, ...changes].flatMap(textsOf))) === true
  }
}
