import { expect } from 'chai'
import { goOnAfterLogin, signInAndComeBack } from '../../../../terminal/web/state/after-login.ts'
import { path } from '../../../../terminal/web/state/route.ts'

describe('the way back from a login', () => {
  it('S1-038 leads to where somebody was, once, and else to the start', () => {
    path.value = '/certificate'
    signInAndComeBack()
    expect(location.hash).equal('#/sign-in')
    goOnAfterLogin()
    expect(location.hash).equal('#/certificate')
    goOnAfterLogin()
    expect(location.hash).equal('#/')
  })
})
