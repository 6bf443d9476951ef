import type { Reason } from './reason.ts'

/** The reasons of a gateway that nobody meets before the first screen is there. */
export const laterProblemWords = {
  too_many_tries: {
    zh: { what: '错误次数过多。', next: '请稍后再试。' },
    en: { what: 'Too many wrong tries.', next: 'Try again later.' },
  },
  home_gateway_unavailable: {
    zh: { what: '处理机构的网关没有响应。', next: '请稍后再次发送：同一条指令最多生效一次。' },
    en: {
      what: 'The gateway of the processing organisation does not answer.',
      next: 'Send it again later: it counts at most once.',
    },
  },
  digest_differs: {
    zh: { what: '上传的内容与其摘要不符。', next: '请重试；若仍如此，请重新载入页面。' },
    en: { what: 'What was sent is not what its digest says.', next: 'Try again; if it stays so, reload the page.' },
  },
  text_removed: {
    zh: { what: '此文字已被删除。', next: '无需操作。' },
    en: { what: 'The text was removed, by its author or by the operator.', next: 'Nothing to do.' },
  },
  documents_too_many: {
    zh: { what: '您在此机构保存的内容已达上限。', next: '请联系您的机构。' },
    en: { what: 'You have laid down as much here as a participant may.', next: 'Ask your organisation for more room.' },
  },
  mailbox_unavailable: {
    zh: { what: '密封包裹的存储暂时没有响应，未发生任何变化。', next: '请稍后再试；银行正在处理。' },
    en: {
      what: 'The store of sealed packages does not answer; nothing was taken or given.',
      next: 'Try again later; it is being mended.',
    },
  },
  private_rows_missing: {
    zh: { what: '本成员尚未收齐与对方共享的内容。', next: '请稍后再试。' },
    en: { what: 'Not all that is shared with the other member is here yet.', next: 'Look again later.' },
  },
  authentication_unfit: {
    zh: { what: '内容与所选的认证类型不符，或长度超出限制。', next: '请选择相符的类型，或换一份内容。' },
    en: {
      what: 'That is not of the type that it is said to be, or too long or too short for it.',
      next: 'Choose the type that it has, or give something else.',
    },
  },
  authentication_differs: {
    zh: { what: '与该推广登记的认证内容不一致。', next: '请核对后再出示。' },
    en: {
      what: 'That is not what the promotion was authenticated by.',
      next: 'Check what was presented.',
    },
  },
  purged: {
    zh: { what: '该交易的保密内容已按期限永久清除。', next: '公开的部分仍可查看。' },
    en: {
      what: 'What was said in confidence of this trade was taken away for good, behind its term.',
      next: 'What is public of it still stands.',
    },
  },
  ticket_required: {
    zh: { what: '需要先登录。', next: '请登录后重新授权。' },
    en: { what: 'You need to sign in first.', next: 'Sign in and authorise again.' },
  },
  ticket_expired: {
    zh: { what: '授权已超时。', next: '请重新登录并授权。' },
    en: { what: 'The authorisation took too long.', next: 'Sign in and authorise again.' },
  },
  way_disabled: {
    zh: { what: '您的机构未开放这种授权方式。', next: '请换一种方式，或到柜台办理。' },
    en: {
      what: 'Your organisation does not authorise devices in this way.',
      next: 'Take another way, or go to its desk.',
    },
  },
  message_code_expired: {
    zh: { what: '验证码已过期。', next: '请重新发送验证码。' },
    en: { what: 'The code has ended.', next: 'Send a new code.' },
  },
  message_code_used: {
    zh: { what: '验证码已失效。', next: '请重新发送验证码。' },
    en: { what: 'The code was used, or tried too often.', next: 'Send a new code.' },
  },
  too_many_messages: {
    zh: { what: '短时间内发送的验证码过多。', next: '请几分钟后再试。' },
    en: { what: 'Enough codes were sent for now.', next: 'Try again in some minutes.' },
  },
  message_not_sent: {
    zh: { what: '验证码未能发出。', next: '请稍后重新发送。' },
    en: { what: 'The code could not be sent.', next: 'Ask for it again in a moment.' },
  },
  too_many_streams: {
    zh: { what: '打开的页面过多。', next: '请关闭其他页面。' },
    en: { what: 'Too many pages of this account are open.', next: 'Close some of them.' },
  },
  method_not_allowed: {
    zh: { what: '此地址不支持该操作。', next: '请更新页面后再试。' },
    en: { what: 'That cannot be done at this address.', next: 'Reload the page and try again.' },
  },
  unsupported_media_type: {
    zh: { what: '网关无法读取此请求。', next: '请重新载入页面后重试。' },
    en: { what: 'The gateway could not read the request.', next: 'Reload the page and try again.' },
  },
  request_too_large: {
    zh: { what: '内容过长，没有发送。', next: '请缩短后重试。' },
    en: { what: 'It is too long, and was not taken.', next: 'Shorten it and try again.' },
  },
  malformed_json: {
    zh: { what: '网关无法读取此请求。', next: '请重新载入页面后重试。' },
    en: { what: 'The gateway could not read the request.', next: 'Reload the page and try again.' },
  },
  password_refused: {
    zh: { what: '这个密码不合要求。', next: '请换一个更长、更不常见的密码。' },
    en: { what: 'This password is too weak.', next: 'Choose a longer and less common one.' },
  },
  storage_unavailable: {
    zh: { what: '银行系统暂时无法保存数据，未发生任何变化。', next: '请稍后再试；银行正在处理。' },
    en: {
      what: 'Your bank’s system cannot store anything now; nothing was taken.',
      next: 'Try again later; it is being mended.',
    },
  },
  wrong_code: {
    zh: { what: '验证码不正确。', next: '请核对消息中的 8 位数字。' },
    en: { what: 'That is not the code that was sent.', next: 'Check the eight digits in the message.' },
  },
  clock_off: {
    zh: { what: '银行系统的时钟有误，暂不受理，未发生任何变化。', next: '请稍后再试；银行正在处理。' },
    en: {
      what: 'The clock of your bank’s system is off; nothing was taken.',
      next: 'Try again later; it is being mended.',
    },
  },
  organisation_unavailable: {
    zh: { what: '所需的机构暂时没有响应，指令已保存。', next: '无需重复操作，恢复后会自动处理。' },
    en: {
      what: 'A needed organisation does not answer; the instruction is kept.',
      next: 'Nothing to do: it is decided once that organisation is back.',
    },
  },
} as const satisfies { readonly [code: string]: Reason }
