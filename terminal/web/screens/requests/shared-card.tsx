import { useState } from 'preact/hooks'
import { sharedParts } from '../../../../chaincode/domains/recommendations/shared.ts'
import type { Listed } from '../../../sdk/matching/records.ts'
import { openShared, type Told } from '../../../sdk/matching/sharing.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { ownSealKey } from '../../market/purchases/use-own-key.ts'
import { Button } from '../../pieces/button.tsx'
import { FaultAlert } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { useWork } from '../../state/use-work.ts'
import { requestWords } from './words.ts'

/** What a recommender consented to tell, once it is opened here and fits the digests of the request (S3-017, S3-018). */
export const SharedCard = ({ terminal, asked }: { terminal: Terminal; asked: Listed<'recommendation-requests'> }) => {
  const work = useWork()
  const [told, setTold] = useState<Told | undefined>(undefined)
  const open = async () => setTold(await openShared(terminal, asked, await ownSealKey(terminal)))
  if (told === undefined) {
    return (
      <>
        {work.fault && <FaultAlert fault={work.fault} />}
        <div>
          <Button isPending={work.isPending} onClick={() => void work.run(open)}>
            {say(requestWords.showShared)}
          </Button>
        </div>
      </>
    )
  }
  return (
    <dl class="pairs">
      {sharedParts
        .filter((part) => told[part] !== undefined)
        .map((part) => (
          <div key={part} class="pair" data-shared={part}>
            <dt>{say(requestWords[part])}</dt>
            <dd>{told[part]}</dd>
          </div>
        ))}
    </dl>
  )
}
