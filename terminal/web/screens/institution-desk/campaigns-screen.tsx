import { useState } from 'preact/hooks'
import { type ListedCampaign, readCampaigns } from '../../../sdk/promotions.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { rewardsText } from '../../market/trades/campaign-text.ts'
import { useEachBlock } from '../../market/trades/member-chains.tsx'
import { TradeRewards } from '../../market/trades/trade-rewards.tsx'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { LaterPages } from '../../pieces/later-pages.tsx'
import { OwnResults } from '../../pieces/own-results.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { campaignStanding, mayClose, unclaimedOf } from '../../state/campaigns.ts'
import { now } from '../../state/clock.ts'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatLength, formatListed, formatQuantity } from '../../words/format.ts'
import { CampaignForm } from './campaign-form.tsx'
import { campaignWords, standingWords } from './campaign-words.ts'

const Close = ({ campaign }: { campaign: string }) => {
  const instructing = useInstruction()
  return (
    <div class="button-row">
      <ConfirmedButton
        action={say(campaignWords.close)}
        title={say(campaignWords.closeTitle)}
        text={say(campaignWords.closeText)}
        instructing={instructing}
        onConfirm={() => instructing.send('campaign.close', { campaign })}
      />
    </div>
  )
}

const factsOf = (campaign: ListedCampaign): (readonly [name: string, words: string, value: string])[] => {
  const { cash, left, due, promoterMaximum, holdMilliseconds, opensAt, closesAt } = campaign
  const shown = (amount: string) => formatQuantity(amount, unitOf(cash))
  return [
    ['left', say(campaignWords.left), shown(left)],
    ['due', say(campaignWords.due), shown(due)],
    ['unclaimed', say(campaignWords.unclaimed), shown(unclaimedOf(campaign))],
    ['each', say(campaignWords.each), formatQuantity(promoterMaximum, undefined)],
    [
      'hold',
      say(campaignWords.hold),
      holdMilliseconds === '0' ? say(campaignWords.atOnce) : formatLength(Number(holdMilliseconds) / 1000),
    ],
    ['window', say(campaignWords.window), say(campaignWords.fromTo)(formatListed(opensAt), formatListed(closesAt))],
    ['number', say(campaignWords.number), campaign.campaign],
  ]
}

const CampaignLine = ({ terminal, campaign }: { terminal: Terminal; campaign: ListedCampaign }) => {
  const standing = campaignStanding(campaign, now.value)
  return (
    <li class="stack segment" data-campaign={campaign.campaign} data-standing={standing}>
      <div class="row">
        <span class="row-main">
          <span class="row-title">{rewardsText(campaign)}</span>
          <span class="row-note">{campaign.cash}</span>
        </span>
        <span class="pill" data-tone={standing === 'under-way' ? 'good' : undefined}>
          {say(standingWords[standing])}
        </span>
      </div>
      <dl class="pairs">
        {factsOf(campaign).map(([name, words, value]) => (
          <div key={name} class="pair" data-fact={name}>
            <dt>{words}</dt>
            <dd class={name === 'number' ? 'code-value' : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
      {mayClose(campaign, { self: terminal.participant, now: now.value }) && <Close campaign={campaign.campaign} />}
    </li>
  )
}

const ways = { open: campaignWords.open, ended: campaignWords.ended }

const Campaigns = ({ terminal }: { terminal: Terminal }) => {
  const [state, setState] = useState<'open' | 'ended'>('open')
  const read = async (after?: string) => readCampaigns(terminal, (await terminal.identity()).mspId, { state, after })
  const list = useResource(`own campaigns ${state}`, () => read())
  useEachBlock(list)
  const page = list.value
  const row = (campaign: ListedCampaign) => (
    <CampaignLine key={campaign.campaign} terminal={terminal} campaign={campaign} />
  )
  return (
    <Section title={say(campaignWords.own)}>
      <Ways label={say(campaignWords.which)} way={state} words={ways} onWay={setState} />
      <ReadingState of={list} lines={4} />
      {page?.items.length === 0 && <p class="note">{say(campaignWords.none)}</p>}
      {page !== undefined && <ul class="rows">{page.items.map(row)}</ul>}
      {page?.next !== undefined && <LaterPages key={page.next} first={page.next} read={read} show={row} />}
    </Section>
  )
}

/** What an institution pays for trades that are brought to it: its campaigns, and the rewards by state (decision 0053). */
export const CampaignsScreen = () => {
  const terminal = ownTerminal.value
  if (terminal === undefined) return null
  return (
    <Page title={say(shellWords.campaigns)}>
      <div class="split">
        <div class="split-main">
          <Campaigns terminal={terminal} />
          <TradeRewards terminal={terminal} />
        </div>
        <div class="split-side">
          <CampaignForm terminal={terminal} />
          <OwnResults only={({ kind }) => /^(campaign|reward)\./.test(kind)} />
        </div>
      </div>
    </Page>
  )
}
