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

/** What draws the auditor’s shelf. It loads as one file, since the name of each costs everybody a little before the first screen. */
export const auditorViews = {
  BlockScreen,
  BlocksScreen,
  DisputeScreen,
  DisputesScreen,
  InstructionScreen,
  InstructionsScreen,
  RecordScreen,
  ReportScreen,
  TransactionScreen,
  TransactionsScreen,
}
