import type { Phrase } from '../dictionary/phrase.ts'
import { say } from '../state/settings.ts'
import { Segments } from './field.tsx'

/** The ways to do what stands in the heading above, or to see it, all in sight; `words` are in the order in which they stand. */
export const Ways = <V extends string>({
  label,
  way,
  words,
  onWay,
}: {
  label: string
  way: V
  words: { readonly [W in V]: Phrase }
  onWay: (way: V) => void
}) => (
  <Segments
    label={label}
    isLabelHidden
    value={way}
    options={(Object.keys(words) as V[]).map((name) => [name, say(words[name])] as const)}
    onValue={onWay}
  />
)
