import type { Phrases } from './phrase.ts'

/** Logging in and authorising a device (rows S4-001 to S4-012). */
export const loginWords = {
  lead: {
    zh: (organisation: string) => `您正在登录“${organisation}”。账户开在其他机构的，请到其网址登录。`,
    en: (organisation: string) =>
      `You are signing in at “${organisation}”. An account that is kept elsewhere signs in there.`,
  },
  account: { zh: '账户', en: 'Account' },
  accountHint: { zh: '小写字母、数字和连字符，例如 alice', en: 'Small letters, digits and hyphens, such as alice' },
  accountWrong: {
    zh: '账户名为 3 至 40 个小写字母、数字或连字符，以字母开头。',
    en: 'An account is 3 to 40 small letters, digits or hyphens, and begins with a letter.',
  },
  password: { zh: '密码', en: 'Password' },
  passwordMissing: { zh: '请输入密码。', en: 'Enter the password.' },
  showPassword: { zh: '显示密码', en: 'Show password' },
  submit: { zh: '登录', en: 'Sign in' },
  submitting: { zh: '正在登录…', en: 'Signing in…' },
  knownAccounts: { zh: '此浏览器用过的账户', en: 'Accounts used on this browser' },
  browse: { zh: '不登录，只浏览凭证', en: 'Look at vouchers without signing in' },
  otherGateways: { zh: '账户开在其他机构？', en: 'Is your account kept elsewhere?' },
  idle: {
    zh: '超过 30 分钟未操作，已自动退出。请重新登录。',
    en: 'Signed out after 30 minutes without use. Please sign in again.',
  },
  revoked: {
    zh: '此设备已被移除，已自动退出。重新登录后可再次授权。',
    en: 'This device was revoked, so you were signed out. Sign in to have it authorised again.',
  },
  consentTitle: { zh: '要授权此设备吗？', en: 'Authorise this device?' },
  consentText: {
    zh: (account: string) =>
      `密码正确，但此浏览器还不是账户 ${account} 的授权设备。授权后，它可以用保存在本机、无法导出的密钥为您签署付款和交易。`,
    en: (account: string) =>
      `The password is right, but this browser is not yet an authorised device of ${account}. Once authorised, it can sign payments and trades for you with a key that never leaves it.`,
  },
  consentKey: { zh: '此设备的密钥末尾', en: 'Key of this device, ending in' },
  consentNothing: { zh: '未经您同意，不会进行任何操作。', en: 'Nothing happens without your consent.' },
  deviceName: { zh: '设备名称', en: 'Name of this device' },
  deviceNameHint: {
    zh: '所有成员机构都能看到，请勿写入真实姓名。',
    en: 'Every member organisation can see it, so write no personal name.',
  },
  deviceNameWrong: {
    zh: '名称为 1 至 60 个字符，首尾不能有空格。',
    en: 'A name is 1 to 60 characters without blanks at its ends.',
  },
  byMessage: { zh: '同意，用邮件验证码授权', en: 'Yes, send me a code by e-mail' },
  byPassword: { zh: '同意，用密码授权', en: 'Yes, confirm with my password' },
  byBoth: { zh: '同意，开始授权', en: 'Yes, begin' },
  demandsAll: {
    zh: '您的机构要求同时使用验证码和密码。',
    en: 'Your organisation asks for both the code and the password.',
  },
  noWays: {
    zh: '您的机构目前不允许在线授权设备。请到柜台办理。',
    en: 'Your organisation does not authorise devices online now. Please go to its desk.',
  },
  decline: { zh: '不授权', en: 'Do not authorise' },
  declinedTitle: { zh: '此设备未获授权', en: 'This device is not authorised' },
  declinedText: {
    zh: '您可以继续查看已发布的凭证。付款、买卖、质押和转让不可用，也看不到账户余额。随时可以重新登录并授权。',
    en: 'You can go on looking at published vouchers. Paying, buying, selling, pledging and transferring are not available, nor are your balances. Sign in again at any time to authorise it.',
  },
  continueLimited: { zh: '继续浏览', en: 'Continue without payments' },
  codeTitle: { zh: '输入验证码', en: 'Enter the code' },
  codeText: {
    zh: '我们已向您登记的地址发送了 8 位验证码，五分钟内有效，请核对消息中的设备名称和密钥末尾。',
    en: 'A code of eight digits went to your registered address and is good for five minutes. Check that the message names this device and the end of its key.',
  },
  code: { zh: '验证码', en: 'Code' },
  codeWrong: { zh: '验证码是 8 位数字。', en: 'The code is eight digits.' },
  inbox: {
    zh: '开发环境：打开网关的收件箱查看消息',
    en: 'Development only: open the gateway’s inbox to read the message',
  },
  startOver: { zh: '重新登录', en: 'Sign in anew' },
  sendAgain: { zh: '重新发送验证码', en: 'Send a new code' },
  sentAgain: { zh: '已发送新的验证码，旧的已失效。', en: 'A new code is on its way; the one before is void.' },
  confirm: { zh: '确认', en: 'Confirm' },
  confirming: { zh: '正在写入账本…', en: 'Writing to the ledger…' },
  passwordTitle: { zh: '再次输入密码', en: 'Enter your password once more' },
  passwordText: {
    zh: '这样您的机构才能确认是您本人要授权此设备。',
    en: 'So that your organisation knows it is you who wants this device authorised.',
  },
  steps: {
    zh: (done: number, all: number) => `第 ${done} 步，共 ${all} 步`,
    en: (done: number, all: number) => `Step ${done} of ${all}`,
  },
  ledgerPending: {
    zh: '授权已提交，账本还没有答复。请稍后重新登录查看结果。',
    en: 'The authorisation was handed in, and the ledger has not answered yet. Sign in again in a moment to see.',
  },
  lockedFor: {
    zh: (seconds: number) => `账户暂时锁定，约 ${seconds} 秒后可再试。`,
    en: (seconds: number) => `The account is locked; try again in about ${seconds} seconds.`,
  },
  replaced: {
    zh: '此设备原来的密钥已被移除，现已生成新的密钥，需要重新授权。',
    en: 'The key that this device had was revoked. It has a new one now, which must be authorised anew.',
  },
  forget: { zh: '清除此浏览器的密钥和记录', en: 'Forget this browser’s keys and records' },
  cardOfDevice: { zh: '到柜台授权：出示本设备的二维码', en: 'At a desk instead: show this device’s card' },
} satisfies Phrases
