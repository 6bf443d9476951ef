import { TradeScreen } from './trade-screen.tsx'
import { TradesScreen } from './trades-screen.tsx'

/** What draws trades. It loads as one file, since the name of each costs everybody a little before the first screen. */
export const tradeViews = { TradeScreen, TradesScreen }
