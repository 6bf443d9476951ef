import { signal } from '@preact/signals'

/** This device's time in milliseconds since 1970, as of this second; whoever reads it is shown again each second. */
export const now = signal(Date.now())

setInterval(() => {
  now.value = Date.now()
}, 1000)
