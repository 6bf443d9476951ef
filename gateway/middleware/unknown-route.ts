import type { RequestHandler, Router } from 'express'
import { Problem } from '../problem.ts'

interface Layer {
  route?: { path: string; stack: { method: string }[] }
}

const matcherOf = (path: string): RegExp => new RegExp(`^${path.replaceAll(/:[a-z]+/gi, '[^/]+')}/?$`)

/** The methods of each path that the routers have, in upper case. */
const methodsOf = (routers: readonly Router[]): { matcher: RegExp; methods: string[] }[] =>
  routers
    .flatMap(({ stack }) => stack as unknown as Layer[])
    .flatMap(({ route }) =>
      route === undefined
        ? []
        : [{ matcher: matcherOf(route.path), methods: route.stack.map(({ method }) => method.toUpperCase()) }],
    )

/** What is under no route: `method_not_allowed` with the header Allow where the path has one for another method, else `not_found`. */
export const refuseUnknownRoute = (routers: readonly Router[]): RequestHandler => {
  const known = methodsOf(routers)
  return ({ path }, response) => {
    const allowed = new Set(known.flatMap(({ matcher, methods }) => (matcher.test(path) ? methods : [])))
    if (allowed.size === 0) throw new Problem('not_found')
    if (allowed.has('GET')) allowed.add('HEAD')
    response.set('Allow', [...allowed].sort().join(', '))
    throw new Problem('method_not_allowed')
  }
}
