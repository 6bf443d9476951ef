import { pairFamilies, productName } from '../../../../chaincode/domains/trade-chain/terms.ts'
import { countOrZero } from '../../../../chaincode/wire/identifiers.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { readPositions } from '../../../sdk/trade-chain/records.ts'
import { deskWords } from '../../dictionary/desk.ts'
import { familyWords } from '../../market/trades/words.ts'
import { CountField } from '../../pieces/desk-fields.tsx'
import { TextField } from '../../pieces/field.tsx'
import { InstructionForm } from '../../pieces/instruction-form.tsx'
import { Section } from '../../pieces/page.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { ScrollingTable } from '../../pieces/table.tsx'
import { say } from '../../state/settings.ts'
import { type PositionLine, positionLines } from '../../state/trades.ts'
import { useFields } from '../../state/use-fields.ts'
import { useResource } from '../../state/use-resource.ts'
import { formatQuantity } from '../../words/format.ts'
import { type Named, orNone, useConfidential } from './use-confidential.ts'
import { creditWords } from './words.ts'

type PairFamily = (typeof pairFamilies)[number]

const nameOfFamily = (name: string): string => {
  const known = pairFamilies.find((family) => family === name)
  return known === undefined ? name : say(familyWords[known])
}

const Lines = ({ lines }: { lines: readonly PositionLine[] }) => (
  <ScrollingTable
    label={say(creditWords.positions)}
    columns={[
      say(creditWords.family),
      say(creditWords.product),
      { figure: say(creditWords.quantity) },
      { figure: say(creditWords.reserved) },
    ]}
  >
    {lines.map(({ family, product, quantity, reserved }) => (
      <tr key={`${family} ${product}`} data-position={`${family}:${product}`}>
        <td>{nameOfFamily(family)}</td>
        <th scope="row">{product}</th>
        <td data-figure>{formatQuantity(quantity, undefined)}</td>
        <td data-figure>{formatQuantity(reserved, undefined)}</td>
      </tr>
    ))}
  </ScrollingTable>
)

const SetPosition = ({ terminal, named, onSet }: { terminal: Terminal; named: Named; onSet: () => void }) => {
  const fields = useFields(
    { family: 'stock', product: '', quantity: '' },
    {
      product: { shape: productName, words: creditWords.productHint },
      quantity: { shape: countOrZero, words: deskWords.countWrong },
    },
  )
  const { family, product, quantity } = fields.values
  const { tell, instructing } = useConfidential(terminal, () => {
    fields.reset('product', 'quantity')
    onSet()
  })
  const submit = (): boolean => {
    if (!fields.check()) return false
    const { client, institution } = named
    const confidential = { family: family as PairFamily, product, quantity }
    tell('position.set', { body: { client, institution }, confidential })
    return true
  }
  return (
    <InstructionForm
      label={say(creditWords.setPosition)}
      action={say(creditWords.setPosition)}
      instructing={instructing}
      onSubmit={submit}
    >
      <SelectField<PairFamily>
        label={say(creditWords.family)}
        value={family as PairFamily}
        options={pairFamilies.map((one) => [one, say(familyWords[one])] as const)}
        onValue={(value) => fields.set({ family: value })}
      />
      <TextField
        label={say(creditWords.product)}
        hint={say(creditWords.productHint)}
        autocomplete="off"
        spellcheck={false}
        maxLength={32}
        {...fields.bind('product')}
      />
      <CountField label={say(creditWords.quantity)} digits={28} {...fields.bind('quantity')} />
    </InstructionForm>
  )
}

/** What a client has with an institution of the families that are no vouchers of the ledger. */
export const Positions = ({ terminal, named }: { terminal: Terminal; named: Named }) => {
  const { client, institution } = named
  const read = useResource(`positions ${client} ${institution}`, () => orNone(readPositions(terminal, named)))
  const lines = positionLines(read.value?.value?.products ?? {})
  return (
    <Section title={say(creditWords.positions)}>
      <p class="note">{say(creditWords.positionsNote)}</p>
      <ReadingState of={read} lines={3} />
      {read.value !== undefined && lines.length === 0 && <p>{say(creditWords.positionsNone)}</p>}
      {lines.length > 0 && <Lines lines={lines} />}
      {read.value !== undefined && <SetPosition terminal={terminal} named={named} onSet={read.reload} />}
    </Section>
  )
}
