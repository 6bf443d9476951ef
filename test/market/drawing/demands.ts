import {
  type Demand,
  demands,
  type Match,
  matchers,
  matches,
  profiles,
  requests,
  type Trait,
  traits,
} from '../../../chaincode/domains/matching/tables.ts'
import type { Condition, TraitValue } from '../../../chaincode/domains/matching/traits.ts'
import { accounts } from '../../../chaincode/domains/registry/tables.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { customers, fields, services, shops } from '../cast.ts'
import type { Desk, Draw } from './desk.ts'

const ofRates = { least: 0, most: 10_000, source: 'interactions' } as const

/** A service: mostly one that matches, and now and then anybody. */
export const someMatcher = (desk: Desk): string => (desk.random.chance(97) ? desk.random.one(services) : desk.someone())

const setMatcher: Draw<'matcher.set'> = (desk) => {
  const { random } = desk
  const matcher = random.chance(92) ? random.one(services) : desk.someone()
  const { registrars } = desk.cast.scene
  const home = desk.book.find(accounts, matcher)?.home ?? ''
  const own = (registrars as { [home: string]: Desk['cast']['scene']['treasury'] })[home]
  const device = (random.chance(92) ? own : undefined) ?? random.one(Object.values(registrars))
  const isListing = desk.book.find(matchers, matcher)?.fields !== undefined
  return {
    device,
    body: {
      ...{ matcher, counterparties: random.one([1, 1, 2, 3]), status: random.chance(80) ? 'open' : 'closed' },
      ...(isListing && random.chance(90) ? { fields: [...fields] } : {}),
    },
  }
}

/** The names that the market knows of traits, those that every service has among them. */
const names = {
  holder: ['age', 'tongue', 'deals', 'friends'],
  goods: ['weight', 'colour'],
} as const
const codesOf: { readonly [trait: string]: readonly string[] } = {
  tongue: ['german', 'chinese', 'latin'],
  colour: ['red', 'green', 'blue'],
}

const registerTrait: Draw<'trait.register'> = (desk) => {
  const { random } = desk
  const of = random.one(['holder', 'goods'] as const)
  const trait = random.chance(94) ? random.one(names[of]) : random.one(['field', 'success-rate', 'height'])
  const codes = codesOf[trait]
  const saysRange = codes === undefined ? random.chance(96) : random.chance(4)
  const source = random.chance(70) ? 'declared' : random.one(['interactions', 'counterparties'] as const)
  return {
    device: desk.deviceOf(random.chance(95) ? random.one(services) : desk.someone(), 'matcher'),
    body: {
      ...{ trait, of, source: trait === 'deals' ? 'interactions' : source },
      ...(saysRange ? { least: random.below(3), most: random.one([1, 50, 100]) } : {}),
      ...(codes === undefined ? {} : { codes: random.chance(80) ? [...codes] : codes.slice(1) }),
    },
  }
}

const known = (desk: Desk, matcher: string, of: 'holder' | 'goods'): Trait[] =>
  desk.book.all(traits).filter((one) => one.matcher === matcher && one.of === of)

/** A value that a trait can have, mostly. */
export const someValue = (desk: Desk, matcher: string, of: 'holder' | 'goods'): TraitValue | undefined => {
  const { random } = desk
  const trait = random.any(known(desk, matcher, of).filter(({ source }) => source === 'declared' || random.chance(4)))
  if (trait === undefined) return undefined
  const { trait: name, codes, most = 0, least = 0 } = trait
  if (codes !== undefined) return { trait: name, codes: [random.chance(96) ? random.one(codes) : 'purple'] }
  return { trait: name, number: random.chance(96) ? Math.floor((least + most) / 2) : most + 1 }
}

const numbers = (
  { random }: Desk,
  { least = 0, most = 0 }: Pick<Trait, 'least' | 'most'>,
): Omit<Condition, 'trait'> => {
  const middle = random.one([least, Math.floor((least + most) / 2), most, Math.floor((least + most) / 4)])
  return random.weighted([
    [{ atLeast: middle }, 50],
    [{ atMost: middle }, 20],
    [{ atLeast: least, atMost: middle }, 24],
    [{ atLeast: most + 1 }, 3],
    [{ atLeast: middle + 1, atMost: middle }, 3],
    [{}, 2],
  ])
}

const ofCodes = ({ random }: Desk, codes: readonly string[]): Omit<Condition, 'trait'> =>
  random.weighted([
    [{ anyOf: codes.slice(0, 2) }, 45],
    [{ anyOf: [random.one(codes)] }, 49],
    [{ anyOf: [] }, 3],
    [{ anyOf: ['unheard-of'] }, 3],
  ])

/** What every service knows of holders: a field, or a rate. */
const ofEverybody = (desk: Desk): Condition => {
  const { random } = desk
  if (random.chance(60)) return { trait: 'field', ...ofCodes(desk, fields) }
  const trait = random.one(['positive-rating-rate', 'success-rate'])
  return { trait, ...(random.chance(60) ? { atLeast: random.one([1, 5_000, 10_000]) } : numbers(desk, ofRates)) }
}

/** One thing that is wanted of holders or of goods, mostly one that can be. */
export const someCondition = (desk: Desk, matcher: string, of: 'holder' | 'goods'): Condition => {
  const { random } = desk
  if (random.chance(3)) return { trait: 'never-named', atLeast: 1 }
  if (of === 'holder' && random.chance(65)) return ofEverybody(desk)
  const own = random.any(known(desk, matcher, of))
  if (own === undefined) return of === 'holder' ? ofEverybody(desk) : { trait: 'unknown-yet', atMost: 1 }
  return { trait: own.trait, ...(own.codes === undefined ? numbers(desk, own) : ofCodes(desk, own.codes)) }
}

/** Several of them, hardly ever the same twice. */
export const someConditions = (desk: Desk, matcher: string, of: 'holder' | 'goods', most: number): Condition[] => {
  const all = Array.from({ length: desk.random.below(most + 1) }, () => someCondition(desk, matcher, of))
  const isTwice = (one: Condition, place: number) => all.findIndex(({ trait }) => trait === one.trait) < place
  return desk.random.chance(96) ? all.filter((one, place) => !isTwice(one, place)) : all
}

/** What somebody stores; the needs are those of recommendations. */
const setProfile: Draw<'profile.set'> = (desk) => {
  const { random } = desk
  const matcher = someMatcher(desk)
  const who = random.chance(80) ? random.one([...customers, ...shops]) : desk.someone()
  const said = [someValue(desk, matcher, 'holder'), someValue(desk, matcher, 'holder')].filter(
    (one) => one !== undefined,
  )
  const isTwice = said.length === 2 && said[0]?.trait === said[1]?.trait
  const needs = ['CLOCK', 'LAMP'].slice(random.below(3)).map((identifier) => ({
    ...{ identifier, traits: someConditions(desk, matcher, 'goods', 1) },
    parameters: random.chance(70) ? [] : [{ trait: 'size', atLeast: random.one([1, 5]) }],
  }))
  return {
    device: desk.deviceOf(who, 'customer'),
    body: {
      ...{ matcher, fields: random.chance(97) ? fields.slice(random.below(3)) : ['unheard-of'], needs },
      ...{
        traits: isTwice && random.chance(90) ? said.slice(1) : said,
        status: random.chance(85) ? 'active' : 'inactive',
      },
    },
  }
}

const open: Draw<'demand.open'> = (desk) => {
  const { random } = desk
  const [matcher, requester] = [someMatcher(desk), random.chance(85) ? random.one(customers) : desk.someone()]
  const [known] = random.chance(4) ? desk.book.all(demands) : []
  const wanted = random.chance(96) ? [someCondition(desk, matcher, 'holder')] : []
  const further = random.chance(30) ? [someCondition(desk, matcher, 'holder')] : []
  return {
    device: desk.deviceOf(requester, 'customer'),
    body: {
      ...{ demand: known?.demand ?? digest(desk.name('demand')), matcher, title: 'Something wanted' },
      wanted: [...wanted, ...further.filter(({ trait }) => trait !== wanted[0]?.trait || random.chance(5))],
      goods: random.chance(50) ? [] : someConditions(desk, matcher, 'goods', 2),
      ...{ minHolders: random.one([1, 1, 1, 2, 2, 3]), several: random.chance(40) },
      ...{
        until: random.chance(70) ? `${desk.now + 7_200_000n}` : desk.deadline(),
        publicKey: desk.cast.first('alice').publicKey,
      },
    },
  }
}

const isOpen = (desk: Desk, { status, until }: Demand): boolean => status === 'open' && desk.now <= until

const someDemand = (desk: Desk, isWanted: (demand: Demand) => boolean) =>
  desk.record(desk.book.all(demands), (one) => isOpen(desk, one) && isWanted(one))

const withdraw: Draw<'demand.withdraw'> = (desk) => {
  const found = someDemand(desk, () => true)
  if (found === undefined) return undefined
  const device = desk.deviceOf(desk.mostly(found.requester), 'customer')
  return { device, body: { demand: desk.named(found.demand) } }
}

/** Who comes behind those who fit: a service may name anybody, and the ledger drops who does not fit. */
const misplaced = (desk: Desk, { matcher }: Demand, taken: readonly string[]) =>
  desk.book
    .all(profiles)
    .filter((one) => one.matcher === matcher && !taken.includes(one.participant))
    .slice(0, desk.random.below(3))
    .map(({ participant: holder }) => ({ holder }))

const match: Draw<'demand.match'> = (desk) => {
  const { random, book } = desk
  const demand = someDemand(desk, (one) => book.find(matches, one.demand) === undefined)
  if (demand === undefined) return undefined
  const { block, list, found: all } = desk.lists.of(demand.demand)
  const best = all.slice(0, 32)
  const more =
    !desk.areServicesHonest && random.chance(25)
      ? misplaced(
          desk,
          demand,
          best.map(({ holder }) => holder),
        )
      : []
  const chosen = [...best, ...more]
  const found = chosen.length + (random.chance(4) ? random.one([1, -1]) : 0)
  return {
    device: desk.deviceOf(random.chance(96) ? demand.matcher : random.one(services), 'matcher'),
    body: {
      ...{
        demand: desk.named(demand.demand),
        version: 1,
        block: desk.areServicesHonest ? block : `${1 + random.below(90)}`,
        found: Math.max(found, 0),
      },
      ...{ list, chosen: random.chance(97) ? chosen : [...chosen, ...chosen.slice(-1)] },
    },
  }
}

/** Whom a match chose, those that it dropped among them now and then. */
const someChosen = (desk: Desk, { demand, chosen, dropped }: Match): string => {
  const isFree = (holder: string) => desk.book.find(requests, demand, holder) === undefined && !dropped.includes(holder)
  const all = chosen.map(({ holder }) => holder)
  const free = desk.random.chance(88) ? desk.random.any(all.filter(isFree)) : undefined
  return free ?? desk.random.any(all) ?? desk.someone()
}

const request: Draw<'demand.request'> = (desk) => {
  const isMatched = ({ status, demand }: Match) => {
    const row = desk.book.find(demands, demand)
    return status === 'matched' && row !== undefined && isOpen(desk, row)
  }
  const found = desk.record(desk.book.all(matches), isMatched)
  if (found === undefined) return undefined
  return {
    device: desk.deviceOf(desk.random.chance(96) ? found.matcher : desk.random.one(services), 'matcher'),
    body: {
      demand: desk.named(found.demand),
      holder: desk.random.chance(95) ? someChosen(desk, found) : desk.someone(),
    },
  }
}

/** How instructions about matching services, profiles and demands are drawn. */
export const demandDraws = {
  'matcher.set': setMatcher,
  'trait.register': registerTrait,
  'profile.set': setProfile,
  'demand.open': open,
  'demand.withdraw': withdraw,
  'demand.match': match,
  'demand.request': request,
}
