import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { enrolRegistrar } from '../../../gateway/enrol-registrar.ts'
import { ensureDispatcher } from '../../../scripts/dispatcher.ts'
import { ensureKeeper } from '../../../scripts/keeper.ts'
import { ensureMatcher, matcherBody } from '../../../scripts/matcher.ts'
import { dispatcherSettings, gateways, topology } from './network.ts'
import { Person, post } from './people.ts'

/** The people and the voucher that the scenarios share: a registrar for each organisation, an issuer, three customers. */
export interface Scene {
  registrars: { bank: Person; institution: Person; supplier: Person }
  treasury: Person
  alice: Person
  bob: Person
  carol: Person
  voucher: string
}

let ready: Promise<Scene> | undefined

const enrol = async (organisation: 'bank' | 'institution' | 'supplier'): Promise<Person> => {
  const person = new Person(`${organisation}-registrar`)
  const file = join(topology.dataFolder, 'admins', `${organisation}.json`)
  await enrolRegistrar(JSON.parse(readFileSync(file, 'utf8')), person.card('registrar desk'))
  return person
}

/** Registers a person with its first device at the organisation of the registrar; fails loudly when that is refused. */
export const register = async (
  organisation: 'bank' | 'institution' | 'supplier',
  registrar: Person,
  person: Person,
  type: 'person' | 'organisation' = 'person',
): Promise<Person> => {
  const device = person.newDevice(type === 'person' ? ['customer'] : ['issuer', 'customer'])
  const body = { participant: person.participant, type, device }
  const answer = await post(gateways[organisation], registrar.envelope('participant.register', body))
  if (answer.status !== 200) throw new Error(`${person.participant} was not registered: ${JSON.stringify(answer.body)}`)
  return person
}

/** Gives a quantity to somebody out of the issuer's own account. */
export const fund = async (scene: Scene, to: Person, quantity: string): Promise<void> => {
  const body = { voucher: scene.voucher, to: to.participant, quantity }
  const answer = await post(gateways.institution, scene.treasury.envelope('voucher.transfer', body))
  if (answer.status !== 200) throw new Error(`${to.participant} was not funded: ${JSON.stringify(answer.body)}`)
}

/** Lets the matching service match, whose device the supplier's gateway holds. */
const openMatcher = async (registrar: Person): Promise<void> => {
  const { participant, ...card } = await ensureMatcher(topology)
  const device = { ...card, roles: ['matcher' as const] }
  const body = { participant, type: 'organisation' as const, device }
  const registered = await post(gateways.supplier, registrar.envelope('participant.register', body))
  const answer =
    registered.status === 200
      ? await post(gateways.supplier, registrar.envelope('matcher.set', matcherBody))
      : registered
  if (answer.status !== 200) throw new Error(`there is no matching service: ${JSON.stringify(answer.body)}`)
}

/** Lets the keeper release keys, whose device the supplier's gateway holds. */
const openKeeper = async (registrar: Person): Promise<void> => {
  const { participant, ...card } = await ensureKeeper(topology)
  const device = { ...card, roles: ['keeper' as const] }
  const body = { participant, type: 'organisation' as const, device }
  const answer = await post(gateways.supplier, registrar.envelope('participant.register', body))
  if (answer.status !== 200) throw new Error(`there is no keeper: ${JSON.stringify(answer.body)}`)
}

/** Lets the trade service take clients' trades to institutions, whose device the bank's gateway holds. */
const openDispatcher = async (registrar: Person): Promise<void> => {
  const { participant, ...card } = await ensureDispatcher(topology, dispatcherSettings)
  const device = { ...card, roles: ['dispatcher' as const] }
  const body = { participant, type: 'organisation' as const, device }
  const answer = await post(gateways.bank, registrar.envelope('participant.register', body))
  if (answer.status !== 200) throw new Error(`there is no dispatcher: ${JSON.stringify(answer.body)}`)
}

/** An address of the institution at which nobody answers: what goes there is found on the ledger. */
export const nowhere = { name: 'nowhere', host: '127.0.0.1', port: '9' } as const

/** Has the institution say where it is reached, without which no trade is sent to it. */
const openReach = async (registrar: Person): Promise<void> => {
  const desk = new Person('reach-desk')
  const device = desk.newDevice(['executor'])
  const body = { participant: desk.participant, type: 'organisation' as const, device }
  const registered = await post(gateways.institution, registrar.envelope('participant.register', body))
  const said = { addresses: [nowhere], keys: ['K'.repeat(43)] }
  const answer =
    registered.status === 200 ? await post(gateways.institution, desk.envelope('institution.reach', said)) : registered
  if (answer.status !== 200) throw new Error(`the institution is not reached: ${JSON.stringify(answer.body)}`)
}

const makeScene = async (): Promise<Scene> => {
  const [bank, institution, supplier] = [await enrol('bank'), await enrol('institution'), await enrol('supplier')]
  const [alice, bob, carol, treasury] = await Promise.all([
    register('bank', bank, new Person('alice')),
    register('supplier', supplier, new Person('bob')),
    register('institution', institution, new Person('carol')),
    register('institution', institution, new Person('treasury'), 'organisation'),
  ])
  await openMatcher(supplier)
  await openKeeper(supplier)
  await openDispatcher(bank)
  await openReach(institution)
  const voucher = 'AU-9999-2026'
  const issue = treasury.envelope('voucher.issue', {
    voucher,
    name: 'Gold 9999',
    product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
    unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
    functions: ['transfer'],
    quantity: '1000000000',
  })
  const answer = await post(gateways.institution, issue)
  if (answer.status !== 200) throw new Error(`the voucher was not issued: ${JSON.stringify(answer.body)}`)
  const scene = { registrars: { bank, institution, supplier }, treasury, alice, bob, carol, voucher }
  await fund(scene, alice, '1000000')
  return scene
}

/** The scene, made once for the whole run. */
export const readScene = (): Promise<Scene> => {
  ready ??= makeScene()
  return ready
}
