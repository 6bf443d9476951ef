import { expect } from 'chai'
import { changeSettings } from '../../../../terminal/web/state/settings.ts'
import { rolesText } from '../../../../terminal/web/words/role-names.ts'

describe('the roles that open a screen', () => {
  it('are named, any of them being enough', () => {
    changeSettings({ language: 'en' })
    expect(rolesText(['teller', 'registrar'])).equal('teller or registrar')
    changeSettings({ language: 'zh' })
    expect(rolesText(['teller', 'registrar'])).equal('柜员或登记')
  })
})
