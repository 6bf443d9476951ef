import { shellWords } from '../../dictionary/shell.ts'
import { PurchaseLists } from '../../market/purchases/purchase-lists.tsx'
import { SealKeyCard } from '../../market/purchases/seal-key-card.tsx'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Page } from '../../pieces/page.tsx'
import { session } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { OwnCertificates } from './certificates.tsx'
import { Issuing } from './issue-form.tsx'
import { providerWords } from './words.ts'

const told = ['device.set-seal-key', 'certificate.revoke']

/** A provider's desk: orders that came in, and its certificates. */
export const ProviderScreen = () => {
  const current = session.value
  if (current?.mode !== 'authorised') return null
  const { terminal } = current
  return (
    <Page title={say(shellWords.providerDesk)} lead={say(providerWords.lead)}>
      <SealKeyCard terminal={terminal} title={say(providerWords.sealTitle)}>
        {say(providerWords.sealWhy)}
      </SealKeyCard>
      <PurchaseLists terminal={terminal} as="provider" address="/provider/orders" />
      <OwnCertificates terminal={terminal} />
      <Issuing terminal={terminal} />
      <NoticeArea only={({ kind }) => told.includes(kind)} />
    </Page>
  )
}
