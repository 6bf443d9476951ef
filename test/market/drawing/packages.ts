import { interactions } from '../../../chaincode/domains/matching/tables.ts'
import {
  packageOpenings,
  packageReleases,
  packageRequests,
  packages,
} from '../../../chaincode/domains/packages/tables.ts'
import { packageContents } from '../../../chaincode/domains/packages/terms.ts'
import { sealKeys } from '../../../chaincode/domains/registry/tables.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import type { RecordIn } from '../../../chaincode/wire/table.ts'
import { keepers } from '../cast.ts'
import type { Desk, Draw } from './desk.ts'

const deliver: Draw<'package.deliver'> = (desk) => {
  const { random, book } = desk
  const isNew = random.chance(90)
  const found = desk.record(
    book.all(interactions),
    ({ interaction }) => !isNew || book.find(packages, interaction) === undefined,
  )
  if (found === undefined) return undefined
  return {
    device: desk.deviceOf(desk.mostly(found.giver), 'customer'),
    body: {
      ...{ interaction: desk.named(found.interaction), package: digest(desk.name('package')), size: '1000' },
      ...{ contents: random.one(packageContents), firstKey: digest(desk.name('first key')) },
      // Mostly soon, so that keys come too late for some.
      until: random.chance(60) ? `${desk.now + 120_000n}` : desk.deadline(),
      keeper: random.chance(92) ? random.one(keepers) : desk.someone(),
    },
  }
}

const somePackage = (desk: Desk) =>
  desk.record(
    desk.book.all(packages),
    ({ status }) => status === 'open' || status === 'released' || desk.random.chance(10),
  )

const revoke: Draw<'package.revoke'> = (desk) => {
  const found = somePackage(desk)
  if (found === undefined) return undefined
  const body = { interaction: desk.named(found.interaction) }
  return { device: desk.deviceOf(desk.mostly(found.giver), 'customer'), body }
}

/** A device of a receiver's, mostly one to which something can be sealed. */
const deviceOf = (desk: Desk, receiver: string) => {
  const able = desk
    .devicesOf(receiver)
    .filter(({ id }) => desk.book.find(sealKeys, receiver, id) !== undefined && desk.random.chance(90))
  return desk.random.any(able) ?? desk.deviceOf(receiver, 'customer')
}

const request: Draw<'package.request'> = (desk) => {
  const { book, random } = desk
  const isAsked = ({ interaction, receiver }: RecordIn<typeof packages>) =>
    desk.devicesOf(receiver).some(({ id }) => book.find(packageRequests, interaction, id) !== undefined)
  const found = random.chance(70) ? desk.record(book.all(packages), (one) => !isAsked(one)) : somePackage(desk)
  if (found === undefined) return undefined
  const body = { interaction: desk.named(found.interaction) }
  return { device: deviceOf(desk, desk.mostly(found.receiver)), body }
}

const release: Draw<'package.release'> = (desk) => {
  const { random, book } = desk
  const part = random.one(['first', 'second'] as const)
  const found = desk.record(
    book.all(packageRequests),
    ({ interaction, device }) =>
      (book.find(packageReleases, interaction, device, part) === undefined && random.chance(70)) || random.chance(10),
  )
  if (found === undefined) return undefined
  const { interaction, device, keeper, giver } = found
  const kept = desk.devicesOf(giver).find(({ id }) => id === book.find(packages, interaction)?.device)
  const by = part === 'first' ? desk.deviceOf(desk.mostly(keeper), 'keeper') : kept
  return {
    device: random.chance(95) && by !== undefined ? by : desk.deviceOf(giver, 'customer'),
    body: {
      ...{ interaction: desk.named(interaction), device: desk.named(device) },
      sealedKey: digest(desk.name('sealed key')),
    },
  }
}

type Asked = RecordIn<typeof packageRequests>

const ofReceiver = (desk: Desk, isWorth: (asked: Asked) => boolean) => {
  const found = desk.record(desk.book.all(packageRequests), isWorth)
  if (found === undefined) return undefined
  const asked = desk.devicesOf(found.receiver).find(({ id }) => id === found.device)
  const isOwn = asked !== undefined && desk.random.chance(90)
  return {
    device: isOwn ? asked : desk.deviceOf(desk.mostly(found.receiver), 'customer'),
    body: { interaction: desk.named(found.interaction) },
  }
}

const open: Draw<'package.open'> = (desk) =>
  ofReceiver(
    desk,
    ({ interaction, device }) =>
      desk.book.find(packageOpenings, interaction, device) === undefined || desk.random.chance(20),
  )

const reject: Draw<'package.reject'> = (desk) =>
  ofReceiver(desk, ({ interaction, device, askedAt }) => {
    const { until = 0n } = desk.book.find(packages, interaction) ?? {}
    const isSecondOut = desk.book.find(packageReleases, interaction, device, 'second') !== undefined
    return (!isSecondOut && askedAt <= until && desk.now > until) || desk.random.chance(15)
  })

/** How packages and their keys are drawn. */
export const packageDraws = {
  'package.deliver': deliver,
  'package.revoke': revoke,
  'package.request': request,
  'package.release': release,
  'package.open': open,
  'package.reject': reject,
}
