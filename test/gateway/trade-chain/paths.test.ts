import { expect } from 'chai'
import { Deliveries } from '../../../gateway/trade-chain/deliveries.ts'
import { PathWatch } from '../../../gateway/trade-chain/path-watch.ts'
import { Paths, speedClassOf } from '../../../gateway/trade-chain/paths.ts'
import { type AskOver, type PathAnswer, type PathEnd, PathFault } from '../../../gateway/trade-chain/pinned-request.ts'
import { Prober } from '../../../gateway/trade-chain/prober.ts'

type Addresses = { name: string; host: string; port: string }[]

const addressOf = (name: string, port = '7443') => ({ name, host: `${name}.example`, port })

/** Paths of a bank to one institution, by addresses and a clock of the test's own. */
class Ways {
  addresses: Addresses | undefined = [addressOf('east'), addressOf('west')]
  now = 1_000_000
  readonly paths: Paths

  constructor() {
    const row = () =>
      this.addresses === undefined
        ? undefined
        : { part: 'institution', member: 'InstitutionMSP', addresses: this.addresses, keys: ['K'] }
    const pairs = [
      { bank: 'BankMSP', institution: 'InstitutionMSP', collection: 'pair' },
      { bank: 'OtherMSP', institution: 'MintMSP', collection: 'pair-of-others' },
    ]
    const projection = { view: { find: row }, consortium: { pairs } } as never
    this.paths = new Paths({ mspId: 'BankMSP', projection, ageSeconds: 180, now: () => this.now })
  }

  path(name: string) {
    const found = this.paths.to('InstitutionMSP').find((one) => one.name === name)
    if (found === undefined) throw new Error(`there is no path ${name}`)
    return found
  }

  measured(name: string, milliseconds: number): void {
    this.paths.measured(this.path(name), milliseconds)
  }

  order(): string {
    return this.paths.inOrder('InstitutionMSP').join()
  }

  states(): string {
    return this.paths
      .listed()
      .flatMap(({ paths }) => paths.map(({ name, state }) => `${name} ${state}`))
      .join()
  }
}

describe('the paths from a bank to an institution', () => {
  it('S2-024 S2-025 are those of the addresses that it has on record, under the keys that it said, and none of others', () => {
    const ways = new Ways()
    expect(ways.paths.institutions).deep.equal(['InstitutionMSP'])
    expect(ways.paths.all()).deep.equal(
      ['east', 'west'].map((name) => ({
        ...{ institution: 'InstitutionMSP', name },
        end: { host: `${name}.example`, port: '7443', pins: ['K'] },
      })),
    )
    ways.addresses = undefined
    expect([ways.paths.all(), ways.paths.chosen('InstitutionMSP'), ways.order()]).deep.equal([[], undefined, ''])
    expect(ways.paths.listed()).deep.equal([{ institution: 'InstitutionMSP', state: 'none', paths: [] }])
  })

  it('S2-026 are in the order of their classes, and one that was not measured, or long ago, is the slowest', () => {
    const ways = new Ways()
    expect(ways.paths.chosen('InstitutionMSP')).deep.equal({
      ...{ address: 'east', ageLimit: '180', considered: [{ name: 'east' }, { name: 'west' }] },
    })
    ways.measured('west', 3_000)
    expect([ways.order(), ways.states()]).deep.equal(['west,east', 'east unmeasured,west measured'])
    ways.now += 1
    ways.measured('east', 3)
    expect(ways.paths.chosen('InstitutionMSP')).deep.equal({
      ...{ address: 'east', ageLimit: '180' },
      considered: [
        { name: 'east', class: '4', age: '0' },
        { name: 'west', class: '4096', age: '1' },
      ],
    })
    // The figure of the first counts up to its age limit, and not a moment longer.
    ways.now += 179_999
    ways.measured('west', 3_000)
    ways.now += 1
    expect(ways.order()).equal('east,west')
    ways.now += 1
    expect([ways.order(), ways.states()]).deep.equal(['west,east', 'east old,west measured'])
  })

  it('S2-026 have classes of powers of two, the slowest for all that is slower', () => {
    const times = [0, 1, 1.2, 4, 5, 16_384, 99_999]
    expect(times.map(speedClassOf)).deep.equal(['1', '1', '2', '4', '8', '16384', '16384'])
  })

  it('S2-027 are behind the others once a delivery failed over them, until one or a probe goes over them again', () => {
    const ways = new Ways()
    ways.paths.used(ways.path('east'), false)
    expect([ways.order(), ways.states()]).deep.equal(['west,east', 'east failing,west unmeasured'])
    expect(ways.paths.chosen('InstitutionMSP')?.considered[0]).deep.equal({ name: 'east', failing: 'yes' })
    ways.paths.used(ways.path('east'), true)
    expect(ways.order()).equal('east,west')
    ways.paths.used(ways.path('east'), false)
    ways.measured('east', 1)
    expect(ways.states()).equal('east measured,west unmeasured')
  })

  it('S2-026 are measured for one address, and for no other one of the same name', () => {
    const ways = new Ways()
    ways.measured('east', 1)
    ways.addresses = [addressOf('east', '7444'), addressOf('west')]
    expect(ways.states()).equal('east unmeasured,west unmeasured')
    ways.paths.all()
    ways.addresses = [addressOf('east'), addressOf('west')]
    expect(ways.states()).equal('east unmeasured,west unmeasured')
  })

  it('S2-024 S2-025 are told to operators, none as an alarm and one as a warning, each change once', () => {
    const ways = new Ways()
    const [told, counts]: [string[], number[]] = [[], []]
    const at = (level: string) => (_values: object, said: string) => told.push(`${level}: ${said}`)
    const log = { info: at('info'), warn: at('warn'), error: at('error') } as never
    const institutionPaths = { set: (_of: object, count: number) => counts.push(count) } as never
    const watch = new PathWatch({ paths: ways.paths, metrics: { institutionPaths }, log })
    const all = ways.addresses as Addresses
    for (const addresses of [all, all, all.slice(0, 1), undefined, undefined, all]) {
      ways.addresses = addresses
      watch.look()
    }
    expect(counts).deep.equal([2, 2, 1, 0, 0, 2])
    expect(told).deep.equal([
      'info: several paths lead to an institution',
      'warn: one path alone leads to an institution',
      'error: an institution has no address on record; trades that are for it wait',
      'info: several paths lead to an institution',
    ])
  })
})

describe('probing paths', () => {
  /** A prober on a clock of the test's own, whose ends answer as the test says. */
  const probing = (ways: Ways, answer: (end: PathEnd) => Promise<PathAnswer>) => {
    const asked: string[] = []
    const ask: AskOver = (end, { path }) => {
      asked.push(`${end.host} ${path}`)
      return answer(end)
    }
    const parts = { paths: ways.paths, ask, bytes: 4, timeoutMilliseconds: 5, clock: () => ways.now }
    const prober = new Prober({ ...parts, intervalMilliseconds: 2 ** 30 })
    return { prober, asked }
  }
  const whole = { status: 200, body: Buffer.alloc(4) }

  it('S2-028 measures each path by a question of a fixed size, before anything goes over it', async () => {
    const ways = new Ways()
    // East answers at the end of both.
    const { prober, asked } = probing(ways, async ({ host }) => {
      ways.now += 5
      if (host === 'east.example') await new Promise((resume) => setImmediate(resume))
      return whole
    })
    await prober.round()
    prober.stop()
    expect(asked).deep.equal(['east.example /v1/probe/4', 'west.example /v1/probe/4'])
    expect(ways.paths.chosen('InstitutionMSP')?.considered.map((one) => one.class)).deep.equal(['16', '8'])
  })

  it('S2-028 keeps the last figure while it is down, until that is too old', async () => {
    const ways = new Ways()
    ways.measured('east', 2)
    const faults: (() => Promise<PathAnswer>)[] = [
      () => Promise.reject(new PathFault('unreachable')),
      async () => ({ status: 503, body: Buffer.alloc(4) }),
      async () => ({ status: 200, body: Buffer.alloc(3) }),
    ]
    for (const fault of faults) {
      const { prober } = probing(ways, fault)
      await prober.round()
      prober.stop()
    }
    expect(ways.states()).equal('east measured,west unmeasured')
    ways.now += 180_001
    expect(ways.states()).equal('east old,west unmeasured')
  })

  it('S2-028 S2-029 asks nothing again of an end that hangs, and measures the others meanwhile', async () => {
    const ways = new Ways()
    let release = () => {}
    const hanging = new Promise<PathAnswer>((resolve) => {
      release = () => resolve(whole)
    })
    const { prober, asked } = probing(ways, ({ host }) => (host === 'east.example' ? hanging : Promise.resolve(whole)))
    const first = prober.round()
    await prober.round()
    expect(asked).deep.equal(['east.example /v1/probe/4', 'west.example /v1/probe/4'])
    await new Promise((resume) => setImmediate(resume))
    await prober.round()
    expect(asked.filter((one) => one.startsWith('east'))).length(1)
    expect(ways.states()).equal('east unmeasured,west measured')
    release()
    await first
    prober.stop()
    expect(ways.states()).equal('east measured,west measured')
  })

  it('S2-028 goes on by itself', async () => {
    const ways = new Ways()
    let count = 0
    const again = new Promise<void>((resolve) => {
      const ask: AskOver = async () => {
        count += 1
        if (count > 4) resolve()
        return whole
      }
      const prober = new Prober({ paths: ways.paths, ask, bytes: 4, timeoutMilliseconds: 5, intervalMilliseconds: 1 })
      const stop = setInterval(() => {
        if (count > 4) {
          prober.stop()
          clearInterval(stop)
        }
      }, 1)
    })
    await again
  })
})

describe('what a bank keeps of its deliveries', () => {
  it('S2-027 is each attempt with its path, the newest ones, until the chain is forgotten', () => {
    const deliveries = new Deliveries(':memory:', { attempts: 3, chains: 2 })
    const note = (chain: string, at: number, isAcknowledged = false) =>
      deliveries.note(
        chain,
        { path: `p${at}`, at, result: isAcknowledged ? 'acknowledged' : 'no_answer' },
        isAcknowledged,
      )
    for (const at of [1, 2, 3, 4]) note('a', at)
    expect(deliveries.isAcknowledged('a')).equal(false)
    note('a', 5, true)
    note('a', 6, true)
    expect(deliveries.of('a').map(({ path, at, result }) => `${path} ${at} ${result}`)).deep.equal([
      ...['p4 4 no_answer', 'p5 5 acknowledged', 'p6 6 acknowledged'],
    ])
    expect(deliveries.isAcknowledged('a')).equal(true)
    note('b', 7, true)
    note('c', 8, true)
    expect([deliveries.of('a'), deliveries.isAcknowledged('a')]).deep.equal([[], false])
    deliveries.forget('b')
    expect([deliveries.of('b'), deliveries.isAcknowledged('b'), deliveries.isAcknowledged('c')]).deep.equal([
      ...[[], false, true],
    ])
    deliveries.close()
  })
})
