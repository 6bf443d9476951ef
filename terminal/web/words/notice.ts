import type { ListedInstruction } from '../../sdk/lists.ts'
import { noticeWords } from '../dictionary/notices.ts'
import { receivedWords } from '../dictionary/received.ts'
import { language, say } from '../state/settings.ts'
import { acceptedText, nameOfKind } from './kind-names.ts'
import { reasonOf } from './reason.ts'

/** A notice in words: what it is about, what became of it, and what to do where it was refused. */
export interface ToldNotice {
  title: string
  status: string
  tone: 'good' | 'bad'
  icon: 'check' | 'cross'
  text: string | undefined
}

/** Whether a line belongs into the list: a code that was shown is no event of an account, one that was refused is. */
export const isWorthANotice = ({ kind, status }: ListedInstruction): boolean =>
  !kind.startsWith('payment-code.') || status !== 'accepted'

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** What others did with one: who it was and what; a kind that this version does not know by the ledger's own name. */
const titleOf = ({ kind, from, body }: ListedInstruction, account: string): string => {
  const voucher = textOf(body['voucher'])
  if (from === account || !Object.hasOwn(receivedWords, kind)) return nameOfKind(kind, voucher)
  return say(receivedWords[kind as keyof typeof receivedWords])(from)
}

const reasonText = (code: string): string => {
  const { what, next } = reasonOf(code)[language.value]
  // A Chinese full stop brings its own space.
  return [what, next].join(language.value === 'zh' ? '' : ' ')
}

/** Puts a line of an account's instructions into words, as this account is to read it, in the language of now. */
export const tellNotice = (line: ListedInstruction, account: string): ToldNotice => {
  const title = titleOf(line, account)
  if (line.status === 'accepted') {
    const status = acceptedText(line.kind, textOf(line.body['voucher']))
    return { title, status, tone: 'good', icon: 'check', text: undefined }
  }
  // To others than its sender it is not told why.
  const text = line.code === undefined ? undefined : reasonText(line.code)
  return { title: nameOfRefused(line, account), status: say(noticeWords.refused), tone: 'bad', icon: 'cross', text }
}

const nameOfRefused = ({ kind, from, body }: ListedInstruction, account: string): string => {
  const name = nameOfKind(kind, textOf(body['voucher']))
  return from === account || kind.startsWith('payment.') ? name : `${from} · ${name}`
}
