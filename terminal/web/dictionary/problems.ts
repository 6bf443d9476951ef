import type { TerminalFaultCode } from '../../sdk/errors.ts'
import type { certificateFaultWords } from './certificate-faults.ts'
import type { matchingFaultWords } from './matching-faults.ts'
import type { paymentFaultWords } from './payment-reasons.ts'
import type { profileFaultWords } from './profile-faults.ts'
import type { Reason } from './reason.ts'

// The gateway's own codes stand in its code, which a terminal does not import; a test compares the two lists.

/** Every other reason of a gateway for not answering with what was asked, but for those of payments and trade chains. */
export const problemWords = {
  malformed_request: {
    zh: { what: '请求的内容不完整或格式不正确。', next: '请检查所填内容后重试。' },
    en: {
      what: 'The request lacks something, or holds something in another form.',
      next: 'Check what you entered and try again.',
    },
  },
  session_required: {
    zh: { what: '需要登录。', next: '请登录。' },
    en: { what: 'You need to be signed in.', next: 'Sign in.' },
  },
  wrong_credentials: {
    zh: { what: '账户或密码不正确。', next: '请核对后重试；连续五次错误后账户会暂时锁定。' },
    en: {
      what: 'Account or password is wrong.',
      next: 'Check both and try again; five wrong tries in a row lock the account for a while.',
    },
  },
  account_locked: {
    zh: { what: '错误次数过多，账户暂时锁定。', next: '请稍后再试，或联系您的机构重设密码。' },
    en: {
      what: 'Too many wrong tries; the account is locked for a while.',
      next: 'Wait and try again, or have your organisation set a new password.',
    },
  },
  session_expired: {
    zh: { what: '登录已过期。', next: '请重新登录。' },
    en: { what: 'The session has ended.', next: 'Sign in again.' },
  },
  not_allowed: {
    zh: { what: '此设备无权查看。', next: '请使用有权限的账户登录。' },
    en: { what: 'This device may not see that.', next: 'Sign in with an account that may.' },
  },
  not_found: {
    zh: { what: '没有找到。', next: '请核对名称；刚在别处提交的内容可能稍后才会出现。' },
    en: {
      what: 'There is nothing there.',
      next: 'Check the name; what was just made elsewhere may show a moment later.',
    },
  },
  too_many_requests: {
    zh: { what: '请求过于频繁。', next: '请稍候再试。' },
    en: { what: 'Too many requests from this address.', next: 'Wait a little and try again.' },
  },
  overloaded: {
    zh: { what: '网关繁忙，没有受理。', next: '请稍候再试。' },
    en: { what: 'The gateway is busy and has not taken it.', next: 'Wait a little and try again.' },
  },
  internal_fault: {
    zh: { what: '网关出错，结果未知。', next: '可以放心地再次发送：同一条指令最多生效一次。' },
    en: {
      what: 'The gateway failed, so the outcome is not known.',
      next: 'Send it again: the same instruction counts at most once.',
    },
  },
} as const satisfies { [code: string]: Reason }

/** What can be wrong on this side, or on the way. */
export const faultWords: {
  readonly [C in
    | Exclude<
        TerminalFaultCode,
        | keyof typeof certificateFaultWords
        | keyof typeof matchingFaultWords
        | keyof typeof paymentFaultWords
        | keyof typeof profileFaultWords
      >
    | 'outage'
    | 'screen_not_loaded'
    | 'unexpected_answer'
    | 'unknown_fault']: Reason
} = {
  outage: {
    zh: { what: '网关没有响应。', next: '请检查网络后重试。' },
    en: { what: 'The gateway does not answer.', next: 'Check your network and try again.' },
  },
  screen_not_loaded: {
    zh: { what: '无法载入此页面。', next: '请检查网络后重试；若终端刚更新过，重试会载入新版本。' },
    en: {
      what: 'This screen could not be loaded.',
      next: 'Check your network and try again; if the terminal was renewed meanwhile, that brings the new version.',
    },
  },
  unexpected_answer: {
    zh: { what: '收到了无法识别的答复，已丢弃。', next: '请重新载入页面；若仍如此，请联系您的机构。' },
    en: {
      what: 'An answer came that no gateway of this ledger gives; it was dropped.',
      next: 'Reload the page; if it stays so, tell your organisation.',
    },
  },
  unknown_fault: {
    zh: { what: '此页面出错了。', next: '请重新载入页面。已签名的指令都保存在本设备上。' },
    en: { what: 'This page failed.', next: 'Reload it. Signed instructions are kept on this device.' },
  },
  device_not_authorised: {
    zh: { what: '此设备未获授权。', next: '请先授权此设备。' },
    en: { what: 'This device is not authorised.', next: 'Have it authorised first.' },
  },
}
