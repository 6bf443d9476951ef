import { expect } from 'chai'
import { utf8 } from '../../../../chaincode/wire/bounded-json.ts'
import { TerminalFault } from '../../../../terminal/sdk/errors.ts'
import { runProgram } from '../../../../terminal/sdk/node/sandbox.ts'
import { type Ability, readProgram, writeProgram } from '../../../../terminal/sdk/sandbox/program.ts'
import type { SandboxOutput } from '../../../../terminal/sdk/sandbox/sandbox-run.ts'

const run = (source: string, abilities: Ability[] = ['show'], input?: string, milliseconds?: number) =>
  runProgram(
    {
      program: readProgram(writeProgram({ abilities, source })),
      input: input === undefined ? undefined : utf8(input),
    },
    milliseconds,
  )

const endOf = (running: Promise<SandboxOutput>): Promise<string> =>
  running.then(
    () => 'none',
    (error: unknown) => (error instanceof TerminalFault ? error.code : String(error)),
  )

describe('a program in its sandbox', () => {
  it('S1-054 does with its data what it declared, and gives the same each time', async () => {
    const source =
      'const all = input.text.split(",").map(Number); show("sum " + all.reduce((a, b) => a + b)); give(input.bytes)'
    const { shown, given } = await run(source, ['input', 'show', 'give'], '1,2,39')
    expect(shown).deep.equal(['sum 42'])
    expect(Buffer.from(given).toString()).equal('1,2,39')
  })

  it('S1-054 S3-059 has nothing that it did not declare: no ability, network, file, process, clock or chance', async () => {
    const names = [
      ...['input', 'give', 'fetch', 'process', 'require', 'module', 'std', 'os', 'console', 'setTimeout', 'Worker'],
      ...[
        'Date',
        'performance',
        'crypto',
        'XMLHttpRequest',
        'WebSocket',
        'navigator',
        'document',
        'self',
        'Deno',
        'WeakRef',
      ],
    ]
    const source = `show(${JSON.stringify(names)}.filter((name) => typeof globalThis[name] !== 'undefined').join() + typeof Math.random)`
    expect((await run(source)).shown).deep.equal(['undefined'])
    expect(await endOf(run('show(1)', []))).equal('sandbox_failed')
    expect(await endOf(run('import("node:fs").then(() => show("in"), (e) => { throw e })'))).oneOf([
      'sandbox_failed',
      'none',
    ])
    expect((await run('import("node:fs").then(() => show("in"), () => show("no"))')).shown).deep.equal(['no'])
  })

  const escapes = {
    'the constructor of a function':
      'show(typeof (() => {}).constructor.constructor("return this.process ?? this.require")())',
    'the constructor of an ability': 'show(typeof show.constructor("return globalThis.process")())',
    'the prototype of an ability': 'show(typeof show.__proto__.constructor("return globalThis.fetch")())',
    'a prototype that it altered':
      'Object.prototype.end = "none"; Object.prototype.toJSON = () => "in"; Array.prototype.push = () => show("in"); show(typeof process)',
    'the error that an ability throws':
      'try { show(Symbol("s")) } catch (error) { show(typeof error.constructor.constructor("return globalThis.process")()) }',
  }
  for (const [way, source] of Object.entries(escapes)) {
    it(`S1-054 does not come out by ${way}`, async () => {
      const { shown } = await run(source)
      expect(shown).deep.equal(['undefined'])
      expect(({} as { end?: string }).end).equal(undefined)
    })
  }

  const stopped: { [what: string]: [source: string, ends: string[]] } = {
    'an endless loop': ['for (;;);', ['sandbox_time_out']],
    'an endless loop that catches all': ['for (;;) try { for (;;) throw 1 } catch {}', ['sandbox_time_out']],
    'an expression without end': ['/(a+)+$/.test("a".repeat(60) + "b")', ['sandbox_time_out']],
    'promises without end': ['const again = () => Promise.resolve().then(again); again()', ['sandbox_time_out']],
    'a memory bomb': ['new Array(1e8).fill(0)', ['sandbox_memory']],
    'a slow memory bomb': ['const all = []; for (;;) all.push({})', ['sandbox_memory', 'sandbox_time_out']],
    'a doubling text': [
      'let text = "x"; for (;;) text += text',
      ['sandbox_memory', 'sandbox_time_out', 'sandbox_failed'],
    ],
    'a memory bomb that catches all': [
      'for (;;) try { const all = []; for (;;) all.push([1]) } catch {}',
      ['sandbox_time_out'],
    ],
    'a large buffer': ['new ArrayBuffer(2 ** 31 - 1)', ['sandbox_memory', 'sandbox_failed']],
    'promises that fill the memory': [
      'const all = []; const again = () => { all.push(Promise.resolve().then(again)); Promise.resolve().then(again) }; again()',
      ['sandbox_memory', 'sandbox_time_out', 'sandbox_failed'],
    ],
    'a recursion': ['const deeper = () => deeper() + 1; deeper()', ['sandbox_failed']],
    'a deep document': ['JSON.parse("[".repeat(1e6))', ['sandbox_failed']],
    'a flood of output': ['for (;;) show("x".repeat(1000))', ['sandbox_output']],
    'a flood of empty lines': ['for (;;) show("")', ['sandbox_output']],
    'a flood that catches all': ['for (;;) try { show("x".repeat(1e6)) } catch {}', ['sandbox_output']],
    'an error whose message is a trap': ['throw { get message() { for (;;); } }', ['sandbox_time_out']],
    'an error that is nothing': ['throw undefined', ['sandbox_failed']],
  }
  for (const [what, [source, ends]] of Object.entries(stopped)) {
    it(`S1-054 S3-059 is stopped at ${what}, and the terminal goes on`, async () => {
      expect(await endOf(run(source, ['show'], undefined, 2_000))).oneOf(ends)
      expect((await run('show("on")')).shown).deep.equal(['on'])
    })
  }

  it('S1-054 says nothing of what it threw', async () => {
    const error = await run('throw new Error(input.text)', ['input'], 'secret of pump 7').catch((one: Error) => one)
    expect(JSON.stringify([error, String(error)])).not.contain('pump')
  })

  it('S1-054 is not run at all when it is in any other form', () => {
    const fitting = writeProgram({ abilities: ['show'], source: 'show(1)' })
    const wrong = [
      ...[`${fitting} `, fitting.replace('["show"]', '["network"]'), fitting.replace('["show"]', '["show","show"]')],
      ...['show(1)', fitting.replace('program-1', 'program-2'), fitting.replace('}', ',"x":1}'), '\u0000'],
    ]
    for (const text of wrong) expect(() => readProgram(utf8(text))).throw(TerminalFault, 'program as this version')
  })
})
