import { addressFor } from '../../terminal/web/screens/auditor/addresses.ts'
import type { Screen } from './screen.ts'
import type { Stage } from './stage.ts'

const who = 'auditor-desk' as const

/** Opens the newest instruction that is listed. */
const openFirst = async ({ page }: Stage): Promise<void> => {
  await page.locator('main .rows a').first().click()
  await page.locator('.facts').first().waitFor()
}

const account = addressFor('account~alice') ?? '/auditor'

/** The auditor's shelf. */
export const auditorScreens: readonly Screen[] = [
  { name: 'auditor-report', who, path: '/auditor' },
  { name: 'auditor-disputes', who, path: '/auditor/disputes' },
  { name: 'auditor-blocks', who, path: '/auditor/blocks' },
  { name: 'auditor-block', who, path: '/auditor/blocks', show: openFirst },
  { name: 'auditor-transactions', who, path: '/auditor/transactions' },
  { name: 'auditor-transaction', who, path: '/auditor/transactions', show: openFirst },
  { name: 'auditor-instructions', who, path: '/auditor/instructions?participant=alice' },
  { name: 'auditor-instruction', who, path: '/auditor/instructions?participant=alice', show: openFirst },
  { name: 'auditor-record', who, path: account },
]
