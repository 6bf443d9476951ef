import { expect } from 'chai'
import type { Command } from 'commander'
import { createProgram } from '../../../terminal/cli/program.ts'
import { commandLineScene } from '../support/command-line.ts'

describe('the help of the command line', () => {
  const scene = commandLineScene()

  const streams = {
    output: () => {},
    complain: () => {},
    readFile: async () => '',
    readLine: async () => '',
    environment: {},
  }
  const program = createProgram({ streams, finish: () => {} }, () => {})
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

  it('tells the unit of every quantity', () => {
    for (const { command, path } of all(program)) {
      for (const argument of command.registeredArguments.filter((one) => one.name() === 'quantity')) {
        expect(argument.description, path.join(' ')).to.contain('base units')
      }
    }
  })
})
