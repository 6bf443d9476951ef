import { accounts } from '../../chaincode/domains/registry/tables.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Session } from '../services/sessions.ts'
import { type IdentityForm, identityForms, readIdentity } from './identity-forms.ts'
import type { IdentityReferences } from './identity-references.ts'

interface Options {
  mspId: string
  projection: Pick<Projection, 'view'>
  /** None where this member is no bank. */
  references: Pick<IdentityReferences, 'put' | 'typesOf'> | undefined
}

/** The references, for an officer for credit of the participant's own bank alone; refuses `not_allowed`, and `not_found` for whom it does not know. */
const requireOfficer = ({ home, roles }: Session, participant: string, { mspId, projection, references }: Options) => {
  if (home !== mspId || !roles.includes('credit')) throw new Problem('not_allowed')
  const isOwn = projection.view.find(accounts, participant)?.home === mspId
  if (references === undefined || !isOwn) throw new Problem('not_found')
  return references
}

/** The types of what a client is known by, and nothing more of it. Refuses as `requireOfficer` does. */
export const referenceTypes = (session: Session, participant: string, options: Options): IdentityForm[] =>
  requireOfficer(session, participant, options).typesOf(participant)

/**
 * Puts on record by what a client is known, in place of what it was of that type before; a mark of it alone is kept (S2-005). Refuses as
 * `requireOfficer` does, `not_found` for a type that nobody is known by, and `identity_type_unknown` for a value that is not of this type.
 */
export const setReference = (
  session: Session,
  { participant, type, value }: { participant: string; type: string; value: string },
  options: Options,
): { participant: string; type: string } => {
  const references = requireOfficer(session, participant, options)
  if (!identityForms.some((form) => form === type)) throw new Problem('not_found')
  const found = readIdentity(value)
  if (found?.type !== type) throw new Problem('identity_type_unknown')
  references.put(participant, found)
  return { participant, type }
}
