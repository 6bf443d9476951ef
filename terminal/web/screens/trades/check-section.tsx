import { useState } from 'preact/hooks'
import { chainFileBytesMaximum } from '../../../sdk/trade-chain/chain-file.ts'
import { type ChainVerdict, verifyChain } from '../../../sdk/trade-chain/verify-chain.ts'
import { CheckedChainView } from '../../market/trades/checked-chain.tsx'
import { Field } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { FaultAlert } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { useWork } from '../../state/use-work.ts'
import { tradeFormWords } from './words.ts'

/** What a file is; one that is longer than any chain's is not even read. */
const verdictOf = async (file: File): Promise<ChainVerdict> =>
  file.size > chainFileBytesMaximum ? { fault: { code: 'file_malformed' } } : verifyChain(await file.text())

/** Checks the file of a trade, whoever gave it, in this browser and nowhere else. */
export const CheckSection = () => {
  const [verdict, setVerdict] = useState<ChainVerdict | undefined>(undefined)
  const { run, fault } = useWork()
  const choose = (file: File | undefined) =>
    run(async () => {
      setVerdict(undefined)
      if (file !== undefined) setVerdict(await verdictOf(file))
    })
  return (
    <Section title={say(tradeFormWords.check)}>
      <p class="note">{say(tradeFormWords.checkNote)}</p>
      <Field label={say(tradeFormWords.file)}>
        {(ties) => (
          <input
            {...ties}
            type="file"
            accept=".json,application/json"
            onChange={({ currentTarget }) => void choose(currentTarget.files?.[0])}
          />
        )}
      </Field>
      {fault && <FaultAlert fault={fault} />}
      {verdict && <CheckedChainView verdict={verdict} />}
    </Section>
  )
}
