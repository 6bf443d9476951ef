import { Window } from 'happy-dom'
import { h, render } from 'preact'
import { act } from 'preact/test-utils'

const names = ['document', 'window', 'sessionStorage'] as const

/** A page on which hooks can be used; `close` takes it away again. */
export const openHookPage = () => {
  const window = new Window({ url: 'http://127.0.0.1:1/' })
  const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const)
  for (const name of names) {
    const value: unknown = name === 'window' ? window : window[name]
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  }
  const close = async () => {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, name)
      else Object.defineProperty(globalThis, name, descriptor)
    }
    await window.happyDOM.close()
  }
  return { window, close }
}

/** A component that uses a hook and nothing else: what the hook answered last, and how to show it anew or take it away. */
export const using = async <Given, Answer>(hook: (given: Given) => Answer, first: Given) => {
  let newest: Answer | undefined
  const place = document.createElement('div')
  const Using = ({ given }: { given: Given }) => {
    newest = hook(given)
    return null
  }
  const show = (given: Given) => act(() => render(h(Using, { given }), place))
  await show(first)
  return {
    get now(): Answer {
      return newest as Answer
    },
    show,
    /** Does something to it, and lets all that follows from that be shown. */
    act: (work: (answer: Answer) => unknown) => act(async () => void (await work(newest as Answer))),
    leave: () => act(() => render(null, place)),
  }
}
