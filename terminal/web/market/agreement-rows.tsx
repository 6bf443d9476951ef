import type { ComponentChildren } from 'preact'
import { noticeWords } from '../dictionary/notices.ts'
import { voucherWords } from '../dictionary/vouchers.ts'
import { Button } from '../pieces/button.tsx'
import { Section } from '../pieces/page.tsx'
import { Alert, FaultAlert } from '../pieces/states.tsx'
import { now } from '../state/clock.ts'
import { say } from '../state/settings.ts'
import type { Instructing } from '../state/use-instruction.ts'

/** One agreement in a list: what is agreed, how it stands, and the steps that are its reader's to take. */
export interface Row {
  key: string
  title: string
  note: string
  state: string
  isOpen: boolean
  actions?: ComponentChildren
}

const Entry = ({ row }: { row: Row }) => (
  <li data-state={row.state}>
    <div class="row row-wrap">
      <span class="row-main">
        <span class="row-title">{row.title}</span>
        <span class="row-note">{row.note}</span>
      </span>
      <span class="pill" data-tone={row.isOpen ? 'accent' : undefined}>
        {say(voucherWords.state)(row.state)}
      </span>
    </div>
    {row.actions && <div class="button-row row-actions">{row.actions}</div>}
  </li>
)

/** A list of agreements: the open ones, and those that have ended behind a press. */
export const Rows = ({ title, rows }: { title: string; rows: readonly Row[] }) => {
  const open = rows.filter(({ isOpen }) => isOpen)
  const ended = rows.filter(({ isOpen }) => !isOpen)
  return (
    <Section title={title}>
      {open.length === 0 && <p class="note">{say(voucherWords.nothing)}</p>}
      <ul class="rows">
        {open.map((row) => (
          <Entry key={row.key} row={row} />
        ))}
      </ul>
      {ended.length > 0 && (
        <details>
          <summary>{say(voucherWords.showEnded)(ended.length)}</summary>
          <ul class="rows">
            {ended.map((row) => (
              <Entry key={row.key} row={row} />
            ))}
          </ul>
        </details>
      )}
    </Section>
  )
}

/** One step that its reader can take. */
export const Step = ({
  instructing,
  tone,
  onPress,
  children,
}: {
  instructing: Instructing
  tone?: 'primary' | 'danger'
  onPress: () => void
  children: string
}) => (
  <Button tone={tone ?? 'plain'} isPending={instructing.isPending} onClick={onPress}>
    {children}
  </Button>
)

/** What went wrong with a step, and that it is under way already. */
export const Told = ({ instructing }: { instructing: Instructing }) => (
  <>
    {instructing.fault && <FaultAlert fault={instructing.fault} />}
    {instructing.wasPressedAgain && <Alert>{say(noticeWords.pressedAgain)}</Alert>}
  </>
)

/**
 * The steps of what waits for an answer: yes or no for whoever is asked while there is time, and for whoever asked to take it
 * back, or to end it once its time is over.
 */
export const ProposalSteps = ({
  instructing,
  isMine,
  isOver,
  onAccept,
  onDecline,
  onEnd,
}: {
  instructing: Instructing
  isMine: boolean
  isOver: boolean
  onAccept: () => Promise<unknown>
  onDecline: () => Promise<unknown>
  onEnd: () => Promise<unknown>
}) => (
  <>
    {!isMine && !isOver && (
      <>
        <Step instructing={instructing} tone="primary" onPress={() => void onAccept()}>
          {say(voucherWords.accept)}
        </Step>
        <Step instructing={instructing} onPress={() => void onDecline()}>
          {say(voucherWords.decline)}
        </Step>
      </>
    )}
    {isMine && (
      <Step instructing={instructing} onPress={() => void onEnd()}>
        {say(isOver ? voucherWords.endOverdue : voucherWords.withdraw)}
      </Step>
    )}
    <Told instructing={instructing} />
  </>
)

/** True once a moment, in milliseconds since 1970, has passed on this device. */
export const isOverdue = (moment: string): boolean => Number(moment) < now.value

/** The row as a list of many vouchers shows it. */
export const named = (row: Row, voucher: string): Row => ({ ...row, title: `${voucher} · ${row.title}` })
