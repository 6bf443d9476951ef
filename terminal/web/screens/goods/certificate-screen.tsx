import { useState } from 'preact/hooks'
import { type FoundCertificate, readFound } from '../../../sdk/certificates/find-certificates.ts'
import { readLink } from '../../../sdk/certificates/link.ts'
import { openCertificate } from '../../../sdk/certificates/open-certificate.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { Button } from '../../pieces/button.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { Alert, EmptyState, ReadingState } from '../../pieces/states.tsx'
import { openedLink } from '../../state/opened-link.ts'
import { connection, ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { formatMoment } from '../../words/format.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import type { Parameters } from '../screen.ts'
import { CertificateRecords } from './certificate-records.tsx'
import { CertificateText } from './certificate-text.tsx'
import { HandedKey } from './handed-key.tsx'
import { OrderArea } from './order-area.tsx'
import { Terms } from './terms.tsx'
import { goodsWords } from './words.ts'

const Back = () => (
  <a class="back" href="#/goods">
    <Icon name="back" />
    {say(shellWords.goods)}
  </a>
)

/** The business that issued it, with its home and its registration beside its name. */
const providerText = ({ provider }: FoundCertificate): string =>
  [
    provider.name,
    say(goodsWords.registered)(nameOfOrganisation(provider.home), provider.member),
    ...(provider.status === 'open' ? [] : [say(goodsWords.closed)]),
  ].join(' · ')

/** Why nothing can be done with it any more; undefined while it is good. */
const endOf = ({ certificate: { status, expiresAt } }: FoundCertificate) => {
  if (status === 'revoked') return goodsWords.revokedTitle
  return BigInt(Date.now()) > BigInt(expiresAt) ? goodsWords.expiredTitle : undefined
}

const LinkForm = ({ id, onKey }: { id: string; onKey: (key: string) => void }) => {
  const [text, setText] = useState('')
  const [isWrong, setWrong] = useState(false)
  const submit = (event: Event) => {
    event.preventDefault()
    try {
      const link = readLink(text.trim())
      if (link.certificate !== id) return setWrong(true)
      onKey(link.key)
    } catch {
      setWrong(true)
    }
  }
  return (
    <Section title={say(shellWords.certificate)}>
      <form class="form" onSubmit={submit} noValidate>
        <p>{say(goodsWords.needsLink)}</p>
        <TextField
          label={say(goodsWords.link)}
          hint={say(goodsWords.linkHint)}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={600}
          value={text}
          onValue={setText}
          wrong={isWrong ? say(goodsWords.linkWrong) : undefined}
        />
        <Button type="submit" tone="primary" isWide>
          {say(goodsWords.openLink)}
        </Button>
      </form>
    </Section>
  )
}

/** The body as its key opens it, and what can be done with it; altered, foreign or unreadable, it says so and offers nothing. */
const Opened = ({ found, linkKey }: { found: FoundCertificate; linkKey: string }) => {
  const { certificate, body } = found.certificate
  const opened = useResource(`body ${certificate} ${body}`, () => openCertificate(connection, found, linkKey))
  if (opened.value === undefined) return <ReadingState of={opened} lines={8} />
  const { certified } = opened.value
  return (
    <>
      <OrderArea found={found} certified={certified} />
      <CertificateText goods={certified.goods} />
      <Terms found={found} certified={certified} />
    </>
  )
}

const Body = ({ found, linkKey }: { found: FoundCertificate; linkKey: string | undefined }) => {
  const [typed, setTyped] = useState<string | undefined>(undefined)
  const { certificate: id, expiresAt } = found.certificate
  const end = endOf(found)
  const key = linkKey ?? typed
  const terminal = ownTerminal.value
  return (
    <Page title={found.certificate.title} back={<Back />} lead={providerText(found)} isNarrow>
      {end !== undefined && (
        <Alert tone="bad" title={say(end)}>
          {say(goodsWords.noOrders)}
        </Alert>
      )}
      {end === undefined && <p class="note">{say(goodsWords.until)(formatMoment(expiresAt))}</p>}
      {end === undefined && key === undefined && terminal !== undefined && (
        <HandedKey id={id} terminal={terminal} onKey={setTyped} />
      )}
      {end === undefined && key === undefined && <LinkForm id={id} onKey={setTyped} />}
      {end === undefined && key !== undefined && <Opened found={found} linkKey={key} />}
      <CertificateRecords id={id} />
    </Page>
  )
}

/** One certificate, with what the key of its link opens where there is one. */
const Certificate = ({ id, linkKey }: { id: string; linkKey: string | undefined }) => {
  const found = useResource(`certificate ${id}`, () => readFound(connection, id))
  if (found.value !== undefined) return <Body found={found.value} linkKey={linkKey} />
  return (
    <Page title={say(shellWords.certificate)} back={<Back />} isNarrow>
      {found.fault?.code === 'not_found' ? (
        <div class="card">
          <EmptyState icon="search" title={say(goodsWords.brokenTitle)}>
            <span>{say(goodsWords.linkGoneNext)}</span>
          </EmptyState>
        </div>
      ) : (
        <ReadingState of={found} lines={8} />
      )}
    </Page>
  )
}

/** A certificate as the market lists it; its link, typed in here, opens it. */
export const CertificateScreen = ({ parameters }: { parameters: Parameters }) => (
  <Certificate id={parameters['id'] ?? ''} linkKey={undefined} />
)

/** The certificate whose link opened this page (S1-033). Loaded again, the page has no key any more, and says so. */
export const OpenedCertificateScreen = () => {
  const link = openedLink()
  if (link !== undefined && link !== 'broken') return <Certificate id={link.id} linkKey={link.key} />
  return (
    <Page title={say(shellWords.certificate)} isNarrow>
      <div class="card">
        <EmptyState icon="lock" title={say(link === 'broken' ? goodsWords.brokenTitle : goodsWords.linkGone)}>
          <span>{say(goodsWords.linkGoneNext)}</span>
        </EmptyState>
      </div>
    </Page>
  )
}
