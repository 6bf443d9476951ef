import type { PriorityClass } from '../../../../chaincode/domains/trade-chain/priority.ts'
import type { Phrase, Phrases } from '../../dictionary/phrase.ts'

/** The classes in which trades wait, by name. */
export const classWords: { readonly [C in PriorityClass]: Phrase } = {
  basic: { zh: '基础', en: 'Basic' },
  regular: { zh: '常规', en: 'Regular' },
  active: { zh: '活跃', en: 'Active' },
  prime: { zh: '优先', en: 'Prime' },
}

/** How an institution is reached. */
export const reachWords: { readonly [S in 'none' | 'one' | 'several']: Phrase } = {
  none: { zh: '无路径', en: 'No path' },
  one: { zh: '仅一条路径', en: 'One path' },
  several: { zh: '多条路径', en: 'Several paths' },
}

/** How one path stands. */
export const pathWords: { readonly [S in 'measured' | 'old' | 'unmeasured' | 'failing']: Phrase } = {
  measured: { zh: '正常', en: 'Good' },
  old: { zh: '测量已过时', en: 'Measured too long ago' },
  unmeasured: { zh: '尚未测量', en: 'Not measured yet' },
  failing: { zh: '上次送达失败', en: 'The last delivery failed' },
}

/** What is said of how trades are sent on. */
export const dispatchWords = {
  lead: {
    zh: '等待发送的交易、通往各机构的路径，以及没有结果的交易。',
    en: 'What waits to be sent, how each institution is reached, and trades whose outcome is not known.',
  },
  queue: { zh: '等待发送', en: 'Waiting to be sent' },
  queueAt: { zh: (name: string) => `等待发送至${name}`, en: (name: string) => `Waiting for ${name}` },
  queueNote: {
    zh: '按类别和等待时间排序，同等者按账本中的先后。各机构互不影响。',
    en: 'By class and waiting; among equals the place in the blocks decides. Institutions do not hold each other up.',
  },
  none: { zh: '没有等待发送的交易。', en: 'Nothing waits.' },
  noDispatcher: {
    zh: '本行的网关不向机构发送交易。',
    en: 'The gateway of this bank sends no trades to institutions.',
  },
  unanswered: {
    zh: (count: string, most: string) => `未答复 ${count} 笔，最多 ${most} 笔`,
    en: (count: string, most: string) => `${count} of at most ${most} unanswered`,
  },
  isFull: {
    zh: '未答复的交易已达上限；在机构答复或交易作废之前，不再向其发送。',
    en: 'No more are sent there until one of those is answered or voided.',
  },
  untold: {
    zh: (count: string) => `另有 ${count} 笔排在其后。`,
    en: (count: string) => `${count} more wait behind these.`,
  },
  placed: {
    zh: (place: string, client: string) => `${place}. ${client}`,
    en: (place: string, client: string) => `${place}. ${client}`,
  },
  class: { zh: '类别', en: 'Class' },
  standsAs: { zh: (name: string) => `目前按${name}排序`, en: (name: string) => `stands as ${name}` },
  waits: { zh: (time: string) => `已等待${time}`, en: (time: string) => `waits for ${time}` },
  atLeast: { zh: (time: string) => `${time}以上`, en: (time: string) => `${time} or more` },
  lessThan: { zh: (time: string) => `不足${time}`, en: (time: string) => `less than ${time}` },
  // The published table.
  classes: { zh: '公布的类别', en: 'The published classes' },
  classesNote: {
    zh: '按客户在该机构的交易日数和成交额划分；等待越久，位次越高，到顶后不再有后来者排在前面。',
    en: 'By on how many days and for how much a client traded at the institution. Waiting lifts a trade; at the top nothing that comes later goes before it.',
  },
  days: { zh: '交易日', en: 'Days' },
  volume: { zh: '成交额', en: 'Volume' },
  toTop: { zh: '升至最高', en: 'To the top' },
  atOnce: { zh: '立即', en: 'at once' },
  // Paths.
  paths: { zh: '通往机构的路径', en: 'How institutions are reached' },
  pathsNone: { zh: '本行没有可以发送交易的机构。', en: 'This bank takes no trades to institutions.' },
  pathNone: {
    zh: (name: string) => `没有通往${name}的路径：发给它的交易都在等待。请让该机构登记地址。`,
    en: (name: string) => `No path leads to ${name}: trades for it wait. Have it say where it is reached.`,
  },
  pathOne: {
    zh: (name: string) => `只有一条路径通往${name}：它一旦中断，交易就只能等待。`,
    en: (name: string) => `One path alone leads to ${name}: should it fail, trades wait.`,
  },
  measured: {
    zh: (milliseconds: string, age: string) => `${milliseconds} 毫秒以内，${age}测量`,
    en: (milliseconds: string, age: string) => `within ${milliseconds} ms, measured ${age}`,
  },
  // What does not go on by itself.
  sent: { zh: '已发送、未答复', en: 'Sent and not answered' },
  unknown: { zh: '结果未知', en: 'Outcome not known' },
  unknownNote: {
    zh: '机构没有按时答复。不会重复发送；晚到的答复仍然有效。',
    en: 'The institution did not answer in time. Nothing is sent twice, and an answer that comes later still counts.',
  },
  conflict: { zh: '答复有冲突', en: 'Answers in conflict' },
  conflictNote: {
    zh: '答复与所发送的内容不符。两名授信职员可以按答复结算或作废。',
    en: 'The answer does not fit what was sent. Two officers for credit settle by it, or void the trade.',
  },
  answerBy: { zh: (when: string) => `答复期限 ${when}`, en: (when: string) => `To be answered by ${when}` },
  voidableFrom: {
    zh: (when: string) => `${when} 起审计机构可以将其作废。`,
    en: (when: string) => `An auditor may void it from ${when} on.`,
  },
  markUnknown: { zh: '标记为结果未知', en: 'Mark as unknown' },
  markUnknownTitle: { zh: '标记为结果未知？', en: 'Mark this trade as unknown?' },
  markUnknownText: {
    zh: '客户会看到银行不知道结果。预留的持有保持不变，晚到的答复仍然有效。',
    en: 'Its client sees that the bank does not know what became of it. What is reserved stays so, and a late answer still counts.',
  },
  voidText: {
    zh: '交易长期没有结果。作废后，客户预留的持有随即释放；晚到的答复不再有效。',
    en: 'It was left open for too long. What its client reserved is free again at once, and an answer that comes later is refused.',
  },
  deliveries: { zh: '送达记录', en: 'How it was delivered' },
  deliveriesNone: { zh: '没有送达记录。', en: 'Nothing is kept of its deliveries.' },
  delivered: {
    zh: (path: string) => `经路径 ${path} 送达。`,
    en: (path: string) => `The institution has it, over the path ${path}.`,
  },
  notDelivered: { zh: '机构尚未确认收到。', en: 'The institution has not said that it has it.' },
  failures: {
    zh: (count: string, path: string, when: string) => `失败 ${count} 次，最近一次经 ${path}，${when}。`,
    en: (count: string, path: string, when: string) => `${count} failed, last over ${path} at ${when}.`,
  },
} satisfies Phrases
