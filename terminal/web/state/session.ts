import { computed, signal } from '@preact/signals'
import { z } from 'zod'
import { type DeviceRole, deviceRoles } from '../../../chaincode/wire/device.ts'
import { type Connection, connect } from '../../sdk/connection.ts'
import { GatewayProblem } from '../../sdk/errors.ts'
import { type Client, type Login, logIn } from '../../sdk/login.ts'
import { meet } from '../../sdk/result-keys.ts'
import { memoryTokens, type Token, type TokenStore } from '../../sdk/stores.ts'
import { Terminal } from '../../sdk/terminal.ts'
import { type Database, openDatabase, type Profile } from '../platform/database.ts'
import { findProfile, forgetProfile, keepProfile, makeDeviceKey, signerOf } from '../platform/device-key.ts'
import { firstTextsIn } from '../platform/first-texts.ts'
import { databaseJournal, databaseLedgers, databaseNumbers } from '../platform/stores.ts'
import { forgetDrafts } from './drafts.ts'
import { faultOf } from './fault.ts'
import { forgetCustomers } from './recent-customers.ts'
import { navigate } from './route.ts'

/** Somebody with an authorised device, or somebody whose device is not authorised: no payments, no balances (S4-007). */
export type Session =
  | { mode: 'authorised'; account: string; terminal: Terminal; roles: readonly DeviceRole[]; device: string }
  | { mode: 'limited'; account: string }

/** Who uses the terminal now; undefined before a login. */
export const session = signal<Session | undefined>(undefined)

/** Why the last session ended, when not by the person. */
export const endedBy = signal<'idle' | 'revoked' | undefined>(undefined)

/** The roles of this device as the ledger knows them; none without an authorised device. */
export const roles = computed<readonly DeviceRole[]>(() =>
  session.value?.mode === 'authorised' ? session.value.roles : [],
)

/** The terminal of this device's account; undefined without an authorised device. */
export const ownTerminal = computed<Terminal | undefined>(() =>
  session.value?.mode === 'authorised' ? session.value.terminal : undefined,
)

const idleMilliseconds = 30 * 60_000
const currentMark = 'current'
const usedMark = 'used'

let opened: Promise<Database> | undefined

/** This browser's store, opened once. */
export const database = (): Promise<Database> => {
  opened ??= openDatabase()
  return opened
}

/** The gateway that served this page, to which alone it talks, but for claiming a code of another member’s bank (decision 0043). */
export const connection: Connection = connect(location.origin)

const clientOf = async (profile: Profile): Promise<Client> => {
  const ledgers = databaseLedgers(await database())
  return {
    participant: profile.account,
    signer: signerOf(profile),
    identity: () => meet(connection, ledgers),
  }
}

const tokensWith = async (token: Token | undefined): Promise<TokenStore> => {
  const tokens = memoryTokens()
  if (token !== undefined) await tokens.write(connection.gateway, token)
  return tokens
}

const terminalOf = async (profile: Profile, token?: Token): Promise<Terminal> => {
  const store = await database()
  return new Terminal({
    connection,
    participant: profile.account,
    signer: signerOf(profile),
    numbers: databaseNumbers(store, profile.device),
    journal: databaseJournal(store, profile.device),
    // A token lives as long as the page: the key opens another session without being asked.
    tokens: await tokensWith(token),
    ledgers: databaseLedgers(store),
    firstTexts: firstTextsIn(store),
  })
}

const markUse = async (): Promise<void> => {
  await (await database()).put('marks', String(Date.now()), usedMark)
}

const rolesMark = (account: string): string => `roles ${account}`
const roleList = z.array(z.enum(deviceRoles)).catch([])

const rememberedRoles = async (account: string): Promise<readonly DeviceRole[]> =>
  roleList.parse(JSON.parse((await (await database()).get('marks', rolesMark(account))) ?? '[]'))

/** The roles of this very device as the ledger knows them now; kept, so that a page without network knows its screens. */
const readRoles = async (terminal: Terminal): Promise<readonly DeviceRole[]> => {
  const own = (await terminal.devices()).find(({ isThisDevice }) => isThisDevice)
  const roles = own?.roles ?? []
  await (await database()).put('marks', JSON.stringify(roles), rolesMark(terminal.participant))
  return roles
}

const begin = async (profile: Profile, token: Token): Promise<void> => {
  const terminal = await terminalOf(profile, token)
  const { account, device } = profile
  const own = await readRoles(terminal)
  await (await database()).put('marks', account, currentMark)
  await markUse()
  endedBy.value = undefined
  session.value = { mode: 'authorised', account, terminal, roles: own, device }
}

/** A login that is under way: whose, with which key, and what the gateway said. */
export interface LoginAttempt {
  profile: Profile
  client: Client
  login: Login
  /** True when this device had a key that was revoked, and has another one now. */
  wasReplaced: boolean
}

const logInWith = async (profile: Profile, password: string): Promise<Omit<LoginAttempt, 'wasReplaced'>> => {
  const client = await clientOf(profile)
  return { profile, client, login: await logIn(connection, client, password) }
}

const isRevoked = (error: unknown): boolean => error instanceof GatewayProblem && error.code === 'revoked_device'

const logInAnew = async (account: string, password: string): Promise<LoginAttempt> => {
  await forgetProfile(await database(), account)
  return { ...(await logInWith(await makeDeviceKey(account), password)), wasReplaced: true }
}

/**
 * Logs in with the key that this browser has for the account, or with a new one (rows S4-001, S4-006). A key is kept only
 * once the password was right. Throws what `logIn` throws, but for a revoked key, in whose place there is another one.
 */
export const attemptLogin = async (account: string, password: string): Promise<LoginAttempt> => {
  const store = await database()
  const profile = (await findProfile(store, account)) ?? (await makeDeviceKey(account))
  const attempt = await logInWith(profile, password).then(
    (done): LoginAttempt => ({ ...done, wasReplaced: false }),
    (error: unknown) => {
      if (!isRevoked(error)) throw error
      return logInAnew(account, password)
    },
  )
  await keepProfile(store, attempt.profile)
  return attempt
}

/** Forgets the key that this browser has for an account, so that the next login makes another one. */
export const forgetKey = async ({ profile }: Pick<LoginAttempt, 'profile'>): Promise<void> => {
  await forgetProfile(await database(), profile.account)
}

/** Opens the session of an authorised device. */
export const enter = ({ profile }: Pick<LoginAttempt, 'profile'>, token: Token): Promise<void> => begin(profile, token)

/** Goes on without an authorised device: what is published can be seen, and nothing else (row S4-007). */
export const enterLimited = (account: string): void => {
  endedBy.value = undefined
  session.value = { mode: 'limited', account }
}

const otherTabs = new BroadcastChannel('assay-session')

const endHere = (reason: 'idle' | 'revoked' | undefined): void => {
  endedBy.value = reason
  session.value = undefined
  forgetDrafts()
  forgetCustomers()
  if (reason !== undefined) navigate('/sign-in')
}

/** Ends the session in all tabs of this browser; the key stays, so that the next login finds the device authorised. */
export const signOut = async (reason?: 'idle' | 'revoked'): Promise<void> => {
  const ended = session.value?.account
  const store = await database()
  await Promise.all([store.delete('marks', currentMark), store.clear('readings')])
  endHere(reason)
  otherTabs.postMessage({ account: ended, reason })
}

const endedElsewhere = z.object({ account: z.string(), reason: z.enum(['idle', 'revoked']).optional() })

/** Ends the session here too when another tab of this browser ends it. */
export const followOtherTabs = (): void => {
  otherTabs.addEventListener('message', ({ data }) => {
    const told = endedElsewhere.safeParse(data)
    if (told.success && told.data.account === session.value?.account) endHere(told.data.reason)
  })
}

const lostCodes = new Set(['revoked_device', 'unknown_device', 'bad_signature'])

/**
 * Ends the session when the gateway says that the device that asked is none of the account's any more (row S4-011). What an
 * earlier session asked ends none that began meanwhile.
 */
export const leaveIfRevoked = (code: string, asked: Terminal | undefined): void => {
  if (asked !== undefined && asked === ownTerminal.peek() && lostCodes.has(code)) void signOut('revoked')
}

const isIdle = async (store: Database): Promise<boolean> =>
  Date.now() - Number((await store.get('marks', usedMark)) ?? '0') > idleMilliseconds

const confirmDevice = async (terminal: Terminal): Promise<void> => {
  try {
    const own = await readRoles(terminal)
    const current = session.value
    if (current?.mode === 'authorised' && current.terminal === terminal) session.value = { ...current, roles: own }
  } catch (error) {
    leaveIfRevoked(faultOf(error).code, terminal)
  }
}

/**
 * Takes the session up again after a reload, at once and also without a network; not after half an hour without use. Whether
 * the device is still an authorised one is asked right afterwards.
 */
export const resume = async (): Promise<void> => {
  const store = await database()
  const account = await store.get('marks', currentMark)
  const profile = account === undefined ? undefined : await findProfile(store, account)
  if (profile === undefined) return
  if (await isIdle(store)) return signOut('idle')
  const terminal = await terminalOf(profile)
  const { device } = profile
  const own = await rememberedRoles(profile.account)
  session.value = { mode: 'authorised', account: profile.account, terminal, roles: own, device }
  void confirmDevice(terminal)
}

const noteMilliseconds = 15_000

/** Ends the session after half an hour in which nobody touched the page, in any tab. */
export const watchIdleness = (): void => {
  let noted = 0
  const note = () => {
    if (session.value?.mode !== 'authorised' || Date.now() - noted < noteMilliseconds) return
    noted = Date.now()
    void markUse()
  }
  for (const name of ['pointerdown', 'keydown']) window.addEventListener(name, note, { passive: true })
  setInterval(async () => {
    if (session.value?.mode === 'authorised' && (await isIdle(await database()))) await signOut('idle')
  }, noteMilliseconds)
}

/** Forgets all keys and records of this browser; the devices stay on the ledger until they are revoked. */
export const forgetEverything = async (): Promise<void> => {
  session.value = undefined
  forgetDrafts()
  forgetCustomers()
  const store = await database()
  store.close()
  opened = undefined
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(store.name)
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error)
  })
}
