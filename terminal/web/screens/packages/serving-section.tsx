import { Segments } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { FaultAlert } from '../../pieces/states.tsx'
import { allowRelease, mayRelease } from '../../state/key-service.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { useWork } from '../../state/use-work.ts'
import { packageWords } from './words.ts'

/** Whether this device releases second keys by itself while the terminal is open. */
export const ServingSection = ({ account }: { account: string }) => {
  const work = useWork()
  const allowed = useResource(`releases keys ${account}`, () => mayRelease(account))
  const choose = (isAllowed: boolean) =>
    work.run(async () => {
      await allowRelease(account, isAllowed)
      allowed.reload()
    })
  return (
    <Section title={say(packageWords.serving)}>
      {work.fault && <FaultAlert fault={work.fault} />}
      <p class="note">{say(packageWords.servingNote)}</p>
      <Segments
        label={say(packageWords.isServing)}
        value={allowed.value === true ? 'yes' : 'no'}
        options={[
          ['no', say(packageWords.no)],
          ['yes', say(packageWords.yes)],
        ]}
        onValue={(value) => void choose(value === 'yes')}
      />
    </Section>
  )
}
