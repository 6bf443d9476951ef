import { environmentValue, type environmentVariables } from './environment.ts'

/** The steps of a submit between which a test may kill this process, to show that nothing is lost or done twice. */
export type CrashStep = (typeof environmentVariables)['ASSAY_CRASH_AT']['values'][number]

const wanted = environmentValue('ASSAY_CRASH_AT')

/** Dies at once, as if by a power cut, when the environment names this step; does nothing otherwise. */
export const crashPoint = (step: CrashStep): void => {
  if (wanted === step) process.kill(process.pid, 'SIGKILL')
}
