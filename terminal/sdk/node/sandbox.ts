import { Worker } from 'node:worker_threads'
import {
  readAnswer,
  requireFit,
  type SandboxEnd,
  type SandboxOutput,
  type SandboxTask,
  sandboxLimits,
} from '../sandbox/sandbox-run.ts'

const startThread = (task: SandboxTask): Worker =>
  new Worker(new URL('./sandbox-thread.ts', import.meta.url), {
    workerData: task,
    // Nothing of this process goes along, and nothing that the thread writes is printed.
    ...{ env: {}, argv: [], stdin: false, stdout: true, stderr: true },
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
  })

const endOfError = (error: unknown): SandboxEnd =>
  (error as NodeJS.ErrnoException | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? 'sandbox_memory'
    : 'sandbox_failed'

/**
 * Runs a program in a thread of its own, which is ended at its limit of time whatever it does, and with it all its memory. Only what it declares
 * is there for it (S1-054, S3-059). Refuses as `requireFit` does before it starts, and `sandbox_time_out`, `sandbox_memory`,
 * `sandbox_output`, `sandbox_failed`.
 */
export const runProgram = async (
  task: SandboxTask,
  milliseconds: number = sandboxLimits.milliseconds,
): Promise<SandboxOutput> => {
  await requireFit(task)
  const thread = startThread(task)
  let timer: NodeJS.Timeout | undefined
  try {
    return readAnswer(
      await new Promise<unknown>((resolve) => {
        timer = setTimeout(() => resolve({ end: 'sandbox_time_out' }), milliseconds)
        thread.once('message', resolve)
        thread.once('error', (error) => resolve({ end: endOfError(error) }))
        thread.once('exit', () => resolve({ end: 'sandbox_failed' }))
      }),
    )
  } finally {
    clearTimeout(timer)
    await thread.terminate()
  }
}
