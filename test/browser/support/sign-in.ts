import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions } from 'playwright-core'
import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import { enrolRegistrar } from '../../../gateway/enrol-registrar.ts'
import { gateways, topology } from '../../scenario/support/network.ts'
import { honoured, Person } from '../../scenario/support/people.ts'
import { readScene } from '../../scenario/support/scene.ts'
import { newestCode, password, setCredentials } from './accounts.ts'
import { type Device, openDevice } from './browser.ts'

/** Fills the first screen in and sends it. */
export const signIn = async ({ page }: Device, account: string, secret = password): Promise<void> => {
  await page.getByLabel('Account', { exact: true }).fill(account)
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Consents to this device, and answers with the digits that were sent as a message. */
export const authoriseByMessage = async ({ page }: Device, account: string): Promise<void> => {
  await page.getByRole('button', { name: 'Yes, send me a code by e-mail' }).click()
  const field = page.getByLabel('Code', { exact: true })
  await field.waitFor()
  await field.fill(await newestCode(account))
  await page.getByRole('button', { name: 'Confirm' }).click()
}

/** Consents to this device, and gives the password once more. */
export const authoriseByPassword = async ({ page }: Device, secret = password): Promise<void> => {
  await page.getByRole('button', { name: 'Yes, confirm with my password' }).click()
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Confirm' }).click()
}

/** Goes to a place of the navigation that stands behind “More” on a phone. */
export const openPlace = async ({ page }: Device, name: string): Promise<void> => {
  const navigation = page.getByRole('navigation', { name: 'Main navigation' })
  await navigation.getByRole('button', { name: 'More' }).click()
  await navigation.getByRole('link', { name, exact: true }).click()
}

/** Waits until the account's own pages are there. */
export const seeAccount = async ({ page }: Device): Promise<void> => {
  await page
    .getByRole('link', { name: 'Devices' })
    .or(page.getByRole('button', { name: 'Sign out' }))
    .first()
    .waitFor()
}

/** A browser in which somebody is logged in on an authorised device. */
export const openSignedIn = async (
  account: string,
  { deviceName, ...options }: BrowserContextOptions & { gateway?: string; deviceName?: string } = {},
): Promise<Device> => {
  const device = await openDevice(account, options)
  await signIn(device, account)
  if (deviceName !== undefined) await device.page.getByLabel('Name of this device').fill(deviceName)
  await authoriseByPassword(device)
  await seeAccount(device)
  return device
}

/** The card that a browser shows under “At a desk instead”, as somebody copies it. */
export const cardOf = async ({ page }: Device): Promise<string> => {
  await page.getByText('At a desk instead').click()
  return (await page.locator('details pre').textContent()) ?? ''
}

/** Signs in, has an organisation's administrator put this browser on the ledger, and signs in again as what it is now. */
export const signInEnrolled = async (device: Device, account: string, organisation: string): Promise<void> => {
  await signIn(device, account)
  await device.page.getByRole('heading', { name: 'Authorise this device?' }).waitFor()
  const file = join(topology.dataFolder, 'admins', `${organisation}.json`)
  await enrolRegistrar(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(await cardOf(device)))
  await device.page.reload()
  await signIn(device, account)
}

/** A browser whose device a registrar put on the ledger with these roles, by the card that it shows, as a login alone gives them to nobody. */
export const openAtDesk = async (
  account: string,
  {
    organisation,
    roles,
    ...options
  }: BrowserContextOptions & { organisation: 'bank' | 'institution'; roles: DeviceRole[] },
): Promise<Device> => {
  const device = await openDevice(account, { ...options, gateway: gateways[organisation] })
  await signIn(device, account)
  await device.page.getByRole('heading', { name: 'Authorise this device?' }).waitFor()
  const { participant, ...card } = JSON.parse(await cardOf(device))
  const registrar = (await readScene()).registrars[organisation]
  const added = { participant, device: { ...card, roles }, authorisedBy: 'desk' } as const
  await honoured(gateways[organisation], registrar, 'device.add', added)
  await device.page.reload()
  await signIn(device, account)
  await seeAccount(device)
  return device
}

/** A browser in which an auditor is logged in at the bank's gateway, which keeps the password. */
export const openAuditor = async (account: string, options: BrowserContextOptions): Promise<Device> => {
  const file = join(topology.dataFolder, 'admins', 'auditor.json')
  await enrolRegistrar(JSON.parse(readFileSync(file, 'utf8')), new Person(account).card('audit desk'))
  await setCredentials(account, {})
  const device = await openDevice(account, options)
  await signInEnrolled(device, account, 'auditor')
  await device.page.getByRole('link', { name: 'Audit', exact: true }).waitFor()
  return device
}
