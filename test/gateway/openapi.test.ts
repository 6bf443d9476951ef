import { expect } from 'chai'
import type { Router } from 'express'
import { openApi } from '../../gateway/openapi.ts'
import { projectionOf } from './support/blocks.ts'
import { TestServer } from './support/server.ts'

interface Layer {
  route?: { path: string; stack: { method: string }[] }
}

const routesOf = (router: Router): string[] =>
  (router.stack as unknown as Layer[]).flatMap(({ route }) =>
    route === undefined ? [] : route.stack.map(({ method }) => `${method} ${route.path.replace(/:(\w+)/g, '{$1}')}`),
  )

describe('the description of the interface', () => {
  const description = openApi()

  it('names exactly the routes that the gateway has', () => {
    const server = new TestServer(projectionOf([]))
    const described = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    const routed = [...new Set(server.routes.flatMap(routesOf))].filter((route) => route !== 'get /openapi.json')
    expect(described.sort()).to.deep.equal(routed.sort())
    server.projection.close()
  })

  it('describes the query of each list, its bounds included', () => {
    const operation = description.paths['/v1/vouchers']?.['get']
    const names = operation?.parameters.map(({ name }) => name)
    expect(names).to.have.members(['limit', 'after', 'code', 'issuer', 'holder', 'from', 'to'])
    for (const [path, methods] of Object.entries(description.paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      for (const { parameters } of Object.values(methods)) {
        const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
        expect(inPath, path).to.deep.equal(named)
      }
    }
  })

  it('names the signature on every answer about an instruction or a payment, and on no other', () => {
    for (const [path, methods] of Object.entries(description.paths)) {
      for (const { responses } of Object.values(methods)) {
        const signed = Object.values(responses).map((response) => 'headers' in response)
        const isSigned = /^\/v1\/(instructions|payment)|payment-orders|sales/.test(path)
        expect(new Set(signed), path).to.deep.equal(new Set([isSigned]))
      }
    }
  })

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(description))).to.deep.equal(description)
  })
})
