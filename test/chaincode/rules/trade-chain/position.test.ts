import { expect } from 'chai'
import { onChains } from '../../../support/chaining.ts'
import { codeOf } from '../../../support/scene.ts'

describe('a position that is no voucher', () => {
  it(
    'S2-010 is what an officer of the bank says, each time a version of its own, one product beside the other',
    onChains(async (on) => {
      expect(on.position()).deep.equal({ quantity: 500n, reserved: 0n, version: 1n })
      expect(on.accepted(await on.positioned('0'))).deep.equal({
        ...{ client: 'alice', institution: 'InstitutionMSP', version: '2' },
      })
      on.accepted(await on.positioned('7', { family: 'fund' }))
      expect(on.position()).deep.equal({ quantity: 0n, reserved: 0n, version: 2n })
      expect(on.position('fund:600519')).deep.equal({ quantity: 7n, reserved: 0n, version: 1n })
    }),
  )

  it(
    'tells no product by the key of its row',
    onChains(async (on) => {
      const { envelope, text } = on.confidential(on.officer, 'position.set', {
        body: { client: 'alice', institution: 'InstitutionMSP' },
        says: { family: 'stock', product: '600519', quantity: '1' },
      })
      const { proposal } = await on.apply(envelope, text)
      const keys = proposal.readWriteSet.writes.map(({ key }) => key)
      expect(keys.join('\n')).include('position~').and.not.include('600519')
    }),
  )

  it(
    'stays while a part of it waits for a chain',
    onChains(async (on) => {
      const sent = await on.sent(on.stock())
      expect(await on.positioned('900')).deep.include({ code: 'position_reserved', values: {} })
      on.accepted(await on.answer(sent, { verdict: 'refused' }, { reason: 'price' }))
      on.accepted(await on.settle(sent, 500n))
      on.accepted(await on.positioned('900'))
    }),
  )

  it(
    'is of an own client, and of no more than a hundred products',
    onChains(async (on) => {
      expect(codeOf(await on.positioned('1', {}, 'bob'))).equal('foreign_client')
      await on.filled()
      expect(codeOf(await on.positioned('1', { product: 'P101' }))).equal('too_many_positions')
      on.accepted(await on.positioned('2', { product: 'P100' }))
    }),
  )
})
