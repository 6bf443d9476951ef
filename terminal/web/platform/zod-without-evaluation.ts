import { z } from 'zod'

// zod makes faster checks by evaluating text, which the content policy of the gateway forbids. It must know before any
// shape is made, so the page imports this first.
z.config({ jitless: true })
