import { type RequestHandler, Router } from 'express'
import { z } from 'zod'
import type { Inbox, KeptMessage } from '../messages/inbox.ts'
import { requireShape } from '../middleware/shape.ts'
import { Problem } from '../problem.ts'

export const inboxQuery = z.strictObject({ to: z.string().min(1).max(254).optional() })

const names = new Set(['localhost', '127.0.0.1', '[::1]'])

// A page from elsewhere can give its own name this machine's address; it cannot hide that name.
const requireThisMachine: RequestHandler = ({ hostname }, _response, next) => {
  if (!names.has(hostname)) throw new Problem('not_allowed')
  next()
}

const entities: { [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? '')

const articleOf = ({ to, subject, text, sentAt }: KeptMessage): string => {
  const time = new Date(Number(sentAt)).toISOString()
  return `<article>
<h2>${escaped(subject)}</h2>
<p>To <b>${escaped(to)}</b>, <time datetime="${time}">${time}</time></p>
<pre>${escaped(text)}</pre>
</article>`
}

const pageOf = (organisation: string, messages: readonly KeptMessage[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Development inbox of ${escaped(organisation)}</title>
</head>
<body>
<header role="banner">
<p role="note"><strong>For development only.</strong> Messages stay on this machine and are shown to anybody on it. A gateway in
production sends them by SMTP and has no such page.</p>
</header>
<main>
<h1>Development inbox of ${escaped(organisation)}</h1>
<p>${messages.length === 0 ? 'No messages yet.' : `Messages: ${messages.length}, the newest first.`} <a href="">Look again</a></p>
${messages.map(articleOf).join('\n')}
</main>
</body>
</html>
`

/** The development inbox, as a page and as JSON, for this machine only; there are no such routes without an inbox. */
export const inboxRoutes = ({ inbox, organisation }: { inbox: Inbox | undefined; organisation: string }): Router => {
  const router = Router()
  if (inbox === undefined) return router
  router.get('/development/inbox', requireThisMachine, (request, response) => {
    const { to } = requireShape(inboxQuery, request.query)
    response
      .set('Cache-Control', 'no-store')
      .type('html')
      .send(pageOf(organisation, inbox.messages(to)))
  })
  router.get('/development/inbox.json', requireThisMachine, (request, response) => {
    const { to } = requireShape(inboxQuery, request.query)
    response.set('Cache-Control', 'no-store').json({ items: inbox.messages(to) })
  })
  return router
}
