import { signal } from '@preact/signals'
import type { Terminal } from '../../sdk/terminal.ts'
import { readMerchant } from './merchant.ts'
import { ownTerminal } from './session.ts'

const known = signal<ReadonlyMap<string, string>>(new Map())
const asked = new Set<string>()

const askFor = async (terminal: Terminal, merchant: string): Promise<void> => {
  const registration = await readMerchant(terminal, merchant)
  if (registration !== undefined) known.value = new Map([...known.value, [merchant, registration.name]])
}

/** The name under which a bank registered a merchant; the account's own while it is not known, and where there is none. */
export const nameOfMerchant = (merchant: string): string => {
  const name = known.value.get(merchant)
  const terminal = ownTerminal.value
  if (name !== undefined || terminal === undefined || asked.has(merchant)) return name ?? merchant
  asked.add(merchant)
  askFor(terminal, merchant).catch((error: unknown) => {
    console.warn(error)
    asked.delete(merchant)
  })
  return merchant
}
