import { parseKey } from './keys.ts'

/** The chaincode that everybody asks, and that holds every row but accounts and credits. */
export const ledgerChaincode = 'ledger'

const accountsChaincodes: ReadonlyMap<string, string> = new Map([
  ['BankMSP', 'accounts-bank'],
  ['InstitutionMSP', 'accounts-institution'],
  ['SupplierMSP', 'accounts-supplier'],
])

/** The organisations that run peers. What is theirs needs them and any one of the others (decisions 0009 and 0022). */
export const peerOrganisations: readonly string[] = [...accountsChaincodes.keys()]

/** Every chaincode whose rows are Assay's: the ledger first, since it says whose home each participant's rows lie with. */
export const chaincodes: readonly string[] = [ledgerChaincode, ...accountsChaincodes.values()]

/**
 * The chaincode that holds the accounts and credits of a home, whose definition demands that home's endorsement (decision
 * 0022). Those of an organisation without peers (the auditor) stand in the ledger's own.
 */
export const accountsOf = (home: string): string => accountsChaincodes.get(home) ?? ledgerChaincode

/** The participant with whose home a row lies, for an account or a credit; undefined for every other row. */
export const ownerOf = (key: string): string | undefined => {
  const parsed = parseKey(key)
  return parsed?.table === 'account' || parsed?.table === 'credit' ? parsed.members[0] : undefined
}

/**
 * The one participant whose accounts or credits alone can lie from `start` up to `end`; undefined when the rows of
 * others can.
 */
export const ownerOfRange = (start: string, end: string): string | undefined => {
  const owner = ownerOf(start)
  if (owner === undefined) return undefined
  const stem = `${parseKey(start)?.table}~${owner}`
  return start.startsWith(`${stem}~`) && end <= `${stem}\u007f` ? owner : undefined
}
