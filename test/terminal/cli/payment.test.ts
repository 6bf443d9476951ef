import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { TillGateway } from '../../gateway/support/till-gateway.ts'
import { Counter } from '../../support/counter.ts'
import { Scene } from '../../support/scene.ts'
import { filesBelow } from '../../support/secret-scan.ts'
import { CommandLine } from '../support/command-line.ts'

describe('payments on the command line', () => {
  let counter: Counter
  let gateway: TillGateway
  let folder: string
  let assay: CommandLine

  beforeEach(async () => {
    counter = await Counter.open(await Scene.open())
    gateway = await TillGateway.open({}, counter.till)
    folder = await mkdtemp(join(tmpdir(), 'assay-payment-'))
    assay = new CommandLine(folder, gateway.server.url)
    for (const [participant, home, roles] of [
      ['alice', 'BankMSP', ['customer']],
      ['noodle-bar', 'BankMSP', ['merchant', 'customer']],
      ['tea-farm', 'SupplierMSP', ['merchant']],
      ['institution-treasury', 'InstitutionMSP', ['merchant']],
    ] as const) {
      const made = await assay.run('device', 'create', '--participant', participant, '--profile', participant, '--json')
      const { participant: _participant, ...card } = JSON.parse(made.output).card
      const device = { ...card, roles: [...roles] }
      await gateway.meanwhile(({ scene }) =>
        counter.done(scene.registrars[home], 'device.add', { participant, device }),
      )
    }
  })
  afterEach(async () => {
    await gateway.close()
    await rm(folder, { recursive: true })
  })

  const run = async (profile: string, ...words: string[]) => assay.run('payment', ...words, '--profile', profile)
  const json = async (profile: string, ...words: string[]) =>
    JSON.parse((await run(profile, ...words, '--json')).output)
  const claimed = async (order = 'ORDER-1', quantity = '1850') => {
    assay.input = (await json('alice', 'code')).digits
    return json('noodle-bar', 'claim', 'CNY', quantity, '--order', order)
  }

  it('S4-017 prints the digits in groups, and the same again by the request', async () => {
    const { code, output } = await run('alice', 'code')
    expect(code).equal(0)
    const [digits = ''] = output.split('\n')
    expect(digits).match(/^62[0-9]{2}( [0-9]{4}){3} [0-9]{2}$/)
    const request = output.match(/request +(\S+)/)?.[1] ?? ''
    expect((await run('alice', 'code', '--again', request)).output).contain(digits)
  })

  it('S4-023 S4-026 S4-030 S4-039 goes from code to claim, question and approval, each shown in words', async () => {
    const shown = (await run('alice', 'code')).output
    assay.input = `${shown.split('\n')[0]}\n`
    const claim = await run('noodle-bar', 'claim', 'CNY', '1850', '--order', 'ORDER-1')
    expect(claim.output).contain('the payer is asked').and.contain('18.5 yuan (1850 × 1 fen) of CNY')
    expect((await run('noodle-bar', 'status', 'ORDER-1')).output).contain('awaiting the payer')
    const questions = await run('alice', 'questions')
    expect(questions.output).contain('Noodle Bar (noodle-bar) asks for 18.5 yuan (1850 × 1 fen) of CNY')
    const payment = questions.output.match(/approve (\S{43}),/)?.[1] ?? ''
    expect((await run('alice', 'approve', payment)).code).equal(0)
    expect((await run('noodle-bar', 'status', 'ORDER-1')).output).contain('captured: paid')
    expect((await run('alice', 'questions')).output).contain('no merchant asks')
  })

  it('S4-019 takes the digits from standard input or a file, never from the command line', async () => {
    const { digits } = await json('alice', 'code')
    const refused = await run('noodle-bar', 'claim', 'CNY', '1850', '--order', 'ORDER-1', '--code', digits)
    expect(refused.code).equal(1)
    expect(refused.complaint).contain('shell’s history')
    assay.input = `${digits}\n`
    expect((await run('noodle-bar', 'claim', 'CNY', '1850', '--order', 'ORDER-1', '--code', '-')).code).equal(0)
    const file = join(folder, 'code')
    await writeFile(file, digits)
    expect((await run('noodle-bar', 'claim', 'CNY', '1850', '--order', 'ORDER-1', '--code', file)).code).equal(0)
  })

  it('S4-031 S4-040 declines, reverses and refunds', async () => {
    const declined = await claimed('ORDER-1')
    expect((await run('alice', 'decline', declined.payment)).code).equal(0)
    const reversed = await claimed('ORDER-2')
    expect((await run('noodle-bar', 'reverse', reversed.payment)).code).equal(0)
    const late = await run('alice', 'approve', reversed.payment)
    expect(late.code).equal(1)
    expect(late.complaint).contain('question_missing')
    const paid = await claimed('ORDER-3')
    await run('alice', 'approve', paid.payment)
    const refund = await run('noodle-bar', 'refund', paid.payment, '850', '--reference', 'cold soup')
    expect([refund.code, refund.output.split('\n')[0]]).deep.equal([0, 'accepted'])
    expect((await json('noodle-bar', 'status', 'ORDER-3')).refunded).equal('850')
    const { output } = await run('noodle-bar', 'list')
    expect(output.split('\n')).deep.equal([
      'ORDER-3  captured   18.5 yuan (1850 × 1 fen) of CNY',
      'ORDER-2  reversed   18.5 yuan (1850 × 1 fen) of CNY',
      'ORDER-1  declined   18.5 yuan (1850 × 1 fen) of CNY',
      '',
    ])
  })

  it('S4-018 cancels a code, and says what to do with one that is over', async () => {
    const { payment, digits } = await json('alice', 'code')
    expect((await run('alice', 'cancel', payment)).code).equal(0)
    assay.input = digits
    const claim = await run('noodle-bar', 'claim', 'CNY', '1850', '--order', 'ORDER-1')
    expect(claim.code).equal(1)
    expect(claim.complaint).contain('code_cancelled').and.contain('Have the payer show a new code')
    const unknown = await run('noodle-bar', 'status', 'ORDER-1')
    expect(unknown.complaint).contain('order_unknown')
  })

  it('S4-041 sets a rule and prints it, and approves by it', async () => {
    expect((await run('alice', 'rules')).output).contain('every payment is asked about')
    expect((await run('alice', 'rule', 'CNY', '2000', '--per-day', '1')).code).equal(0)
    const first = await claimed('ORDER-1')
    expect((await run('alice', 'approve', first.payment, '--unprompted')).code).equal(0)
    expect((await run('alice', 'rules')).output).contain('up to 20 yuan (2000 × 1 fen) each, 1 a day; used today: 1')
    const second = await claimed('ORDER-2')
    const refused = await run('alice', 'approve', second.payment, '--unprompted')
    expect([refused.code, refused.output.includes('prompt_needed')]).deep.equal([1, true])
  })

  it('SX-001 claims for a buy of metal too, shows the payer what it is, and takes no half of one', async () => {
    assay.input = (await json('alice', 'code')).digits
    const claim = ['claim', 'CNY', '1005', '--order', 'ORDER-1', '--bank', 'BankMSP']
    expect((await run('institution-treasury', ...claim, '--buy', 'AU-9999')).complaint).contain(
      'with a colon between them',
    )
    expect((await run('institution-treasury', ...claim, '--buy', 'AU-9999:100')).output).contain(
      '100 base units of AU-9999 at quote Q1',
    )
    const questions = (await run('alice', 'questions')).output
    expect(questions).contain('100 base units of AU-9999 at quote Q1')
    expect((await run('alice', 'approve', questions.match(/approve (\S{43}),/)?.[1] ?? '')).code).equal(0)
    expect(counter.reserved).equal(0n)
  })

  it('SX-002 claims for an order of the payer’s, and tells why another provider’s is refused', async () => {
    const purchase = counter.ordered()
    assay.input = (await json('alice', 'code')).digits
    const claim = ['claim', 'CNY', '1000', '--order', 'ORDER-1', '--bank', 'BankMSP', '--purchase', purchase]
    expect((await run('institution-treasury', ...claim)).complaint).contain('not_the_provider')
    expect((await run('tea-farm', ...claim)).output).match(new RegExp(`pays the order +${purchase}`))
  })

  it('S0-012 S4-038 ends with 2 while the outcome is not known, and keeps the claim without its digits', async () => {
    const { digits } = await json('alice', 'code')
    gateway.isHeld = true
    assay.input = digits
    const claim = await run('noodle-bar', 'claim', 'CNY', '1850', '--order', 'ORDER-1', '--wait', '0')
    expect([claim.code, claim.complaint.includes('outcome_unknown')]).deep.equal([2, true])
    const kept = filesBelow(join(folder, 'noodle-bar')).map((file) => readFileSync(file, 'latin1'))
    expect(kept.some((text) => text.includes('payment.claim'))).equal(true)
    for (const text of kept) expect(text).not.contain(digits)
    await gateway.release()
  })
})
