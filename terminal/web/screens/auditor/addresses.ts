import { deviceId, participantId } from '../../../../chaincode/wire/identifiers.ts'

/** Where the parts of the auditor's shelf stand, behind `#`. */
export const addresses = {
  report: '/auditor',
  disputes: '/auditor/disputes',
  dispute: (purchase: string): string => `/auditor/disputes/${encodeURIComponent(purchase)}`,
  blocks: '/auditor/blocks',
  block: (number: string): string => `/auditor/blocks/${number}`,
  transactions: '/auditor/transactions',
  transaction: (name: string): string => `/auditor/transactions/${encodeURIComponent(name)}`,
  instructions: '/auditor/instructions',
  instruction: (id: string): string => `/auditor/instructions/${encodeURIComponent(id)}`,
  instructionsOf: (participant: string): string => `/auditor/instructions?${new URLSearchParams({ participant })}`,
  record: (key: string): string => `/auditor/records/${encodeURIComponent(key)}`,
} as const

/**
 * Where what somebody typed leads: a block by its number, a transaction by its id or place, an instruction by its id, a record by its
 * key, an account by its name. Undefined for what names none of them.
 */
export const addressFor = (typed: string): string | undefined => {
  const text = typed.trim()
  if (/^[0-9]{1,15}$/.test(text)) return addresses.block(String(BigInt(text)))
  if (/^[0-9a-f]{64}$/.test(text) || /^[0-9]{1,15}\.[0-9]{1,9}$/.test(text)) return addresses.transaction(text)
  const [, block, position] = text.match(/^([0-9]{1,15})\.([0-9]{1,9})\.[0-9]{1,9}$/) ?? []
  if (block !== undefined) return addresses.transaction(`${block}.${position}`)
  if (/^[a-z-]{2,40}~/.test(text)) return addresses.record(text)
  if (deviceId.safeParse(text).success) return addresses.instruction(text)
  return participantId.safeParse(text).success ? addresses.instructionsOf(text) : undefined
}
