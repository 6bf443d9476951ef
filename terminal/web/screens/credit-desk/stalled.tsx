import { useState } from 'preact/hooks'
import type { Terminal } from '../../../sdk/terminal.ts'
import { readDeliveries } from '../../../sdk/trade-chain/paths.ts'
import type { ListedChain } from '../../../sdk/trade-chain/records.ts'
import { ChainLine } from '../../market/trades/chain-line.tsx'
import { MemberChains } from '../../market/trades/member-chains.tsx'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { now } from '../../state/clock.ts'
import { deliveredOf, mendingOf } from '../../state/dispatch.ts'
import { roles } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { formatListed, formatQuantity } from '../../words/format.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { dispatchWords } from './dispatch-words.ts'
import { Reconcile } from './reconcile.tsx'
import { creditWords } from './words.ts'

interface Of {
  terminal: Terminal
  chain: ListedChain
}

const Tries = ({ terminal, chain: { chain } }: Of) => {
  const read = useResource(`deliveries ${chain}`, () => readDeliveries(terminal, chain))
  const tries = read.value?.items
  if (tries === undefined) return <ReadingState of={read} lines={2} />
  if (tries.length === 0) return <p class="note">{say(dispatchWords.deliveriesNone)}</p>
  const { over, failures, lastFailure } = deliveredOf(tries)
  return (
    <div class="stack" data-delivered={over ?? 'none'} data-failures={failures}>
      <p>{over === undefined ? say(dispatchWords.notDelivered) : say(dispatchWords.delivered)(over)}</p>
      {lastFailure !== undefined && (
        <p class="note">
          {say(dispatchWords.failures)(
            formatQuantity(`${failures}`, undefined),
            lastFailure.path,
            formatListed(lastFailure.at),
          )}
        </p>
      )}
    </div>
  )
}

const Deliveries = (of: Of) => {
  const [isOpen, setOpen] = useState(false)
  return (
    <details class="proof" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{say(dispatchWords.deliveries)}</summary>
      {isOpen && <Tries {...of} />}
    </details>
  )
}

const steps = {
  'chain.mark-unknown': {
    action: dispatchWords.markUnknown,
    title: dispatchWords.markUnknownTitle,
    text: dispatchWords.markUnknownText,
  },
  'chain.void': { action: creditWords.giveUp, title: creditWords.giveUpTitle, text: dispatchWords.voidText },
} as const

/** A step that one alone may take, once it was confirmed. */
const Step = ({ kind, chain }: { kind: keyof typeof steps; chain: string }) => {
  const instructing = useInstruction()
  const { action, title, text } = steps[kind]
  return (
    <div class="button-row">
      <ConfirmedButton
        action={say(action)}
        title={say(title)}
        text={say(text)}
        instructing={instructing}
        onConfirm={() => instructing.send(kind, { chain })}
      />
    </div>
  )
}

/** A trade that waits for others, with what can be done about it. */
const Line = ({ terminal, chain }: Of) => {
  const own = roles.value
  const { mayMarkUnknown, mayReconcile, mayVoid, voidableFrom } = mendingOf(chain, { roles: own, now: now.value })
  const who = say(creditWords.who)(chain.client, nameOfOrganisation(chain.institution))
  const to = own.includes('credit') ? `#/credit/${encodeURIComponent(chain.client)}` : undefined
  return (
    <ChainLine chain={chain} who={who} to={to}>
      {chain.answerBy !== undefined && (
        <p class="note">
          {say(dispatchWords.answerBy)(formatListed(chain.answerBy))}
          {voidableFrom !== undefined && ` · ${say(dispatchWords.voidableFrom)(formatListed(voidableFrom))}`}
        </p>
      )}
      <Deliveries terminal={terminal} chain={chain} />
      {mayMarkUnknown && <Step kind="chain.mark-unknown" chain={chain.chain} />}
      {mayReconcile && <Reconcile chain={chain.chain} />}
      {mayVoid && <Step kind="chain.void" chain={chain.chain} />}
    </ChainLine>
  )
}

/** What was sent and not answered, whose outcome is not known, and whose answer does not fit (S2-042, S2-043). */
export const Stalled = ({ terminal }: { terminal: Terminal }) => {
  const show = (chain: ListedChain) => <Line key={chain.chain} terminal={terminal} chain={chain} />
  return (
    <>
      <MemberChains
        terminal={terminal}
        title={say(dispatchWords.conflict)}
        note={say(dispatchWords.conflictNote)}
        search={{ status: 'conflict' }}
        isShownEmpty={false}
        show={show}
      />
      <MemberChains
        terminal={terminal}
        title={say(dispatchWords.unknown)}
        note={say(dispatchWords.unknownNote)}
        search={{ status: 'unknown' }}
        show={show}
      />
      <MemberChains terminal={terminal} title={say(dispatchWords.sent)} search={{ status: 'sent' }} show={show} />
    </>
  )
}
