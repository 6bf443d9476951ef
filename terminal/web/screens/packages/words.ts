import type { PackageContents } from '../../../../chaincode/domains/packages/terms.ts'
import type { Phrase, Phrases } from '../../dictionary/phrase.ts'
import type { GivingStage, ReceivingStage } from '../../state/packages.ts'

/** What is inside. */
export const contentsWords: { readonly [C in PackageContents]: Phrase } = {
  document: { zh: '文件', en: 'A document' },
  numbers: { zh: '数据', en: 'Numbers' },
  passwords: { zh: '密码', en: 'Passwords' },
  audio: { zh: '音频', en: 'Sound' },
  video: { zh: '视频', en: 'Video' },
  program: { zh: '程序', en: 'A program' },
  opening: { zh: '开启数据的方法', en: 'A means of opening data' },
  funds: { zh: '资金', en: 'Funds' },
}

/** How it stands for who receives it, on this device. */
export const receivingWords: { readonly [S in ReceivingStage]: Phrase } = {
  'to-ask': { zh: '可申请密钥', en: 'Ask for its keys' },
  waiting: { zh: '等待密钥', en: 'Waiting for keys' },
  late: { zh: '密钥逾期', en: 'Keys are late' },
  ready: { zh: '可以打开', en: 'Ready to open' },
  opened: { zh: '已打开', en: 'Opened' },
  revoked: { zh: '已撤销', en: 'Revoked' },
  rejected: { zh: '已拒收', en: 'Rejected' },
}

/** How it stands for who gave it. */
export const givingWords: { readonly [S in GivingStage]: Phrase } = {
  waiting: { zh: '等待对方申请', en: 'Not asked for yet' },
  asked: { zh: '等待您发放密钥', en: 'Release your key' },
  elsewhere: { zh: '密钥在另一台设备上', en: 'Key is on another device' },
  released: { zh: '密钥已发放', en: 'Key released' },
  opened: { zh: '已打开', en: 'Opened' },
  revoked: { zh: '已撤销', en: 'Revoked' },
  rejected: { zh: '已拒收', en: 'Rejected' },
}

/** What is sealed, sent, asked for and opened. */
export const packageWords = {
  lead: {
    zh: '密封包需要两把密钥才能打开：一把由保管方持有，另一把留在交付它的设备上。',
    en: 'A package opens with two keys: a keeper has one, and the device that sent it has the other.',
  },
  forMe: { zh: '收到的', en: 'For you' },
  byMe: { zh: '交付的', en: 'From you' },
  noneForMe: {
    zh: '没有收到密封包。接受内容后，对方可以在该往来中交付。',
    en: 'None. Who gave you something can send one for it.',
  },
  noneByMe: {
    zh: '没有交付过密封包。请在推荐或需求中打开“已接受的内容”。',
    en: 'None. You send one from what was accepted, on the screen of its recommendation or demand.',
  },
  from: { zh: (name: string) => `来自 ${name}`, en: (name: string) => `From ${name}` },
  to: { zh: (name: string) => `交付 ${name}`, en: (name: string) => `To ${name}` },
  about: { zh: '密封包', en: 'The package' },
  contents: { zh: '内容', en: 'What is inside' },
  giver: { zh: '交付方', en: 'From' },
  receiver: { zh: '接收方', en: 'To' },
  keeper: { zh: '第一把密钥的保管方', en: 'Keeper of the first key' },
  size: { zh: '密封后大小', en: 'Sealed size' },
  bytes: { zh: (count: string) => `${count} 字节`, en: (count: string) => `${count} bytes` },
  until: { zh: '密钥期限', en: 'Both keys until' },
  nothingYet: { zh: '此往来中还没有密封包。', en: 'No package was sent for this yet.' },
  next: { zh: '下一步', en: 'What to do next' },
  // Sending.
  send: { zh: '交付密封包', en: 'Send a sealed package' },
  file: { zh: '要密封的文件', en: 'File to seal' },
  fileMissing: { zh: '请选择文件。', en: 'Choose a file.' },
  keeperHint: {
    zh: '它保管第一把密钥，不能单独打开。',
    en: 'It has the first key, and cannot open the package with it.',
  },
  noKeeper: { zh: '目前没有密钥保管方，请稍后再试。', en: 'Nobody keeps keys now. Try again later.' },
  within: { zh: '密钥期限', en: 'Keys must be there within' },
  hour: { zh: '1 小时', en: '1 hour' },
  day: { zh: '1 天', en: '1 day' },
  week: { zh: '7 天', en: '7 days' },
  sendNote: {
    zh: '文件在此设备上加密后上传。第二把密钥只留在此设备：对方申请密钥时，请用此设备发放。',
    en: 'The file is sealed here and uploaded sealed. The second key stays on this device alone: this device releases it when they ask.',
  },
  sealAndSend: { zh: '密封并交付', en: 'Seal and send' },
  sealed: {
    zh: (name: string, bytes: string) => `已在此设备上密封：${name}（${bytes} 字节），尚未交付。`,
    en: (name: string, bytes: string) => `Sealed on this device and not sent yet: ${name}, ${bytes} bytes.`,
  },
  goOn: { zh: '继续交付', en: 'Go on sending' },
  another: { zh: '改用另一个文件', en: 'Take another file' },
  sealing: { zh: (share: string) => `正在密封：${share}`, en: (share: string) => `Sealing: ${share}` },
  uploading: { zh: (share: string) => `正在上传：${share}`, en: (share: string) => `Uploading: ${share}` },
  fetching: { zh: (share: string) => `正在下载：${share}`, en: (share: string) => `Fetching: ${share}` },
  // Giving.
  waitingForThem: {
    zh: '对方申请密钥后，用此设备发放第二把密钥。',
    en: 'Once they ask for the keys, this device releases the second one.',
  },
  askedNote: {
    zh: '对方的设备申请了密钥。发放后不能再撤销。',
    en: 'Their device asks for the keys. Once the second one is released, the package cannot be revoked any more.',
  },
  release: { zh: '发放第二把密钥', en: 'Release the second key' },
  keyGone: {
    zh: '此浏览器已没有第二把密钥，无法发放。请撤销，并在新的往来中重新交付。',
    en: 'This browser does not have the second key any more. Revoke the package, and send it anew for another interaction.',
  },
  elsewhereNote: {
    zh: '对方申请了密钥。第二把密钥在交付它的设备上，请在那台设备上发放。',
    en: 'They ask for the keys. The second one is on the device that sent the package: release it there.',
  },
  releasedNote: {
    zh: '第二把密钥已发放，无需再做什么。对方的新设备可以再次申请。',
    en: 'The second key is released; nothing is left to do. A new device of theirs can ask again.',
  },
  openedNote: { zh: '对方已打开密封包。', en: 'They opened the package.' },
  revokedNote: { zh: '密封包已撤销，不能再打开。', en: 'The package was revoked. Nobody can open it any more.' },
  rejectedNote: {
    zh: '密钥未按时送达，密封包已被拒收。请在新的往来中重新交付。',
    en: 'The package was rejected, since its keys were late. It can be sent anew for another interaction.',
  },
  revoke: { zh: '撤销', en: 'Revoke' },
  revokeTitle: { zh: '撤销密封包？', en: 'Revoke the package?' },
  revokeText: {
    zh: '撤销后对方不能再打开它，也不能在此往来中重新交付。',
    en: 'They cannot open it afterwards, and no other can be sent for this interaction.',
  },
  devices: { zh: '对方的设备', en: 'Their devices' },
  device: { zh: (end: string) => `设备 …${end}`, en: (end: string) => `Device …${end}` },
  askedState: { zh: '已申请', en: 'Asks' },
  releasedState: { zh: '已发放', en: 'Key released' },
  openedState: { zh: (when: string) => `${when} 打开`, en: (when: string) => `Opened ${when}` },
  // Releasing by itself.
  serving: { zh: '自动发放密钥', en: 'Release keys by itself' },
  servingNote: {
    zh: '允许后，只要此终端打开着，此设备就会把它交付的密封包的第二把密钥发放给申请的设备。每次发放都会在下方显示。',
    en: 'While this terminal is open, this device releases the second key of what it sent to each device of the receiver that asks. Each release is shown below.',
  },
  isServing: { zh: '允许自动发放', en: 'Release by itself' },
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
  // Receiving.
  sealTitle: { zh: '在此设备上接收密钥', en: 'Receive keys on this device' },
  sealText: {
    zh: '密钥只加密给您的设备。此设备需要先登记一把自己的密钥。',
    en: 'Keys are sealed to your device alone. It first needs a key of its own for that.',
  },
  keyFirst: {
    zh: '登记此设备的密钥后，即可申请密封包的两把密钥。',
    en: 'Once the key of this device is registered, it can ask for the two keys of the package.',
  },
  ask: { zh: '申请两把密钥', en: 'Ask for both keys' },
  askNote: {
    zh: '此设备签名申请，两把密钥只加密给它。其他设备需各自申请。',
    en: 'This device signs the request, and both keys are sealed to it alone. Each other device of yours asks for itself.',
  },
  firstKey: { zh: (name: string) => `第一把，由 ${name} 保管`, en: (name: string) => `First key, kept by ${name}` },
  secondKey: {
    zh: (name: string) => `第二把，在 ${name} 的设备上`,
    en: (name: string) => `Second key, on the device of ${name}`,
  },
  here: { zh: '已收到', en: 'Here' },
  notYet: { zh: '尚未收到', en: 'Not yet' },
  waitNote: {
    zh: '两把都到后即可打开，单独一把打不开。逾期未到，您可以拒收。',
    en: 'It opens once both are here; neither opens it alone. If they are late, you can reject it.',
  },
  lateTitle: { zh: '密钥逾期未到。', en: 'The keys are late.' },
  lateNote: {
    zh: '您可以继续等待，晚到的密钥同样有效；也可以拒收。',
    en: 'You can wait: a key that comes late is as good. Or you reject the package.',
  },
  reject: { zh: '拒收', en: 'Reject' },
  rejectTitle: { zh: '拒收密封包？', en: 'Reject the package?' },
  rejectText: { zh: '拒收后不能再打开它。', en: 'You cannot open it afterwards.' },
  openNote: {
    zh: '打开会在账本上留下回执：谁、哪台设备、何时，不含内容。整个包校验无误后才会显示内容。',
    en: 'Opening leaves a receipt on the ledger: who, on which device and when, and nothing of what is inside. All of it is checked before any of it is given.',
  },
  openAndShow: { zh: '打开并查看', en: 'Open and show' },
  openAndSave: { zh: '打开并另存为文件', en: 'Open and save as a file' },
  saved: { zh: (bytes: string) => `已保存 ${bytes} 字节。`, en: (bytes: string) => `Saved ${bytes} bytes.` },
  received: { zh: '内容', en: 'What was inside' },
  close: { zh: '收起', en: 'Close it' },
} satisfies Phrases
