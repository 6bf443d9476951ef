import { parentPort, workerData } from 'node:worker_threads'
import { interpret } from '../sandbox/interpreter.ts'
import type { SandboxTask } from '../sandbox/sandbox-run.ts'

// The thread of one run: it is given one task, answers, and is ended by who started it.
await interpret(workerData as SandboxTask, (answer) => parentPort?.postMessage(answer))
