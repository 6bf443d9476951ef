import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Terminal } from '../../../sdk/terminal.ts'
import { type ListedChain, readMemberChains } from '../../../sdk/trade-chain/records.ts'
import { LaterPages } from '../../pieces/later-pages.tsx'
import { Section } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { height } from '../../state/live.ts'
import { say } from '../../state/settings.ts'
import { type Resource, useResource } from '../../state/use-resource.ts'
import { tradeWords } from './words.ts'

/** Reads again with each block that was heard of: what concerns others than who sits at a desk comes with no event. */
export const useEachBlock = ({ reload }: Pick<Resource<unknown>, 'reload'>): void => {
  const block = height.value
  useEffect(() => {
    if (block !== undefined) reload()
  }, [block])
}

/** The chains of this member that are open, have ended or stand at a status, newest first, each as its desk shows it. */
export const MemberChains = ({
  terminal,
  title,
  note,
  search,
  isShownEmpty = true,
  show,
}: {
  terminal: Terminal
  title: string
  note?: string
  search: { state?: 'open' | 'ended'; status?: ListedChain['status'] }
  /** False for a list that is there only while something is in it. */
  isShownEmpty?: boolean
  show: (chain: ListedChain) => ComponentChildren
}) => {
  const read = (after?: string) => readMemberChains(terminal, { ...search, after })
  const list = useResource(`chains ${search.state ?? ''} ${search.status ?? ''}`, () => read())
  useEachBlock(list)
  const page = list.value
  if (!isShownEmpty && (page === undefined || page.items.length === 0)) return null
  return (
    <Section title={title}>
      {note !== undefined && <p class="note">{note}</p>}
      <ReadingState of={list} lines={3} />
      {page?.items.length === 0 && <p class="note">{say(tradeWords.none)}</p>}
      {page !== undefined && <ul class="rows">{page.items.map(show)}</ul>}
      {page?.next !== undefined && <LaterPages key={page.next} first={page.next} read={read} show={show} />}
    </Section>
  )
}
