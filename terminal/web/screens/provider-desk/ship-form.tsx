import { z } from 'zod'
import { reference } from '../../../../chaincode/wire/identifiers.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { TextField } from '../../pieces/field.tsx'
import { say } from '../../state/settings.ts'
import { useAct } from '../../state/use-act.ts'
import { useFields } from '../../state/use-fields.ts'
import { providerWords } from './words.ts'

/** Ships an order, with what the carrier named the parcel. */
export const ShipForm = ({ purchase }: { purchase: string }) => {
  const fields = useFields(
    { shipment: '' },
    { shipment: { shape: z.union([z.literal(''), reference]), words: providerWords.shipmentWrong } },
    `ship ${purchase}`,
  )
  const { shipment } = fields.values
  const act = useAct({
    check: fields.check,
    asked: () => ({ kind: 'purchase.ship', body: { purchase, ...(shipment === '' ? {} : { shipment }) } }),
    onTaken: () => fields.reset(),
  })
  return (
    <ActForm label={say(providerWords.ship)} action={say(providerWords.ship)} act={act}>
      <TextField
        label={say(providerWords.shipment)}
        isOptional
        autocomplete="off"
        maxLength={64}
        {...fields.bind('shipment')}
      />
    </ActForm>
  )
}
