import { useState } from 'preact/hooks'
import { type VoucherFunction, voucherFunctions } from '../../../../chaincode/wire/instruction.ts'
import { deskWords } from '../../dictionary/desk.ts'
import { issuerWords } from '../../dictionary/issuer-desk.ts'
import { functionWords } from '../../dictionary/vouchers.ts'
import { AmountField } from '../../pieces/amount-field.tsx'
import { Button } from '../../pieces/button.tsx'
import { Checks } from '../../pieces/checks.tsx'
import { Act, Confirmation } from '../../pieces/desk.tsx'
import { CaseNumberField, ParticipantField } from '../../pieces/desk-fields.tsx'
import { Segments } from '../../pieces/field.tsx'
import { InstructionForm } from '../../pieces/instruction-form.tsx'
import { isAccepted } from '../../state/accepted.ts'
import { amountRule, baseUnitsOf, caseNumberRule, participantRule } from '../../state/desk-rules.ts'
import { say } from '../../state/settings.ts'
import { useFields } from '../../state/use-fields.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import type { PublishedVoucher } from '../../state/vouchers.ts'

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
    <Act title={say(issuerWords.changeFunctions)} text={say(issuerWords.changeFunctionsText)}>
      <InstructionForm
        label={say(issuerWords.changeFunctions)}
        action={say(issuerWords.saveFunctions)}
        instructing={instructing}
        onSubmit={submit}
      >
        <Checks
          legend={say(issuerWords.functions)}
          options={voucherFunctions.map((name) => [name, say(functionWords[name])] as const)}
          chosen={chosen}
          onChosen={setChosen}
        />
      </InstructionForm>
    </Act>
  )
}

/** Raises or lowers the supply, in the issuer's own account. */
export const SupplyForm = ({ voucher }: Series) => {
  const [way, setWay] = useState<'increase' | 'decrease'>('increase')
  const fields = useFields({ quantity: '' }, { quantity: amountRule(voucher.unit) })
  const instructing = useInstruction({ voucher: voucher.voucher })
  const submit = (): boolean => {
    const quantity = baseUnitsOf(fields.values.quantity, voucher.unit)
    if (!fields.check() || quantity === undefined) return false
    void instructing.send(`voucher.${way}-supply`, { voucher: voucher.voucher, quantity }).then((kept) => {
      if (isAccepted(kept)) fields.reset()
    })
    return true
  }
  return (
    <Act title={say(issuerWords.supplyChange)} text={say(issuerWords.supplyText)}>
      <InstructionForm
        label={say(issuerWords.supplyChange)}
        action={say(deskWords.signsNow)}
        instructing={instructing}
        onSubmit={submit}
      >
        <Segments
          label={say(issuerWords.supplyChange)}
          isLabelHidden
          value={way}
          options={[
            ['increase', say(issuerWords.raise)],
            ['decrease', say(issuerWords.lower)],
          ]}
          onValue={setWay}
        />
        <AmountField label={say(deskWords.quantity)} unit={voucher.unit} {...fields.bind('quantity')} />
      </InstructionForm>
    </Act>
  )
}

/** Freezes a quantity of somebody's holding under a case number, or frees it (decision 0003, life cycle of a holding). */
export const HoldForm = ({ voucher }: Series) => {
  const [way, setWay] = useState<'freeze' | 'unfreeze'>('freeze')
  const fields = useFields(
    { participant: '', quantity: '', caseNumber: '' },
    { participant: participantRule, quantity: amountRule(voucher.unit), caseNumber: caseNumberRule },
  )
  const instructing = useInstruction({ voucher: voucher.voucher })
  const submit = (): boolean => {
    const { participant, caseNumber } = fields.values
    const quantity = baseUnitsOf(fields.values.quantity, voucher.unit)
    if (!fields.check() || quantity === undefined) return false
    const body = { participant, voucher: voucher.voucher, quantity, caseNumber }
    void instructing.send(`holding.${way}`, body).then((kept) => {
      if (isAccepted(kept)) fields.reset()
    })
    return true
  }
  return (
    <Act title={say(issuerWords.freezeTitle)} text={say(issuerWords.freezeText)}>
      <InstructionForm
        label={say(issuerWords.freezeTitle)}
        action={say(deskWords.signsNow)}
        instructing={instructing}
        onSubmit={submit}
      >
        <Segments
          label={say(issuerWords.freezeTitle)}
          isLabelHidden
          value={way}
          options={[
            ['freeze', say(deskWords.freeze)],
            ['unfreeze', say(deskWords.unfreeze)],
          ]}
          onValue={setWay}
        />
        <ParticipantField {...fields.bind('participant')} />
        <AmountField label={say(deskWords.quantity)} unit={voucher.unit} {...fields.bind('quantity')} />
        <CaseNumberField {...fields.bind('caseNumber')} />
      </InstructionForm>
    </Act>
  )
}

/** Ends the series for good, once none of it is outstanding. */
export const RetireForm = ({ voucher }: Series) => {
  const [isAsking, setAsking] = useState(false)
  const instructing = useInstruction({ voucher: voucher.voucher })
  const retire = async () => {
    await instructing.send('voucher.retire', { voucher: voucher.voucher })
    setAsking(false)
  }
  return (
    <Act title={say(issuerWords.retire)} text={say(issuerWords.retireText)}>
      <div>
        <Button tone="danger" isDisabled={voucher.supply !== '0'} onClick={() => setAsking(true)}>
          {say(issuerWords.retire)}
        </Button>
      </div>
      {isAsking && (
        <Confirmation
          title={say(issuerWords.retireTitle)}
          action={say(issuerWords.retire)}
          instructing={instructing}
          onConfirm={() => void retire()}
          onClose={() => setAsking(false)}
        >
          <p>{say(issuerWords.retireText)}</p>
        </Confirmation>
      )}
    </Act>
  )
}
