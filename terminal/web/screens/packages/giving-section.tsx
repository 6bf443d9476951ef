import { useEffect } from 'preact/hooks'
import type { ListedPackages } from '../../../sdk/packages/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { releaseFor } from '../../market/packages/release.ts'
import { Button } from '../../pieces/button.tsx'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { findPackageKey, forgetPackageIn, forgetSealedIn } from '../../platform/package-store.ts'
import { isAccepted } from '../../state/accepted.ts'
import { type GivingStage, givingStage, keysOf, type OwnPackages } from '../../state/packages.ts'
import { database } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { useWork } from '../../state/use-work.ts'
import { formatMoment } from '../../words/format.ts'
import { givingWords, packageWords } from './words.ts'

type Of = ListedPackages<'packages'>

const Release = ({ terminal, of: { interaction } }: { terminal: Terminal; of: Of }) => {
  const work = useWork()
  const key = useResource(
    `has key ${interaction}`,
    async () => (await findPackageKey(await database(), interaction, 'second')) !== undefined,
  )
  if (key.value === false) return <Alert tone="bad">{say(packageWords.keyGone)}</Alert>
  return (
    <>
      {work.fault && <FaultAlert fault={work.fault} />}
      <div>
        <Button
          tone="primary"
          isPending={work.isPending}
          onClick={() => void work.run(async () => void (await releaseFor(terminal, interaction)))}
        >
          {say(packageWords.release)}
        </Button>
      </div>
    </>
  )
}

const Revoke = ({ interaction }: { interaction: string }) => {
  const instructing = useInstruction()
  const revoke = async () => {
    const kept = await instructing.send('package.revoke', { interaction })
    if (isAccepted(kept)) await forgetPackageIn(await database(), interaction)
  }
  return (
    <ConfirmedButton
      action={say(packageWords.revoke)}
      title={say(packageWords.revokeTitle)}
      text={say(packageWords.revokeText)}
      instructing={instructing}
      onConfirm={revoke}
    />
  )
}

/** Each device that asked, and how far it came. */
const Devices = ({ interaction, own }: { interaction: string; own: OwnPackages }) => {
  const asked = own.requests.filter((one) => one.interaction === interaction)
  if (asked.length === 0) return null
  const stateOf = (device: string): readonly [state: string, text: string] => {
    const opening = own.openings.find((one) => one.interaction === interaction && one.device === device)
    if (opening !== undefined) return ['opened', say(packageWords.openedState)(formatMoment(opening.openedAt))]
    const isReleased = keysOf(own, interaction, device).second
    return isReleased ? ['released', say(packageWords.releasedState)] : ['asked', say(packageWords.askedState)]
  }
  return (
    <ul class="rows" aria-label={say(packageWords.devices)}>
      {asked.map(({ device }) => {
        const [state, text] = stateOf(device)
        return (
          <li key={device} class="row" data-device={device} data-state={state}>
            <span class="row-main">
              <span class="row-title">{say(packageWords.device)(device.slice(-6))}</span>
            </span>
            <span class="pill">{text}</span>
          </li>
        )
      })}
    </ul>
  )
}

const notes: { readonly [S in GivingStage]: (typeof packageWords)['askedNote'] } = {
  waiting: packageWords.waitingForThem,
  asked: packageWords.askedNote,
  elsewhere: packageWords.elsewhereNote,
  released: packageWords.releasedNote,
  opened: packageWords.openedNote,
  revoked: packageWords.revokedNote,
  rejected: packageWords.rejectedNote,
}

/** What the giver does next: waiting, releasing the second key from the device that has it, or revoking before that (S1-062). */
export const GivingSection = ({ terminal, of, own }: { terminal: Terminal; of: Of; own: OwnPackages }) => {
  const { interaction, status } = of
  const stage = givingStage(of, own, terminal.signer.device)
  // A delivery whose outcome came only later leaves nothing behind either.
  useEffect(() => {
    void database().then((store) => forgetSealedIn(store, interaction))
  }, [interaction])
  return (
    <Section title={say(packageWords.next)} aside={<span class="pill">{say(givingWords[stage])}</span>}>
      <p data-stage={stage}>{say(notes[stage])}</p>
      <Devices interaction={interaction} own={own} />
      {stage === 'asked' && <Release terminal={terminal} of={of} />}
      {status === 'open' && <Revoke interaction={interaction} />}
    </Section>
  )
}
