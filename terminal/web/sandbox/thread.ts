import { interpret } from '../../sdk/sandbox/interpreter.ts'
import type { SandboxTask } from '../../sdk/sandbox/sandbox-run.ts'

// The thread of one run in a page without an origin: it is given one task, answers by the port that came with it, and goes with its frame.
globalThis.addEventListener(
  'message',
  ({ data, ports: [port] }: MessageEvent<SandboxTask>) => {
    if (port !== undefined) void interpret(data, (answer) => port.postMessage(answer))
  },
  { once: true },
)
