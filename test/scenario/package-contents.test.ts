import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { PackageContents } from '../../chaincode/domains/packages/terms.ts'
import { keeperParticipant } from '../../scripts/keeper.ts'
import { yuanSeries } from '../../scripts/series.ts'
import { gateways } from './support/network.ts'
import { honoured } from './support/people.ts'
import { readScene } from './support/scene.ts'
import { Terminals } from './support/terminals.ts'

/** Who plays, at whose gateway. */
const people = {
  'contents-giver': { at: 'bank', roles: ['customer', 'merchant'] },
  'contents-reader': { at: 'supplier', roles: ['customer'] },
  'contents-bank': { at: 'bank', roles: ['issuer', 'teller', 'customer'] },
} as const
type Name = keyof typeof people

const cash = 'CNY-CONTENTS'
const funds = 'CNY-FUNDS'

describe('what a package and a certificate can hold', () => {
  let terminals: Terminals<Name>
  const done = (name: Name, ...words: string[]) => terminals.done(name, ...words)
  const refusal = (name: Name, ...words: string[]) => terminals.refusal(name, ...words)
  const place = (name: string) => join(terminals.folder, name)
  let interactions = 0

  /** An interaction in which the giver gave something to the reader. */
  const interaction = async (): Promise<string> => {
    interactions += 1
    const identifier = `CONTENTS-${interactions}`
    await done('contents-reader', 'profile', 'set', '--need', identifier)
    const goods = terminals.file(JSON.stringify({ title: identifier, specification: [] }))
    const opened = await done(
      ...(['contents-giver', 'recommendation', 'open', 'What may come', '--identifier', identifier] as const),
      ...(['--within', '1h', '--deliver', `goods:${goods}`] as const),
    )
    const id: string = opened.effects.recommendation
    await terminals.untilAsked(id, 'contents-reader')
    await done('contents-reader', 'recommendation', 'answer', id)
    await done('contents-giver', 'recommendation', 'deliver', id, 'contents-reader')
    return (await done('contents-reader', 'recommendation', 'accept', id)).effects.interaction
  }

  /** Delivers a file in a package, and waits until its receiver has both keys; gives the interaction. */
  const delivered = async (file: string, contents: PackageContents): Promise<string> => {
    const id = await interaction()
    const words = ['--keeper', keeperParticipant, '--contents', contents]
    await done('contents-giver', 'package', 'deliver', id, file, ...words)
    await done('contents-reader', 'package', 'request', id)
    await done('contents-giver', 'package', 'serve', '--once')
    return id
  }

  /** Opens a package into a file, once the keeper has released its key. */
  const opened = async (id: string, name: string): Promise<string> => {
    const words = ['package', 'open', id, '--out', place(name)]
    let code = await refusal('contents-reader', ...words)
    while (code === 'package_key_missing') code = await refusal('contents-reader', ...words)
    expect(code).equal('none')
    return place(name)
  }

  const program = async (name: string, source: string, ...words: string[]): Promise<string> => {
    const out = place(name)
    await done('contents-giver', 'package', 'program', terminals.file(source), '--out', out, ...words)
    return out
  }

  before(async () => {
    terminals = await Terminals.open(people)
    for (const name of ['contents-giver', 'contents-reader'] as const) await done(name, 'device', 'seal-key')
  })
  after(() => terminals.close())

  it('S1-054 S3-059 a program comes in a package, and runs in a sandbox alone, with what it declared', async () => {
    const trace = place('trace')
    const source = `show(typeof process + typeof fetch + typeof give + ' ' + input.text.length)`
    const made = await program('honest', source, '--may', 'input,show')
    const got = await opened(await delivered(made, 'program'), 'honest-opened')
    expect(readFileSync(got)).deep.equal(readFileSync(made))
    const data = terminals.file('12345')
    const ran = await done('contents-reader', 'package', 'run', got, '--input', data)
    expect(ran).deep.equal({ shown: ['undefinedundefinedundefined 5'], bytes: 0 })
    expect(await refusal('contents-reader', 'package', 'run', got)).equal('program_input_unfit')

    const greedy = await program('greedy', `give(require('node:fs').writeFileSync(${JSON.stringify(trace)}, 'x'))`)
    expect(await refusal('contents-reader', 'package', 'run', greedy, '--out', place('none'))).equal('sandbox_failed')
    const endless = await program('endless', 'for (;;) try { for (;;); } catch {}')
    expect(await refusal('contents-reader', 'package', 'run', endless, '--out', place('none'))).equal(
      'sandbox_time_out',
    )
    const plain = terminals.file('show(1)')
    expect(await refusal('contents-reader', 'package', 'run', plain)).equal('program_unreadable')
    for (const name of ['trace', 'none']) expect(existsSync(place(name))).equal(false)
  })

  it('S1-055 a way of opening comes in a package, and opens the data of its digest and no other', async () => {
    const data = terminals.file('olleh')
    const source = `give(input.text.split('').reverse().join(''))`
    const made = await program('method', source, '--may', 'input,give', '--opens', data)
    const got = await opened(await delivered(made, 'opening'), 'method-opened')
    const words = ['contents-reader', 'package', 'run', got, '--out', place('plain'), '--input'] as const
    expect(await refusal(...words, terminals.file('olleh!'))).equal('opening_not_for_this_data')
    expect(await refusal('contents-reader', 'package', 'run', got)).equal('opening_not_for_this_data')
    expect(existsSync(place('plain'))).equal(false)
    await done(...words, data)
    expect(readFileSync(place('plain'), 'utf8')).equal('hello')
  })

  for (const [row, contents, begin] of [
    ['S3-057', 'audio', 'RIFF'],
    ['S3-058', 'video', '\u001aE'],
  ] as const) {
    it(`${row} ${contents} comes whole in a package; without both keys and beyond its size nothing does`, async () => {
      const bytes = Buffer.concat([Buffer.from(begin), randomBytes(2 ** 21)])
      const file = place(`sent-${contents}`)
      writeFileSync(file, bytes)
      const id = await interaction()
      await done(
        ...(['contents-giver', 'package', 'deliver', id, file, '--keeper', keeperParticipant] as const),
        ...['--contents', contents],
      )
      await done('contents-reader', 'package', 'request', id)
      const out = place(`${contents}-early`)
      // The second key is not out yet, whatever the keeper has done.
      expect(await refusal('contents-reader', 'package', 'open', id, '--out', out)).equal('package_key_missing')
      await done('contents-giver', 'package', 'serve', '--once')
      const got = await opened(id, `${contents}-opened`)
      expect(createHash('sha256').update(readFileSync(got)).digest('hex')).equal(
        createHash('sha256').update(bytes).digest('hex'),
      )
      const small = ['package', 'open', id, '--out', out, '--megabytes', '1']
      expect(await refusal('contents-reader', ...small)).equal('package_too_large')
      expect(existsSync(out)).equal(false)
    })
  }

  it('S3-061 S3-062 a certificate holds functions, or the way of opening its data, run in a sandbox alone', async () => {
    await done(
      'contents-bank',
      ...terminals.signing('voucher.issue', yuanSeries({ voucher: cash, name: 'Yuan', quantity: '1' })),
    )
    const issue = (item: string, file: string) =>
      done(
        ...([
          'contents-giver',
          'certificate',
          'issue',
          item,
          '--title',
          item,
          '--cash',
          cash,
          '--price',
          '¥1',
        ] as const),
        ...['--program', file],
      )
    const registration = ['--name', 'Contents', '--addresses', 'https://contents.example']
    await done('contents-bank', 'provider', 'register', 'contents-giver', ...registration)
    const functions = await program(
      'functions',
      `show('for ' + Number(input.text) * 3 + ' days')`,
      '--may',
      'input,show',
    )
    const { link } = await issue('CONTENTS-F', functions)
    const run = ['contents-reader', 'certificate', 'run'] as const
    const ran = await done(...run, link, '--input', terminals.file('14'))
    expect(ran.shown).deep.equal(['for 42 days'])
    const greedy = await program(
      'escape',
      `show(this.constructor.constructor('return process.env')())`,
      '--may',
      'show',
    )
    expect(await refusal(...run, (await issue('CONTENTS-E', greedy)).link)).equal('sandbox_failed')

    const data = terminals.file('sealed elsewhere')
    const method = await program('certified', 'give(input.bytes)', '--may', 'input,give', '--opens', data)
    const opening = (await issue('CONTENTS-O', method)).link
    const out = place('certified-opened')
    expect(await refusal(...run, opening, '--input', terminals.file('sealed'), '--out', out)).equal(
      'opening_not_for_this_data',
    )
    expect(existsSync(out)).equal(false)
    await done(...run, opening, '--input', data, '--out', out)
    expect(readFileSync(out, 'utf8')).equal('sealed elsewhere')
  })

  it('S3-060 funds come as the name of an offer, and move by the rules of transfers alone; where those refuse, nothing moves', async () => {
    const held = async (name: Name): Promise<number> => {
      const { available = 0, reserved = 0 } = (await done(name, 'account', 'show')).balances[funds] ?? {}
      return Number(available) + Number(reserved)
    }
    const series = yuanSeries({ voucher: funds, name: 'Yuan to give', quantity: '1' })
    await done('contents-bank', ...terminals.signing('voucher.issue', series))
    const opening = { voucher: funds, to: 'contents-giver', quantity: '1000', reference: 'OPENING' }
    await done('contents-bank', ...terminals.signing('cash.deposit', opening))
    const offered = async (name: string): Promise<[offer: string, got: string]> => {
      const { effects } = await done('contents-giver', 'offer', 'make', funds, '400', '--to', 'contents-reader')
      await done('contents-giver', 'package', 'funds', effects.offer, '--out', place(name))
      return [effects.offer, await opened(await delivered(place(name), 'funds'), `${name}-opened`)]
    }
    const take = ['package', 'take'] as const
    const [, got] = await offered('funds')
    expect(await held('contents-reader'), 'opening moves nothing').equal(0)
    expect(await refusal('contents-bank', ...take, got), 'who it was not offered to').equal('not_a_party')
    await done('contents-reader', ...take, got)
    expect([await held('contents-reader'), await held('contents-giver')]).deep.equal([400, 600])
    expect(await refusal('contents-reader', ...take, got), 'twice').equal('offer_state_forbids')

    const [offer, late] = await offered('cancelled')
    await done('contents-giver', 'offer', 'cancel', offer)
    expect(await refusal('contents-reader', ...take, late)).equal('offer_state_forbids')
    const [, frozen] = await offered('frozen')
    const order = { participant: 'contents-giver', caseNumber: 'CONTENTS-1' }
    const { registrars } = await readScene()
    await honoured(gateways.bank, registrars.bank, 'participant.freeze', order)
    expect(await refusal('contents-reader', ...take, frozen)).equal('participant_state_forbids')
    await honoured(gateways.bank, registrars.bank, 'participant.unfreeze', order)
    const forged = terminals.file(readFileSync(got, 'utf8').replace('assay-funds-1', 'assay-funds-2'))
    expect(await refusal('contents-reader', ...take, forged)).equal('content_unfit')
    expect([await held('contents-reader'), await held('contents-giver')]).deep.equal([400, 600])
  })
})
