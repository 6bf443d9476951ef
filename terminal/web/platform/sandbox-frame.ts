import {
  readAnswer,
  requireFit,
  type SandboxOutput,
  type SandboxTask,
  sandboxLimits,
} from '../../sdk/sandbox/sandbox-run.ts'

const page = '/sandbox.html'

const openFrame = (): { frame: HTMLIFrameElement; isLoaded: Promise<unknown> } => {
  const frame = document.createElement('iframe')
  // A page without an origin: no storage, no way to this page, and by its own policy no network (decision 0048).
  frame.setAttribute('sandbox', 'allow-scripts')
  frame.setAttribute('referrerpolicy', 'no-referrer')
  frame.hidden = true
  frame.src = page
  const isLoaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  document.body.append(frame)
  return { frame, isLoaded }
}

/**
 * Runs a program in a thread of a page without an origin, which is taken away at its limit of time and with it all that it had (S1-054, S3-059).
 * Refuses as `runProgram` on the command line does.
 */
export const runInFrame = async (task: SandboxTask): Promise<SandboxOutput> => {
  await requireFit(task)
  const { frame, isLoaded } = openFrame()
  const { port1: own, port2: theirs } = new MessageChannel()
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    return readAnswer(
      await new Promise<unknown>((resolve) => {
        timer = setTimeout(() => resolve({ end: 'sandbox_time_out' }), sandboxLimits.milliseconds)
        own.addEventListener('message', ({ data }) => resolve(data), { once: true })
        own.start()
        // No origin can be named where there is none; the frame is the only one that has this window.
        void isLoaded.then(() => frame.contentWindow?.postMessage(task, '*', [theirs]))
      }),
    )
  } finally {
    clearTimeout(timer)
    own.close()
    frame.remove()
  }
}
