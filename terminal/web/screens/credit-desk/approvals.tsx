import { isPast } from '../../../../chaincode/rules/deadline.ts'
import type { Kind } from '../../../../chaincode/vocabulary.ts'
import {
  actOf,
  approvalOf,
  executeApproved,
  executionOf,
  type ListedApproval,
  proposalOf,
  readApprovals,
  readProposedText,
  type WantedAct,
} from '../../../sdk/approvals.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { kindWords } from '../../dictionary/kinds.ts'
import { useEachBlock } from '../../market/trades/member-chains.tsx'
import { Button } from '../../pieces/button.tsx'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { LaterPages } from '../../pieces/later-pages.tsx'
import { Section } from '../../pieces/page.tsx'
import { FaultAlert, ReadingState } from '../../pieces/states.tsx'
import { type Fault, faultOf } from '../../state/fault.ts'
import { recordedTerminal } from '../../state/recorded-terminal.ts'
import { say } from '../../state/settings.ts'
import { type Instructing, useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { useWork } from '../../state/use-work.ts'
import { formatListed } from '../../words/format.ts'
import { creditWords } from './words.ts'

/** Proposes an act that needs two people, once one has confirmed it; nothing is done by that yet (decision 0050). */
export const ProposeButton = <K extends Kind>({
  action,
  title,
  text,
  act,
}: {
  action: string
  title: string
  text: string
  act: WantedAct<K>
}) => {
  const instructing = useInstruction()
  return (
    <ConfirmedButton
      action={action}
      title={title}
      text={text}
      instructing={instructing}
      onConfirm={() => instructing.send('approval.propose', proposalOf(act, Date.now()))}
    />
  )
}

interface Shown {
  of: ListedApproval
  terminal: Terminal
}

interface Step {
  name: string
  send: () => Promise<unknown>
  isMain?: boolean
}

/**
 * What somebody can say to a proposal: its maker takes it back, another person judges it, and once it is approved either of the two executes
 * it. Behind its time it can only be ended.
 */
const stepsOf = (
  of: ListedApproval,
  { terminal, isInConfidence }: { terminal: Terminal; isInConfidence: boolean },
  { send }: Pick<Instructing, 'send'>,
): Step[] => {
  const me = terminal.participant
  const { approval, maker, checker, status, expiresAt } = of
  if (isPast(BigInt(expiresAt), { now: BigInt(Date.now()) }))
    return [{ name: say(creditWords.endIt), send: () => send('approval.expire', { approval }) }]
  const isMaker = maker === me
  const execute = () => {
    if (isInConfidence) return executeApproved(recordedTerminal(terminal), of)
    const { kind, body } = executionOf(of)
    return send(kind, body)
  }
  const approve = () => send('approval.approve', approvalOf(of))
  return [
    ...(status === 'approved' && (isMaker || checker === me)
      ? [{ name: say(creditWords.execute), send: execute, isMain: true }]
      : []),
    ...(status === 'pending' && !isMaker ? [{ name: say(creditWords.approve), send: approve, isMain: true }] : []),
    isMaker
      ? { name: say(creditWords.takeBack), send: () => send('approval.withdraw', { approval }) }
      : { name: say(creditWords.reject), send: () => send('approval.reject', { approval }) },
  ]
}

const Steps = ({ of, terminal, isInConfidence }: Shown & { isInConfidence: boolean }) => {
  const instructing = useInstruction()
  const work = useWork()
  const isPending = instructing.isPending || work.isPending
  const fault = instructing.fault ?? work.fault
  return (
    <>
      {fault && <FaultAlert fault={fault} />}
      <div class="button-row">
        {stepsOf(of, { terminal, isInConfidence }, instructing).map(({ name, send, isMain }) => (
          <Button
            key={name}
            tone={isMain ? 'primary' : 'plain'}
            isPending={isPending}
            onClick={() => void work.run(async () => void (await send()))}
          >
            {name}
          </Button>
        ))}
      </div>
    </>
  )
}

/** What is proposed, as its digest says; or the fault of one that says otherwise, which nobody can sign here. */
const readAct = (of: ListedApproval): { says: string } | { fault: Fault } => {
  try {
    return { says: Object.values(actOf(of)).join(' · ') }
  } catch (error) {
    return { fault: faultOf(error) }
  }
}

/** What is proposed in confidence, each part of it; nobody says yes before it is shown. */
const wordsOf = (says: { readonly [name: string]: unknown }): string =>
  Object.values(says)
    .flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : [value]))
    .join(' · ')

const Proposal = ({ of, terminal }: Shown) => {
  const read = readAct(of)
  const secret = useResource(`proposed ${of.approval}`, async () => ({
    proposed: await readProposedText(terminal, of),
  }))
  const { approval, kind, maker, status, expiresAt } = of
  return (
    <li data-approval={approval} data-state={status}>
      <div class="row">
        <span class="row-main">
          <span class="row-title">{say(kindWords[kind as Kind])}</span>
          {'says' in read && <span class="row-note">{read.says}</span>}
          {secret.value?.proposed !== undefined && (
            <strong class="row-note" data-proposed>
              {wordsOf(secret.value.proposed.says)}
            </strong>
          )}
          <span class="row-note">{say(creditWords.proposedBy)(maker, formatListed(expiresAt))}</span>
        </span>
        <span class="pill" data-status={status}>
          {say(status === 'approved' ? creditWords.isApproved : creditWords.isPending)}
        </span>
      </div>
      {'fault' in read ? (
        <FaultAlert fault={read.fault} />
      ) : secret.value === undefined ? (
        <ReadingState of={secret} lines={1} />
      ) : (
        <Steps of={of} terminal={terminal} isInConfidence={secret.value.proposed !== undefined} />
      )}
    </li>
  )
}

/** What waits for a second officer, or for its execution; nothing where nothing does. */
export const Approvals = ({ terminal }: { terminal: Terminal }) => {
  const read = (after?: string) => readApprovals(terminal, { state: 'open', after })
  const list = useResource('approvals', () => read())
  useEachBlock(list)
  const page = list.value
  const row = (one: ListedApproval) => <Proposal key={one.approval} of={one} terminal={terminal} />
  if (page?.items.length === 0) return null
  return (
    <Section title={say(creditWords.approvals)}>
      <p class="note">{say(creditWords.approvalsNote)}</p>
      <ReadingState of={list} lines={2} />
      {page !== undefined && <ul class="rows">{page.items.map(row)}</ul>}
      {page?.next !== undefined && <LaterPages key={page.next} first={page.next} read={read} show={row} />}
    </Section>
  )
}
