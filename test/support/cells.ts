import { type Lifecycle, next } from '../../chaincode/rules/lifecycle.ts'

/** One cell of a life cycle's table: an event in a state, and the state that it leads to, if any. */
export interface Cell<State extends string, Event extends string> {
  state: State
  event: Event
  after: State | undefined
  /** What the test of this cell says. */
  title: string
}

/** Every cell of a life cycle's table, the empty ones too. */
export const cellsOf = <State extends string, Event extends string>(
  table: Lifecycle<State, Event>,
  events: readonly Event[],
): Cell<State, Event>[] =>
  (Object.keys(table) as State[]).flatMap((state) =>
    events.map((event) => {
      const after = next(table, state, event)
      const what = after === undefined ? 'does not know' : `becomes ${after} by`
      return { state, event, after, title: `that is ${state} ${what} ${event}` }
    }),
  )
