import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

type Address = keyof typeof import('./views.ts')['auditorViews']

/** A part of the shelf; what draws it goes by its address, since each word here costs everybody a little before the first screen. */
const part = (address: Address): Screen => ({
  access: 'authorised',
  roles: ['auditor'],
  title: shellWords.auditorShelf,
  route: `/auditor${address}`,
  load: async () => (await import('./views.ts')).auditorViews[address],
})

export const auditorScreens: readonly Screen[] = [
  { ...part(''), icon: 'seal' },
  part('/disputes'),
  part('/disputes/:id'),
  part('/blocks'),
  part('/blocks/:number'),
  part('/transactions'),
  part('/transactions/:transaction'),
  part('/instructions'),
  part('/instructions/:instruction'),
  part('/records/:key'),
]
