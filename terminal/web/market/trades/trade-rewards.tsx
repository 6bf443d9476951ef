import { useState } from 'preact/hooks'
import { type ListedTradeReward, readTradeRewards } from '../../../sdk/promotions.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { readChain } from '../../../sdk/trade-chain/records.ts'
import { Button } from '../../pieces/button.tsx'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { LaterPages } from '../../pieces/later-pages.tsx'
import { Section } from '../../pieces/page.tsx'
import { FaultAlert, ReadingState } from '../../pieces/states.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { now } from '../../state/clock.ts'
import { say } from '../../state/settings.ts'
import { rewardMoment, rewardSteps, rewardsByState, rewardToneOf } from '../../state/trade-rewards.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatListed, formatQuantity } from '../../words/format.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { StatusPill, titleOf } from './chain-line.tsx'
import { useEachBlock } from './member-chains.tsx'
import { legWords, noneWords, rewardStateWords, rewardWords } from './reward-words.ts'

interface Of {
  terminal: Terminal
  reward: ListedTradeReward
}

/** What is owed is a claim against who got it. */
const amountOf = ({ status, amount, cash }: ListedTradeReward): string => {
  const shown = formatQuantity(amount, unitOf(cash))
  return status === 'owed' ? `−${shown}` : shown
}

/** From when or until when it can be paid, or why it is nothing. */
const detailOf = (reward: ListedTradeReward): string | undefined => {
  if (reward.reason !== undefined) return say(noneWords[reward.reason])
  const moment = rewardMoment(reward)
  if (moment === undefined) return undefined
  return 'from' in moment
    ? say(rewardWords.from)(formatListed(moment.from))
    : say(rewardWords.until)(formatListed(moment.until))
}

const Steps = ({ terminal, reward }: Of) => {
  const { send, isPending, fault } = useInstruction()
  const { chain, leg } = reward
  const { mayPay, mayExpire } = rewardSteps(reward, { self: terminal.participant, now: now.value })
  if (!mayPay && !mayExpire) return null
  const kind = mayExpire ? ('reward.expire' as const) : ('reward.pay' as const)
  return (
    <>
      {fault && <FaultAlert fault={fault} />}
      <div class="button-row">
        <Button isPending={isPending} onClick={() => void send(kind, { chain, leg })}>
          {say(mayExpire ? rewardWords.expire : rewardWords.pay)}
        </Button>
      </div>
    </>
  )
}

const TakeBack = ({ chain, leg }: Pick<ListedTradeReward, 'chain' | 'leg'>) => {
  const instructing = useInstruction()
  return (
    <div class="button-row">
      <ConfirmedButton
        action={say(rewardWords.takeBack)}
        title={say(rewardWords.takeBackTitle)}
        text={say(rewardWords.takeBackText)}
        instructing={instructing}
        onConfirm={() => instructing.send('reward.take-back', { chain, leg })}
      />
    </div>
  )
}

const Trade = ({ terminal, reward }: Of) => {
  const { chain, leg } = reward
  const read = useResource(`rewarded trade ${chain}`, () => readChain(terminal, chain))
  const trade = read.value
  if (trade === undefined) return <ReadingState of={read} lines={2} />
  const { mayTakeBack } = rewardSteps(reward, { self: terminal.participant, now: now.value, chain: trade.status })
  return (
    <>
      <a class="row" href={`#/trades/${chain}`}>
        <span class="row-main">{titleOf(trade)}</span>
        <StatusPill status={trade.status} />
      </a>
      {mayTakeBack ? <TakeBack chain={chain} leg={leg} /> : <p class="note">{say(rewardWords.standing)}</p>}
    </>
  )
}

/** The trade behind a press, for who pays and so has its record. */
const TradeDetails = (of: Of) => {
  const [isOpen, setOpen] = useState(false)
  return (
    <details class="proof" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{say(rewardWords.trade)}</summary>
      {isOpen && <Trade {...of} />}
    </details>
  )
}

const RewardLine = ({ terminal, reward }: Of) => {
  const { chain, leg, status, receiver, institution } = reward
  const isPayer = reward.executor === terminal.participant
  const who = isPayer
    ? say(rewardWords.to)(say(legWords[leg]), receiver)
    : say(rewardWords.by)(say(legWords[leg]), nameOfOrganisation(institution))
  const detail = detailOf(reward)
  return (
    <li data-reward={`${chain} ${leg}`} data-state={status}>
      <div class="row">
        <span class="row-main">
          <span class="row-title">{amountOf(reward)}</span>
          <span class="row-note">{detail === undefined ? who : `${who} · ${detail}`}</span>
        </span>
        <span class="pill" data-tone={rewardToneOf(status)}>
          {say(rewardStateWords[status])}
        </span>
      </div>
      <Steps terminal={terminal} reward={reward} />
      {isPayer && <TradeDetails terminal={terminal} reward={reward} />}
    </li>
  )
}

const ways = { open: rewardWords.open, ended: rewardWords.ended }

/** What trades earned this account, or what it pays for them, by state; what is owed back is among those that are open (S2-062). */
export const TradeRewards = ({ terminal }: { terminal: Terminal }) => {
  const [state, setState] = useState<'open' | 'ended'>('open')
  const read = (after?: string) => readTradeRewards(terminal, { state, after })
  const list = useResource(`trade rewards ${state}`, () => read())
  useEachBlock(list)
  const page = list.value
  const row = (reward: ListedTradeReward) => (
    <RewardLine key={`${reward.chain} ${reward.leg}`} terminal={terminal} reward={reward} />
  )
  return (
    <Section title={say(rewardWords.title)}>
      <Ways label={say(rewardWords.which)} way={state} words={ways} onWay={setState} />
      <ReadingState of={list} lines={3} />
      {page?.items.length === 0 && <p class="note">{say(rewardWords.none)}</p>}
      {page !== undefined &&
        rewardsByState(page.items).map(({ status, rewards }) => (
          <div key={status} class="stack" data-rewards={status}>
            <h3>{say(rewardStateWords[status])}</h3>
            <ul class="rows">{rewards.map(row)}</ul>
          </div>
        ))}
      {page?.next !== undefined && <LaterPages key={page.next} first={page.next} read={read} show={row} />}
    </Section>
  )
}
