import type { Reason } from './reason.ts'

/** What can be wrong with a time for answers, with what is delivered, and with the keys to it. */
export const matchingFaultWords = {
  ambiguous_local_time: {
    zh: { what: '调回时钟的当天，这个时间出现两次。', next: '请选择指的是较早还是较晚的一次。' },
    en: {
      what: 'Clocks show this time twice, since they are put back that day.',
      next: 'Choose the earlier or the later one.',
    },
  },
  local_time_missing: {
    zh: { what: '时钟拨快，当天没有这个时间。', next: '请选择之前或之后的时间。' },
    en: { what: 'Clocks never show this time: they are put forward past it.', next: 'Choose a time before or after.' },
  },
  unknown_zone: {
    zh: { what: '此设备不认识这个时区。', next: '请检查设备的时区设置。' },
    en: { what: 'This device does not know that time zone.', next: 'Check its settings for the time zone.' },
  },
  interval_inverted: {
    zh: { what: '结束时间早于开始时间。', next: '请更正其中一个时间。' },
    en: { what: 'The end lies before the beginning.', next: 'Correct one of the two.' },
  },
  content_unfit: {
    zh: { what: '所交付的内容与推荐不符，请勿使用。', next: '请联系推荐人。' },
    en: { what: 'What was delivered is not what was recommended. Do not use it.', next: 'Ask who recommended it.' },
  },
  shared_unfit: {
    zh: {
      what: '联系方式或位置不能使用：它与推荐人同意透露的内容不符，或不是一行文字。',
      next: '请改正，或联系撮合服务方。',
    },
    en: {
      what: 'The contact or place cannot be used: it is no single line, or not what the recommender consented to tell.',
      next: 'Correct it, or ask the matching service.',
    },
  },
  delivery_not_accepted: {
    zh: { what: '尚未接受所交付的内容，不能打开。', next: '请先接受。' },
    en: { what: 'What was delivered opens once it is accepted.', next: 'Accept it first.' },
  },
  demand_key_missing: {
    zh: { what: '此设备没有打开它的密钥。', next: '请使用当时发布需求或推荐的设备。' },
    en: {
      what: 'This device has no key for it.',
      next: 'Use the device on which the demand or recommendation was made.',
    },
  },
} as const satisfies { [code: string]: Reason }
