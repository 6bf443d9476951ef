import variant from '@jitl/quickjs-singlefile-mjs-release-sync'
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
} from 'quickjs-emscripten-core'
import { textOf, utf8 } from '../../../chaincode/wire/bounded-json.ts'
import type { Ability } from './program.ts'
import { type SandboxAnswer, type SandboxEnd, type SandboxTask, sandboxLimits } from './sandbox-run.ts'

// What the language itself needs. There is no clock, and nothing random once the prelude ran: a run is a function of its input.
const intrinsics = {
  ...{ BaseObjects: true, Eval: true, StringNormalize: true, RegExp: true, RegExpCompiler: true, JSON: true },
  ...{ Proxy: true, MapSet: true, TypedArrays: true, Promise: true, BigInt: true },
}
const prelude = 'delete Math.random; delete globalThis.WeakRef; delete globalThis.FinalizationRegistry'

// What comes out empty costs something too.
const emptyCost = 16

/** What a run has given so far, and whether it went over a bound. */
class Outlet {
  readonly shown: string[] = []
  readonly #pieces: Uint8Array[] = []
  #characters = 0
  #bytes = 0
  readonly #onFlood: () => void
  isFlooded = false

  constructor(onFlood: () => void) {
    this.#onFlood = onFlood
  }

  show(text: string): void {
    this.#characters += text.length + emptyCost
    this.#stopAbove(this.#characters, sandboxLimits.shownCharacters)
    this.shown.push(text)
  }

  give(bytes: Uint8Array): void {
    this.#bytes += bytes.length + emptyCost
    this.#stopAbove(this.#bytes, sandboxLimits.givenBytes)
    this.#pieces.push(bytes)
  }

  #stopAbove(count: number, most: number): void {
    if (count <= most) return
    if (!this.isFlooded) this.#onFlood()
    this.isFlooded = true
    throw new Error('too much output')
  }

  given(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.#pieces.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const piece of this.#pieces) {
      all.set(piece, at)
      at += piece.length
    }
    return all
  }
}

const bytesOf = (context: QuickJSContext, value: QuickJSHandle | undefined): Uint8Array => {
  if (value === undefined) return new Uint8Array()
  if (context.typeof(value) === 'string') return utf8(context.getString(value))
  const buffer = context.getArrayBuffer(value)
  return buffer.consume(({ value: bytes }) => Uint8Array.from(bytes))
}

const requireText = (context: QuickJSContext, value: QuickJSHandle | undefined): string => {
  if (value === undefined || context.typeof(value) !== 'string') throw new TypeError('a text is shown')
  return context.getString(value)
}

const hand = (context: QuickJSContext, name: string, value: QuickJSHandle): void => {
  context.setProp(context.global, name, value)
  value.dispose()
}

/** What each ability puts into the program's world. */
const grants: { readonly [A in Ability]: (context: QuickJSContext, outlet: Outlet, task: SandboxTask) => void } = {
  input: (context, _outlet, { input = new Uint8Array() }) => {
    const data = context.newObject()
    const bytes = context.newArrayBuffer(Uint8Array.from(input).buffer)
    context.setProp(data, 'bytes', bytes)
    bytes.dispose()
    const text = textOf(input)
    // A text crosses the wall as one of C, which ends at its first zero: what has one is bytes alone.
    if (text !== undefined && !text.includes('\0'))
      context.newString(text).consume((one) => context.setProp(data, 'text', one))
    hand(context, 'input', data)
  },
  show: (context, outlet) =>
    hand(
      context,
      'show',
      context.newFunction('show', (value) => outlet.show(requireText(context, value))),
    ),
  give: (context, outlet) =>
    hand(
      context,
      'give',
      context.newFunction('give', (value) => outlet.give(bytesOf(context, value))),
    ),
}

const isOutOfMemory = (context: QuickJSContext, error: QuickJSHandle): boolean => {
  // Its message is read on the program's side of the wall; whatever stands there only chooses between two codes.
  const message = context.getProp(error, 'message')
  return message.consume((one) => context.typeof(one) === 'string' && context.getString(one) === 'out of memory')
}

const endOf = (context: QuickJSContext, error: QuickJSHandle, outlet: Outlet): SandboxEnd => {
  if (outlet.isFlooded) return 'sandbox_output'
  return isOutOfMemory(context, error) ? 'sandbox_memory' : 'sandbox_failed'
}

/** Runs a source and all that it promised; undefined when it came to its end. */
const runAll = (
  runtime: QuickJSRuntime,
  context: QuickJSContext,
  { source, outlet }: { source: string; outlet: Outlet },
): SandboxEnd | undefined => {
  const run = context.evalCode(source, 'program.js', { type: 'global', strict: true })
  if (run.error) return endOf(context, run.error, outlet)
  run.value.dispose()
  while (runtime.hasPendingJob()) {
    const jobs = runtime.executePendingJobs(1_000)
    if (jobs.error) return endOf(context, jobs.error, outlet)
  }
  return outlet.isFlooded ? 'sandbox_output' : undefined
}

/**
 * Runs a program in QuickJS in WebAssembly, in this thread, with the abilities that it declares and nothing else (S1-054). Time is not bounded
 * here, and memory not surely: whoever calls this is a thread that somebody else ends. Tells what it showed and gave, or how it ended, which is final when it is told first: a
 * flood is told while it still goes on. Never throws.
 */
export const interpret = async (task: SandboxTask, tell: (answer: SandboxAnswer) => void): Promise<void> => {
  try {
    const runtime = (await newQuickJSWASMModuleFromVariant(variant)).newRuntime()
    runtime.setMemoryLimit(sandboxLimits.memoryBytes)
    runtime.setMaxStackSize(sandboxLimits.stackBytes)
    const outlet = new Outlet(() => tell({ end: 'sandbox_output' }))
    runtime.setInterruptHandler(() => outlet.isFlooded)
    const context = runtime.newContext({ intrinsics })
    context.unwrapResult(context.evalCode(prelude)).dispose()
    for (const ability of task.program.abilities) grants[ability](context, outlet, task)
    const end = runAll(runtime, context, { source: task.program.source, outlet })
    // Nothing is disposed of: the thread goes with its runtime, which a hostile heap could keep from being taken apart.
    tell(end === undefined ? { shown: outlet.shown, given: outlet.given() } : { end })
  } catch {
    tell({ end: 'sandbox_failed' })
  }
}
