import { shellWords } from '../../dictionary/shell.ts'
import { Page } from '../../pieces/page.tsx'
import { say } from '../../state/settings.ts'

export const VouchersScreen = () => <Page title={say(shellWords.vouchers)}>…</Page>
