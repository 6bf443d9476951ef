import { readPackages } from '../../../sdk/packages/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import type { OwnPackages } from '../../state/packages.ts'
import { useResource } from '../../state/use-resource.ts'

const read = async (terminal: Terminal): Promise<OwnPackages> => {
  const [packages, requests, releases, openings] = await Promise.all([
    readPackages(terminal, 'packages'),
    readPackages(terminal, 'package-requests'),
    readPackages(terminal, 'package-releases'),
    readPackages(terminal, 'package-openings'),
  ])
  return { packages, requests, releases, openings }
}

/** All of one's own packages, with what was asked, released and opened of them. */
export const useOwnPackages = (terminal: Terminal) =>
  useResource(`packages ${terminal.participant}`, () => read(terminal))
