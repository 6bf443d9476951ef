import { existsSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import express, { type Request, type RequestHandler, Router } from 'express'
import { sandboxHeaders } from '../middleware/security.ts'

const yearSeconds = 31_536_000

/** The address of a certificate, whose key stands behind it in the fragment and so never comes here (design D21). */
const certificateAddress = /^\/c\/[A-Za-z0-9_-]{43}$/
const certificatePage = '/c/index.html'

/** Where programs run; its build has all in one file. */
const sandboxFile = 'sandbox.html'

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
    const page = { '/': 'index.html', [certificatePage]: certificatePage }[request.path]
    if (request.method !== 'GET' || page === undefined || existsSync(join(folder, page))) return next()
    response.status(503).set('Cache-Control', 'no-store').type('html').send(missingPage)
  }

/** Has one page open every certificate, whichever it is: which one is the business of the page alone. */
const openCertificate: RequestHandler = (request, _response, next) => {
  if (request.method === 'GET' && certificateAddress.test(request.path)) request.url = certificatePage
  next()
}

/** The best first, whatever a browser's own order is: all of them read the first. */
const encodings = [
  { name: 'br', extension: '.br' },
  { name: 'gzip', extension: '.gz' },
] as const

// No part of such a path begins with a dot or is encoded, so none leaves the folder or names what is hidden in it.
const plainPath = /^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/

interface Compressed {
  /** Where the compressed file stands. */
  url: string
  encoding: string
  /** The ending of the plain file, which says its type. */
  ending: string
}

/** The compressed file that the build put beside what is asked for, where the client takes its encoding. */
const compressedOf = (folder: string, request: Request): Compressed | undefined => {
  const path = request.path === '/' ? '/index.html' : request.path
  if (!plainPath.test(path)) return undefined
  const found = encodings.find(
    ({ name, extension }) => request.acceptsEncodings(name) === name && existsSync(join(folder, `${path}${extension}`)),
  )
  return found && { url: `${path}${found.extension}`, encoding: found.name, ending: extname(path) }
}

/** Has `serve` send the compressed file where there is one, and the plain one where not, or when it went meanwhile. */
const preferCompressed =
  (folder: string, serve: RequestHandler): RequestHandler =>
  (request, response, next) => {
    const compressed = compressedOf(folder, request)
    if (compressed === undefined) return serve(request, response, next)
    const { url } = request
    request.url = compressed.url
    response.locals['compressed'] = compressed
    return serve(request, response, (error?: unknown) => {
      request.url = url
      delete response.locals['compressed']
      if (error === undefined) serve(request, response, next)
      else next(error)
    })
  }

/**
 * The web terminal's files at `/`, from the folder that its build writes (decision 0021), compressed as the client takes them.
 * What carries a digest in its name may be kept for ever, all else is asked for anew each time. Without a build there is a page
 * that says so.
 */
export const terminalRoutes = (folder: string | undefined): Router => {
  const router = Router()
  if (folder === undefined) return router
  const assets = join(folder, 'assets') + sep
  const sandbox = join(folder, sandboxFile)
  const serve = express.static(folder, {
    redirect: false,
    setHeaders: (response, file) => {
      const isHashed = file.startsWith(assets)
      response.set('Cache-Control', isHashed ? `public, max-age=${yearSeconds}, immutable` : 'no-cache')
      response.vary('Accept-Encoding')
      if (file.startsWith(sandbox)) response.set(sandboxHeaders)
      const compressed: Compressed | undefined = response.locals['compressed']
      if (compressed !== undefined) response.type(compressed.ending).set('Content-Encoding', compressed.encoding)
    },
  })
  router.use(openCertificate, tellMissing(folder), preferCompressed(folder, serve))
  return router
}
