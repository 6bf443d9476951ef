import { useState } from 'preact/hooks'
import type { VoucherFunction } from '../../../../chaincode/domains/vouchers/terms.ts'
import { deskWords } from '../../dictionary/desk.ts'
import { functionsText } from '../../market/product.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { AmountField } from '../../pieces/amount-field.tsx'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { Act } from '../../pieces/desk.tsx'
import { CaseNumberField, ParticipantField } from '../../pieces/desk-fields.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { say } from '../../state/settings.ts'
import { type Asked, useAct } from '../../state/use-act.ts'
import { useWay } from '../../state/use-draft.ts'
import { useFields } from '../../state/use-fields.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'
import { amountRule, baseUnitsOf, caseNumberRule, participantRule } from '../../words/desk-rules.ts'
import { formatQuantity } from '../../words/format.ts'
import { FunctionChecks } from './voucher-checks.tsx'
import { issuerWords } from './words.ts'

interface Series {
  voucher: PublishedVoucher
}

/** Switches functions on and off; with none the series is suspended (row S0-015 and those after it). */
export const FunctionsForm = ({ voucher }: Series) => {
  const { voucher: code, product } = voucher
  const [chosen, setChosen] = useState<VoucherFunction[]>(voucher.functions as VoucherFunction[])
  const isNone = chosen.length === 0
  const action = isNone ? say(issuerWords.suspendNow)(code) : say(issuerWords.changeFunctionsNow)(code)
  const act = useAct({
    about: { voucher: code },
    check: () => true,
    asked: () => ({
      kind: 'voucher.change-functions',
      body: { voucher: code, functions: chosen },
      review: {
        what: action,
        lines: [
          [say(issuerWords.functionsBefore), functionsText(voucher.functions, product) || '—'],
          [say(issuerWords.functionsAfter), functionsText(chosen, product) || '—'],
        ],
      },
    }),
  })
  return (
    <Act title={say(issuerWords.changeFunctions)} text={say(issuerWords.changeFunctionsText)}>
      <ActForm label={say(issuerWords.changeFunctions)} action={action} act={act}>
        <FunctionChecks chosen={chosen} onChosen={setChosen} />
      </ActForm>
    </Act>
  )
}

type Supplying = 'increase' | 'decrease'

const supplyAction = (way: Supplying, amount: string | undefined): string => {
  if (amount === undefined) return say(way === 'increase' ? issuerWords.raise : issuerWords.lower)
  return say(way === 'increase' ? issuerWords.raiseNow : issuerWords.lowerNow)(amount)
}

const useSupply = ({ voucher: code, unit, supply }: PublishedVoucher) => {
  const [way, setWay] = useWay<Supplying>(`supply ${code}`, 'increase')
  const fields = useFields({ quantity: '' }, { quantity: amountRule(unit) }, `supply ${code}`)
  const quantity = baseUnitsOf(fields.values.quantity, unit)
  const action = supplyAction(way, quantity === undefined ? undefined : formatQuantity(quantity, unit))
  const asked = (): Asked | undefined => {
    if (quantity === undefined) return undefined
    const after = BigInt(supply) + (way === 'increase' ? 1n : -1n) * BigInt(quantity)
    const lines = [
      [say(deskWords.voucher), code],
      [say(issuerWords.supplyAfter), formatQuantity(after.toString(), unit)],
    ] as const
    return { kind: `voucher.${way}-supply`, body: { voucher: code, quantity }, review: { what: action, lines } }
  }
  const act = useAct({ about: { voucher: code }, check: fields.check, asked, onTaken: () => fields.reset() })
  return { way, setWay, fields, action, act }
}

/** Raises or lowers the supply, in the issuer's own account. */
export const SupplyForm = ({ voucher }: Series) => {
  const { way, setWay, fields, action, act } = useSupply(voucher)
  return (
    <Act title={say(issuerWords.supplyChange)} text={say(issuerWords.supplyText)}>
      <ActForm label={say(issuerWords.supplyChange)} action={action} act={act}>
        <Ways
          label={say(issuerWords.supplyChange)}
          way={way}
          words={{ increase: issuerWords.raise, decrease: issuerWords.lower }}
          onWay={setWay}
        />
        <AmountField label={say(deskWords.quantity)} unit={voucher.unit} {...fields.bind('quantity')} />
      </ActForm>
    </Act>
  )
}

type Holding = 'freeze' | 'unfreeze'

const holdAction = (way: Holding, amount: string | undefined): string => {
  if (amount === undefined) return say(deskWords[way])
  return say(way === 'freeze' ? issuerWords.freezeNow : issuerWords.unfreezeNow)(amount)
}

const useHold = ({ voucher: code, unit }: PublishedVoucher) => {
  const [way, setWay] = useWay<Holding>(`hold ${code}`, 'freeze')
  const fields = useFields(
    { participant: '', quantity: '', caseNumber: '' },
    { participant: participantRule, quantity: amountRule(unit), caseNumber: caseNumberRule },
    `hold ${code}`,
  )
  const { participant, caseNumber } = fields.values
  const quantity = baseUnitsOf(fields.values.quantity, unit)
  const action = holdAction(way, quantity === undefined ? undefined : formatQuantity(quantity, unit))
  const asked = (): Asked | undefined => {
    if (quantity === undefined) return undefined
    const lines = [
      [say(deskWords.participant), participant],
      [say(deskWords.voucher), code],
      [say(deskWords.caseNumber), caseNumber],
    ] as const
    const body = { voucher: code, participant, quantity, caseNumber }
    return { kind: `holding.${way}`, body, review: { what: action, lines } }
  }
  const act = useAct({ about: { voucher: code }, check: fields.check, asked, onTaken: () => fields.reset() })
  return { way, setWay, fields, action, act }
}

/** Freezes a quantity of somebody's holding under a case number, or frees it (decision 0003, life cycle of a holding). */
export const HoldForm = ({ voucher }: Series) => {
  const { way, setWay, fields, action, act } = useHold(voucher)
  return (
    <Act title={say(issuerWords.freezeTitle)} text={say(issuerWords.freezeText)}>
      <ActForm label={say(issuerWords.freezeTitle)} action={action} act={act}>
        <Ways
          label={say(issuerWords.freezeTitle)}
          way={way}
          words={{ freeze: deskWords.freeze, unfreeze: deskWords.unfreeze }}
          onWay={setWay}
        />
        <ParticipantField {...fields.bind('participant')} />
        <AmountField label={say(deskWords.quantity)} unit={voucher.unit} {...fields.bind('quantity')} />
        <CaseNumberField {...fields.bind('caseNumber')} />
      </ActForm>
    </Act>
  )
}

/** Ends the series for good, once none of it is outstanding. */
export const RetireForm = ({ voucher: { voucher, supply } }: Series) => {
  const instructing = useInstruction({ voucher })
  return (
    <Act title={say(issuerWords.retire)} text={say(issuerWords.retireText)}>
      <div>
        <ConfirmedButton
          action={say(issuerWords.retireNow)(voucher)}
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
