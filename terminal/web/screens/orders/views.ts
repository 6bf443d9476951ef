import { OrderScreen } from './order-screen.tsx'
import { OrdersScreen } from './orders-screen.tsx'

/** What draws a buyer’s orders. It loads as one file, since the name of each costs everybody a little before the first screen. */
export const orderViews = { OrderScreen, OrdersScreen }
