import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { ListedPledge } from '../../sdk/lists.ts'
import { voucherWords } from '../dictionary/vouchers.ts'
import { AmountField } from '../pieces/amount-field.tsx'
import { Button } from '../pieces/button.tsx'
import { Confirmation } from '../pieces/confirmation.tsx'
import { FormDialog } from '../pieces/desk.tsx'
import { say } from '../state/settings.ts'
import { type Asked, type Review, useAct } from '../state/use-act.ts'
import { useFields } from '../state/use-fields.ts'
import { useInstruction } from '../state/use-instruction.ts'
import { unitOf } from '../state/vouchers.ts'
import { quantityRule } from '../words/field-rules.ts'
import { formatMoment, formatQuantity } from '../words/format.ts'
import { checkQuantity } from '../words/validate.ts'
import { isOverdue, named, ProposalSteps, type Row, Rows } from './agreement-rows.tsx'

const releaseReview = (pledge: ListedPledge, quantity: string): Review => {
  const unit = unitOf(pledge.voucher)
  const left = (BigInt(pledge.quantity) - BigInt(quantity)).toString()
  return {
    what: say(voucherWords.releaseNow)(formatQuantity(quantity, unit)),
    lines: [
      [say(voucherWords.releaseTo), pledge.holder],
      [say(voucherWords.releaseAfter), formatQuantity(left, unit)],
    ],
  }
}

const useRelease = (pledge: ListedPledge, onDone: () => void) => {
  const unit = unitOf(pledge.voucher)
  const bound = { maximum: pledge.quantity, show: (quantity: string) => formatQuantity(quantity, unit) }
  const fields = useFields(
    { quantity: '' },
    unit === undefined ? {} : { quantity: quantityRule(unit, bound) },
    `release ${pledge.pledge}`,
  )
  const quantity = unit === undefined ? undefined : checkQuantity(fields.values.quantity, unit, bound).value
  const asked = (): Asked | undefined => {
    if (quantity === undefined) return undefined
    const body = { pledge: pledge.pledge, holder: pledge.holder, voucher: pledge.voucher, quantity }
    return { kind: 'pledge.release', body, review: releaseReview(pledge, quantity) }
  }
  const onTaken = () => {
    fields.forget()
    onDone()
  }
  const act = useAct({ about: { voucher: pledge.voucher }, check: fields.check, asked, onTaken })
  return { unit, fields, quantity, act }
}

const Release = ({ pledge, onDone }: { pledge: ListedPledge; onDone: () => void }) => {
  const { unit, fields, quantity, act } = useRelease(pledge, onDone)
  if (unit === undefined) return null
  const { release, releaseNow } = voucherWords
  return (
    <FormDialog
      title={say(voucherWords.releaseTitle)}
      action={quantity === undefined ? say(release) : say(releaseNow)(formatQuantity(quantity, unit))}
      act={act}
      isFocused
      onClose={onDone}
    >
      <AmountField
        label={say(voucherWords.quantity)}
        unit={unit}
        hint={say(voucherWords.releaseHint)(formatQuantity(pledge.quantity, unit))}
        {...fields.bind('quantity')}
      />
    </FormDialog>
  )
}

const ProposedActions = ({ pledge, isMine }: { pledge: ListedPledge; isMine: boolean }) => {
  const instructing = useInstruction({ voucher: pledge.voucher })
  const { send } = instructing
  const body = { pledge: pledge.pledge, holder: pledge.holder, voucher: pledge.voucher }
  const isOver = isOverdue(pledge.answerBy)
  return (
    <ProposalSteps
      instructing={instructing}
      isMine={isMine}
      isOver={isOver}
      onAccept={() => send('pledge.accept', body)}
      onDecline={() => send('pledge.decline', body)}
      onEnd={() => send(isOver ? 'pledge.expire' : 'pledge.cancel', body)}
    />
  )
}

/** Asks once more: what is taken does not come back. */
const Enforcement = ({ pledge, onDone }: { pledge: ListedPledge; onDone: () => void }) => {
  const instructing = useInstruction({ voucher: pledge.voucher })
  const { voucher, holder, quantity } = pledge
  const enforce = () =>
    void instructing.send('pledge.enforce', { pledge: pledge.pledge, holder, voucher }).then((kept) => kept && onDone())
  return (
    <Confirmation
      title={say(voucherWords.enforceTitle)}
      action={say(voucherWords.enforce)}
      instructing={instructing}
      onConfirm={enforce}
      onClose={onDone}
    >
      <p>{say(voucherWords.enforceText)(formatQuantity(quantity, unitOf(voucher)), holder)}</p>
    </Confirmation>
  )
}

const LockedActions = ({ pledge }: { pledge: ListedPledge }) => {
  const [isAsked, setAsked] = useState(false)
  const [isTaking, setTaking] = useState(false)
  const mayEnforce = pledge.enforcement === 'transfer-to-pledgee' && isOverdue(pledge.termEndsAt)
  return (
    <>
      <Button onClick={() => setAsked(true)}>{say(voucherWords.release)}</Button>
      {mayEnforce && (
        <Button tone="danger" onClick={() => setTaking(true)}>
          {say(voucherWords.enforce)}
        </Button>
      )}
      {isTaking && <Enforcement pledge={pledge} onDone={() => setTaking(false)} />}
      {isAsked && <Release pledge={pledge} onDone={() => setAsked(false)} />}
    </>
  )
}

const pledgeActions = (pledge: ListedPledge, isMine: boolean): ComponentChildren => {
  if (pledge.status === 'proposed') return <ProposedActions pledge={pledge} isMine={isMine} />
  return pledge.status === 'locked' && !isMine ? <LockedActions pledge={pledge} /> : undefined
}

const pledgeRow = (pledge: ListedPledge, account: string): Row => {
  const isMine = pledge.holder === account
  const isProposed = pledge.status === 'proposed'
  const quantity = formatQuantity(pledge.quantity, unitOf(pledge.voucher))
  const party = isMine ? say(voucherWords.pledgedTo)(pledge.pledgee) : say(voucherWords.pledgedBy)(pledge.holder)
  const deadline = isProposed
    ? say(voucherWords.by)(formatMoment(pledge.answerBy))
    : say(voucherWords.until)(formatMoment(pledge.termEndsAt))
  return {
    key: pledge.pledge,
    title: `${quantity} · ${party}`,
    note: `${pledge.purpose} · ${deadline}`,
    state: isProposed && isOverdue(pledge.answerBy) ? 'overdue' : pledge.status,
    isOpen: isProposed || pledge.status === 'locked',
    actions: pledgeActions(pledge, isMine),
  }
}

interface PledgesShown {
  pledges: readonly ListedPledge[]
  account: string
  isMixed?: boolean | undefined
}

/** Pledges in which one is holder or pledgee, each with the steps that are its reader's to take. */
export const PledgeList = ({ pledges, account, isMixed }: PledgesShown) => {
  const show = (pledge: ListedPledge) =>
    isMixed ? named(pledgeRow(pledge, account), pledge.voucher) : pledgeRow(pledge, account)
  return <Rows title={say(voucherWords.pledges)} rows={pledges.map(show)} />
}
