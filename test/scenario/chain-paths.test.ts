import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import { pinOfKey } from '../../chaincode/wire/delivery.ts'
import { bundleInstitution } from '../../scripts/institution/bundle.ts'
import { yuanSeries } from '../../scripts/series.ts'
import { freePort } from '../support/free-port.ts'
import { CutProxy } from './support/cut-proxy.ts'
import { HoldingGateway } from './support/holding-gateway.ts'
import { gateways, restartGateway, topology } from './support/network.ts'
import { nowhere } from './support/scene.ts'
import { Terminals } from './support/terminals.ts'
import { until } from './support/until.ts'

const cash = 'CNY-PATHS'
const gold = 'AU-PATHS'
const account = '6222021234567894'
const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

type Name = 'paths-bank' | 'paths-checker' | 'paths-client' | 'paths-treasury'

const rules = {
  metal: {
    [gold]: {
      ...{ cash, minimumGrade: 'bbb', quantityMaximum: '1000', amountMaximum: '1000000' },
      hours: [{ zone: 'UTC', days: week, from: '00:00', until: '24:00' }],
      price: { reference: '550', bandPerMille: 50 },
    },
  },
}

/** Something to wait for until the test says so. */
const held = () => {
  let release = () => {}
  const until = new Promise<void>((resolve) => {
    release = resolve
  })
  return { until, release }
}

describe('a trade on its way to its institution, on a network', () => {
  const dispatcherFile = join(topology.dataFolder, 'gateways', 'bank', 'dispatcher.json')
  let usual = ''
  let people: Terminals<Name>
  let program: ChildProcess | undefined
  let config = ''
  /** The program as it stands on a machine of its own, where nothing else of the project is. */
  let bundle = ''
  let database = ''
  const proxies = new Map<string, CutProxy>()
  /** The way from the program to its own gateway. */
  let desk: HoldingGateway

  /** Starts the program; it is killed as soon as it says this word. */
  const start = (killedAt?: string): void => {
    const child = spawn(process.execPath, [join(bundle, 'assay-institution.mjs'), '--config', config], {
      cwd: people.folder,
      env: { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    program = child
    child.stdout.on('data', (part) => {
      if (killedAt !== undefined && String(part).includes(`"event":"${killedAt}"`)) child.kill('SIGKILL')
    })
  }
  const end = async (): Promise<void> => {
    const ending = program
    program = undefined
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return
    const ended = once(ending, 'exit')
    ending.kill('SIGTERM')
    await ended
  }

  const openPeople = async (): Promise<void> => {
    people = await Terminals.open<Name>({
      'paths-bank': { at: 'bank', roles: ['credit', 'issuer', 'teller', 'customer'] },
      'paths-checker': { at: 'bank', roles: ['credit', 'teller'] },
      'paths-client': { at: 'bank', roles: ['customer'] },
      'paths-treasury': { at: 'institution', roles: ['executor', 'issuer', 'customer'] },
    })
    const series = yuanSeries({ voucher: cash, name: 'Yuan of paths', quantity: '1' })
    await people.done('paths-bank', ...people.signing('voucher.issue', series))
    for (const to of ['paths-client', 'paths-treasury']) {
      const deposit = { voucher: cash, to, quantity: '9000000', reference: to }
      await people.done('paths-bank', ...people.signing('cash.deposit', deposit))
    }
    const metal = {
      ...{ voucher: gold, name: 'Gold of paths', quantity: '1000000', functions: ['transfer'] },
      product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
      unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
    }
    await people.done('paths-treasury', ...people.signing('voucher.issue', metal))
    await people.done('paths-treasury', 'transfer', gold, '50000', '--to', 'paths-client')
    await people.done('paths-treasury', 'institution', 'open', 'metal')
    const grading = ['grade', 'set', 'paths-client', '--grade', 'a', '--institution', 'InstitutionMSP']
    await people.byTwo(['paths-bank', 'paths-checker'], ...grading)
    const known = ['--type', 'account-number', '--from', people.file(account)]
    await people.done('paths-bank', 'identity', 'set', 'paths-client', ...known)
  }

  before(async () => {
    await openPeople()
    bundle = join(people.folder, 'bundle')
    await bundleInstitution(topology.projectFolder, bundle)
    usual = readFileSync(dispatcherFile, 'utf8')
    // Probed each second, so that a test need not wait for half a minute.
    const paths = { probeSeconds: 1, ageSeconds: 30, timeoutSeconds: 3 }
    writeFileSync(dispatcherFile, JSON.stringify({ ...JSON.parse(usual), paths }))
    await restartGateway('bank')
    const listening = []
    for (const name of ['east', 'west']) {
      const port = await freePort()
      const proxy = await CutProxy.open(port)
      proxies.set(name, proxy)
      listening.push({ name, host: '127.0.0.1', port: proxy.port, listen: { host: '127.0.0.1', port } })
    }
    // By whatever else this machine does, the other path is the faster one.
    ;(proxies.get('west') as CutProxy).delay = 700
    desk = await HoldingGateway.open(people.gatewayOf('paths-treasury'))
    config = people.file('')
    database = `${config}.sqlite`
    const profile = join(people.folder, 'paths-treasury')
    const named = {
      gateway: desk.url,
      profile,
      database,
      rules: people.file(JSON.stringify(rules)),
    }
    const server = { key: `${config}.key`, addresses: listening }
    // It finds by itself what nobody brings only once in ten minutes: nothing here waits for that.
    writeFileSync(config, JSON.stringify({ ...named, server, pauseSeconds: 600 }))
    start()
    await untilPaths('several')
  })
  after(async () => {
    await end()
    for (const proxy of [...proxies.values(), desk]) proxy?.close()
    await reachedAt([nowhere])
    writeFileSync(dispatcherFile, usual)
    await restartGateway('bank')
    people.close()
  })

  const reachedAt = (addresses: readonly object[]) => {
    const keys = [pinOfKey(readFileSync(`${config}.key`, 'utf8'))]
    return people.done('paths-treasury', ...people.signing('institution.reach', { addresses, keys }))
  }
  const addressOf = (name: string) => ({ name, host: '127.0.0.1', port: `${(proxies.get(name) as CutProxy).port}` })

  const pathsNow = async () => {
    const { institutions } = await people.done('paths-bank', 'chain', 'paths')
    return institutions.find((one: { institution: string }) => one.institution === 'InstitutionMSP')
  }
  /** Waits until the institution is reached so, and each of its paths was measured and is good. */
  const untilPaths = (state: string) =>
    until(pathsNow, (found) => {
      const isMeasured = found.paths.every((one: { state: string }) => one.state === 'measured')
      return found.state === state && isMeasured
    })

  const opened = async (): Promise<string> => {
    const { effects } = await people.done(
      ...(['paths-client', 'chain', 'open', 'sell', '--institution', 'InstitutionMSP', '--family', 'metal'] as const),
      ...['--voucher', gold, '--amount', '1000', '--limit', '550', '--cash', cash],
      ...['--identity-type', 'account-number', '--identity', people.file(account)],
    )
    return effects.chain
  }
  const statusOf = async (chain: string): Promise<string> =>
    (await people.done('paths-client', 'chain', 'show', chain)).chain.status
  const untilStands = (chain: string, status: string) =>
    until(
      () => statusOf(chain),
      (found) => found === status,
    )

  const deliveriesOf = async (chain: string): Promise<string[]> =>
    (await people.done('paths-bank', 'chain', 'deliveries', chain)).items.map(
      ({ path, result }: { path: string; result: string }) => `${path} ${result}`,
    )
  /** What the institution's program has on record of a chain: over which paths it came, and how often it was executed. */
  const atInstitution = (chain: string) => {
    const file = new DatabaseSync(database, { readOnly: true })
    try {
      const receipts = file.prepare('SELECT path FROM receipt WHERE chain = ? ORDER BY number').all(chain)
      const trades = file.prepare('SELECT chain FROM trade WHERE chain = ?').all(chain)
      return { receipts: receipts.map(({ path }) => path), executed: trades.length }
    } finally {
      file.close()
    }
  }
  const choiceIn = async (chain: string) => {
    const { segments } = await people.done('paths-bank', 'chain', 'file', chain)
    return JSON.parse(segments[1].confidential).path
  }

  it('S2-024 S2-025 S2-026 S2-027 S2-028 goes over the faster of two paths that were measured before, which is on record at both ends', async () => {
    const chain = await opened()
    await untilStands(chain, 'settled')
    expect(await deliveriesOf(chain)).deep.equal(['east acknowledged'])
    expect(atInstitution(chain)).deep.equal({ receipts: ['east'], executed: 1 })
    const { address, considered } = await choiceIn(chain)
    expect(address).equal('east')
    const classOf = (name: string) => Number(considered.find((one: { name: string }) => one.name === name).class)
    expect(classOf('east')).lessThan(classOf('west'))
  })

  for (const [cut, result] of [
    ['before', 'east unreachable'],
    ['during', 'east no_answer'],
  ] as const)
    it(`S2-027 goes over the next best path where the chosen one is cut ${cut} the delivery, and is executed once`, async () => {
      await untilPaths('several')
      const east = proxies.get('east') as CutProxy
      east.cut = cut
      const chain = await opened()
      await untilStands(chain, 'settled')
      east.cut = undefined
      // The answer may be settled before the bank has noted that its delivery was acknowledged.
      await until(
        () => deliveriesOf(chain),
        (all) => all.length === 2,
      )
      expect(await deliveriesOf(chain)).deep.equal([result, 'west acknowledged'])
      expect(atInstitution(chain)).deep.equal({ receipts: ['west'], executed: 1 })
      expect((await choiceIn(chain)).address).equal('east')
    })

  it('S2-027 is executed once where the chosen path is cut after the delivery, whether it comes again or is answered before that', async () => {
    await untilPaths('several')
    const east = proxies.get('east') as CutProxy
    east.cut = 'after'
    const chain = await opened()
    await untilStands(chain, 'settled')
    east.cut = undefined
    // What was answered meanwhile is delivered no more.
    const [first] = await until(
      () => deliveriesOf(chain),
      (all) => all.length > 0,
    )
    expect(first).equal('east no_answer')
    const { receipts, executed } = atInstitution(chain)
    expect([receipts[0], executed]).deep.equal(['east', 1])
    expect((await choiceIn(chain)).address).equal('east')
  })

  it('S2-027 is executed once where it comes again over another path before the first one was acknowledged, and both are on record', async () => {
    await untilPaths('several')
    const east = proxies.get('east') as CutProxy
    // The program executes what came first, and its answer waits too: else the bank would hear of that, and deliver no more.
    const [acknowledgement, answer] = [held(), held()]
    east.holding = acknowledgement.until
    desk.holding = answer.until
    const chain = await opened()
    try {
      await until(
        async () => atInstitution(chain),
        ({ receipts, executed }) => receipts.length === 2 && executed === 1,
      )
      await until(
        () => deliveriesOf(chain),
        (all) => all.length === 2,
      )
      expect(await statusOf(chain)).equal('sent')
    } finally {
      acknowledgement.release()
      answer.release()
      east.holding = undefined
      desk.holding = undefined
    }
    await untilStands(chain, 'settled')
    expect(await deliveriesOf(chain)).deep.equal(['east no_answer', 'west acknowledged'])
    expect(atInstitution(chain)).deep.equal({ receipts: ['east', 'west'], executed: 1 })
  })

  it('S2-027 S2-035 is executed once by a program that is killed behind the execution, and goes on where it was', async () => {
    await untilPaths('several')
    await end()
    start('answered')
    const killed = program as ChildProcess
    await untilPaths('several')
    const chain = await opened()
    if (killed.signalCode === null) await once(killed, 'exit')
    expect(atInstitution(chain).executed).equal(1)
    start()
    await untilStands(chain, 'settled')
    expect(atInstitution(chain).executed).equal(1)
  })

  it('S2-024 waits while its institution has no address on record, which is an alarm, and goes on by itself once there is one', async () => {
    await reachedAt([])
    await until(pathsNow, ({ state }) => state === 'none')
    const chain = await opened()
    await untilStands(chain, 'enriched')
    const metrics = async () => (await fetch(`${gateways.bank}/metrics`)).text()
    await until(metrics, (text) => text.includes('assay_institution_paths{institution="InstitutionMSP"} 0'))
    expect(await statusOf(chain)).equal('enriched')
    await reachedAt([addressOf('west')])
    await untilStands(chain, 'settled')
    expect(atInstitution(chain)).deep.equal({ receipts: ['west'], executed: 1 })
  })

  it('S2-025 goes over the only path that there is, which is told as a warning', async () => {
    await untilPaths('one')
    const chain = await opened()
    await untilStands(chain, 'settled')
    expect((await choiceIn(chain)).considered.map(({ name }: { name: string }) => name)).deep.equal(['west'])
    expect(await deliveriesOf(chain)).deep.equal(['west acknowledged'])
    const metrics = await (await fetch(`${gateways.bank}/metrics`)).text()
    expect(metrics).include('assay_institution_paths{institution="InstitutionMSP"} 1')
  })
})
