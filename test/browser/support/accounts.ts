import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import { gateways } from '../../scenario/support/network.ts'
import { get, openSession, Person, post } from '../../scenario/support/people.ts'
import { readScene } from '../../scenario/support/scene.ts'

export const password = 'a horse, a battery, a staple'

type Organisation = 'bank' | 'institution' | 'supplier'
const mspIds = { bank: 'BankMSP', institution: 'InstitutionMSP', supplier: 'SupplierMSP' } as const

/** Where messages to somebody go. */
export const addressOf = (participant: string): string => `${participant}@example.org`

/** How an account is opened: what it may be told about itself, and what its web devices may do. */
export interface Opening {
  organisation?: Organisation
  type?: 'person' | 'organisation'
  /** Roles of a device that is authorised after a login; those of the first device too. */
  roles?: DeviceRole[]
}

/** Sets the password of an account, and where messages to it go, as the registrar of its organisation. */
export const setCredentials = async (participant: string, { organisation = 'bank', roles }: Opening): Promise<void> => {
  const registrar = (await readScene()).registrars[organisation]
  const token = await openSession(gateways[organisation], mspIds[organisation], registrar)
  const answer = await fetch(`${gateways[organisation]}/v1/credentials/${participant}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ password, messageAddress: addressOf(participant), ...(roles && { roles }) }),
  })
  if (!answer.ok) throw new Error(`no credentials for ${participant}: ${answer.status} ${await answer.text()}`)
}

// What a device may be that a login alone authorises; others are put on the ledger at a desk.
const ofLogin: readonly DeviceRole[] = ['customer', 'merchant', 'issuer', 'price', 'teller']

/** Opens an account with a first device, held by the test, and credentials for others, as a registrar's desk does. */
export const openAccount = async (participant: string, opening: Opening = {}): Promise<Person> => {
  const { organisation = 'bank', type = 'person', roles = ['customer'] } = opening
  const person = new Person(participant)
  const body = { participant, type, device: person.newDevice(roles) }
  const registrar = (await readScene()).registrars[organisation]
  const answer = await post(gateways[organisation], registrar.envelope('participant.register', body))
  if (answer.status !== 200) throw new Error(`${participant} was not registered: ${JSON.stringify(answer.body)}`)
  const web = roles.filter((role) => ofLogin.includes(role))
  await setCredentials(participant, { organisation, ...(web.length > 0 && { roles: web }) })
  return person
}

/** The digits of the newest message to somebody, from the bank's development inbox. */
export const newestCode = async (participant: string, gateway = gateways.bank): Promise<string> => {
  const { body } = await get(gateway, `/development/inbox.json?to=${addressOf(participant)}`)
  const digits = /^[0-9]{8}$/m.exec(body.items[0]?.text ?? '')?.[0]
  if (digits === undefined) throw new Error(`no message with a code for ${participant}`)
  return digits
}

interface OwnDevice {
  device: string
  name: string
  status: string
  roles: string[]
  authorisedBy?: string
}

/** What the ledger says of somebody's devices, the test's own left out. */
export const devicesOf = async (person: Person): Promise<OwnDevice[]> => {
  const token = await openSession(gateways.bank, 'BankMSP', person)
  const { body } = await get(gateways.bank, '/v1/devices', token)
  return (body.items as OwnDevice[]).filter(({ device }) => device !== person.device)
}
