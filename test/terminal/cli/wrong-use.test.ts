import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { CommandLine, commandLineScene, transferWords } from '../support/command-line.ts'
import { problem } from '../support/fake-gateway.ts'

describe('the command line used wrongly', () => {
  const scene = commandLineScene()

  for (const words of [
    ['fly'],
    ['transfer'],
    [...transferWords, '--wait', 'long'],
    ['voucher'],
    ['instruction', 'show', 'x'],
  ]) {
    it(`${words.join(' ')} ends with 1 and points to the help`, async () => {
      const { code, complaint } = await scene.assay.run(...words)
      expect(code).to.equal(1)
      expect(complaint).to.contain('--help')
    })
  }

  it('tells even that in one JSON document with --json', async () => {
    const { code, output, complaint } = await scene.assay.run('transfer', '--json')
    expect(code).to.equal(1)
    expect(JSON.parse(output).error.code).to.equal('usage')
    expect(complaint).to.equal('')
  })

  it('refuses a profile name that leads out of its folder', async () => {
    const { code, complaint } = await scene.assay.run('whoami', '--profile', '../other')
    expect(code).to.equal(1)
    expect(complaint).to.contain('setting_unusable')
  })

  it('asks for a gateway when none is named', async () => {
    const { code, complaint } = await new CommandLine(scene.folder).run('voucher', 'show', 'GOLD-1G')
    expect(code).to.equal(1)
    expect(complaint).to.contain('gateway_missing').and.contain('ASSAY_GATEWAY')
  })
})

describe('the command line as a process', () => {
  const scene = commandLineScene()

  it('never prints the private key or the token', async () => {
    await scene.createAlice()
    const key = await readFile(join(scene.folder, 'default', 'device.key'), 'utf8')
    const secrets = [...key.split('\n').filter((line) => line.length > 20 && !line.startsWith('-')), 'first-token']
    scene.assay.environment['ASSAY_DEBUG'] = '1'
    for (const words of [
      ['whoami'],
      ['device', 'show'],
      ['device', 'show', '--json'],
      ['account', 'show', '--json'],
      transferWords,
    ]) {
      const { output, complaint } = await scene.assay.run(...words)
      for (const secret of secrets) expect(output + complaint).not.to.contain(secret)
    }
  })

  it('runs as a process of its own, with the exit codes that it documents', async () => {
    await scene.createAlice()
    scene.gateway.scripts.push(
      (received, id) => scene.gateway.accept(id, received.body),
      (_received, id) => problem(409, 'receiver_does_not_accept', { id, outcome: 'refused', values: {} }),
      () => 'drop',
    )
    const codes: unknown[] = []
    for (let round = 0; round < 3; round += 1) {
      const child = scene.assay.start(...transferWords, '--wait', '0')
      const [, [code]] = await Promise.all([child.stdout === null ? '' : text(child.stdout), once(child, 'exit')])
      codes.push(code)
    }
    await scene.gateway.close()
    const [code] = await once(scene.assay.start(...transferWords, '--wait', '0'), 'exit')
    expect([...codes, code]).to.deep.equal([0, 1, 2, 3])
  })
})
