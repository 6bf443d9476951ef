import { existsSync } from 'node:fs'
import { join, sep } from 'node:path'
import express, { type RequestHandler, Router } from 'express'

const yearSeconds = 31_536_000

const missingPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The web terminal is not built</title>
</head>
<body>
<main>
<h1>The web terminal is not built</h1>
<p>The gateway itself works: see <a href="/openapi.json">/openapi.json</a>. Its operator builds the terminal with
<code>npm start</code>, or by itself with <code>npm run web</code>, and then reloads this page.</p>
<p lang="zh">网页终端尚未构建。网关本身工作正常；请运营者运行 <code>npm start</code> 或 <code>npm run web</code>，然后重新载入此页。</p>
</main>
</body>
</html>
`

const tellMissing =
  (folder: string): RequestHandler =>
  (request, response, next) => {
    const isFront = request.method === 'GET' && request.path === '/'
    if (!isFront || existsSync(join(folder, 'index.html'))) return next()
    response.status(503).set('Cache-Control', 'no-store').type('html').send(missingPage)
  }

/**
 * The web terminal's files at `/`, from the folder that its build writes (decision 0021). What carries a digest in its name
 * may be kept for ever, all else is asked for anew each time. Without a build there is a page that says so.
 */
export const terminalRoutes = (folder: string | undefined): Router => {
  const router = Router()
  if (folder === undefined) return router
  const assets = join(folder, 'assets') + sep
  const serve = express.static(folder, {
    redirect: false,
    setHeaders: (response, file) => {
      const isHashed = file.startsWith(assets)
      response.set('Cache-Control', isHashed ? `public, max-age=${yearSeconds}, immutable` : 'no-cache')
    },
  })
  router.use(tellMissing(folder), serve)
  return router
}
