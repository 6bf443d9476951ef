import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { keeperParticipant } from '../../scripts/keeper.ts'
import { restartGateway } from './support/network.ts'
import { Terminals } from './support/terminals.ts'

/** Who plays, at whose gateway. */
const people = {
  'vault-giver': { at: 'supplier', roles: ['customer'] },
  'vault-reader': { at: 'bank', roles: ['customer'] },
  'vault-other': { at: 'bank', roles: ['customer'] },
} as const
type Name = keyof typeof people

const secret = 'the administrator password of pump 7'

describe('a package of two keys, from one member’s customer to another’s', () => {
  let terminals: Terminals<Name>
  const done = (name: Name, ...words: string[]) => terminals.done(name, ...words)
  const refusal = (name: Name, ...words: string[]) => terminals.refusal(name, ...words)

  /** An interaction in which the giver gave something to the reader. */
  const interaction = async (identifier: string): Promise<string> => {
    await done('vault-reader', 'profile', 'set', '--need', identifier)
    const goods = terminals.file(JSON.stringify({ title: 'Pump 7', specification: [] }))
    const opened = await done(
      ...(['vault-giver', 'recommendation', 'open', 'Access to pump 7', '--identifier', identifier] as const),
      ...(['--within', '1h', '--deliver', `goods:${goods}`] as const),
    )
    const id: string = opened.effects.recommendation
    await terminals.untilAsked(id, 'vault-reader')
    await done('vault-reader', 'recommendation', 'answer', id)
    await done('vault-giver', 'recommendation', 'deliver', id, 'vault-reader')
    return (await done('vault-reader', 'recommendation', 'accept', id)).effects.interaction
  }

  before(async () => {
    terminals = await Terminals.open(people)
    for (const name of ['vault-giver', 'vault-reader'] as const) await done(name, 'device', 'seal-key')
  })
  after(() => terminals.close())

  it('opens with both keys, released once each, and leaves a receipt; nobody else gets any of it', async () => {
    const id = await interaction('PUMP-7')
    const file = terminals.file(secret)
    const delivered = await done('vault-giver', 'package', 'deliver', id, file, '--keeper', keeperParticipant)
    expect(delivered.effects.status).equal('open')
    expect(await refusal('vault-other', 'package', 'request', id)).equal('not_a_party')
    await done('vault-reader', 'package', 'request', id)
    const out = join(terminals.folder, 'opened')
    expect(await refusal('vault-reader', 'package', 'open', id, '--out', out)).equal('package_key_missing')
    expect(await done('vault-giver', 'package', 'serve', '--once')).deep.equal({ released: 1 })
    expect(await done('vault-giver', 'package', 'serve', '--once')).deep.equal({ released: 0 })
    let opened = await refusal('vault-reader', 'package', 'open', id, '--out', out)
    while (opened === 'package_key_missing') opened = await refusal('vault-reader', 'package', 'open', id, '--out', out)
    expect(opened).equal('none')
    expect(readFileSync(out, 'utf8')).equal(secret)
    expect(await refusal('vault-other', 'package', 'open', id, '--out', `${out}-other`)).not.equal('none')
  })

  it('is not opened once it was revoked before its second key was out, though the keeper was away meanwhile', async () => {
    const id = await interaction('PUMP-8')
    await done('vault-giver', 'package', 'deliver', id, terminals.file(secret), '--keeper', keeperParticipant)
    const restarted = restartGateway('supplier')
    await done('vault-reader', 'package', 'request', id)
    await restarted
    await done('vault-giver', 'package', 'revoke', id)
    const out = join(terminals.folder, 'revoked')
    writeFileSync(`${out}.note`, '')
    expect(await refusal('vault-reader', 'package', 'open', id, '--out', out)).oneOf([
      ...['package_key_missing', 'package_state_forbids', 'sealed_for_others'],
    ])
  })
})
