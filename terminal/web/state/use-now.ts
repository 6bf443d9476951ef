import { useEffect, useState } from 'preact/hooks'

const tickMilliseconds = 500

/** The present, in milliseconds since 1970, told twice a second while somebody counts down. */
export const useNow = (isCounting: boolean): number => {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!isCounting) return undefined
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), tickMilliseconds)
    return () => clearInterval(timer)
  }, [isCounting])
  return now
}
