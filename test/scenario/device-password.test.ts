import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { keeperParticipant } from '../../scripts/keeper.ts'
import { yuanSeries } from '../../scripts/series.ts'
import { connect } from '../../terminal/sdk/connection.ts'
import { readSealKeys } from '../../terminal/sdk/sealing/seal-for.ts'
import { type Player, Terminals } from './support/terminals.ts'

/** Who asks for a password, who keeps it, who keeps none, and who sells what the keeper holds. */
const people = {
  'valve-owner': { at: 'bank', roles: ['customer'] },
  'valve-steward': { at: 'supplier', roles: ['customer'] },
  'valve-outsider': { at: 'supplier', roles: ['customer'] },
  'valve-bank': { at: 'bank', roles: ['issuer', 'teller'] },
  'valve-maker': { at: 'bank', roles: ['merchant', 'customer'] },
} as const satisfies { [name: string]: Player }
type Name = keyof typeof people

const password = 'valve 56: correct horse battery'

describe('the administrator password of a device, for who demands it', () => {
  let terminals: Terminals<Name>
  const done = (name: Name, ...words: string[]) => terminals.done(name, ...words)
  const refusal = (name: Name, ...words: string[]) => terminals.refusal(name, ...words)

  /** Gives the steward something that it can offer. */
  const holding = async (): Promise<string> => {
    const series = yuanSeries({ voucher: 'CNY-VALVE', name: 'Yuan for valves', quantity: '1' })
    await done('valve-bank', ...terminals.signing('voucher.issue', series))
    const registration = ['--name', 'The Valve Works', '--addresses', 'https://valves.example']
    await done('valve-bank', 'provider', 'register', 'valve-maker', ...registration)
    const issue = [
      'certificate',
      'issue',
      'VALVE',
      '--title',
      'Access to a valve',
      '--cash',
      'CNY-VALVE',
      '--price',
      '1',
    ]
    const { id } = await done('valve-maker', ...issue)
    const grant = ['certificate', 'grant', id, '--to', 'valve-steward', '--as', 'holding']
    const { instance } = (await done('valve-maker', ...grant)).effects
    await done('valve-steward', 'certificate', 'open', instance)
    return instance
  }
  const demandFor = async (device: string): Promise<string> => {
    const open = ['demand', 'open', `The password of ${device}`, '--field', device, '--holders', '1']
    return (await done('valve-owner', ...open)).effects.demand
  }
  const matched = async (demand: string) => {
    for (;;) {
      const { match } = await done('valve-owner', 'demand', 'show', demand)
      if (match !== undefined) return match
    }
  }

  before(async () => {
    terminals = await Terminals.open<Name>(people)
    for (const name of ['valve-owner', 'valve-steward'] as const) await done(name, 'device', 'seal-key')
    const connection = connect(terminals.gatewayOf('valve-steward'))
    while ((await readSealKeys(connection, keeperParticipant)).length === 0);
  })
  after(() => terminals.close())

  it('S1-056 is asked of who keeps it alone, delivered in a package, and refused for a device that is not managed', async () => {
    const keep = ['device-password', 'keep']
    expect(await done('valve-steward', ...keep, 'valve-56', '--from', terminals.file(`${password}\n`))).deep.equal({
      device: 'valve-56',
    })
    await done('valve-steward', ...keep, 'valve-58', '--from', terminals.file('another one'))
    await done('valve-steward', 'profile', 'set', '--field', 'valve-56', '--field', 'valve-58')
    await done('valve-outsider', 'profile', 'set', '--field', 'valve-watching')
    const instance = await holding()

    expect((await matched(await demandFor('valve-57'))).found, 'which nobody keeps').equal(0)
    const demand = await demandFor('valve-56')
    await terminals.untilAsked(demand, 'valve-steward')
    expect((await matched(demand)).found).equal(1)
    expect((await done('valve-outsider', 'request', 'list')).items).deep.equal([])
    const answer = ['demand', 'answer', demand, '--instance', instance, '--as', 'data']
    expect(await refusal('valve-outsider', ...answer), 'who was not asked').equal('not_listed')
    await done('valve-steward', ...answer)
    const id: string = (await done('valve-owner', 'demand', 'accept', demand, 'valve-steward')).effects.interaction

    const deliver = ['package', 'deliver', id, '--keeper', keeperParticipant, '--device-password']
    expect(await refusal('valve-steward', ...deliver, 'valve-57')).equal('device_not_managed')
    expect(await refusal('valve-outsider', ...deliver, 'valve-56'), 'keeps none').equal('device_not_managed')
    expect(await refusal('valve-owner', 'package', 'request', id), 'nothing was delivered').equal('unknown_package')
    expect((await done('valve-steward', ...deliver, 'valve-56')).effects.status).equal('open')

    await done('valve-owner', 'package', 'request', id)
    expect(await done('valve-steward', 'package', 'serve', '--once')).deep.equal({ released: 1 })
    const out = join(terminals.folder, 'passwords.json')
    let code = 'package_key_missing'
    while (code === 'package_key_missing') code = await refusal('valve-owner', 'package', 'open', id, '--out', out)
    expect(code).equal('none')
    expect(JSON.parse(readFileSync(out, 'utf8'))).deep.equal({ passwords: [{ device: 'valve-56', password }] })
    expect((await done('valve-owner', 'package', 'list')).items[0]).include({ interaction: id, contents: 'passwords' })
  })

  it('S1-056 keeps several, each under its device, and forgets one alone', async () => {
    expect((await done('valve-steward', 'device-password', 'list')).devices).deep.equal(['valve-56', 'valve-58'])
    await done('valve-steward', 'device-password', 'forget', 'valve-58')
    expect((await done('valve-steward', 'device-password', 'list')).devices).deep.equal(['valve-56'])
    expect(await refusal('valve-steward', 'device-password', 'forget', 'valve-58')).equal('device_not_managed')
  })
})
