import {
  type Demand,
  demands,
  matchers,
  matches,
  profiles,
  requests,
  traits,
} from '../../../chaincode/domains/matching/tables.ts'
import { participants } from '../../../chaincode/domains/registry/tables.ts'
import type { Body, RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Book } from './book.ts'
import { stillFits } from './ranking.ts'
import { type Asked, type Page, plain, reasons, refused } from './ruling.ts'
import { againstConditions, againstFields, againstMatcher, againstValues, reserved } from './traits.ts'
import { againstReceiver } from './vouchers.ts'

const chosenMost = 32

const setMatcher: Page<'matcher.set'> = ({ book, body, sender }) => {
  const { matcher, counterparties, fields, status } = body
  const home = book.find(participants, matcher)?.home
  const foreign = reasons({ not_registrar_of_home: home !== undefined && home !== sender.home })
  return plain([...againstReceiver(book, matcher), ...foreign], () => {
    const ofFields = fields === undefined ? {} : { fields }
    book.put(matchers, { matcher, home: sender.home, counterparties, ...ofFields, status })
    return { matcher, status }
  })
}

/** A number from a least to a most one, or codes; what the ledger counts is a number of holders. */
const isTrait = ({ of, least, most, codes, source }: Body<'trait.register'>): boolean => {
  if (codes !== undefined) return least === undefined && most === undefined && source === 'declared'
  const isRange = least !== undefined && most !== undefined && least <= most
  return isRange && (source === 'declared' || of === 'holder')
}

const registerTrait: Page<'trait.register'> = ({ book, body, from, sender }) => {
  const { trait } = body
  const against = reasons({ trait_reserved: reserved.includes(trait), trait_unfit: !isTrait(body) })
  return plain([...againstMatcher(book.find(matchers, from)), ...against], () => {
    book.put(traits, { ...body, matcher: from, home: sender.home })
    return { matcher: from, trait }
  })
}

const setProfile: Page<'profile.set'> = ({ book, body, from, sender }) => {
  const { matcher, fields, needs } = body
  const against = [
    ...againstMatcher(book.find(matchers, matcher)),
    ...againstFields(book, matcher, fields),
    ...againstValues(book, matcher, { of: 'holder', said: body.traits }),
    ...needs.flatMap((need) => againstConditions(book, matcher, { of: 'goods', wanted: need.traits })),
  ]
  return plain(against, () => {
    book.put(profiles, { ...body, participant: from, home: sender.home })
    return { matcher, status: body.status }
  })
}

const open: Page<'demand.open'> = ({ book, body, from, sender, now }) => {
  const { demand, matcher, wanted, goods } = body
  const service = book.find(matchers, matcher)
  const against = [
    ...againstMatcher(service),
    ...againstConditions(book, matcher, { of: 'holder', wanted }),
    ...againstConditions(book, matcher, { of: 'goods', wanted: goods }),
    ...reasons({
      demand_traits_required: wanted.length === 0,
      deadline_in_past: now > BigInt(body.until),
      demand_exists: book.find(demands, demand) !== undefined,
    }),
  ]
  return plain(against, () => {
    const until = BigInt(body.until)
    const parties = { requester: from, home: sender.home, matcherHome: service?.home as string }
    book.put(demands, { ...body, ...parties, openedAt: now, until, status: 'open' })
    return { demand, matcher, status: 'open', expiresAt: body.until }
  })
}

/** Whether it is over: withdrawn, fulfilled, or by its time. */
const isClosed = ({ status, until }: Demand, now: bigint): boolean => status !== 'open' || now > until

/** A demand that is there, with what speaks against a step while it must be open. */
const openDemand = ({ book, now }: Pick<Asked, 'book' | 'now'>, id: string) => {
  const demand = book.find(demands, id)
  if (demand === undefined) return refused('unknown_demand')
  return { demand, against: reasons({ demand_closed: isClosed(demand, now) }) }
}

const withdraw: Page<'demand.withdraw'> = (asked) => {
  const { book, body, from } = asked
  const demand = book.find(demands, body.demand)
  if (demand === undefined) return refused('unknown_demand')
  // Also behind its time, so that what is still offered for it is free again.
  const guards = reasons({ not_a_party: demand.requester !== from, demand_closed: demand.status !== 'open' })
  return plain(guards, () => {
    book.put(demands, { ...demand, status: 'withdrawn' })
    return { demand: body.demand, status: 'withdrawn' }
  })
}

/** A list is the first of what was found, names nobody twice, and neither the requester nor the service. */
const againstList = ({ found, chosen }: Body<'demand.match'>, { requester, matcher }: Demand): RefusalCode[] => {
  const names = new Set(chosen.map(({ holder }) => holder))
  const isOfParties = names.has(requester) || names.has(matcher)
  return reasons({
    match_unfit: isOfParties || names.size < chosen.length || chosen.length !== Math.min(found, chosenMost),
  })
}

const match: Page<'demand.match'> = (asked) => {
  const { book, body, from, now } = asked
  const found = openDemand(asked, body.demand)
  if (!('demand' in found)) return found
  const { demand, against } = found
  const guards = reasons({
    not_the_matcher: demand.matcher !== from,
    matched_already: book.find(matches, body.demand) !== undefined,
  })
  return plain(
    [...againstMatcher(book.find(matchers, demand.matcher)), ...against, ...guards, ...againstList(body, demand)],
    () => {
      const { requester, matcher, matcherHome: home } = demand
      const kept = body.chosen.filter((one) => stillFits(book, one, { ...demand, now }))
      const dropped = body.chosen.filter((one) => !kept.includes(one)).map(({ holder }) => holder)
      const status = kept.length < demand.minHolders ? 'no-match' : 'matched'
      const row = { ...body, matcher, requester, home, block: BigInt(body.block) }
      book.put(matches, { ...row, dropped, status })
      return { demand: body.demand, status, found: body.found, chosen: kept.length, dropped: dropped.join(' ') }
    },
  )
}

/** The chosen one who was not dropped. */
const chosenOf = (book: Book, demand: string, holder: string) => {
  const made = book.find(matches, demand)
  if (made?.status !== 'matched' || made.dropped.includes(holder)) return undefined
  return made.chosen.find((one) => one.holder === holder)
}

const request: Page<'demand.request'> = (asked) => {
  const { book, body, from } = asked
  const found = openDemand(asked, body.demand)
  if (!('demand' in found)) return found
  const { demand, against } = found
  const chosen = chosenOf(book, body.demand, body.holder)
  const guards = reasons({
    not_the_matcher: demand.matcher !== from,
    not_matched: chosen === undefined,
    asked_already: book.find(requests, body.demand, body.holder) !== undefined,
  })
  return plain([...against, ...guards], () => {
    const { demand: name, matcher, matcherHome: home, title, goods, until, publicKey } = demand
    const certificate = chosen?.certificate === undefined ? {} : { certificate: chosen.certificate }
    const { holder } = body
    book.put(requests, { demand: name, holder, matcher, home, title, goods, ...certificate, until, publicKey })
    return { demand: name, holder, expiresAt: `${until}` }
  })
}

/** The pages about matching services, what is stored with them, and demands. */
export const demandPages = {
  'matcher.set': setMatcher,
  'trait.register': registerTrait,
  'profile.set': setProfile,
  'demand.open': open,
  'demand.withdraw': withdraw,
  'demand.match': match,
  'demand.request': request,
}
