import { sealCertificateKey } from '../../../sdk/certificates/handover.ts'
import { deliver } from '../../../sdk/matching/delivery.ts'
import { type Listed, type RecommendationView, readRecommendation } from '../../../sdk/matching/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { certificateKey } from '../../market/matching/certificate-key.ts'
import { Interactions } from '../../market/matching/interactions.tsx'
import { windowText } from '../../market/matching/window-text.ts'
import { Button } from '../../pieces/button.tsx'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { Alert, FaultAlert, ReadingState } from '../../pieces/states.tsx'
import { contentKeysIn } from '../../platform/matching-keys.ts'
import { recordedTerminal } from '../../state/recorded-terminal.ts'
import { database, ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { useWork } from '../../state/use-work.ts'
import type { Parameters } from '../screen.ts'
import { deliveryWords, recommendWords } from './words.ts'

const goodForMilliseconds = 7 * 86_400_000

interface Viewed {
  terminal: Terminal
  view: RecommendationView
}

const Match = ({ view: { match } }: Pick<Viewed, 'view'>) => {
  if (match === undefined) return <p class="note">{say(recommendWords.searching)}</p>
  return match.status === 'no-match' ? <Alert tone="warn" title={say(recommendWords.noMatch)} /> : null
}

/** How many were found, asked, answered in each way, were delivered something, and accepted it. */
const Counts = ({ view: { match, counts, deliveries } }: Pick<Viewed, 'view'>) => {
  const given = deliveries.filter(({ status }) => status !== 'no-certificate')
  const lines = [
    ['found', match?.found],
    ['asked', match?.chosen.length],
    ['inTime', counts?.inTime],
    ['early', counts?.early],
    ['late', counts?.late],
    ['delivered', given.length],
    ['accepted', given.filter(({ status }) => status === 'accepted').length],
  ] as const
  return (
    <dl class="pairs">
      {lines.map(([name, count]) => (
        <div key={name} class="pair" data-count={name}>
          <dt>{say(recommendWords[name])}</dt>
          <dd>{count ?? '—'}</dd>
        </div>
      ))}
    </dl>
  )
}

const Withdraw = ({ recommendation }: { recommendation: string }) => {
  const instructing = useInstruction()
  return (
    <ConfirmedButton
      action={say(recommendWords.withdraw)}
      title={say(recommendWords.withdrawTitle)}
      text={say(recommendWords.withdrawText)}
      instructing={instructing}
      onConfirm={() => instructing.send('recommendation.withdraw', { recommendation })}
    />
  )
}

const Standing = ({ view }: Pick<Viewed, 'view'>) => {
  const { recommendation: of, recomputed } = view
  return (
    <Section
      title={say(recommendWords.state)}
      aside={<span class="pill">{say(of.status === 'open' ? recommendWords.opened : recommendWords.withdrawn)}</span>}
    >
      <p>{windowText(of.window, of.strict)}</p>
      <Match view={view} />
      {recomputed?.agrees === false && <Alert tone="bad">{say(recommendWords.disagrees)}</Alert>}
      <Counts view={view} />
      {of.status === 'open' && <Withdraw recommendation={of.recommendation} />}
    </Section>
  )
}

/** Delivers to one who answered in time: what it named, else the first that can still be had, else that nothing can. */
const Deliver = ({ terminal, view, right }: Viewed & { right: Listed<'rights'> }) => {
  const work = useWork()
  const { participant: to, target: named } = right
  const sealCertificate = async (certificate: string, receiver: string) => {
    const key = await certificateKey(terminal, certificate)
    return key === undefined ? undefined : sealCertificateKey(terminal, { certificate, to: receiver, key })
  }
  const send = async () => {
    const means = { contentKeys: contentKeysIn(await database()), sealCertificate, goodForMilliseconds }
    await deliver(recordedTerminal(terminal), view.recommendation, { to, named, means })
  }
  return (
    <>
      {work.fault && <FaultAlert fault={work.fault} />}
      <div>
        <Button tone="primary" isPending={work.isPending} onClick={() => void work.run(send)}>
          {say(recommendWords.deliver)(to)}
        </Button>
      </div>
    </>
  )
}

const Receivers = ({ terminal, view }: Viewed) => {
  const inTime = view.rights.filter(({ status }) => status === 'in-time')
  return (
    <Section title={say(recommendWords.receivers)}>
      {inTime.length === 0 && <p class="note">{say(recommendWords.nobody)}</p>}
      <ul class="rows">
        {inTime.map((right) => {
          const { participant } = right
          const state = view.deliveries.find((one) => one.participant === participant)?.status ?? 'due'
          return (
            <li key={participant} class="stack" data-participant={participant} data-state={state}>
              <div class="row">
                <span class="row-main">
                  <span class="row-title">{participant}</span>
                </span>
                <span class="pill">{say(deliveryWords[state])}</span>
              </div>
              {state === 'due' && <Deliver terminal={terminal} view={view} right={right} />}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

const Recommendation = ({ terminal, id }: { terminal: Terminal; id: string }) => {
  const read = useResource(`recommendation ${id}`, () => readRecommendation(terminal, id))
  const view = read.value
  const back = (
    <a class="back" href="#/recommendations">
      <Icon name="back" />
      {say(shellWords.recommendations)}
    </a>
  )
  return (
    <Page title={view?.recommendation.title ?? say(shellWords.recommendations)} back={back} isNarrow>
      <ReadingState of={read} lines={8} />
      {view && (
        <>
          <Standing view={view} />
          <Receivers terminal={terminal} view={view} />
          <Interactions terminal={terminal} subject={id} />
        </>
      )}
      <NoticeArea only={({ kind }) => /^(recommendation|interaction)\./.test(kind)} />
    </Page>
  )
}

/** One recommendation: who was found, how answers lie to its window, and delivering to those in time (S3-043). */
export const RecommendationScreen = ({ parameters }: { parameters: Parameters }) => {
  const terminal = ownTerminal.value
  return terminal === undefined ? null : <Recommendation terminal={terminal} id={parameters['id'] ?? ''} />
}
