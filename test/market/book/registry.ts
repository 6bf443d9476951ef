import { liveCodes } from '../../../chaincode/domains/payments/tables.ts'
import type { NewDevice } from '../../../chaincode/domains/registry/kinds.ts'
import {
  type Account,
  accounts,
  deviceOwners,
  participants,
  sealKeys,
} from '../../../chaincode/domains/registry/tables.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import { cardText, isSignedBy, thumbprint } from '../../../chaincode/wire/signature.ts'
import type { Book } from './book.ts'
import { type Asked, type Page, plain, reasons, refused } from './ruling.ts'

const activeMost = 16
const devicesMost = 64
const personal: readonly string[] = ['customer', 'merchant']
const ofAdministrators: readonly string[] = ['registrar', 'auditor']

const isProven = ({ publicKey, proof = '' }: NewDevice, participant: string): boolean =>
  isSignedBy(publicKey, cardText({ participant, device: thumbprint(publicKey) }), proof)

/** What speaks against a new device: one key is one account's for ever, and a registrar gives no administrator's role (decision 0026). */
const againstDevice = (
  book: Book,
  device: NewDevice,
  { participant, type }: { participant: string; type: 'person' | 'organisation' },
): RefusalCode[] => {
  const allowed = (role: string) => (type === 'person' ? personal.includes(role) : !ofAdministrators.includes(role))
  return reasons({
    role_not_grantable: !device.roles.every(allowed),
    device_key_taken: book.find(deviceOwners, thumbprint(device.publicKey)) !== undefined,
    device_exists: book.find(accounts, participant)?.devices[thumbprint(device.publicKey)] !== undefined,
    device_not_proven: !isProven(device, participant),
  })
}

const isFull = ({ devices }: Account, leaving = 0): boolean => {
  const all = Object.values(devices)
  return all.filter(({ status }) => status === 'active').length - leaving >= activeMost || all.length >= devicesMost
}

const addDevice = (book: Book, account: Account, added: object, { publicKey }: NewDevice): string => {
  const device = thumbprint(publicKey)
  const { proof: _proof, ...card } = added as NewDevice
  const fresh = { ...card, status: 'active' as const, highest: 0n, used: 0n }
  book.put(accounts, { ...account, devices: { ...account.devices, [device]: fresh } })
  book.put(deviceOwners, { device, participant: account.participant, home: account.home })
  return device
}

/** Ends a device together with the codes that it showed (S4-011). */
const revoke = (book: Book, account: Account, device: string): Account => {
  const before = account.devices[device] as Account['devices'][string]
  const codes = book.find(liveCodes, account.participant, device)
  if (codes !== undefined) book.put(liveCodes, { ...codes, payments: [] })
  return { ...account, devices: { ...account.devices, [device]: { ...before, status: 'revoked' } } }
}

const register: Page<'participant.register'> = ({ book, body, sender }) => {
  const { participant, type, device } = body
  const against = reasons({ participant_exists: book.find(participants, participant) !== undefined })
  return plain([...against, ...againstDevice(book, device, body)], () => {
    const { home } = sender
    book.put(participants, { participant, type, home, status: 'active', accepts: 'all', known: [] })
    const account: Account = { participant, home, status: 'active', devices: {}, holdings: {} }
    return { participant, home, device: addDevice(book, account, device, device) }
  })
}

const accept: Page<'participant.accept'> = ({ book, body, from }) =>
  plain([], () => {
    const { accepts, known = [] } = body
    const before = book.find(participants, from) as NonNullable<ReturnType<typeof find>>
    book.put(participants, { ...before, accepts, known })
    return { accepts, known }
  })

const find = (book: Book, participant: string) => book.find(participants, participant)

const settle = (book: Book, participant: string, change: { status: 'active' | 'frozen' | 'closed' } & object) => {
  const before = find(book, participant) as NonNullable<ReturnType<typeof find>>
  const { frozenUnder: _case, ...rest } = before
  book.put(participants, { ...rest, ...change })
  book.put(accounts, { ...book.account(participant), status: change.status })
  return { participant, status: change.status }
}

const freeze: Page<'participant.freeze'> = ({ book, body, sender }) => {
  const row = find(book, body.participant)
  if (row === undefined) return refused('unknown_participant')
  const against = reasons({
    not_registrar_of_home: row.home !== sender.home,
    participant_state_forbids: row.status !== 'active',
  })
  return plain(against, () =>
    settle(book, body.participant, { status: 'frozen', frozenUnder: body.caseNumber } as never),
  )
}

const unfreeze: Page<'participant.unfreeze'> = ({ book, body, sender }) => {
  const row = find(book, body.participant)
  if (row === undefined) return refused('unknown_participant')
  const against = reasons({
    not_registrar_of_home: row.home !== sender.home,
    participant_state_forbids: row.status !== 'frozen',
    frozen_under_another_case: row.status === 'frozen' && row.frozenUnder !== body.caseNumber,
  })
  return plain(against, () => settle(book, body.participant, { status: 'active' }))
}

/** Who is closed holds nothing, nothing is on its way to it, and nobody waits for it (decision 0030). */
const close: Page<'participant.close'> = ({ book, body, sender, general }) => {
  const { participant } = body
  const row = find(book, participant)
  if (row === undefined) return refused('unknown_participant')
  const { holdings, liens, series } = book.account(participant)
  const byRow = reasons({
    not_registrar_of_home: row.home !== sender.home,
    participant_state_forbids: row.status !== 'active',
    participant_holds_balance: Object.keys(holdings).length > 0,
    participant_holds_pledges: liens !== undefined,
    participant_issues_vouchers: series !== undefined,
  })
  const isGiven = book.creditKeys(participant).length > 0
  const against = isGiven && !byRow.includes('participant_holds_balance') ? ['participant_holds_balance' as const] : []
  const folds = general.length + byRow.length === 0 ? [{ participant }] : []
  return { against: [...byRow, ...against], folds, carryOut: () => settle(book, participant, { status: 'closed' }) }
}

/** What speaks against a change of somebody's devices by a registrar. */
const againstKeeper = ({ book, body, sender }: Pick<Asked<'device.add'>, 'book' | 'body' | 'sender'>) => {
  const row = find(book, body.participant)
  return reasons({
    not_registrar_of_home: row?.home !== sender.home,
    participant_state_forbids: row?.status === 'closed',
  })
}

const add: Page<'device.add'> = (asked) => {
  const { book, body } = asked
  const row = find(book, body.participant)
  if (row === undefined) return refused('unknown_participant')
  const full = reasons({ too_many_devices: isFull(book.account(body.participant)) })
  const { device, authorisedBy } = body
  return plain([...againstKeeper(asked), ...againstDevice(book, device, row), ...full], () => {
    const entry = authorisedBy === undefined ? device : { ...device, authorisedBy }
    return { participant: body.participant, device: addDevice(book, book.account(body.participant), entry, device) }
  })
}

const rename: Page<'device.rename'> = ({ book, body, from, sender }) =>
  plain(reasons({ device_not_found: sender.devices[body.device] === undefined }), () => {
    const account = book.account(from)
    const device = account.devices[body.device] as Account['devices'][string]
    book.put(accounts, { ...account, devices: { ...account.devices, [body.device]: { ...device, name: body.name } } })
    return { device: body.device, name: body.name }
  })

const replace: Page<'device.replace'> = (asked) => {
  const { book, body } = asked
  const row = find(book, body.participant)
  if (row === undefined) return refused('unknown_participant')
  const account = book.account(body.participant)
  const lost = account.devices[body.lost]
  const against = reasons({
    device_not_found: lost === undefined,
    device_already_revoked: lost?.status === 'revoked',
    too_many_devices: isFull(account, 1),
  })
  return plain([...againstKeeper(asked), ...againstDevice(book, body.device, row), ...against], () => {
    const device = addDevice(book, revoke(book, account, body.lost), body.device, body.device)
    return { participant: body.participant, lost: body.lost, device }
  })
}

const revokeDevice: Page<'device.revoke'> = ({ book, body, from, device, sender }) => {
  const row = find(book, body.participant)
  if (row === undefined) return refused('unknown_participant')
  const isOwn = from === body.participant
  const revoked = book.account(body.participant).devices[body.device]
  const against = reasons({
    device_lacks_role: !isOwn && !sender.devices[device]?.roles.includes('registrar'),
    not_registrar_of_home: !isOwn && row.home !== sender.home,
    device_not_found: revoked === undefined,
    device_already_revoked: revoked?.status === 'revoked',
  })
  return plain(against, () => {
    book.put(accounts, revoke(book, book.account(body.participant), body.device))
    return { participant: body.participant, device: body.device }
  })
}

const setSealKey: Page<'device.set-seal-key'> = ({ book, body, from, device, sender }) =>
  plain(
    reasons({
      seal_key_unusable: thumbprint(body.publicKey) === device,
      device_lacks_role: body.through !== undefined && !sender.devices[device]?.roles.includes('auditor'),
    }),
    () => {
      book.put(sealKeys, { participant: from, device, home: sender.home, publicKey: body.publicKey })
      return { device }
    },
  )

/** The pages about participants and devices. */
export const registryPages = {
  'participant.register': register,
  'participant.accept': accept,
  'participant.freeze': freeze,
  'participant.unfreeze': unfreeze,
  'participant.close': close,
  'device.add': add,
  'device.rename': rename,
  'device.replace': replace,
  'device.revoke': revokeDevice,
  'device.set-seal-key': setSealKey,
}
