import type { Phrases } from './phrase.ts'

/** The list of one's own devices (row S4-011). */
export const deviceWords = {
  title: { zh: '我的设备', en: 'My devices' },
  lead: {
    zh: '这些设备可以为您的账户签名。移除后须重新授权。',
    en: 'These devices can sign for your account. A revoked one must be authorised again.',
  },
  thisDevice: { zh: '本设备', en: 'This device' },
  active: { zh: '已授权', en: 'Authorised' },
  revoked: { zh: '已移除', en: 'Revoked' },
  keyEnd: { zh: '密钥末尾', en: 'Key ending' },
  roles: { zh: '权限', en: 'Roles' },
  authorisedBy: { zh: '授权方式', en: 'Authorised by' },
  way: {
    zh: (way: string) =>
      ({ message: '验证码（邮件）', password: '密码', both: '验证码和密码', desk: '柜台' })[way] ?? '柜台登记',
    en: (way: string) =>
      ({ message: 'code by e-mail', password: 'password', both: 'code and password', desk: 'desk' })[way] ??
      'registration at a desk',
  },
  added: { zh: '添加时间', en: 'Added' },
  lastUsed: { zh: '最近使用', en: 'Last used' },
  neverUsed: { zh: '未使用过', en: 'Not used yet' },
  rename: { zh: '改名', en: 'Rename' },
  renameTitle: { zh: '设备改名', en: 'Rename the device' },
  save: { zh: '保存', en: 'Save' },
  revoke: { zh: '移除设备', en: 'Revoke' },
  revokeTitle: { zh: '移除此设备？', en: 'Revoke this device?' },
  revokeText: {
    zh: (name: string) => `“${name}”将不能再为您的账户签名，它未用的付款码立即失效。此操作不能撤销。`,
    en: (name: string) =>
      `“${name}” will sign no more for your account, and its open payment codes end at once. This cannot be undone.`,
  },
  revokeThis: {
    zh: '这是您正在使用的设备，移除后会立即退出登录。',
    en: 'This is the device you are using: you will be signed out at once.',
  },
  showRevoked: {
    zh: (count: number) => `已移除的设备（${count}）`,
    en: (count: number) => `Revoked devices (${count})`,
  },
  role: {
    zh: (role: string) =>
      ({
        customer: '客户',
        merchant: '商户',
        issuer: '发行',
        price: '报价',
        teller: '柜员',
        registrar: '登记',
        auditor: '审计',
        service: '服务',
        matcher: '撮合',
        keeper: '保管',
        credit: '授信',
        dispatcher: '交易转发',
        executor: '交易执行',
      })[role] ?? role,
    en: (role: string) => role,
  },
} satisfies Phrases
