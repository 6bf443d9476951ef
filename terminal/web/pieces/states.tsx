import type { ComponentChildren } from 'preact'
import { shellWords } from '../dictionary/shell.ts'
import type { Fault } from '../state/fault.ts'
import { language, say } from '../state/settings.ts'
import type { Resource } from '../state/use-resource.ts'
import { reasonOf } from '../words/reason.ts'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'

const icons = { bad: 'alert', warn: 'alert', good: 'check', plain: 'information' } as const

/** Something that must be noticed, told to screen readers at once when it is bad. */
export const Alert = ({
  tone = 'plain',
  title,
  children,
}: {
  tone?: keyof typeof icons
  title?: string | undefined
  children?: ComponentChildren
}) => (
  <div class="alert" data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
    <Icon name={icons[tone]} />
    {title !== undefined && <strong>{title}</strong>}
    {children !== undefined && <div>{children}</div>}
  </div>
)

/** What went wrong and what to do next (row S0-031). */
export const FaultAlert = ({ fault, children }: { fault: Fault; children?: ComponentChildren }) => {
  const { what, next } = reasonOf(fault.code)[language.value]
  return (
    <Alert tone="bad" title={what}>
      {next} {children}
    </Alert>
  )
}

/** Nothing is there yet: why, and what one can do. */
export const EmptyState = ({
  icon,
  title,
  children,
}: {
  icon: IconName
  title: string
  children?: ComponentChildren
}) => (
  <div class="empty">
    <Icon name={icon} />
    <strong>{title}</strong>
    {children}
  </div>
)

/** Something is being read. */
export const Skeleton = ({ lines = 3 }: { lines?: number }) => (
  <div class="skeleton" role="status" aria-label={say(shellWords.loading)}>
    {Array.from({ length: lines }, (_, index) => (
      <i key={index} />
    ))}
  </div>
)

/** Reading failed: what, and trying again. */
export const FailedState = ({ fault, onRetry }: { fault: Fault; onRetry: () => void }) => (
  <div class="stack">
    <FaultAlert fault={fault} />
    <div>
      <Button onClick={onRetry}>
        <Icon name="refresh" />
        {say(shellWords.retry)}
      </Button>
    </div>
  </div>
)

/** What stands for something until it is there: that it is being read, or why it could not be; nothing once it was read. */
export const ReadingState = ({
  of: { isLoading, fault, reload },
  lines,
}: {
  of: Pick<Resource<unknown>, 'isLoading' | 'fault' | 'reload'>
  lines: number
}) => (
  <>
    {isLoading && <Skeleton lines={lines} />}
    {fault && <FailedState fault={fault} onRetry={reload} />}
  </>
)
