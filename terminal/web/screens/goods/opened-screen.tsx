import { shellWords } from '../../dictionary/shell.ts'
import { Page } from '../../pieces/page.tsx'
import { EmptyState } from '../../pieces/states.tsx'
import { openedLink } from '../../state/opened-link.ts'
import { say } from '../../state/settings.ts'
import { Certificate } from './certificate-screen.tsx'
import { goodsWords } from './words.ts'

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
