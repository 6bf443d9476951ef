import { useState } from 'preact/hooks'
import { GatewayProblem } from '../../../sdk/errors.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { chainFileText } from '../../../sdk/trade-chain/chain-file.ts'
import { type ListedChain, readChainFileOf } from '../../../sdk/trade-chain/records.ts'
import { type ChainVerdict, verifyChain } from '../../../sdk/trade-chain/verify-chain.ts'
import { Button } from '../../pieces/button.tsx'
import { Alert, FaultAlert, ReadingState } from '../../pieces/states.tsx'
import { choosePlace } from '../../platform/save-file.ts'
import { say } from '../../state/settings.ts'
import { mayWithdraw } from '../../state/trades.ts'
import { useResource } from '../../state/use-resource.ts'
import { useWork } from '../../state/use-work.ts'
import { CheckedChainView } from './checked-chain.tsx'
import { tradeWords } from './words.ts'

type Of = Pick<ListedChain, 'chain' | 'status'>

/** A chain's file as it stands with what this browser finds of it; neither where there is none. It is kept nowhere. */
const readProof = async (terminal: Terminal, chain: string): Promise<{ text?: string; verdict?: ChainVerdict }> => {
  try {
    const text = chainFileText(await readChainFileOf(terminal, chain))
    return { text, verdict: await verifyChain(text) }
  } catch (error) {
    if (error instanceof GatewayProblem && error.code === 'not_found') return {}
    throw error
  }
}

const Download = ({ text, chain }: { text: string; chain: string }) => {
  const { run, isPending, fault } = useWork()
  const [isSaved, setSaved] = useState(false)
  const save = () =>
    run(async () => {
      setSaved(false)
      const place = await choosePlace(`trade-${chain.slice(0, 8)}.json`)
      const content = new Blob([text], { type: 'application/json' }).stream()
      await place?.write(content)
      setSaved(place !== undefined)
    })
  return (
    <>
      {fault && <FaultAlert fault={fault} />}
      {isSaved && <Alert tone="good">{say(tradeWords.saved)}</Alert>}
      <div>
        <Button isPending={isPending} onClick={() => void save()}>
          {say(tradeWords.download)}
        </Button>
      </div>
    </>
  )
}

/** The file of a chain for who may have it: checked here, with who signed each segment and what it says, and to be downloaded. */
export const ChainProof = ({ terminal, of: { chain, status } }: { terminal: Terminal; of: Of }) => {
  const proof = useResource(`chain file ${chain} ${status}`, () => readProof(terminal, chain))
  const { text, verdict } = proof.value ?? {}
  const isNone = proof.value !== undefined && text === undefined
  return (
    <div class="stack" data-proof={status}>
      <ReadingState of={proof} lines={4} />
      {isNone && <p class="note">{say(mayWithdraw(status) ? tradeWords.noProofYet : tradeWords.noProof)}</p>}
      {verdict !== undefined && <CheckedChainView verdict={verdict} />}
      {text !== undefined && <Download text={text} chain={chain} />}
    </div>
  )
}

/** The same behind a press, for a desk that lists many. */
export const ChainProofDetails = ({ terminal, of }: { terminal: Terminal; of: Of }) => {
  const [isOpen, setOpen] = useState(false)
  return (
    <details class="proof" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{say(tradeWords.showProof)}</summary>
      {isOpen && <ChainProof terminal={terminal} of={of} />}
    </details>
  )
}
