import { z } from 'zod'
import {
  chains,
  hops,
  identities,
  institutions,
  positions,
  reaches,
} from '../../../chaincode/domains/trade-chain/tables.ts'
import { moment } from '../../../chaincode/wire/identifiers.ts'
import { asWritten } from '../../../chaincode/wire/table.ts'
import { GatewayProblem } from '../errors.ts'
import { type ListPage, pageOf, queryOf } from '../lists.ts'
import { type ListSearch, type Reading, readOwn } from '../own-lists.ts'
import { readLedger } from '../reads.ts'
import { readRow } from '../rows.ts'
import type { Terminal } from '../terminal.ts'
import { type ChainFile, chainFileAnswer } from './chain-file.ts'

const chainRow = asWritten(chains.shape)
/** What is public of a chain. */
export type ListedChain = z.infer<typeof chainRow>

/** Chains that one opened, newest first. */
export const readChains = (terminal: Reading, search: ListSearch): Promise<ListPage<ListedChain>> =>
  readOwn(terminal, 'chains', chainRow, search)

/** The chains of one's member, newest first, for its officers for credit, dispatchers and executors; a conflict is one at `conflict` (S2-042). */
export const readChainsOfMember = (
  terminal: Pick<Terminal, 'read'>,
  { limit, ...search }: ListSearch & { status?: ListedChain['status'] | undefined } = {},
): Promise<ListPage<ListedChain>> => {
  const query = queryOf({ ...search, ...(limit === undefined ? {} : { limit: String(limit) }) })
  return terminal.read(`/v1/chains${query}`, pageOf(chainRow))
}

/** What is public of one's own chain, for its client and who answers it; refuses as the gateway does. */
export const readChain = (terminal: Pick<Terminal, 'read'>, chain: string): Promise<ListedChain> =>
  readRow(terminal, chains.key(chain), chainRow)

const chainPast = z.object({ items: z.array(z.object({ at: moment, value: chainRow })) })

/** How one's own chain stood after each of its steps, oldest first, and when, in UTC milliseconds; refuses as the gateway does. */
export const readChainPast = async (
  terminal: Pick<Terminal, 'read'>,
  chain: string,
): Promise<{ at: string; value: ListedChain }[]> => {
  const path = `/v1/records/${encodeURIComponent(chains.key(chain))}/history?limit=200`
  return (await terminal.read(path, chainPast)).items
}

/** The chains of which this gateway's member is bank or institution, newest first, for its desks; refuses `not_allowed` to everybody else. */
export const readMemberChains = (
  terminal: Pick<Terminal, 'read'>,
  { state, status, after }: Pick<ListSearch, 'state' | 'after'> & { status?: ListedChain['status'] },
): Promise<ListPage<ListedChain>> => terminal.read(`/v1/chains${queryOf({ state, status, after })}`, pageOf(chainRow))

/** The clients of this bank whose trades are refused, as they failed too often to show who they are; refuses `not_allowed`. */
export const readLockedClients = (
  terminal: Pick<Terminal, 'read'>,
  after?: string,
): Promise<ListPage<{ client: string; failures: number }>> =>
  terminal.read(`/v1/locked-clients${queryOf({ after })}`, pageOf(asWritten(identities.shape)))

const hopRow = asWritten(hops.shape)
export type ListedHop = z.infer<typeof hopRow>

const orNothing = (error: unknown): undefined => {
  if (error instanceof GatewayProblem && ['not_found', 'not_allowed'].includes(error.code)) return undefined
  throw error
}

/** What became of a chain on its way to the institution; undefined before it was sent. */
export const readHop = (terminal: Pick<Terminal, 'read'>, chain: string): Promise<ListedHop | undefined> =>
  readRow(terminal, hops.key(chain), hopRow).catch(orNothing)

/** A chain's file, with what its parties said in confidence; refuses `not_found` to everybody else. */
export const readChainFileOf = (terminal: Pick<Terminal, 'read'>, chain: string): Promise<ChainFile> =>
  terminal.read(`/v1/chains/${encodeURIComponent(chain)}/file`, chainFileAnswer)

const institutionRow = asWritten(institutions.shape)
export type ListedInstitution = z.infer<typeof institutionRow>

/** How one institution stands; undefined for one that never said which families it takes. */
export const readInstitution = (
  terminal: Pick<Terminal, 'read'>,
  member: string,
): Promise<ListedInstitution | undefined> =>
  readRow(terminal, institutions.key(member), institutionRow).catch(orNothing)

const reachRow = asWritten(reaches.shape)

/** How a bank or an institution is reached, and by which keys it is known; undefined for one that never said so (decision 0052). */
export const readReach = (
  terminal: Pick<Terminal, 'read'>,
  part: z.infer<typeof reachRow>['part'],
  member: string,
): Promise<z.infer<typeof reachRow> | undefined> =>
  readRow(terminal, reaches.key(part, member), reachRow).catch(orNothing)

/** The institutions of the consortium that said which families they take. */
export const readInstitutions = async (
  terminal: Pick<Terminal, 'read' | 'connection'>,
): Promise<ListedInstitution[]> => {
  const { resultKeys } = await readLedger(terminal.connection)
  const found: ListedInstitution[] = []
  for (const member of Object.keys(resultKeys).sort()) {
    const row = await readInstitution(terminal, member)
    if (row !== undefined) found.push(row)
  }
  return found
}

const positionsAnswer = asWritten(positions.shape)

/** What a client has with an institution, for an officer for credit of one of the two; refuses `not_found` for everybody else. */
export const readPositions = (
  terminal: Pick<Terminal, 'read'>,
  { bank, institution, client }: { bank: string; institution: string; client: string },
): Promise<z.infer<typeof positionsAnswer>> =>
  terminal.read(`/v1/positions/${[bank, institution, client].map(encodeURIComponent).join('/')}`, positionsAnswer)
