import { useState } from 'preact/hooks'
import { path } from '../../state/route.ts'
import { addressWith, filterIn } from './search.ts'

/**
 * A filter that is typed, and the one that is asked: they differ until somebody searches. The address holds what is asked, so that
 * coming back finds it again.
 */
export const useFilter = <Filter extends object>(address: string, any: Filter) => {
  const [typed, setTyped] = useState<Filter>(() => filterIn(path.value, any))
  const [asked, setAsked] = useState<Filter>(typed)
  const change = (part: Partial<Filter>) => setTyped((before) => ({ ...before, ...part }))
  const ask = () => {
    setAsked(typed)
    history.replaceState(null, '', `#${addressWith(address, typed)}`)
  }
  return { typed, asked, change, ask }
}
