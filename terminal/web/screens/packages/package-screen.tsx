import { GatewayProblem } from '../../../sdk/errors.ts'
import { type ListedPackages, readInteraction } from '../../../sdk/packages/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { Icon } from '../../pieces/icon.tsx'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { EmptyState, ReadingState } from '../../pieces/states.tsx'
import type { OwnPackages } from '../../state/packages.ts'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { formatMoment, formatQuantity } from '../../words/format.ts'
import type { Parameters } from '../screen.ts'
import { GivingSection } from './giving-section.tsx'
import { ReceivingSection } from './receiving-section.tsx'
import { SendForm } from './send-form.tsx'
import { useOwnPackages } from './use-own-packages.ts'
import { contentsWords, packageWords } from './words.ts'

type Of = ListedPackages<'packages'>

const Facts = ({ of }: { of: Of }) => {
  const lines = [
    ['contents', say(contentsWords[of.contents])],
    ['giver', of.giver],
    ['receiver', of.receiver],
    ['keeper', of.keeper],
    ['size', say(packageWords.bytes)(formatQuantity(of.size, undefined))],
    ['until', formatMoment(of.until)],
  ] as const
  return (
    <Section title={say(packageWords.about)}>
      <dl class="pairs">
        {lines.map(([name, text]) => (
          <div key={name} class="pair" data-fact={name}>
            <dt>{say(packageWords[name])}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

interface Shown {
  terminal: Terminal
  id: string
}

/** The interaction, where one is a side of it; undefined where there is none, or not for this account. */
const readSides = async (terminal: Terminal, id: string) => {
  try {
    const { giver, receiver } = await readInteraction(terminal, id)
    return { giver, receiver }
  } catch (error) {
    if (error instanceof GatewayProblem && ['not_found', 'not_allowed'].includes(error.code)) return {}
    throw error
  }
}

/** While no package was sent for an interaction: sending one, or that there is none. */
const NothingYet = ({ terminal, id }: Shown) => {
  const sides = useResource(`interaction ${id}`, () => readSides(terminal, id))
  const { giver, receiver } = sides.value ?? {}
  if (sides.value === undefined) return <ReadingState of={sides} lines={4} />
  if (giver === terminal.participant && receiver !== undefined)
    return <SendForm terminal={terminal} interaction={id} receiver={receiver} />
  return <EmptyState icon="lock" title={say(packageWords.nothingYet)} />
}

const Sent = ({ terminal, of, own }: { terminal: Terminal; of: Of; own: OwnPackages }) => (
  <>
    {of.receiver === terminal.participant && <ReceivingSection terminal={terminal} of={of} own={own} />}
    {of.giver === terminal.participant && <GivingSection terminal={terminal} of={of} own={own} />}
    <Facts of={of} />
  </>
)

const Package = ({ terminal, id }: Shown) => {
  const own = useOwnPackages(terminal)
  const of = own.value?.packages.find(({ interaction }) => interaction === id)
  const back = (
    <a class="back" href="#/packages">
      <Icon name="back" />
      {say(shellWords.packages)}
    </a>
  )
  return (
    <Page title={of === undefined ? say(shellWords.packages) : say(contentsWords[of.contents])} back={back} isNarrow>
      <ReadingState of={own} lines={8} />
      {own.value !== undefined && of === undefined && <NothingYet terminal={terminal} id={id} />}
      {own.value !== undefined && of !== undefined && <Sent terminal={terminal} of={of} own={own.value} />}
      <NoticeArea only={({ kind }) => /^package\.|^device\.set-seal-key$/.test(kind)} />
    </Page>
  )
}

/** The package of one interaction: sending it, releasing its key, asking for its keys, and opening it, each with what to do next. */
export const PackageScreen = ({ parameters }: { parameters: Parameters }) => {
  const terminal = ownTerminal.value
  return terminal === undefined ? null : <Package terminal={terminal} id={parameters['id'] ?? ''} />
}
