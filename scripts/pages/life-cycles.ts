import { z } from 'zod'
import type { Lifecycle } from '../../chaincode/rules/lifecycle.ts'
import { type Domain, domains } from './domains.ts'
import { code, link, listed, markdownTable } from './markdown.ts'

type Steps = Lifecycle<string, string>

interface Stated {
  name: string
  states: readonly string[]
}

/** The states that a table's records may have; none where it has no status. */
const statesOf = (shape: z.ZodObject): string[] => {
  const { status } = shape.shape
  if (status instanceof z.ZodEnum) return status.options.map(String)
  return []
}

const stated: readonly Stated[] = domains
  .flatMap(({ tables }) => tables)
  .map(({ name, shape }) => ({ name, states: statesOf(shape) }))
  .filter(({ states }) => states.length > 0)

const isOf = (steps: Steps, states: readonly string[]): boolean =>
  [...states].sort().join() === Object.keys(steps).sort().join()

const lifecycles = domains.flatMap((domain) => domain.lifecycles)

const stepsOf = (steps: Steps): [from: string, event: string, to: string][] =>
  Object.entries(steps).flatMap(([from, events]) =>
    Object.entries(events).map(([event, to]): [string, string, string] => [from, event, String(to)]),
  )

// A diagram takes no hyphen in the name of a state.
const stateName = (state: string): string => state.replaceAll('-', '_')

const diagramOf = (steps: Steps): string => {
  const states = Object.keys(steps)
  const aliases = states
    .filter((state) => state.includes('-'))
    .map((state) => `state "${state}" as ${stateName(state)}`)
  const ends = states.filter((state) => Object.keys(steps[state] ?? {}).length === 0)
  const lines = [
    ...aliases,
    `[*] --> ${stateName(states[0] ?? '')}`,
    ...stepsOf(steps).map(([from, event, to]) => `${stateName(from)} --> ${stateName(to)}: ${event}`),
    ...ends.map((state) => `${stateName(state)} --> [*]`),
  ]
  return ['```mermaid', 'stateDiagram-v2', ...lines.map((line) => `    ${line}`), '```'].join('\n')
}

const stepTable = (steps: Steps): string => {
  const events = [...new Set(stepsOf(steps).map(([, event]) => event))]
  const rows = Object.entries(steps).map(([state, after]) => [
    code(state),
    ...events.map((event) => (after[event] === undefined ? '' : code(after[event]))),
  ])
  return markdownTable(['State', ...events.map(code)], rows)
}

const sectionOf = ([name, steps]: Domain['lifecycles'][number]): string[] => {
  const kept = stated.filter(({ states }) => isOf(steps, states)).map((table) => table.name)
  return [`## ${name}`, `The status of: ${listed(kept)}.`, diagramOf(steps), stepTable(steps)]
}

const otherSection = (): string[] => {
  const others = stated.filter(({ states }) => !lifecycles.some(([, steps]) => isOf(steps, states)))
  const rows = others.map(({ name, states }) => [code(name), listed(states)])
  return [
    '## Other states',
    'The rules alone say how these records come from one state to another.',
    markdownTable(['Table', 'States'], rows),
  ]
}

const introduction = `# Life cycles

This page is made by \`npm run pages\` from every \`Lifecycle\` in \`chaincode/rules\`: change those, not this.

A record begins in the first state of its table. Each column is a step, and each cell the state after it; what has no cell is refused, and
a state without a cell is final. The rules in \`chaincode/rules\` say who may take a step and when; [the page of kinds](kinds.md) says
with which instructions, and [the page of tables](tables.md) what the records hold.`

/** The page of the life of every record that has one. */
export const lifeCyclesPage = (): string => {
  const index = [...lifecycles.map(([name]) => name), 'Other states'].map((heading) => `- ${link(heading)}`).join('\n')
  return `${[introduction, index, ...lifecycles.flatMap(sectionOf), ...otherSection()].join('\n\n')}\n`
}
