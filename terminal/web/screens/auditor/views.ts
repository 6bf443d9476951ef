import { BlockScreen } from './block-screen.tsx'
import { BlocksScreen } from './blocks-screen.tsx'
import { DisputeScreen } from './dispute-screen.tsx'
import { DisputesScreen } from './disputes-screen.tsx'
import { InstructionScreen } from './instruction-screen.tsx'
import { InstructionsScreen } from './instructions-screen.tsx'
import { RecordScreen } from './record-screen.tsx'
import { ReportScreen } from './report-screen.tsx'
import { TransactionScreen } from './transaction-screen.tsx'
import { TransactionsScreen } from './transactions-screen.tsx'

/** What draws the auditor’s shelf, by where it stands behind `/auditor`. It loads as one file. */
export const auditorViews = {
  '': ReportScreen,
  '/disputes': DisputesScreen,
  '/disputes/:id': DisputeScreen,
  '/blocks': BlocksScreen,
  '/blocks/:number': BlockScreen,
  '/transactions': TransactionsScreen,
  '/transactions/:transaction': TransactionScreen,
  '/instructions': InstructionsScreen,
  '/instructions/:instruction': InstructionScreen,
  '/records/:key': RecordScreen,
}
