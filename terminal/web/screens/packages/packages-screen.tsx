import type { ListedPackages } from '../../../sdk/packages/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { now } from '../../state/clock.ts'
import { givingStage, type OwnPackages, receivingStage } from '../../state/packages.ts'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { formatMoment } from '../../words/format.ts'
import { ServingSection } from './serving-section.tsx'
import { useOwnPackages } from './use-own-packages.ts'
import { contentsWords, givingWords, packageWords, receivingWords } from './words.ts'

type Of = ListedPackages<'packages'>

const Line = ({ of, who, stage, text }: { of: Of; who: string; stage: string; text: string }) => (
  <li data-package={of.interaction} data-state={stage}>
    <a class="row" href={`#/packages/${of.interaction}`}>
      <span class="row-main">
        <span class="row-title">{say(contentsWords[of.contents])}</span>
        <span class="row-note">
          {who} · {say(packageWords.until)} {formatMoment(of.until)}
        </span>
      </span>
      <span class="pill">{text}</span>
    </a>
  </li>
)

const Lists = ({ terminal, own }: { terminal: Terminal; own: OwnPackages }) => {
  const { participant, signer } = terminal
  const { device } = signer
  const forMe = own.packages.filter(({ receiver }) => receiver === participant)
  const byMe = own.packages.filter(({ giver }) => giver === participant)
  return (
    <>
      <Section title={say(packageWords.forMe)}>
        {forMe.length === 0 && <p class="note">{say(packageWords.noneForMe)}</p>}
        <ul class="rows">
          {forMe.map((of) => {
            const stage = receivingStage(of, own, { device, now: now.value })
            const who = say(packageWords.from)(of.giver)
            return <Line key={of.interaction} of={of} who={who} stage={stage} text={say(receivingWords[stage])} />
          })}
        </ul>
      </Section>
      <Section title={say(packageWords.byMe)}>
        {byMe.length === 0 && <p class="note">{say(packageWords.noneByMe)}</p>}
        <ul class="rows">
          {byMe.map((of) => {
            const stage = givingStage(of, own, device)
            const who = say(packageWords.to)(of.receiver)
            return <Line key={of.interaction} of={of} who={who} stage={stage} text={say(givingWords[stage])} />
          })}
        </ul>
      </Section>
    </>
  )
}

const Packages = ({ terminal }: { terminal: Terminal }) => {
  const own = useOwnPackages(terminal)
  return (
    <Page title={say(shellWords.packages)} lead={say(packageWords.lead)} isNarrow>
      <ReadingState of={own} lines={6} />
      {own.value !== undefined && <Lists terminal={terminal} own={own.value} />}
      <ServingSection account={terminal.participant} />
      <NoticeArea only={({ kind }) => kind.startsWith('package.')} />
    </Page>
  )
}

/** What was sent to this account and by it, how each stands, and whether this device releases its keys by itself. */
export const PackagesScreen = () => {
  const terminal = ownTerminal.value
  return terminal === undefined ? null : <Packages terminal={terminal} />
}
