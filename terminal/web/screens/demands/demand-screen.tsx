import { showCondition } from '../../../sdk/matching/conditions.ts'
import { type DemandView, readDemand } from '../../../sdk/matching/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { Interactions } from '../../market/matching/interactions.tsx'
import { Said } from '../../market/matching/said.tsx'
import { TimeLeft } from '../../market/matching/time-left.tsx'
import { matchingWords } from '../../market/matching/words.ts'
import { SealKeyCard } from '../../market/purchases/seal-key-card.tsx'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { Alert, ReadingState } from '../../pieces/states.tsx'
import { now } from '../../state/clock.ts'
import { type DemandStage, demandStage } from '../../state/demands.ts'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import type { Parameters } from '../screen.ts'
import { OfferCard } from './offer-card.tsx'
import { demandWords, holderWords, stageWords } from './words.ts'

const tones = { fulfilled: 'good', 'no-match': 'bad', expired: 'warn', withdrawn: 'warn' } as const

const toneOf = (stage: DemandStage) => (Object.hasOwn(tones, stage) ? tones[stage as keyof typeof tones] : undefined)

/** Who was found, in a number; where too few were, that nobody was asked. */
const Found = ({ view: { demand, match } }: { view: DemandView }) => {
  if (match === undefined) return <p class="note">{say(demandWords.searchingText)}</p>
  if (match.status === 'matched') return <p>{say(demandWords.found)(match.found, match.chosen.length)}</p>
  return (
    <Alert tone="warn" title={say(demandWords.noMatch)(match.found, demand.minHolders)}>
      {say(demandWords.noMatchNext)}
    </Alert>
  )
}

const Withdraw = ({ demand }: { demand: string }) => {
  const instructing = useInstruction()
  return (
    <ConfirmedButton
      action={say(demandWords.withdraw)}
      title={say(demandWords.withdrawTitle)}
      text={say(demandWords.withdrawText)}
      instructing={instructing}
      onConfirm={() => instructing.send('demand.withdraw', { demand })}
    />
  )
}

const Standing = ({ view }: { view: DemandView }) => {
  const { demand, recomputed } = view
  const stage = demandStage(view, now.value)
  const isOpen = stage === 'open' || stage === 'searching'
  return (
    <Section
      title={say(demandWords.state)}
      aside={
        <span class="pill" data-tone={toneOf(stage)}>
          {say(stageWords[stage])}
        </span>
      }
    >
      <Said label={say(matchingWords.goodsWanted)} texts={demand.goods.map(showCondition)} />
      <Said label={say(matchingWords.holdersWanted)} texts={demand.wanted.map(showCondition)} />
      <Found view={view} />
      {recomputed?.agrees === false && <Alert tone="bad">{say(demandWords.disagrees)}</Alert>}
      {isOpen && <TimeLeft until={Number(demand.until)} />}
      {demand.status === 'open' && <Withdraw demand={demand.demand} />}
    </Section>
  )
}

/** Each who was chosen, and what it offers. */
const Holders = ({ terminal, view }: { terminal: Terminal; view: DemandView }) => (
  <Section title={say(demandWords.holders)}>
    <ul class="rows">
      {view.holders.map(({ holder, state }) => {
        const offer = view.answers.find((answer) => answer.holder === holder)
        return (
          <li key={holder} class="stack" data-holder={holder} data-state={state}>
            <div class="row">
              <span class="row-main">
                <span class="row-title">{holder}</span>
              </span>
              <span class="pill">{say(holderWords[state])}</span>
            </div>
            {offer !== undefined && (state === 'offered' || state === 'accepted') && (
              <OfferCard terminal={terminal} offer={offer} canAnswer={state === 'offered'} />
            )}
          </li>
        )
      })}
    </ul>
  </Section>
)

const Demand = ({ terminal, id }: { terminal: Terminal; id: string }) => {
  const read = useResource(`demand ${id}`, () => readDemand(terminal, id))
  const view = read.value
  const back = (
    <a class="back" href="#/demands">
      <Icon name="back" />
      {say(shellWords.demands)}
    </a>
  )
  return (
    <Page title={view?.demand.title ?? say(shellWords.demands)} back={back} isNarrow>
      <ReadingState of={read} lines={8} />
      {view && (
        <>
          <Standing view={view} />
          {view.holders.length > 0 && <Holders terminal={terminal} view={view} />}
          <SealKeyCard terminal={terminal} title={say(matchingWords.sealTitle)}>
            {say(matchingWords.sealText)}
          </SealKeyCard>
          <Interactions terminal={terminal} subject={id} />
        </>
      )}
      <NoticeArea only={({ kind }) => /^(demand|interaction)\.|^device\.set-seal-key$/.test(kind)} />
    </Page>
  )
}

/** One demand: who was found, how it stands with each who was asked, and what is offered (S1-010, S1-019, S1-028). */
export const DemandScreen = ({ parameters }: { parameters: Parameters }) => {
  const terminal = ownTerminal.value
  return terminal === undefined ? null : <Demand terminal={terminal} id={parameters['id'] ?? ''} />
}
