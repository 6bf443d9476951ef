import { organisationWords } from '../dictionary/organisations.ts'
import { say } from '../state/settings.ts'

/** An organisation by its name where one is known, else as the ledger calls it, without the mark of its kind of id. */
export const nameOfOrganisation = (id: string): string => {
  const plain = id.replace(/MSP$/, '')
  const name = plain.toLowerCase()
  return Object.hasOwn(organisationWords, name) ? say(organisationWords[name] as { zh: string; en: string }) : plain
}
