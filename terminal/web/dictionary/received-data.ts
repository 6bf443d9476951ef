import type { Ability } from '../../sdk/sandbox/program.ts'
import type { Phrase, Phrases } from './phrase.ts'

/** What a program may use, for who is asked before it runs. */
export const abilityWords: { readonly [A in Ability]: Phrase } = {
  input: { zh: '读取您给它的数据', en: 'read the data that you give it' },
  show: { zh: '显示文字', en: 'show text' },
  give: { zh: '生成一份文件', en: 'make a file' },
}

/** What was received sealed, and how it is shown. */
export const receivedDataWords = {
  notText: {
    zh: '这不是可以在此显示的内容。请保存为文件后用其他程序打开。',
    en: 'This cannot be shown here. Save it as a file, and open it with what you trust.',
  },
  tapped: { zh: '显示', en: 'Show' },
  hide: { zh: '隐藏', en: 'Hide' },
  numbers: { zh: '数据', en: 'Numbers' },
  picture: { zh: '收到的图片', en: 'The picture that was received' },
  sound: { zh: '收到的音频', en: 'The sound that was received' },
  video: { zh: '收到的视频', en: 'The video that was received' },
  cannotPlay: { zh: '此浏览器无法播放该内容。请保存为文件。', en: 'This browser cannot play it. Save it as a file.' },
  program: { zh: '程序', en: 'Program' },
  programNote: {
    zh: '程序只在隔离环境中运行，不能访问网络、文件或此页面。它可以：',
    en: 'A program runs in a sandbox alone, away from the network, files and this page. It may:',
  },
  mayNothing: { zh: '不使用任何权限', en: 'use nothing' },
  opensNote: {
    zh: (digest: string) => `它只打开摘要为 ${digest} 的数据。`,
    en: (digest: string) => `It opens the data with the digest ${digest} and no other.`,
  },
  data: { zh: '给它的数据', en: 'Data for it' },
  run: { zh: '运行', en: 'Run' },
  shown: { zh: '程序显示的内容', en: 'What the program showed' },
  ended: { zh: '程序已结束，没有显示内容。', en: 'The program ended and showed nothing.' },
  save: { zh: '保存生成的文件', en: 'Save the file that it made' },
} as const satisfies Phrases
