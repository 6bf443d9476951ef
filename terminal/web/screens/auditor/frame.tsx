import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import './auditor.css'
import { Button } from '../../pieces/button.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Page } from '../../pieces/page.tsx'
import { navigate, path } from '../../state/route.ts'
import { say } from '../../state/settings.ts'
import { addresses, addressFor } from './addresses.ts'
import { auditorWords } from './words.ts'

const parts = [
  [addresses.report, auditorWords.report],
  [addresses.disputes, auditorWords.disputes],
  [addresses.blocks, auditorWords.blocks],
  [addresses.transactions, auditorWords.transactions],
  [addresses.instructions, auditorWords.instructions],
] as const

const isHere = (address: string): boolean => {
  const here = path.value.split('?')[0] ?? ''
  return here === address || (address !== addresses.report && here.startsWith(`${address}/`))
}

const Parts = () => (
  <nav class="shelf-parts" aria-label={say(auditorWords.parts)}>
    {parts.map(([address, words]) => (
      <a key={address} class="chip" href={`#${address}`} aria-current={isHere(address) ? 'page' : undefined}>
        {say(words)}
      </a>
    ))}
  </nav>
)

/** Leads to whatever somebody has the number, the id, the key or the name of. */
const LookUp = () => {
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const open = (event: Event) => {
    event.preventDefault()
    const address = addressFor(typed)
    if (address === undefined) return setWrong(true)
    setTyped('')
    navigate(address)
  }
  return (
    <form class="look-up" onSubmit={open} noValidate>
      <TextField
        label={say(auditorWords.lookUp)}
        hint={say(auditorWords.lookUpHint)}
        inputMode="search"
        autocapitalize="none"
        autocomplete="off"
        spellcheck={false}
        maxLength={400}
        value={typed}
        onValue={(value) => {
          setTyped(value)
          setWrong(false)
        }}
        wrong={isWrong ? say(auditorWords.lookUpNothing) : undefined}
      />
      <Button type="submit">{say(auditorWords.lookUp)}</Button>
    </form>
  )
}

/** A screen of the auditor's shelf: its parts, what it shows with the height at which that holds, and the way to anything else. */
export const Shelf = ({
  title,
  lead,
  height,
  children,
  rest,
}: {
  title: string
  lead?: ComponentChildren
  /** That of the gateway's answer; undefined until there is one. */
  height: string | undefined
  children: ComponentChildren
  /** What stands behind the way to anything else. */
  rest?: ComponentChildren
}) => (
  <Page
    title={title}
    lead={lead}
    back={<Parts />}
    aside={height !== undefined && <span class="pill as-of">{say(auditorWords.asOf)(height)}</span>}
  >
    {children}
    <search class="card" aria-label={say(auditorWords.lookUp)}>
      <LookUp />
      <p class="note">{say(auditorWords.gatewaysWord)}</p>
    </search>
    {rest}
  </Page>
)
