import type { packageRefusals } from '../../../chaincode/domains/packages/refusals.ts'
import type { Reason } from './reason.ts'

/** Every refusal of packages in words, with the next step. */
export const packageReasonWords: { readonly [C in keyof typeof packageRefusals]: Reason } = {
  unknown_package: {
    zh: { what: '此往来中没有密封包。', next: '请确认往来的编号。' },
    en: { what: 'No package was delivered in this interaction.', next: 'Check the id of the interaction.' },
  },
  package_exists: {
    zh: { what: '此往来中已交付过密封包。', next: '请在新的往来中交付另一个。' },
    en: {
      what: 'A package was delivered in this interaction before.',
      next: 'Deliver another one in a new interaction.',
    },
  },
  package_state_forbids: {
    zh: { what: '密封包的状态不允许此操作。', next: '请刷新后查看它的状态。' },
    en: { what: 'The state of the package does not allow this.', next: 'Look at its state again.' },
  },
  keeper_is_party: {
    zh: { what: '密钥保管方不能是交付方或接收方。', next: '请选择另一个保管方。' },
    en: { what: 'A keeper is neither who gives nor who receives.', next: 'Choose another keeper.' },
  },
  device_without_seal_key: {
    zh: { what: '此设备没有可接收加密内容的密钥。', next: '请在此设备上设置密钥后重试。' },
    en: { what: 'This device has no key to which anything could be sealed.', next: 'Set one on it, and ask again.' },
  },
  requested_already: {
    zh: { what: '此设备已申请过密钥。', next: '请等待两把密钥。' },
    en: { what: 'This device asked for the keys before.', next: 'Wait for both of them.' },
  },
  released_already: {
    zh: { what: '此密钥已发放给该设备。', next: '无需再次发放。' },
    en: { what: 'This key was released to the device before.', next: 'Nothing more is needed.' },
  },
  not_requested: {
    zh: { what: '该设备没有申请密钥。', next: '请先在接收方的设备上申请。' },
    en: { what: 'The device did not ask for the keys.', next: 'Ask for them on the device of the receiver first.' },
  },
  asked_late: {
    zh: { what: '该设备在期限之后才申请密钥。', next: '密钥仍会送达；如长时间未到，请联系发送方。' },
    en: {
      what: 'The device asked for the keys only after their time.',
      next: 'They still come; where they do not, ask who sent the package.',
    },
  },
  not_the_keeper: {
    zh: { what: '此设备没有该密封包的密钥。', next: '请使用保管密钥的设备。' },
    en: { what: 'This device keeps no key of the package.', next: 'Use the device that keeps one.' },
  },
  key_not_released: {
    zh: { what: '此设备还没有得到两把密钥。', next: '请等待另一把密钥。' },
    en: { what: 'This device does not have both keys yet.', next: 'Wait for the other one.' },
  },
  opened_already: {
    zh: { what: '此设备已打开过该密封包。', next: '内容仍可在此设备上查看。' },
    en: { what: 'This device has opened the package before.', next: 'What was inside can be read there again.' },
  },
}
