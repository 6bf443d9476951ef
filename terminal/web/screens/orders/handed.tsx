import { type ListedInstance, readInstances } from '../../../sdk/purchases.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { SealKeyCard } from '../../market/purchases/seal-key-card.tsx'
import { Section } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { formatMoment } from '../../words/format.ts'
import { handedWords } from './words.ts'

const most = 50

const Row = ({ handed: { certificate, form, endsAt, provider } }: { handed: ListedInstance }) => (
  <li>
    <a class="row" href={`#/goods/${certificate}`}>
      <span class="row-main">
        <span class="row-title">{say(handedWords[form])}</span>
        <span class="row-note">{provider}</span>
      </span>
      {endsAt !== undefined && <span class="row-note">{say(handedWords.until)(formatMoment(endsAt))}</span>}
    </a>
  </li>
)

/** What one has of certificates, each with the way to it, and the key with which this device opens what is handed to it. */
export const Handed = ({ terminal }: { terminal: Terminal }) => {
  const list = useResource(`handed list ${terminal.participant}`, () =>
    readInstances(terminal, { state: 'open', limit: most }),
  )
  const own = list.value?.items.filter(({ holder }) => holder === terminal.participant)
  return (
    <>
      <Section title={say(handedWords.title)}>
        <ReadingState of={list} lines={2} />
        {own?.length === 0 && <p class="note">{say(handedWords.none)}</p>}
        {own !== undefined && own.length > 0 && (
          <ul class="rows">
            {own.map((one) => (
              <Row key={one.instance} handed={one} />
            ))}
          </ul>
        )}
      </Section>
      <SealKeyCard terminal={terminal} title={say(handedWords.sealTitle)}>
        {say(handedWords.sealText)}
      </SealKeyCard>
    </>
  )
}
