import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'chai'
import type { Command } from 'commander'
import { openings } from '../../../terminal/cli/commands.ts'
import { createProgram, fill } from '../../../terminal/cli/program.ts'
import { commandLineScene } from '../support/command-line.ts'

const streams = {
  output: () => {},
  complain: () => {},
  readFile: async () => '',
  readLine: async () => '',
  environment: {},
}
const frame = { streams, finish: () => {} }
const program = createProgram(frame, () => {})
for (const command of program.commands) await fill(command, frame)

describe('the help of the command line', () => {
  const scene = commandLineScene()

  const all = (command: Command, path: string[] = []): { command: Command; path: string[] }[] =>
    command.commands.flatMap((one) => [
      { command: one, path: [...path, one.name()] },
      ...all(one, [...path, one.name()]),
    ])

  it('names every command on the first page, with an example and the exit codes', async () => {
    const { code, output } = await scene.assay.run('--help')
    expect(code).to.equal(0)
    for (const { command } of all(program)) expect(output).to.contain(command.name())
    expect(output).to.contain('From a key to a transfer').and.contain('$ assay transfer GOLD-1G')
    for (const line of ['0  accepted', '1  refused', '2  pending', '3  outage']) expect(output).to.contain(line)
  })

  for (const { command, path } of all(program)) {
    it(`explains ${path.join(' ')} and each of its arguments and options`, async () => {
      const { code, output } = await scene.assay.run(...path, '--help')
      expect(code).to.equal(0)
      expect(output).to.contain(command.description().slice(0, 30))
      for (const { description } of command.registeredArguments) expect(description).not.to.equal('')
      for (const { description } of command.options) expect(description).not.to.equal('')
    })
  }

  it('says on the first page what is inside each command', () => {
    for (const { name, inside } of openings) {
      const command = program.commands.find((one) => one.name() === name)
      expect(
        command?.commands.map((one) => one.name()),
        name,
      ).to.deep.equal(inside)
    }
  })

  it('takes `help voucher` for `voucher --help`', async () => {
    const { code, output } = await scene.assay.run('help', 'voucher')
    expect(code).to.equal(0)
    expect(output).to.contain('Usage: assay voucher').and.contain('retire')
  })

  it('loads neither the vocabulary nor the SDK for the first page', async () => {
    const probe = `
      import { registerHooks } from 'node:module'
      const loaded = []
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
      const { run } = await import(${JSON.stringify(new URL('../../../terminal/cli/program.ts', import.meta.url).href)})
      await run(['--help'], { output: () => {}, complain: () => {}, environment: {} })
      console.log(loaded.filter((url) => /terminal[/]sdk[/]|[/]chaincode[/](?!wire[/]marked-ids[.])|node_modules[/](@noble|zod|@grpc|@hyperledger|fabric)/.test(url)).join(' '))`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', probe])
    expect(stdout.trim()).to.equal('')
  })

  it('tells the unit of every quantity', () => {
    for (const { command, path } of all(program)) {
      for (const argument of command.registeredArguments.filter((one) => one.name() === 'quantity')) {
        expect(argument.description, path.join(' ')).to.contain('base units')
      }
    }
  })
})
