import { useState } from 'preact/hooks'
import type { z } from 'zod'
import { certificates } from '../../../../chaincode/domains/certificates/tables.ts'
import { asWritten } from '../../../../chaincode/wire/table.ts'
import { pageOf } from '../../../sdk/lists.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { keptLink } from '../../market/purchases/kept-links.ts'
import { Button } from '../../pieces/button.tsx'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { LaterPages } from '../../pieces/later-pages.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, EmptyState, ReadingState } from '../../pieces/states.tsx'
import { now } from '../../state/clock.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { formatMoment } from '../../words/format.ts'
import { LinkLine } from './link-line.tsx'
import { providerWords } from './words.ts'

const certificate = asWritten(certificates.shape)
type OwnCertificate = z.infer<typeof certificate>

const stateOf = ({ status, expiresAt }: OwnCertificate): 'active' | 'expired' | 'revoked' => {
  if (status === 'revoked') return 'revoked'
  return BigInt(now.value) > BigInt(expiresAt) ? 'expired' : 'active'
}

const Link = ({ id }: { id: string }) => {
  const [isShown, setShown] = useState(false)
  const kept = useResource(`link ${id}`, async () => ({ link: await keptLink(id) }))
  if (!isShown) return <Button onClick={() => setShown(true)}>{say(providerWords.showLink)}</Button>
  if (kept.value === undefined) return <ReadingState of={kept} lines={1} />
  const { link } = kept.value
  return link === undefined ? <Alert>{say(providerWords.linkMissing)}</Alert> : <LinkLine link={link} />
}

const Line = ({ of }: { of: OwnCertificate }) => {
  const instructing = useInstruction()
  const state = stateOf(of)
  return (
    <li class="stack">
      <div class="row">
        <span class="row-main">
          <a class="row-title" href={`#/goods/${of.certificate}`}>
            {of.title}
          </a>
          <span class="row-note">
            {of.item} · {say(providerWords.until)(formatMoment(of.expiresAt))}
          </span>
        </span>
        <span class="pill" data-tone={state === 'active' ? 'good' : 'warn'}>
          {say(providerWords[state])}
        </span>
      </div>
      {state === 'active' && (
        <div class="button-row">
          <Link id={of.certificate} />
          <ConfirmedButton
            action={say(providerWords.revoke)}
            title={say(providerWords.revokeTitle)}
            text={say(providerWords.revokeText)}
            instructing={instructing}
            onConfirm={() => instructing.send('certificate.revoke', { certificate: of.certificate })}
          />
        </div>
      )}
    </li>
  )
}

/** The certificates that one issued, newest first, each with its state, its link where this browser has it, and revoking it. */
export const OwnCertificates = ({ terminal }: { terminal: Terminal }) => {
  const read = (after?: string) => {
    const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`
    const path = `/v1/accounts/${encodeURIComponent(terminal.participant)}/certificates${query}`
    return terminal.read(path, pageOf(certificate))
  }
  const list = useResource(`certificates of ${terminal.participant}`, () => read())
  const show = (of: OwnCertificate) => <Line key={of.certificate} of={of} />
  const page = list.value
  return (
    <Section title={say(providerWords.certificates)}>
      <ReadingState of={list} lines={3} />
      {page?.items.length === 0 && <EmptyState icon="goods" title={say(providerWords.noCertificates)} />}
      {page !== undefined && <ul class="rows">{page.items.map(show)}</ul>}
      {page?.next !== undefined && <LaterPages key={page.next} first={page.next} read={read} show={show} />}
    </Section>
  )
}
