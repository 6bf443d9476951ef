import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import type { Command } from 'commander'
import { createProgram } from '../../../terminal/cli/program.ts'
import { loadProfile } from '../../../terminal/sdk/node/profile.ts'
import { CommandLine } from '../support/command-line.ts'
import { FakeGateway, problem } from '../support/fake-gateway.ts'

const transfer = ['transfer', 'GOLD-1G', '1500', '--to', 'bob']

describe('the command line', () => {
  let folder: string
  let gateway: FakeGateway
  let assay: CommandLine

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-command-'))
    gateway = await new FakeGateway().listen()
    assay = new CommandLine(folder, gateway.url)
  })
  afterEach(async () => {
    await gateway.close()
    await rm(folder, { recursive: true, force: true })
  })

  const createAlice = async () => {
    const { code, output } = await assay.run('device', 'create', '--participant', 'alice')
    expect(code).to.equal(0)
    const { signer } = await loadProfile(join(folder, 'default'))
    gateway.devices.set(signer.device, signer.publicKey)
    return { signer, output }
  }

  describe('helping', () => {
    const streams = { output: () => {}, complain: () => {}, readFile: async () => '', environment: {} }
    const program = createProgram({ streams, finish: () => {} }, () => {})
    const all = (command: Command, path: string[] = []): { command: Command; path: string[] }[] =>
      command.commands.flatMap((one) => [
        { command: one, path: [...path, one.name()] },
        ...all(one, [...path, one.name()]),
      ])

    it('names every command on the first page, with an example and the exit codes', async () => {
      const { code, output } = await assay.run('--help')
      expect(code).to.equal(0)
      for (const { command } of all(program)) expect(output).to.contain(command.name())
      expect(output).to.contain('From a key to a transfer').and.contain('$ assay transfer GOLD-1G')
      for (const line of ['0  accepted', '1  refused', '2  pending', '3  outage']) expect(output).to.contain(line)
    })

    for (const { command, path } of all(program)) {
      it(`explains ${path.join(' ')} and each of its arguments and options`, async () => {
        const { code, output } = await assay.run(...path, '--help')
        expect(code).to.equal(0)
        expect(output).to.contain(command.description().slice(0, 30))
        for (const { description } of command.registeredArguments) expect(description).not.to.equal('')
        for (const { description } of command.options) expect(description).not.to.equal('')
      })
    }

    it('tells the unit of every quantity', () => {
      for (const { command, path } of all(program)) {
        for (const argument of command.registeredArguments.filter((one) => one.name() === 'quantity')) {
          expect(argument.description, path.join(' ')).to.contain('base units')
        }
      }
    })
  })

  describe('a device', () => {
    it('is made with a closed key file, and tells what to give to the registrar', async () => {
      const { signer, output } = await createAlice()
      expect((await stat(join(folder, 'default', 'device.key'))).mode & 0o777).to.equal(0o600)
      const card = { participant: 'alice', name: 'alice’s device', publicKey: signer.publicKey }
      expect(output).to.contain(signer.device).and.contain(JSON.stringify(card))
      expect(JSON.parse((await assay.run('device', 'show', '--card', '--json')).output)).to.deep.equal(card)
    })

    it('is registered from its card, from a file or from standard input', async () => {
      await createAlice()
      const { output: made } = await assay.run('device', 'create', '--participant', 'bob', '--profile', 'bob', '--json')
      await writeFile(join(folder, 'bob.json'), made)
      assay.input = (await assay.run('device', 'show', '--card', '--profile', 'bob')).output
      for (const file of [join(folder, 'bob.json'), '-']) {
        const { code } = await assay.run('register', file, '--type', 'person', '--roles', 'customer')
        expect(code).to.equal(0)
      }
      const { card } = JSON.parse(made)
      const [first = '', second = ''] = gateway.sent
      expect(JSON.parse(first).instruction).to.deep.include({
        kind: 'participant.register',
        from: 'alice',
        body: {
          participant: 'bob',
          type: 'person',
          device: { name: card.name, publicKey: card.publicKey, roles: ['customer'] },
        },
      })
      expect(JSON.parse(second).instruction.body).to.deep.equal(JSON.parse(first).instruction.body)
    })

    it('is never made over another one', async () => {
      const { signer } = await createAlice()
      const { code, complaint } = await assay.run('device', 'create', '--participant', 'alice')
      expect(code).to.equal(1)
      expect(complaint).to.contain('file_exists').and.contain('--profile')
      expect((await loadProfile(join(folder, 'default'))).signer.device).to.equal(signer.device)
    })

    it('takes its counter up from the ledger when its file was lost', async () => {
      await createAlice()
      await rm(join(folder, 'default', 'numbers.sqlite'))
      const lost = await assay.run(...transfer)
      expect(lost.code).to.equal(1)
      expect(lost.complaint).to.contain('assay device renumber')
      expect((await assay.run('device', 'renumber')).output).to.contain('after 41')
      await assay.run(...transfer)
      expect(JSON.parse(gateway.sent[0] ?? '').instruction.number).to.equal('42')
    })
  })

  describe('a transfer', () => {
    it('is signed by the profile’s device and shown with its unit', async () => {
      const { signer } = await createAlice()
      const { code, output } = await assay.run(...transfer, '--reference', 'rent 11/26')
      expect(code).to.equal(0)
      expect(output).to.contain('accepted').and.contain('1.5 g (1500 × 1 mg)').and.contain('2.5 g (2500 × 1 mg)')
      expect(JSON.parse(gateway.sent[0] ?? '').instruction).to.deep.include({
        kind: 'voucher.transfer',
        from: 'alice',
        device: signer.device,
        body: { voucher: 'GOLD-1G', quantity: '1500', to: 'bob', reference: 'rent 11/26' },
      })
    })

    it('prints one JSON document with --json', async () => {
      await createAlice()
      const { output } = await assay.run(...transfer, '--json')
      expect(JSON.parse(output)).to.deep.include({ status: 'accepted' })
    })

    for (const quantity of ['1.5', '0', '1e3', 'ten', '']) {
      it(`S0-007: with the quantity ${JSON.stringify(quantity)} ends with 1, says the form, and sends nothing`, async () => {
        await createAlice()
        const { code, complaint } = await assay.run('transfer', 'GOLD-1G', quantity, '--to', 'bob')
        expect(code).to.equal(1)
        expect(complaint).to.contain('whole number of the voucher’s base units').and.contain('Nothing was sent')
        expect(gateway.sent).to.deep.equal([])
      })
    }

    it('S0-007: without a quantity ends with 1 and sends nothing', async () => {
      await createAlice()
      const { code } = await assay.run('transfer', 'GOLD-1G', '--to', 'bob')
      expect(code).to.equal(1)
      expect(gateway.sent).to.deep.equal([])
    })

    it('refused by the ledger ends with 1, with code, values and what to do', async () => {
      await createAlice()
      const values = { voucher: 'GOLD-1G', available: '10', quantity: '1500' }
      gateway.scripts.push((_received, id) =>
        problem(409, 'exceeds_available_quantity', { id, outcome: 'refused', values }),
      )
      const { code, output } = await assay.run(...transfer)
      expect(code).to.equal(1)
      expect(output).to.contain('exceeds_available_quantity').and.contain('0.01 g (10 × 1 mg)').and.contain('next')
    })

    it('S0-012: with an unknown outcome ends with 2, says PENDING, and resend settles it', async () => {
      await createAlice()
      gateway.scripts.push(() => 'drop')
      const first = await assay.run(...transfer, '--wait', '0')
      expect(first.code).to.equal(2)
      expect(first.output).to.contain('PENDING').and.contain('assay resend').and.not.contain('accepted')
      const listed = await assay.run('resend', '--list')
      expect(listed.output).to.contain('voucher.transfer')
      const second = await assay.run('resend')
      expect(second.code).to.equal(0)
      expect(gateway.sent[1]).to.equal(gateway.sent[0])
      expect((await assay.run('resend')).output).to.contain('known outcome')
    })

    it('warns before another instruction while an earlier one is unsettled', async () => {
      await createAlice()
      gateway.scripts.push(() => 'drop')
      await assay.run(...transfer, '--wait', '0')
      expect((await assay.run(...transfer)).complaint).to.contain('1 earlier instruction(s) have no known outcome')
    })

    it('in an outage ends with 3 and says that it was not taken', async () => {
      await createAlice()
      await assay.run(...transfer)
      await gateway.close()
      const { code, complaint } = await assay.run(...transfer, '--wait', '0')
      expect(code).to.equal(3)
      expect(complaint).to.contain('was not taken').and.contain('assay resend').and.contain('ECONNREFUSED')
      expect(complaint).not.to.contain('    at ')
    })

    it('survives the death of the terminal while it was sending: resend gives the outcome under the same number', async () => {
      await createAlice()
      gateway.scripts.push((received, id) => {
        gateway.accept(id, received.body)
        return 'hang'
      })
      const child = assay.start(...transfer)
      while (gateway.sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
      child.kill('SIGKILL')
      await once(child, 'exit')
      expect(await readdir(join(folder, 'default', 'outbox'))).to.have.length(1)
      const { code } = await assay.run('resend')
      expect(code).to.equal(0)
      expect(gateway.sent[1]).to.equal(gateway.sent[0])
      expect(await readdir(join(folder, 'default', 'outbox'))).to.deep.equal([])
      await assay.run(...transfer)
      expect(JSON.parse(gateway.sent[2] ?? '').instruction.number).to.equal('2')
    }).timeout(20_000)
  })

  describe('reading', () => {
    it('shows a voucher and an account with units', async () => {
      await createAlice()
      expect((await assay.run('voucher', 'show', 'GOLD-1G')).output).to.contain('5000 g (5000000 × 1 mg)')
      const { output } = await assay.run('account', 'show')
      expect(output).to.contain('4 g (4000 × 1 mg)').and.contain('0.5 g (500 × 1 mg)').and.not.contain('frozen')
    })

    it('needs no device for what is published', async () => {
      expect((await assay.run('voucher', 'show', 'GOLD-1G')).code).to.equal(0)
      const { code, complaint } = await assay.run('account', 'show')
      expect(code).to.equal(1)
      expect(complaint).to.contain('profile_missing').and.contain('assay device create')
    })

    it('refuses as publisher the gateway that processes the voucher', async () => {
      gateway.mspId = 'InstitutionMSP'
      const { code, complaint } = await assay.run('voucher', 'show', 'GOLD-1G', '--publisher', gateway.url)
      expect(code).to.equal(1)
      expect(complaint).to.contain('publisher_is_home')
    })

    it('shows an instruction, and checks its evidence offline', async () => {
      await createAlice()
      const { id } = JSON.parse((await assay.run(...transfer, '--json')).output)
      expect((await assay.run('instruction', 'show', id)).output).to.contain('accepted')
      assay.input = (await assay.run('instruction', 'evidence', id)).output
      const good = await assay.run('instruction', 'verify', '-', '--id', id)
      expect(good.output).to.contain('good').and.contain('"quantity":"1500"')
      expect(good.code).to.equal(0)
      assay.input = assay.input.replace('"1500"', '"1501"')
      const bad = await assay.run('instruction', 'verify', '-', '--id', id)
      expect(bad.output).to.contain('NOT GOOD: bad_signature')
      expect(bad.code).to.equal(1)
    })

    it('takes ids that begin with a dash', async () => {
      const id = `-${'x'.repeat(42)}`
      const { code, complaint } = await assay.run('instruction', 'show', id)
      expect(code).to.equal(1)
      expect(complaint).to.contain('not_found')
      expect(gateway.received.at(-1)?.path).to.equal(`/v1/instructions/${id}`)
    })
  })

  it('sends a ready envelope as it is, and an instruction of any kind from a body', async () => {
    await createAlice()
    gateway.scripts.push(() => 'drop')
    await assay.run(...transfer, '--wait', '0')
    const [name = ''] = await readdir(join(folder, 'default', 'outbox'))
    const { code } = await assay.run('send', join(folder, 'default', 'outbox', name))
    expect(code).to.equal(0)
    expect(gateway.sent[1]).to.equal(gateway.sent[0])
    expect(await readdir(join(folder, 'default', 'outbox'))).to.deep.equal([])
    assay.input = JSON.stringify({ voucher: 'GOLD-1G', quantity: '7' })
    expect((await assay.run('instruct', 'voucher.increase-supply', '-')).code).to.equal(0)
    assay.input = JSON.stringify({ voucher: 'GOLD-1G', quantity: 7 })
    expect((await assay.run('instruct', 'voucher.increase-supply', '-')).code).to.equal(1)
    expect(gateway.sent).to.have.length(3)
  })

  it('issues vouchers of metal and of cash', async () => {
    await createAlice()
    const shared = ['--name', 'A name', '--functions', 'buy,transfer', '--base-per-shown', '100']
    const metal = ['--metal', 'gold', '--fineness', '9999', '--unit-base', '1 mg', '--unit-shown', 'g']
    expect((await assay.run('voucher', 'issue', 'GOLD-1G', '5000', ...shared, ...metal)).code).to.equal(0)
    const cash = ['--currency', 'CNY', '--unit-base', '1 fen', '--unit-shown', 'yuan']
    expect((await assay.run('voucher', 'issue', 'CASH-CNY', '5000', ...shared, ...cash)).code).to.equal(0)
    const [first, second] = gateway.sent.map((envelope) => JSON.parse(envelope).instruction.body)
    expect(first.product).to.deep.equal({ type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' })
    expect(second).to.deep.include({ product: { type: 'currency', currency: 'CNY' }, functions: ['buy', 'transfer'] })
    const neither = await assay.run(
      'voucher',
      'issue',
      'GOLD-2G',
      '1',
      ...shared,
      '--unit-base',
      '1 mg',
      '--unit-shown',
      'g',
    )
    expect(neither.code).to.equal(1)
    expect(neither.complaint).to.contain('--metal or --currency')
  })

  const instructions: [string[], string, object][] = [
    [
      ['participant', 'freeze', 'bob', '--case', 'C-1'],
      'participant.freeze',
      { participant: 'bob', caseNumber: 'C-1' },
    ],
    [
      ['participant', 'unfreeze', 'bob', '--case', 'C-1'],
      'participant.unfreeze',
      { participant: 'bob', caseNumber: 'C-1' },
    ],
    [['participant', 'close', 'bob'], 'participant.close', { participant: 'bob' }],
    [['participant', 'accept', 'none'], 'participant.accept', { accepts: 'none' }],
    [['device', 'revoke', 'd'.repeat(43)], 'device.revoke', { participant: 'alice', device: 'd'.repeat(43) }],
    [
      ['device', 'revoke', `-${'d'.repeat(42)}`, '--of', 'bob'],
      'device.revoke',
      { participant: 'bob', device: `-${'d'.repeat(42)}` },
    ],
    [
      ['voucher', 'functions', 'GOLD-1G', 'buy,sell'],
      'voucher.change-functions',
      { voucher: 'GOLD-1G', functions: ['buy', 'sell'] },
    ],
    [['voucher', 'functions', 'GOLD-1G', '--none'], 'voucher.change-functions', { voucher: 'GOLD-1G', functions: [] }],
    [['voucher', 'increase', 'GOLD-1G', '5'], 'voucher.increase-supply', { voucher: 'GOLD-1G', quantity: '5' }],
    [['voucher', 'decrease', 'GOLD-1G', '5'], 'voucher.decrease-supply', { voucher: 'GOLD-1G', quantity: '5' }],
    [['voucher', 'retire', 'GOLD-1G'], 'voucher.retire', { voucher: 'GOLD-1G' }],
  ]
  for (const [words, kind, body] of instructions) {
    it(`turns ${words.join(' ')} into ${kind}`, async () => {
      await createAlice()
      expect((await assay.run(...words)).code).to.equal(0)
      expect(JSON.parse(gateway.sent[0] ?? '').instruction).to.deep.include({ kind, body })
    })
  }

  describe('used wrongly', () => {
    for (const words of [
      ['fly'],
      ['transfer'],
      [...transfer, '--wait', 'long'],
      ['voucher'],
      ['instruction', 'show', 'x'],
    ]) {
      it(`${words.join(' ')} ends with 1 and points to the help`, async () => {
        const { code, complaint } = await assay.run(...words)
        expect(code).to.equal(1)
        expect(complaint).to.contain('--help')
      })
    }

    it('tells even that in one JSON document with --json', async () => {
      const { code, output, complaint } = await assay.run('transfer', '--json')
      expect(code).to.equal(1)
      expect(JSON.parse(output).error.code).to.equal('usage')
      expect(complaint).to.equal('')
    })

    it('refuses a profile name that leads out of its folder', async () => {
      const { code, complaint } = await assay.run('whoami', '--profile', '../other')
      expect(code).to.equal(1)
      expect(complaint).to.contain('setting_unusable')
    })

    it('asks for a gateway when none is named', async () => {
      const { code, complaint } = await new CommandLine(folder).run('voucher', 'show', 'GOLD-1G')
      expect(code).to.equal(1)
      expect(complaint).to.contain('gateway_missing').and.contain('ASSAY_GATEWAY')
    })
  })

  it('never prints the private key or the token', async () => {
    await createAlice()
    const key = await readFile(join(folder, 'default', 'device.key'), 'utf8')
    const secrets = [...key.split('\n').filter((line) => line.length > 20 && !line.startsWith('-')), 'first-token']
    assay.environment['ASSAY_DEBUG'] = '1'
    for (const words of [
      ['whoami'],
      ['device', 'show'],
      ['device', 'show', '--json'],
      ['account', 'show', '--json'],
      transfer,
    ]) {
      const { output, complaint } = await assay.run(...words)
      for (const secret of secrets) expect(output + complaint).not.to.contain(secret)
    }
  })

  it('runs as a process of its own, with the exit codes that it documents', async () => {
    await createAlice()
    gateway.scripts.push(
      (received, id) => gateway.accept(id, received.body),
      (_received, id) => problem(409, 'receiver_does_not_accept', { id, outcome: 'refused', values: {} }),
      () => 'drop',
    )
    const codes: unknown[] = []
    for (let round = 0; round < 3; round += 1) {
      const child = assay.start(...transfer, '--wait', '0')
      const [, [code]] = await Promise.all([child.stdout === null ? '' : text(child.stdout), once(child, 'exit')])
      codes.push(code)
    }
    await gateway.close()
    const [code] = await once(assay.start(...transfer, '--wait', '0'), 'exit')
    expect([...codes, code]).to.deep.equal([0, 1, 2, 3])
  }).timeout(30_000)
})
