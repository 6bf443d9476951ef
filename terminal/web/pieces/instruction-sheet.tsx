import { useState } from 'preact/hooks'
import { readEnvelope } from '../../../chaincode/envelope.ts'
import { verifyEvidence } from '../../sdk/evidence.ts'
import { readEvidence } from '../../sdk/reads.ts'
import type { Result } from '../../sdk/result.ts'
import { noticeWords } from '../dictionary/notices.ts'
import type { KeptResult } from '../platform/database.ts'
import { connection } from '../state/session.ts'
import { say } from '../state/settings.ts'
import { useWork } from '../state/use-work.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { Alert, FaultAlert } from './states.tsx'

const ledgerOf = ({ result }: KeptResult) => {
  const known = result as Result | undefined
  return known === undefined || known.status === 'pending' ? undefined : known.ledger
}

const Verification = ({ id }: { id: string }) => {
  const { run, isPending, fault } = useWork()
  const [faults, setFaults] = useState<readonly string[] | undefined>(undefined)
  const verify = () =>
    run(async () => {
      setFaults(undefined)
      setFaults((await verifyEvidence(await readEvidence(connection, id), { id })).faults)
    })
  return (
    <>
      <div>
        <Button isPending={isPending} onClick={() => void verify()}>
          <Icon name="seal" />
          {say(isPending ? noticeWords.verifying : noticeWords.verify)}
        </Button>
      </div>
      {fault && <FaultAlert fault={fault} />}
      {faults?.length === 0 && <Alert tone="good">{say(noticeWords.verified)}</Alert>}
      {faults !== undefined && faults.length > 0 && (
        <Alert tone="bad">{say(noticeWords.verifiedFault)(faults.join(', '))}</Alert>
      )}
    </>
  )
}

/** What the device signed, word for word, with its signature, its place on the ledger, and a check of all that. */
export const InstructionSheet = ({ kept }: { kept: KeptResult }) => {
  const { instruction, signature } = readEnvelope(kept.envelope)
  const ledger = ledgerOf(kept)
  return (
    <div class="stack sheet">
      <p class="note">{say(noticeWords.sheetLead)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre tabIndex={0}>{JSON.stringify(instruction, null, 2)}</pre>
      <dl class="pairs sheet-pairs">
        <dt>{say(noticeWords.signature)}</dt>
        <dd class="code-value">{signature}</dd>
        <dt>{say(noticeWords.id)}</dt>
        <dd class="code-value">{kept.id}</dd>
        <dt>{say(noticeWords.block)}</dt>
        <dd>{ledger?.block ?? say(noticeWords.notOnLedger)}</dd>
        {ledger && (
          <>
            <dt>{say(noticeWords.position)}</dt>
            <dd>{ledger.position}</dd>
            <dt>{say(noticeWords.transaction)}</dt>
            <dd class="code-value">{ledger.transaction}</dd>
          </>
        )}
      </dl>
      {ledger && <Verification id={kept.id} />}
    </div>
  )
}
