import { deviceWords } from '../dictionary/devices.ts'
import { shellWords } from '../dictionary/shell.ts'
import { say } from '../state/settings.ts'

/** Roles by name, as one of which is enough: `teller or registrar`. */
export const rolesText = (roles: readonly string[]): string =>
  roles.map((role) => say(deviceWords.role)(role)).join(say(shellWords.or))
