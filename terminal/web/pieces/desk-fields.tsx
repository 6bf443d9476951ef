import { deskWords } from '../dictionary/desk.ts'
import { say } from '../state/settings.ts'
import type { Fields } from '../state/use-fields.ts'
import { TextField } from './field.tsx'

type Typed = ReturnType<Fields<string>['bind']>

/** The account that an act is about. */
export const ParticipantField = ({ label, ...typed }: Typed & { label?: string; autocomplete?: 'off' }) => (
  <TextField
    label={label ?? say(deskWords.participant)}
    hint={say(deskWords.participantHint)}
    maxLength={40}
    autocapitalize="none"
    {...typed}
  />
)

/** The number of the case for which something is frozen or freed. */
export const CaseNumberField = (typed: Typed) => (
  <TextField label={say(deskWords.caseNumber)} hint={say(deskWords.caseNumberHint)} maxLength={40} {...typed} />
)

/** Words of one's own that are kept with the act. */
export const ReferenceField = ({ label, ...typed }: Typed & { label?: string }) => (
  <TextField label={label ?? say(deskWords.reference)} hint={say(deskWords.referenceHint)} maxLength={64} {...typed} />
)

/** A share in per cent. */
export const RateField = (typed: Typed & { label: string }) => (
  <TextField inputMode="decimal" maxLength={8} affix="%" {...typed} />
)

/** A count of base units of at most so many digits; the hint says what it comes to. */
export const CountField = ({
  digits,
  ...typed
}: Typed & { label: string; digits: number; hint?: string | undefined; isOptional?: boolean }) => (
  <TextField inputMode="numeric" maxLength={digits} {...typed} />
)
