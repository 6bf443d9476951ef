import { expect } from 'chai'
import { reaches } from '../../../../chaincode/domains/trade-chain/tables.ts'
import type { ChosenPath } from '../../../../chaincode/domains/trade-chain/terms.ts'
import { isBestPath, pathsInOrder } from '../../../../chaincode/rules/trade-chain/path.ts'
import { type Chaining, onChains } from '../../../support/chaining.ts'
import { Device } from '../../../support/devices.ts'
import { codeOf } from '../../../support/scene.ts'

const keys = ['K'.repeat(43)]
const east = { name: 'east', host: 'east.example', port: '7443' }
type Considered = ChosenPath['considered']

const fresh = (name: string, speed: string, more: Partial<Considered[number]> = {}): Considered[number] => ({
  ...{ name, class: speed as '1', age: '0', ...more },
})
const pathOf = (...considered: Considered): ChosenPath => ({
  ...{ address: considered[0]?.name ?? '', ageLimit: '180', considered },
})

describe('where an institution is reached', () => {
  it(
    'S2-024 stands in a row of its own, which its executor writes anew, and which may hold no address at all',
    onChains(async (on) => {
      const row = () => on.scene.view.find(reaches, 'institution', 'InstitutionMSP')
      expect(row()).equal(undefined)
      const effects = await on.done(on.executor, 'institution.reach', { addresses: [east], keys })
      expect(effects).deep.equal({ institution: 'InstitutionMSP' })
      expect(row()).deep.equal({ part: 'institution', member: 'InstitutionMSP', addresses: [east], keys })
      await on.done(on.executor, 'institution.reach', { addresses: [], keys: [...keys, 'L'.repeat(43)] })
      expect(row()).deep.include({ addresses: [], keys: [...keys, 'L'.repeat(43)] })
    }),
  )

  it(
    'S2-024 is said by who answers for an institution, and the key of a bank by its dispatcher, and by nobody else',
    onChains(async (on) => {
      const other = new Device('supplier-desk', ['executor', 'dispatcher'])
      await on.scene.register(other, 'SupplierMSP', 'organisation')
      expect(await on.code(other, 'institution.reach', { addresses: [east], keys })).equal('home_lacks_part')
      expect(await on.code(on.dispatcher, 'institution.reach', { addresses: [east], keys })).equal('device_lacks_role')
      expect(await on.code(other, 'bank.reach', { keys })).equal('home_lacks_part')
      expect(await on.code(on.executor, 'bank.reach', { keys })).equal('device_lacks_role')
      expect(await on.done(on.dispatcher, 'bank.reach', { keys })).deep.equal({ bank: 'BankMSP' })
      const row = { part: 'bank', member: 'BankMSP', addresses: [], keys }
      expect(on.scene.view.find(reaches, 'bank', 'BankMSP')).deep.equal(row)
    }),
  )

  it(
    'S2-024 is a name or an address, and a port, and nothing else',
    onChains(async (on) => {
      const wrong = [
        ...[{ host: 'somebody@east.example' }, { host: 'east.example/path' }, { host: 'https://east' }, { host: '' }],
        ...[{ port: '0' }, { port: '65536' }, { port: '07443' }, { name: 'East' }, { name: '' }],
      ]
      for (const change of wrong) {
        const addresses = [{ ...east, ...change }]
        expect(await on.code(on.executor, 'institution.reach', { addresses, keys })).equal('malformed_instruction')
      }
      const two = [east, { ...east, port: '7444' }]
      const many = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...east, name }))
      for (const addresses of [two, many])
        expect(await on.code(on.executor, 'institution.reach', { addresses, keys })).equal('malformed_instruction')
      const sixth = [{ ...east, host: 'fd00::7', port: '65535' }]
      await on.done(on.executor, 'institution.reach', { addresses: sixth, keys })
    }),
  )
})

describe('the path of a trade', () => {
  it('S2-026 is the one with the best class, and ties go by name', () => {
    const considered = [fresh('west', '4'), fresh('east', '4'), fresh('far', '16'), fresh('near', '2')]
    expect(pathsInOrder({ ageLimit: '180', considered })).deep.equal(['near', 'east', 'west', 'far'])
    // By number, not as texts.
    expect(pathsInOrder({ ageLimit: '1', considered: [fresh('a', '1024'), fresh('b', '512')] })).deep.equal(['b', 'a'])
  })

  it('S2-026 counts as slowest without a measurement, or with one older than its age limit', () => {
    const considered: Considered = [
      ...[fresh('old', '1', { age: '181' }), { name: 'none' }, fresh('slow', '16384', { age: '180' })],
      ...[{ name: 'ageless', class: '1' } as const, { name: 'classless', age: '1' } as const],
    ]
    expect(pathsInOrder({ ageLimit: '180', considered })).deep.equal(['slow', 'ageless', 'classless', 'none', 'old'])
  })

  it('S2-027 comes behind all others where the last delivery over it failed, and is taken all the same where all did', () => {
    const failing = { failing: 'yes' } as const
    const considered = [fresh('east', '1', failing), { name: 'west' }, fresh('far', '2', failing)]
    expect(pathsInOrder({ ageLimit: '180', considered })).deep.equal(['west', 'east', 'far'])
    expect(pathsInOrder({ ageLimit: '180', considered: [fresh('east', '1', failing)] })).deep.equal(['east'])
  })

  it('S2-026 is no choice where another one is better, or one stands twice', () => {
    expect(isBestPath(pathOf(fresh('east', '1'), fresh('west', '2')))).equal(true)
    expect(isBestPath(pathOf(fresh('east', '4'), fresh('west', '2')))).equal(false)
    expect(isBestPath(pathOf(fresh('east', '1'), fresh('east', '2')))).equal(false)
  })
})

describe('a trade that is sent over a path', () => {
  const sent = (path?: ChosenPath) => async (on: Chaining) => {
    const enriched = await on.enriched()
    return codeOf(await on.send(enriched, path === undefined ? {} : { path }))
  }

  it(
    'S2-024 S2-025 names a path for each address on record, and none where there is none',
    onChains(async (on) => {
      expect(await sent(pathOf(fresh('east', '1')))(on)).equal('path_stale')
      expect(await sent()(on)).equal('accepted')
      await on.reached('west', 'east')
      expect(await sent()(on)).equal('path_stale')
      expect(await sent(pathOf(fresh('east', '1')))(on)).equal('path_stale')
      expect(await sent(pathOf(fresh('east', '1'), fresh('north', '2')))(on)).equal('path_stale')
      expect(await sent(pathOf(fresh('east', '1'), fresh('west', '2')))(on)).equal('accepted')
    }),
  )

  it(
    'S2-026 S2-027 has what was considered on record with the pair, and is refused where the choice does not follow from it',
    onChains(async (on) => {
      await on.reached('east', 'west')
      expect(await sent(pathOf(fresh('east', '8'), fresh('west', '2')))(on)).equal('chain_terms_differ')
      const path = pathOf(fresh('east', '2'), fresh('west', '8'))
      const enriched = await on.enriched()
      const { envelope, text } = on.sending(enriched, { path })
      const { proposal, outcomes } = await on.apply(envelope, text)
      on.accepted(outcomes[0] as never)
      expect(JSON.parse(on.segments(enriched)?.second ?? '').path).deep.equal(path)
      const open = proposal.readWriteSet.writes.filter(({ table }) => !table.startsWith('pair-'))
      expect(JSON.stringify([proposal.response, open.map(({ value }) => value?.toString())])).not.include('considered')
    }),
  )
})
