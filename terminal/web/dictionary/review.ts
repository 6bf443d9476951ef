import type { Phrases } from './phrase.ts'

/** What is shown once more before it is signed. */
export const reviewWords = {
  title: { zh: '请核对', en: 'Please check' },
  back: { zh: '返回修改', en: 'Go back and change' },
  confirm: { zh: (what: string) => `确认${what}`, en: (what: string) => `Confirm: ${what}` },
  confirmTitle: { zh: (what: string) => `确认${what}？`, en: (what: string) => `${what}?` },
  receiver: { zh: '接收方', en: 'Receiver' },
  receiverHome: { zh: '开户机构', en: 'Kept at' },
  merchant: { zh: '商户名称', en: 'Registered as' },
  lookingUp: { zh: '正在核对接收方…', en: 'Looking the receiver up…' },
  notLookedUp: {
    zh: '暂时无法核对接收方，请自行确认账户名。',
    en: 'The receiver cannot be looked up now. Check the name of the account yourself.',
  },
  unknown: { zh: '没有这个账户，请核对账户名。', en: 'There is no such account. Check its name.' },
  notActive: {
    zh: '该账户已冻结或关闭，不能接收。',
    en: 'This account is frozen or closed, and can be given nothing.',
  },
  never: { zh: '该账户不接受他人转入。', en: 'This account takes nothing from others.' },
  asOffer: {
    zh: '该账户只接受需对方确认的转让，请返回选择“需对方确认”。',
    en: 'This account takes offers only. Go back and choose “As an offer”.',
  },
  first: {
    zh: '您此前没有在此设备上转给过该账户，请再核对一次。',
    en: 'Nothing was sent to this account from this device before. Check it once more.',
  },
  balanceAfter: { zh: '之后可用', en: 'Available after' },
  cashAfter: { zh: '之后可用现金', en: 'Cash available after' },
  price: { zh: '价格', en: 'Price' },
  changed: {
    zh: '价格已变动，请按新价格再核对一次。',
    en: 'The price has changed. Check the new one.',
  },
  takeNew: { zh: '使用新价格', en: 'Take the new price' },
  over: {
    zh: '已不能按所示内容进行，请返回修改。',
    en: 'It can no longer be done as shown. Go back and change it.',
  },
} satisfies Phrases
