import type { RowBug } from './row-bug.ts'

const rules = 'chaincode/rules/packages'
const terminal = 'terminal/sdk/packages'

/** What could go wrong with packages and their keys; S1-060 is seen by a scan of a real network alone. */
export const packageRowBugs: readonly RowBug[] = [
  {
    row: 'S1-057',
    says: 'who gives keeps both keys of a package',
    file: `${rules}/package.ts`,
    text: 'if (keeper === giver || keeper === receiver)',
    instead: 'if (keeper === receiver)',
  },
  {
    row: 'S1-058',
    says: 'the first key opens a package with any second one',
    file: `${terminal}/package-keys.ts`,
    text: '  both.set(second, packageKeyBytes)\n',
    instead: '',
  },
  {
    row: 'S1-059',
    says: 'any device of the giver releases the second key',
    file: `${rules}/keys.ts`,
    text: 'sender === found.giver && device === found.device',
    instead: 'sender === found.giver',
  },
  {
    row: 'S1-062',
    says: 'what was revoked is opened all the same',
    file: `${rules}/package.ts`,
    text: '  revoked: {},\n',
    instead: "  revoked: { use: 'revoked' },\n",
  },
  {
    row: 'S3-053',
    says: 'another blob is taken for a package',
    file: `${terminal}/mailbox.ts`,
    text: "  if ((await digestOf(bytes)) !== name) throw packageUnreadable('a part of it is not the one that was promised')\n",
    instead: '',
  },
  {
    row: 'S3-054',
    says: 'a package unpacks to as much as it likes',
    file: `${terminal}/two-key-package.ts`,
    text: '      if (given > alwaysAllowed + taken * bounds.ratio) throw',
    instead: '      if (given < 0) throw',
  },
]
