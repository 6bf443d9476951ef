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
