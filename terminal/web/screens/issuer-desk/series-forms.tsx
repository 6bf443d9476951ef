import { useState } from 'preact/hooks'
import type { VoucherFunction } from '../../../../chaincode/domains/vouchers/terms.ts'
import { deskWords } from '../../dictionary/desk.ts'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Act, ActForm, ConfirmedButton } from '../../pieces/desk.tsx'
import { CaseNumberField, ParticipantField } from '../../pieces/desk-fields.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { say } from '../../state/settings.ts'
import { useWay } from '../../state/use-draft.ts'
import { useFields } from '../../state/use-fields.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useTypedInstruction } from '../../state/use-typed-instruction.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'
import { amountRule, baseUnitsOf, caseNumberRule, participantRule } from '../../words/desk-rules.ts'
import { FunctionChecks } from './voucher-checks.tsx'
import { issuerWords } from './words.ts'

interface Series {
  voucher: PublishedVoucher
}

/** Switches functions on and off; with none the series is suspended (row S0-015 and those after it). */
export const FunctionsForm = ({ voucher }: Series) => {
  const code = voucher.voucher
  const [chosen, setChosen] = useState<VoucherFunction[]>(voucher.functions as VoucherFunction[])
  const instructing = useInstruction({ voucher: code })
  const submit = (): boolean => {
    void instructing.send('voucher.change-functions', { voucher: code, functions: chosen })
    return true
  }
  return (
    <ActForm
      title={say(issuerWords.changeFunctions)}
      text={say(issuerWords.changeFunctionsText)}
      action={say(issuerWords.saveFunctions)}
      instructing={instructing}
      onSubmit={submit}
    >
      <FunctionChecks chosen={chosen} onChosen={setChosen} />
    </ActForm>
  )
}

/** Raises or lowers the supply, in the issuer's own account. */
export const SupplyForm = ({ voucher: { voucher: code, unit } }: Series) => {
  const [way, setWay] = useWay<'increase' | 'decrease'>(`supply ${code}`, 'increase')
  const fields = useFields({ quantity: '' }, { quantity: amountRule(unit) }, `supply ${code}`)
  const form = useTypedInstruction(fields, { voucher: code }, (typed) => {
    const quantity = baseUnitsOf(typed.quantity, unit)
    return quantity === undefined ? undefined : [`voucher.${way}-supply`, { voucher: code, quantity }]
  })
  return (
    <ActForm
      title={say(issuerWords.supplyChange)}
      text={say(issuerWords.supplyText)}
      action={say(deskWords.signsNow)}
      {...form}
    >
      <Ways
        label={say(issuerWords.supplyChange)}
        way={way}
        words={{ increase: issuerWords.raise, decrease: issuerWords.lower }}
        onWay={setWay}
      />
      <AmountField label={say(deskWords.quantity)} unit={unit} {...fields.bind('quantity')} />
    </ActForm>
  )
}

/** Freezes a quantity of somebody's holding under a case number, or frees it (decision 0003, life cycle of a holding). */
export const HoldForm = ({ voucher: { voucher: code, unit } }: Series) => {
  const [way, setWay] = useWay<'freeze' | 'unfreeze'>(`hold ${code}`, 'freeze')
  const fields = useFields(
    { participant: '', quantity: '', caseNumber: '' },
    { participant: participantRule, quantity: amountRule(unit), caseNumber: caseNumberRule },
    `hold ${code}`,
  )
  const form = useTypedInstruction(fields, { voucher: code }, (typed) => {
    const quantity = baseUnitsOf(typed.quantity, unit)
    return quantity === undefined ? undefined : [`holding.${way}`, { ...typed, voucher: code, quantity }]
  })
  return (
    <ActForm
      title={say(issuerWords.freezeTitle)}
      text={say(issuerWords.freezeText)}
      action={say(deskWords.signsNow)}
      {...form}
    >
      <Ways
        label={say(issuerWords.freezeTitle)}
        way={way}
        words={{ freeze: deskWords.freeze, unfreeze: deskWords.unfreeze }}
        onWay={setWay}
      />
      <ParticipantField {...fields.bind('participant')} />
      <AmountField label={say(deskWords.quantity)} unit={unit} {...fields.bind('quantity')} />
      <CaseNumberField {...fields.bind('caseNumber')} />
    </ActForm>
  )
}

/** Ends the series for good, once none of it is outstanding. */
export const RetireForm = ({ voucher: { voucher, supply } }: Series) => {
  const instructing = useInstruction({ voucher })
  return (
    <Act title={say(issuerWords.retire)} text={say(issuerWords.retireText)}>
      <div>
        <ConfirmedButton
          action={say(issuerWords.retire)}
          title={say(issuerWords.retireTitle)}
          text={say(issuerWords.retireText)}
          instructing={instructing}
          isDisabled={supply !== '0'}
          onConfirm={() => instructing.send('voucher.retire', { voucher })}
        />
      </div>
    </Act>
  )
}
