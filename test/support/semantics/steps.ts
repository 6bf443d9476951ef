import type { Consortium } from '../../../chaincode/wire/consortium.ts'
import type { Answer, Driver } from './driver.ts'

/** A member whose row a case speaks of. */
export const homeOf = ({ peerOrganisations }: Consortium): string => peerOrganisations[0] as string
/** A quorum without that member, where it can do without. */
export const others = ({ peerOrganisations, quorum }: Consortium): readonly string[] => peerOrganisations.slice(-quorum)
/** One member less than the quorum. */
export const tooFew = ({ peerOrganisations, quorum }: Consortium): readonly string[] =>
  peerOrganisations.slice(0, quorum - 1)

/** Has one transaction endorsed and committed alone; answers its validation code. */
export const run = async <Endorsed extends Answer>(
  ledger: Driver<Endorsed>,
  transaction: string,
  args: readonly string[],
  organisations?: readonly string[],
): Promise<string> => (await ledger.commit(await ledger.endorse(transaction, args, organisations)))[0] as string

/** So many rows `b…=x` from a number on. */
export const rowsFrom = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `b${first + index}=x`)
