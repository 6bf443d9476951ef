import { ageWords } from '../dictionary/age.ts'
import { say } from '../state/settings.ts'
import type { Resource } from '../state/use-resource.ts'
import { formatMoment } from '../words/format.ts'
import { Alert } from './states.tsx'

/** That what is shown could not be read again, and of when it is. */
export const AgeNote = ({ of: { value, fault, readAt } }: { of: Resource<unknown> }) =>
  value === undefined || fault === undefined || readAt === undefined ? null : (
    <Alert tone="warn">{say(ageWords.readAt)(formatMoment(readAt))}</Alert>
  )
