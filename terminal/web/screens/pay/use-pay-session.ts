import { useEffect, useMemo } from 'preact/hooks'
import type { PaymentQuestion } from '../../../sdk/payments.ts'
import { liveness, onLedgerEvent } from '../../state/live.ts'
import { type PayPort, PaySession } from './pay-session.ts'

const isSeen = (): boolean => document.visibilityState === 'visible'

/**
 * A pay session that lives as long as the screen is looked at: a hidden page, another tab or another screen takes the code
 * off. Events of payments, and each new connection, make it look for questions.
 */
export const usePaySession = (port: PayPort<PaymentQuestion>): PaySession<PaymentQuestion> => {
  const session = useMemo(() => new PaySession(port), [port])
  useEffect(() => {
    const follow = () => void (isSeen() ? session.open() : session.suspend())
    follow()
    document.addEventListener('visibilitychange', follow)
    const leave = () => void session.suspend()
    window.addEventListener('pagehide', leave)
    const forget = onLedgerEvent(({ event }) => {
      if (event.startsWith('payment') || event === 'gap') void session.look()
    })
    return () => {
      document.removeEventListener('visibilitychange', follow)
      window.removeEventListener('pagehide', leave)
      forget()
      leave()
    }
  }, [session])
  const isLive = liveness.value === 'live'
  useEffect(() => {
    if (isLive && isSeen()) void session.wake()
  }, [session, isLive])
  return session
}
