import { expect } from 'chai'
import { type Institution, institutions } from '../../../../chaincode/domains/trade-chain/tables.ts'
import { type Chaining, onChains } from '../../../support/chaining.ts'
import { Device } from '../../../support/devices.ts'
import { codeOf } from '../../../support/scene.ts'

const row = ({ scene }: Chaining): Institution => scene.view.find(institutions, 'InstitutionMSP') as Institution

describe('an institution that takes trades by chains', () => {
  it(
    'S2-018 says which families it takes, and who answers for it, and may say so anew',
    onChains(async (on) => {
      const families = ['metal', 'futures', 'stock', 'fund', 'trust'] as const
      const effects = await on.done(on.stranger, 'institution.open', { families: [...families] })
      expect(effects).deep.equal({ institution: 'InstitutionMSP', families, status: 'open' })
      expect(row(on)).deep.include({ participant: 'institution-clerk', families, status: 'open' })
    }),
  )

  it(
    'is one by its part of the consortium, and by a device for that',
    onChains(async (on) => {
      const other = await on.scene.register(new Device('supplier-desk', ['executor']), 'SupplierMSP', 'organisation')
      expect(await on.code(other, 'institution.open', { families: ['metal'] })).equal('home_lacks_part')
      expect(await on.code(on.dispatcher, 'institution.open', { families: ['metal'] })).equal('device_lacks_role')
      expect(await on.code(other, 'institution.suspend', {})).equal('institution_not_open')
    }),
  )

  it(
    'S2-013 S2-067 takes no chain of any bank while it is suspended, not even one that is enriched',
    onChains(async (on) => {
      const [waiting, enriched] = [await on.opened(), await on.enriched()]
      expect(await on.done(on.executor, 'institution.suspend', {})).deep.equal({
        ...{ institution: 'InstitutionMSP', status: 'suspended' },
      })
      expect(await on.code(on.executor, 'institution.suspend', {})).equal('institution_not_open')
      expect(on.accepted(await on.enrich(waiting))['status']).equal('institution-rejected')
      expect(codeOf(await on.send(enriched))).equal('institution_not_open')
      await on.done(on.executor, 'institution.open', { families: ['metal'] })
      expect(codeOf(await on.send(enriched))).equal('accepted')
    }),
  )
})
