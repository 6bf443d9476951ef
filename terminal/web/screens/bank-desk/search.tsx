import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { participantId } from '../../../../chaincode/wire/identifiers.ts'
import { type ListedParticipant, readParticipants } from '../../../sdk/lists.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { deskWords } from '../../dictionary/desk.ts'
import { Field } from '../../pieces/field.tsx'
import { FaultAlert } from '../../pieces/states.tsx'
import { recentCustomers } from '../../state/recent-customers.ts'
import { navigate } from '../../state/route.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { useWork } from '../../state/use-work.ts'
import { bankWords } from './words.ts'

const offeredMaximum = 8

/** Where the desk's screen of a customer stands. */
export const addressOf = (customer: string): string => `/bank/${encodeURIComponent(customer)}`

const find = async (terminal: Terminal, prefix: string): Promise<ListedParticipant[]> => {
  const { items } = await readParticipants(terminal, { prefix, limit: String(offeredMaximum) })
  return items
}

const isName = (text: string): boolean => participantId.safeParse(text).success
const isPrefix = (text: string): boolean => /^[a-z0-9][a-z0-9-]{0,39}$/.test(text)

/** Those who are offered for what is typed: those at home here whose names begin so, or the latest while nothing is typed. */
const useOffers = (terminal: Terminal, typed: string) => {
  const found = useResource(`customers ${typed}`, async () => (isPrefix(typed) ? find(terminal, typed) : []))
  const recent = recentCustomers(terminal.participant)
  const offers = typed === '' ? recent.map((participant) => ({ participant, status: '' })) : (found.value ?? [])
  return { offers, isCurrent: typed === '' || found.value !== undefined, fault: found.fault }
}

type Offer = Pick<ListedParticipant, 'participant' | 'status'>

/** Whom Enter means: the one that is marked in the list, else the name as it is typed; undefined where it is none. */
const wantedOf = (listed: readonly Offer[], chosen: number, typed: string): string | undefined =>
  listed[chosen]?.participant ?? (isName(typed) ? typed : undefined)

const useSearch = (terminal: Terminal) => {
  const [text, setText] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState(0)
  const typed = text.trim().toLowerCase()
  const { offers, isCurrent, fault } = useOffers(terminal, typed)
  const { run, ...work } = useWork()
  const open = (customer: string) => {
    setText('')
    setOpen(false)
    navigate(addressOf(customer))
  }
  const choose = async () => {
    // Whoever types fast presses Enter before the list is there.
    const wanted = isCurrent ? wantedOf(offers, chosen, typed) : wantedOf(await find(terminal, typed), 0, typed)
    if (wanted !== undefined) open(wanted)
  }
  const type = (value: string) => {
    setText(value)
    setChosen(0)
    setOpen(true)
  }
  const step = (by: 1 | -1) => {
    setOpen(true)
    if (offers.length > 0) setChosen((chosen + by + offers.length) % offers.length)
  }
  const enter = () => {
    if (typed === '' ? isOpen : isPrefix(typed)) void run(choose)
  }
  const shown = { text, typed, isOpen, setOpen, chosen, offers, isCurrent, fault: work.fault ?? fault }
  return { ...shown, open, enter, type, step }
}

type Search = ReturnType<typeof useSearch>

const onKey =
  ({ step, enter, setOpen }: Search) =>
  (event: KeyboardEvent): void => {
    const acts: { [key: string]: () => void } = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Enter: enter,
      Escape: () => setOpen(false),
    }
    const act = acts[event.key]
    if (act === undefined || event.isComposing) return
    event.preventDefault()
    act()
  }

const Offers = ({ search, id }: { search: Search; id: string }) => {
  const { offers, chosen, typed, open } = search
  return (
    <div id={id} class="offers" role="listbox" aria-label={say(typed === '' ? bankWords.recent : bankWords.found)}>
      {offers.map(({ participant, status }, place) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field has the focus and hears the keys
        <div
          key={participant}
          id={`${id}-${place}`}
          role="option"
          aria-selected={place === chosen}
          // A press must not take the focus from the field before it counts.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => open(participant)}
        >
          {participant}
          {status !== '' && status !== 'active' && <span class="pill">{say(deskWords.status)(status)}</span>}
        </div>
      ))}
    </div>
  )
}

const useFocus = (focused: number) => {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (focused > 0) input.current?.focus()
  }, [focused])
  return input
}

/**
 * Finds a customer by the beginning of the account's name, by keyboard alone: what is found is offered while one types, arrows choose
 * and Enter opens. `focused` counts how often the field is to take the focus.
 */
export const CustomerSearch = ({ terminal, focused }: { terminal: Terminal; focused: number }) => {
  const search = useSearch(terminal)
  const { text, typed, isOpen, setOpen, chosen, offers, isCurrent, fault } = search
  const list = useId()
  const input = useFocus(focused)
  const isShown = isOpen && offers.length > 0
  const isNobody = isOpen && isCurrent && typed !== '' && offers.length === 0
  return (
    <div class="search">
      <Field label={say(bankWords.search)} hint={say(isNobody ? bankWords.nobodyFound : bankWords.searchHint)}>
        {(ties) => (
          <input
            {...ties}
            ref={input}
            role="combobox"
            aria-expanded={isShown}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={isShown ? `${list}-${chosen}` : undefined}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={40}
            value={text}
            onInput={({ currentTarget }) => search.type(currentTarget.value)}
            onBlur={() => setOpen(false)}
            onKeyDown={onKey(search)}
          />
        )}
      </Field>
      {isShown && <Offers search={search} id={list} />}
      {fault && <FaultAlert fault={fault} />}
    </div>
  )
}
