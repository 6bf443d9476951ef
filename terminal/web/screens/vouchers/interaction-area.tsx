import { useEffect, useId, useRef } from 'preact/hooks'
import { type VoucherFunction, voucherFunctions } from '../../../../chaincode/domains/vouchers/terms.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { voucherWords } from '../../dictionary/vouchers.ts'
import { functionsText, functionWord } from '../../market/product.ts'
import { Alert, EmptyState } from '../../pieces/states.tsx'
import { roles } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useWay } from '../../state/use-draft.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'
import type { FunctionContext } from './function-context.ts'
import { PledgeForm } from './pledge-form.tsx'
import { TradeForm } from './trade-form.tsx'
import { TransferForm } from './transfer-form.tsx'

const offeredBy = ({ functions }: PublishedVoucher): VoucherFunction[] =>
  voucherFunctions.filter((name) => functions.includes(name))

/** The tabs of the functions: arrows go from one to the next, as in any list of tabs. */
const Tabs = ({
  id,
  voucher,
  names,
  chosen,
  onChoose,
}: {
  id: string
  voucher: PublishedVoucher
  names: readonly VoucherFunction[]
  chosen: VoucherFunction
  onChoose: (name: VoucherFunction) => void
}) => {
  const list = useRef<HTMLDivElement>(null)
  const move = ({ key }: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key]
    if (step === undefined) return
    const next = names[(names.indexOf(chosen) + step + names.length) % names.length] as VoucherFunction
    onChoose(next)
    list.current?.querySelector<HTMLElement>(`[data-function="${next}"]`)?.focus()
  }
  return (
    <div class="segments segments-wide" role="tablist" aria-label={say(voucherWords.chooseFunction)} ref={list}>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`${id}-${name}`}
          aria-selected={name === chosen}
          aria-controls={`${id}-panel`}
          tabIndex={name === chosen ? 0 : -1}
          data-function={name}
          onClick={() => onChoose(name)}
          onKeyDown={move}
        >
          {say(functionWord(name, voucher.product))}
        </button>
      ))}
    </div>
  )
}

const FormOf = ({ name, context }: { name: VoucherFunction; context: FunctionContext }) => {
  if (name === 'transfer') return <TransferForm context={context} />
  if (name === 'pledge') return <PledgeForm context={context} />
  if (context.account === context.voucher.issuer) return <Alert>{say(voucherWords.areaIssuer)}</Alert>
  return <TradeForm key={name} context={context} side={name} />
}

const Functions = ({
  context,
  names,
  asked,
}: {
  context: FunctionContext
  names: readonly VoucherFunction[]
  asked: string | undefined
}) => {
  const id = useId()
  const [wanted, setWanted] = useWay<VoucherFunction | ''>(`function ${context.voucher.voucher}`, '')
  // An address that names a function opens it, and what is chosen then counts.
  useEffect(() => {
    const named = names.find((name) => name === asked)
    if (named !== undefined) setWanted(named)
  }, [asked])
  const chosen = names.find((name) => name === wanted) ?? (names[0] as VoucherFunction)
  return (
    <>
      <Tabs id={id} voucher={context.voucher} names={names} chosen={chosen} onChoose={setWanted} />
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`} class="stack">
        <FormOf name={chosen} context={context} />
      </div>
    </>
  )
}

const SignedOut = ({ voucher }: { voucher: PublishedVoucher }) => (
  <EmptyState icon="lock" title={say(voucherWords.areaSignIn)}>
    <span>{functionsText(offeredBy(voucher), voucher.product)}</span>
    <a class="button" data-tone="primary" href="#/sign-in">
      {say(shellWords.signIn)}
    </a>
  </EmptyState>
)

const Content = ({
  context,
  voucher,
  isBlocked,
  asked,
}: {
  context: FunctionContext | undefined
  voucher: PublishedVoucher
  isBlocked: boolean
  asked: string | undefined
}) => {
  const names = offeredBy(voucher)
  if (names.length === 0) {
    return (
      <EmptyState icon="lock" title={say(voucherWords.suspended)}>
        <span>{say(voucherWords.areaNone)}</span>
      </EmptyState>
    )
  }
  if (context === undefined) return <SignedOut voucher={voucher} />
  if (!roles.value.includes('customer')) return <Alert tone="warn">{say(voucherWords.areaNoRole)}</Alert>
  if (isBlocked) return <Alert tone="bad">{say(voucherWords.mismatch)}</Alert>
  return <Functions context={context} names={names} asked={asked} />
}

/**
 * The interaction area: exactly the functions that the voucher offers now, in reach beside the voucher itself (rows S0-015 to
 * S0-019, S0-026). Without an authorised device it says what there would be, and holds no trigger.
 */
export const InteractionArea = ({
  voucher,
  context,
  isBlocked,
  asked,
}: {
  voucher: PublishedVoucher
  context: FunctionContext | undefined
  isBlocked: boolean
  /** The function that the address names. */
  asked: string | undefined
}) => (
  <section class="card" aria-label={say(voucherWords.area)}>
    <h2 class="visually-hidden">{say(voucherWords.areaTitle)}</h2>
    <Content context={context} voucher={voucher} isBlocked={isBlocked} asked={asked} />
  </section>
)
