import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { institutions } from '../chaincode/domains/trade-chain/tables.ts'
import { thumbprint } from '../chaincode/wire/signature.ts'
import { ConfigurationFault, readConfiguration } from '../institution/configuration.ts'
import { RulesUnreadable, readRules } from '../institution/rules.ts'
import { writeDurably } from '../network/durable.ts'
import { isRunning, logFile, startProcess } from '../network/process.ts'
import { gatewayOrganisations, portSpan, type Topology } from '../network/topology.ts'
import { approvalOf, executeApproved, proposalInConfidence, readApproval } from '../terminal/sdk/approvals.ts'
import { instructConfidentially, readGrade } from '../terminal/sdk/confidential.ts'
import { connect } from '../terminal/sdk/connection.ts'
import { GatewayProblem } from '../terminal/sdk/errors.ts'
import { readReferenceTypes } from '../terminal/sdk/identity-references.ts'
import { cardOf, createProfile, loadProfile, openTerminal, type Profile } from '../terminal/sdk/node/profile.ts'
import { readCampaigns } from '../terminal/sdk/promotions.ts'
import type { Result } from '../terminal/sdk/result.ts'
import type { Terminal } from '../terminal/sdk/terminal.ts'
import { readPositions } from '../terminal/sdk/trade-chain/records.ts'
import { type Cast, terminalsFolder } from './cast.ts'
import { deskParticipant } from './desk.ts'
import { bankOf } from './dispatcher.ts'
import { gatewayUrl } from './gateways.ts'

/** The client of the demonstration that can trade at once, and by what its bank knows it: a number of no bank, printed, and so no secret. */
export const tradingClient = 'alice' as const
const accountNumber = '6222021234567894'

/** What the institution trades besides metal: a fund, of which the client has some on record. */
export const fund = { family: 'fund', product: '518880', quantity: '10000' } as const

const always = [{ zone: 'UTC', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', until: '24:00' }]

/** Under which conditions it trades. The prices are those of the demonstration: 560 yuan for a gram of gold is 56 fen for a milligram. */
export const demonstrationRules = {
  metal: {
    'AU-9999': {
      ...{ cash: 'CNY', minimumGrade: 'bbb', quantityMaximum: '1000000', amountMaximum: '10000000', hours: always },
      price: { reference: '56', bandPerMille: 50 },
    },
  },
  [fund.family]: {
    [fund.product]: {
      ...{ cash: 'CNY', minimumGrade: 'bbb', quantityMaximum: '100000', amountMaximum: '10000000', hours: always },
      price: { reference: '550', bandPerMille: 50 },
    },
  },
}

/** The bank and the institution that trade by chains in the demonstration; undefined where they share no collection. */
export const tradersOf = (topology: Topology) => {
  const bank = bankOf(topology)
  const { consortium } = topology
  const institution = gatewayOrganisations(topology).find(({ mspId }) => consortium.plays(mspId, 'institution'))
  if (bank === undefined || institution === undefined) return undefined
  return consortium.collectionOf(bank.mspId, institution.mspId) === undefined ? undefined : { bank, institution }
}
type Traders = NonNullable<ReturnType<typeof tradersOf>>

const folderOf = (topology: Topology): string => join(topology.dataFolder, 'trading-desk')

const filesOf = (topology: Topology) => ({
  configuration: join(folderOf(topology), 'configuration.json'),
  rules: join(folderOf(topology), 'rules.json'),
  database: join(folderOf(topology), 'book.sqlite'),
  profile: join(terminalsFolder(topology), 'trading-desk'),
})

/** The file with the client's account number, for the command line. */
export const accountNumberFile = (topology: Topology): string =>
  join(folderOf(topology), `${tradingClient}.account-number`)

/** Two addresses of the program on this machine, at the last ports of the network's. */
const serverOf = (topology: Topology) => {
  const last = topology.portBase + portSpan(topology.consortium)
  const at = (name: string, port: number) => ({ name, host: '127.0.0.1', port })
  return { key: join(folderOf(topology), 'server.key'), addresses: [at('east', last - 2), at('west', last - 1)] }
}

/** Writes what the program reads at its start; rules that somebody changed stay. */
const writeFiles = (topology: Topology, { institution }: Traders): void => {
  const { configuration, rules, database, profile } = filesOf(topology)
  mkdirSync(folderOf(topology), { recursive: true, mode: 0o700 })
  if (!existsSync(rules)) writeDurably(rules, `${JSON.stringify(demonstrationRules, null, 2)}\n`)
  const named = { gateway: gatewayUrl(institution), profile, database, rules, server: serverOf(topology) }
  writeDurably(configuration, `${JSON.stringify(named, null, 2)}\n`)
  writeFileSync(accountNumberFile(topology), `${accountNumber}\n`, { mode: 0o600 })
}

const requireAccepted = (what: string, result: Result): void => {
  if (result.status !== 'accepted') throw new Error(`${what} was not accepted: ${JSON.stringify(result)}`)
}

/** The profile of the device that answers, made once. */
const deskProfile = async (topology: Topology, { institution }: Traders): Promise<Profile> => {
  const { profile } = filesOf(topology)
  if (existsSync(profile)) return loadProfile(profile)
  const gateway = gatewayUrl(institution)
  return createProfile(profile, { participant: deskParticipant, name: 'trading desk', gateway, gateways: {} })
}

const dayMilliseconds = 86_400_000

/** What the institution pays for trades that are brought to it, in fen. */
export const demonstrationRewards = { trader: '200', promoter: '100' } as const

/** Has the desk pay for trades that are brought to it, where no campaign of the institution is open. */
const ensureCampaign = async (desk: Terminal, { institution }: Traders): Promise<void> => {
  if ((await readCampaigns(desk, institution.mspId, { state: 'open' })).items.length > 0) return
  const now = desk.connection.now()
  const { trader: traderReward, promoter: promoterReward } = demonstrationRewards
  const result = await desk.instruct('campaign.open', {
    ...{ cash: 'CNY', pays: 'both', traderReward, promoterReward, budget: '30000', promoterMaximum: '100' },
    ...{ holdMilliseconds: '1000', opensAt: `${now}`, closesAt: `${now + 90 * dayMilliseconds}` },
  })
  requireAccepted('campaign.open', result)
}

/** Puts the institution's trading desk on the ledger, has it take metal and the fund's family, and pay for trades that are brought to it; each once. */
const ensureOpen = async (topology: Topology, cast: Cast, traders: Traders): Promise<void> => {
  const profile = await deskProfile(topology, traders)
  const { participant, ...card } = await cardOf(profile)
  const { account } = await (await cast.terminal(deskParticipant)).account()
  if (account.devices[thumbprint(card.publicKey)] === undefined) {
    const device = { ...card, roles: ['executor' as const] }
    await cast.honoured('institution-registrar', 'device.add', { participant, device })
  }
  const isOpen = await cast.hasRecord(deskParticipant, institutions.key(traders.institution.mspId))
  const { terminal, close } = openTerminal(profile, connect(gatewayUrl(traders.institution)))
  try {
    const families = { families: ['metal' as const, fund.family] }
    if (!isOpen) requireAccepted('institution.open', await terminal.instruct('institution.open', families))
    await ensureCampaign(terminal, traders)
  } finally {
    close()
  }
}

const orNothing = (error: unknown): undefined => {
  if (error instanceof GatewayProblem && error.code === 'not_found') return undefined
  throw error
}

/** Has one officer of the bank propose the client's grade, another approve it, and the first one carry it out (decision 0050). */
const gradeByTwo = async (cast: Cast, body: { client: string; institution: string }): Promise<void> => {
  const [maker, checker] = [await cast.terminal('credit-desk'), await cast.terminal('credit-control')]
  const wanted = { kind: 'grade.set', body, confidential: { grade: 'a' } } as const
  const proposed = await maker.instruct('approval.propose', await proposalInConfidence(maker, wanted))
  requireAccepted('approval.propose', proposed)
  const approval = String(proposed.status === 'accepted' ? proposed.effects['approval'] : '')
  const shown = await readApproval(checker, approval)
  requireAccepted('approval.approve', await checker.instruct('approval.approve', approvalOf(shown)))
  requireAccepted('grade.set', await executeApproved(maker, shown))
}

/** Has the bank's officer know the client, grade it, and say what it has of the fund; each once. */
const ensureClient = async (cast: Cast, { bank, institution }: Traders): Promise<void> => {
  const officer = await cast.terminal('credit-desk')
  const client = tradingClient
  if (!(await readReferenceTypes(officer, client)).types.includes('account-number'))
    await officer.setIdentityReference(client, { type: 'account-number', value: accountNumber })
  const of = { bank: bank.mspId, institution: institution.mspId, client }
  const body = { client, institution: institution.mspId }
  if ((await readGrade(officer, of).catch(orNothing)) === undefined) {
    await gradeByTwo(cast, body)
  }
  if ((await readPositions(officer, of).catch(orNothing)) === undefined)
    requireAccepted('position.set', await instructConfidentially(officer, 'position.set', { body, confidential: fund }))
}

/**
 * Lets a client of the bank trade at the institution at once: the device that answers, its configuration and its rules, and by what the
 * client is known, with its grade and position; each made once. False where no two members trade by chains.
 */
export const ensureTradingDesk = async (topology: Topology, cast: Cast): Promise<boolean> => {
  const traders = tradersOf(topology)
  if (traders === undefined) return false
  writeFiles(topology, traders)
  await ensureOpen(topology, cast, traders)
  await ensureClient(cast, traders)
  return true
}

/** How somebody trades: a command that can be copied, and where the web terminal does the same. */
export const tellOfTradingDesk = (topology: Topology): string[] => {
  const traders = tradersOf(topology)
  if (traders === undefined) return []
  const home = relative(process.cwd(), terminalsFolder(topology)) || '.'
  const number = relative(process.cwd(), accountNumberFile(topology))
  const what = `--institution ${traders.institution.mspId} --family metal --voucher AU-9999 --amount 1g --limit 56000 --per 1g --cash CNY`
  return [
    `${tradingClient} trades at the ${traders.institution.name} by way of its bank, in the web terminal too (account number ${accountNumber}):`,
    `  ASSAY_HOME=${home} npm run assay -- --profile ${tradingClient} chain open sell ${what} --identity-type account-number --identity ${number}`,
  ]
}

const processName = 'trading-desk'

/** Starts the program that answers for the institution, where it was made ready before; undefined where it was not, else whether it started now. */
export const startTradingDesk = async (
  topology: Topology,
  { signal }: { signal?: AbortSignal } = {},
): Promise<boolean | undefined> => {
  const { projectFolder, dataFolder } = topology
  const { configuration } = filesOf(topology)
  if (!existsSync(configuration)) return undefined
  const main = join(projectFolder, 'institution', 'main.ts')
  const definition = {
    name: processName,
    command: [process.execPath, main, '--config', configuration] as [string, ...string[]],
    environment: { NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
    folder: projectFolder,
  }
  return startProcess(dataFolder, definition, { signal })
}

/** What is to be said of the program that answers for the institution: good while it runs; undefined where it was never made ready. */
export const examineTradingDesk = (topology: Topology): { isGood: boolean; detail: string } | undefined => {
  const { configuration } = filesOf(topology)
  if (!existsSync(configuration)) return undefined
  const { dataFolder } = topology
  try {
    const { rules } = readConfiguration(configuration)
    readRules(readFileSync(rules, 'utf8'))
    if (isRunning(dataFolder, processName)) return { isGood: true, detail: `answers trades by the rules in ${rules}` }
    return {
      isGood: false,
      detail: `does not run; npm start starts it, and its log is ${logFile(dataFolder, processName)}`,
    }
  } catch (error) {
    if (error instanceof ConfigurationFault || error instanceof RulesUnreadable)
      return { isGood: false, detail: error.message }
    throw error
  }
}
