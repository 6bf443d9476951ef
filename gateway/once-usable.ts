import type { RequestListener } from 'node:http'
import type { Logger } from 'pino'
import type { Configuration } from './configuration.ts'
import { FileFault } from './files/file-fault.ts'
import { openGateway, type RunningGateway } from './gateway.ts'
import { Problem } from './problem.ts'

const tryAgainMilliseconds = 1_000
const retryAfterSeconds = 5

/** Answers while a file of the gateway cannot be used: that it lives, why it is not ready, and nothing else. */
const waitingListener =
  (problem: string): RequestListener =>
  (request, response) => {
    const { url } = request
    const answer = (status: number, type: string, body: object) =>
      response
        .writeHead(status, { 'Content-Type': type, 'Retry-After': String(retryAfterSeconds) })
        .end(JSON.stringify(body))
    if (url === '/health') return answer(200, 'application/json', { status: 'ok' })
    if (url === '/ready') {
      return answer(503, 'application/json', { ready: false, checks: { files: false }, problems: [problem] })
    }
    const refusal = new Problem('storage_unavailable', { outcome: 'none', retryAfterSeconds })
    return answer(refusal.status, 'application/problem+json', refusal.toJSON())
  }

/**
 * Opens a gateway as soon as its files can be used, looking again every second: until then it answers 503, says why in `/ready` and
 * once in the log, and touches nothing. Throws whatever is no fault of a file.
 */
export const openOnceUsable = (
  configuration: Configuration,
  log: Logger,
  open: typeof openGateway = openGateway,
): RunningGateway => {
  let listener: RequestListener
  let running: RunningGateway | undefined
  let timer: NodeJS.Timeout | undefined
  let told: string | undefined
  const attempt = (): void => {
    try {
      running = open(configuration, log)
      listener = running.listener
      if (told !== undefined) log.info('the files of the gateway can be used again')
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      if (told !== error.message) log.error({ file: error.file }, error.message)
      told = error.message
      listener = waitingListener(error.message)
      timer = setTimeout(attempt, tryAgainMilliseconds)
    }
  }
  attempt()
  return {
    listener: (request, response) => listener(request, response),
    close: () => {
      clearTimeout(timer)
      running?.close()
    },
  }
}
