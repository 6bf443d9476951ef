import { PromotionScreen } from './promotion-screen.tsx'
import { PromotionsScreen } from './promotions-screen.tsx'
import { TradeScreen } from './trade-screen.tsx'
import { TradesScreen } from './trades-screen.tsx'

/** What draws trades and who brings them. It loads as one file, since the name of each costs everybody a little before the first screen. */
export const tradeViews = { TradeScreen, TradesScreen, PromotionScreen, PromotionsScreen }
