/** A life cycle: for each state, the state that each event leads to. What is not in the table cannot happen. */
export type Lifecycle<State extends string, Event extends string> = {
  readonly [S in State]: { readonly [E in Event]?: State }
}

/** The state after `event`, or undefined when the table has no such step. */
export const next = <State extends string, Event extends string>(
  table: Lifecycle<State, Event>,
  state: State,
  event: Event,
): State | undefined => table[state][event]
