import { expect } from 'chai'
import type { Router } from 'express'
import { openApi } from '../../../gateway/openapi/openapi.ts'
import { projectionOf } from '../support/blocks.ts'
import { TestServer } from '../support/server.ts'

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

  it('names the signature on every answer about an instruction, a payment or what one is asked, and on no other', () => {
    for (const [path, methods] of Object.entries(description.paths)) {
      for (const { responses } of Object.values(methods)) {
        const signed = Object.values(responses).map((response) => 'headers' in response)
        const isSigned =
          /^\/v1\/(instructions|payment)|payment-orders|sales|takings|(recommendation-|\/)requests$/.test(path)
        expect(new Set(signed), path).to.deep.equal(new Set([isSigned]))
      }
    }
  })

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(description))).to.deep.equal(description)
  })

  it('says exactly which page sizes are taken', () => {
    const parameters = description.paths['/v1/vouchers']?.['get']?.parameters ?? []
    const limit = parameters.find(({ name }) => name === 'limit')
    const pattern = (limit?.schema as { pattern?: string } | undefined)?.pattern ?? 'none'
    for (let size = 0; size <= 1_000; size += 1) {
      expect(new RegExp(pattern).test(`${size}`), `${size}`).to.equal(size >= 1 && size <= 200)
    }
  })

  it('has, at each of its paths, no other method: that is answered with 405 and what can be done', async () => {
    const server = await new TestServer(projectionOf([])).listen()
    for (const [path, methods] of Object.entries(description.paths)) {
      const allowed = Object.keys(methods).map((method) => method.toUpperCase())
      const other = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'].filter((method) => !allowed.includes(method))
      for (const method of other) {
        const response = await fetch(`${server.url}${path.replaceAll(/\{\w+\}/g, 'x')}`, { method })
        const { code } = (await response.json()) as { code: string }
        expect([response.status, code], `${method} ${path}`).to.deep.equal([405, 'method_not_allowed'])
        const told = response.headers.get('Allow')?.split(', ')
        expect(told).to.include.members(allowed)
        expect(told).not.to.include(method)
      }
    }
    for (const path of ['/v1/nothing', '/v1/vouchers/x/y/z', '/v2/vouchers']) {
      const response = await fetch(`${server.url}${path}`, { method: 'POST' })
      expect([response.status, response.headers.get('Allow')], path).to.deep.equal([404, null])
    }
    await server.close()
  })
})
