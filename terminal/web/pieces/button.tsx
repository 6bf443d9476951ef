import type { ButtonHTMLAttributes, ComponentChildren } from 'preact'

type ButtonProperties = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'class' | 'disabled'> & {
  tone?: 'primary' | 'plain' | 'quiet' | 'danger'
  /** Work is under way: the button stays in place and in focus, and does nothing more (row S0-032). */
  isPending?: boolean
  isWide?: boolean
  isDisabled?: boolean
  children: ComponentChildren
}

/** A button; `type` is button unless said otherwise. While pending, a second press is taken by whoever listens for it. */
export const Button = ({
  tone = 'plain',
  isPending,
  isWide,
  isDisabled,
  children,
  type,
  ...rest
}: ButtonProperties) => (
  <button
    {...rest}
    type={type ?? 'button'}
    class="button"
    data-tone={tone}
    data-wide={isWide}
    disabled={isDisabled}
    aria-disabled={isPending ? 'true' : undefined}
    aria-busy={isPending ? 'true' : undefined}
  >
    {isPending && <span class="spinner" aria-hidden="true" />}
    {children}
  </button>
)
