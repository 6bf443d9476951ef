import { interactions } from '../../../chaincode/domains/matching/tables.ts'
import {
  type Package,
  packageOpenings,
  packageReleases,
  packageRequests,
  packages,
} from '../../../chaincode/domains/packages/tables.ts'
import { participants, sealKeys } from '../../../chaincode/domains/registry/tables.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Book } from './book.ts'
import { type Page, plain, reasons, refused } from './ruling.ts'

const thirtyDays = 30n * 86_400_000n

const deliver: Page<'package.deliver'> = ({ book, body, from, device, now }) => {
  const { interaction, keeper } = body
  const found = book.find(interactions, interaction)
  if (found === undefined) return refused('unknown_interaction')
  const { giver, giverHome, receiver, receiverHome } = found
  const keeping = book.find(participants, keeper)
  const until = BigInt(body.until)
  const against = reasons({
    not_a_party: giver !== from,
    package_exists: book.find(packages, interaction) !== undefined,
    keeper_is_party: keeper === giver || keeper === receiver,
    unknown_participant: keeping === undefined,
    receiver_not_active: keeping !== undefined && keeping.status !== 'active',
    deadline_in_past: now > until,
    until_too_far: until > now + thirtyDays,
  })
  return plain(against, () => {
    const sides = { giver, giverHome, receiver, receiverHome, device, keeperHome: keeping?.home as string }
    book.put(packages, { ...body, ...sides, size: BigInt(body.size), until, status: 'open' })
    return { interaction, package: body.package, status: 'open', expiresAt: body.until }
  })
}

/** A package that is there, with what speaks against a step by somebody else, or in another state than these. */
const stepOf = (
  book: Book,
  interaction: string,
  { side, states, from }: { side?: 'giver' | 'receiver'; states: readonly Package['status'][]; from: string },
) => {
  const found = book.find(packages, interaction)
  if (found === undefined) return refused('unknown_package')
  const against = reasons({
    not_a_party: side !== undefined && found[side] !== from,
    package_state_forbids: !states.includes(found.status),
  })
  return { found, against }
}

const living = ['open', 'released'] as const
const parts = ['first', 'second'] as const

const revoke: Page<'package.revoke'> = ({ book, body: { interaction }, from }) => {
  const step = stepOf(book, interaction, { side: 'giver', states: ['open'], from })
  if (!('found' in step)) return step
  return plain(step.against, () => {
    book.put(packages, { ...step.found, status: 'revoked' })
    return { interaction, status: 'revoked' }
  })
}

const request: Page<'package.request'> = ({ book, body: { interaction }, from, device, sender, now }) => {
  const step = stepOf(book, interaction, { side: 'receiver', states: living, from })
  if (!('found' in step)) return step
  const guards = reasons({
    requested_already: book.find(packageRequests, interaction, device) !== undefined,
    device_without_seal_key: book.find(sealKeys, from, device) === undefined,
  })
  return plain([...step.against, ...guards], () => {
    const { receiver, giver, keeper } = step.found
    book.put(packageRequests, { interaction, device, receiver, home: sender.home, giver, keeper, askedAt: now })
    return { interaction, device }
  })
}

const release: Page<'package.release'> = ({ book, body, from, device: by, sender }) => {
  const { interaction, device, sealedKey } = body
  const step = stepOf(book, interaction, { states: living, from })
  if (!('found' in step)) return step
  const { found, against } = step
  const isSecond = found.giver === from && found.device === by
  if (found.keeper !== from && !isSecond) return plain([...against, 'not_the_keeper'], () => ({}))
  const part = found.keeper === from ? 'first' : 'second'
  const guards = reasons({
    not_requested: book.find(packageRequests, interaction, device) === undefined,
    released_already: book.find(packageReleases, interaction, device, part) !== undefined,
  })
  return plain([...against, ...guards], () => {
    const { receiver, giver } = found
    book.put(packageReleases, { interaction, device, part, by: from, home: sender.home, receiver, giver, sealedKey })
    if (part === 'second') book.put(packages, { ...found, status: 'released' })
    return { interaction, device, part }
  })
}

const hasBoth = (book: Book, interaction: string, device: string): boolean =>
  parts.every((part) => book.find(packageReleases, interaction, device, part) !== undefined)

const open: Page<'package.open'> = ({ book, body: { interaction }, from, device, sender, now }) => {
  const step = stepOf(book, interaction, { side: 'receiver', states: living, from })
  if (!('found' in step)) return step
  const guards: RefusalCode[] = reasons({
    key_not_released: !hasBoth(book, interaction, device),
    opened_already: book.find(packageOpenings, interaction, device) !== undefined,
  })
  return plain([...step.against, ...guards], () => {
    const { receiver, giver } = step.found
    book.put(packageOpenings, { interaction, device, receiver, home: sender.home, giver, openedAt: now })
    return { interaction, device }
  })
}

const reject: Page<'package.reject'> = ({ book, body: { interaction }, from, device, now }) => {
  const step = stepOf(book, interaction, { side: 'receiver', states: living, from })
  if (!('found' in step)) return step
  const asked = book.find(packageRequests, interaction, device)
  const guards = reasons({
    not_requested: asked === undefined,
    deadline_not_passed: now <= step.found.until,
    asked_late: asked !== undefined && asked.askedAt > step.found.until,
    released_already: hasBoth(book, interaction, device),
  })
  return plain([...step.against, ...guards], () => {
    book.put(packages, { ...step.found, status: 'rejected' })
    return { interaction, status: 'rejected' }
  })
}

/** What becomes of packages and their keys. */
export const packagePages = {
  'package.deliver': deliver,
  'package.revoke': revoke,
  'package.request': request,
  'package.release': release,
  'package.open': open,
  'package.reject': reject,
}
