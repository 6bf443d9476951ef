import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { shellWords } from '../dictionary/shell.ts'
import { say } from '../state/settings.ts'
import { useWork } from '../state/use-work.ts'
import { Button } from './button.tsx'
import { FaultAlert } from './states.tsx'

/** The pages of a list after its first, each read when somebody asks for more; `first` is where the second page begins. */
export const LaterPages = <T,>({
  first,
  read,
  show,
}: {
  first: string
  read: (after: string | undefined) => Promise<{ items: readonly T[]; next?: string | undefined }>
  show: (item: T) => ComponentChildren
}) => {
  const [items, setItems] = useState<readonly T[]>([])
  const [next, setNext] = useState<string | undefined>(first)
  const { run, isPending, fault } = useWork()
  const load = () =>
    run(async () => {
      const page = await read(next)
      setItems([...items, ...page.items])
      setNext(page.next)
    })
  return (
    <>
      <ul class="rows">{items.map(show)}</ul>
      {fault && <FaultAlert fault={fault} />}
      {next !== undefined && (
        <Button isPending={isPending} onClick={() => void load()}>
          {say(shellWords.more)}
        </Button>
      )}
    </>
  )
}
