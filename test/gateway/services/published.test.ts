import { expect } from 'chai'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import type { ReadBlock } from '../../../gateway/fabric/block.ts'
import { verifyPublished } from '../../../terminal/sdk/published.ts'
import { Device } from '../../support/devices.ts'
import { goldBody, Scene } from '../../support/scene.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'
import { TestServer } from '../support/server.ts'

/** The story of a consortium with the block changed that issued its voucher. */
const forgedBlocks = async (change: (writes: { key: string; value: string | null }[], block: ReadBlock) => void) => {
  const scene = await Scene.open()
  const blocks = blocksOf(scene.ledger)
  const last = blocks.at(-1) as ReadBlock
  change(last.transactions[0]?.writes ?? [], last)
  return blocks
}

describe('a voucher as it is published', () => {
  const serve = async (blocks: readonly ReadBlock[]) => new TestServer(projectionOf(blocks)).listen()

  it('carries what a terminal needs to check it, and the digest of the ledger’s own bytes', async () => {
    const scene = await Scene.open()
    const server = await serve(blocksOf(scene.ledger))
    const { body } = await server.get(`/v1/vouchers/${goldBody.voucher}`)
    expect(await verifyPublished(body, { code: goldBody.voucher, publicKey: scene.treasury.publicKey })).to.deep.equal({
      isGood: true,
    })
    expect(body.published).to.have.all.keys('by', 'issuedBy', 'digest')
    expect(body.published.digest).to.equal(digest(canonical(scene.ledger.row(`voucher~${goldBody.voucher}`) as never)))
    expect(body.published.issuedBy.ledger.position).to.match(/^\d+\.0\.0$/)
    await server.close()
  })

  it('stays checkable after a revision and after its issuer’s device was revoked, and is the same at every gateway', async () => {
    const scene = await Scene.open()
    const { treasury, registrars } = scene
    const { voucher } = goldBody
    await scene.honoured(scene.instruct(treasury, 'voucher.revise', { voucher, name: 'Gold bar', reason: 'shorter' }))
    await scene.honoured(scene.instruct(treasury, 'voucher.change-functions', { voucher, functions: [] }))
    const revoke = { participant: treasury.participant, device: treasury.id }
    await scene.honoured(scene.instruct(registrars.InstitutionMSP, 'device.revoke', revoke))
    const servers = [await serve(blocksOf(scene.ledger)), await serve(blocksOf(scene.ledger))]
    const bodies = await Promise.all(servers.map(async (one) => (await one.get(`/v1/vouchers/${voucher}`)).body))
    expect(bodies[0].voucher).to.include({ name: 'Gold bar', version: '3' })
    expect(await verifyPublished(bodies[0])).to.deep.equal({ isGood: true })
    expect(bodies[0]).to.deep.equal(bodies[1])
    await Promise.all(servers.map((one) => one.close()))
  })

  const forgeries: [string, Parameters<typeof forgedBlocks>[0]][] = [
    [
      'that stands in a block without any instruction',
      (_writes, block) => Object.assign(block.transactions[0] as object, { arguments: [], response: '[]' }),
    ],
    [
      'that another participant is said to have issued',
      (writes) => {
        const row = writes.find(({ key }) => key.startsWith('voucher~')) as { value: string }
        row.value = row.value.replace('"institution-treasury"', '"alice"')
      },
    ],
    [
      'whose issuing instruction another key signed',
      (_writes, block) => {
        const [transaction] = block.transactions
        const [text = ''] = transaction?.arguments ?? []
        const { instruction } = JSON.parse(text)
        const forged = new Device('institution-treasury', ['issuer']).sign(instruction)
        Object.assign(transaction as object, { arguments: [forged] })
      },
    ],
  ]
  for (const [what, change] of forgeries) {
    it(`S0-005 never appears here when it is one ${what}`, async () => {
      const server = await serve(await forgedBlocks(change))
      expect((await server.get('/v1/vouchers')).body.items).to.deep.equal([])
      expect((await server.get(`/v1/vouchers/${goldBody.voucher}`)).body).to.include({ code: 'not_found', status: 404 })
      await server.close()
    })
  }
})
