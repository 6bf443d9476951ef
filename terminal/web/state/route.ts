import { signal } from '@preact/signals'

/** The address's screen; an anchor within the page is none. */
const pathOfAddress = (): string | undefined => (location.hash.startsWith('#/') ? location.hash.slice(1) : undefined)

/** Where the person is, as the address says: the part behind `#`. Nothing secret ever stands there. */
export const path = signal(pathOfAddress() ?? '/')

/** Follows the address, also by the browser's own back and forward. */
export const watchAddress = (): void => {
  window.addEventListener('hashchange', () => {
    path.value = pathOfAddress() ?? (location.hash === '' ? '/' : path.value)
  })
}

/** Goes to another screen. */
export const navigate = (to: string): void => {
  location.hash = `#${to}`
}

/** A route's parameters, by name, when the path fits it: `/vouchers/:code` fits `/vouchers/AU-9999`. */
export const matchRoute = (route: string, candidate: string): { [name: string]: string } | undefined => {
  /* c8 ignore next -- a text parted in any way has a first part */
  const [wanted, given] = [route.split('/'), candidate.split('?')[0]?.split('/') ?? []]
  if (wanted.length !== given.length) return undefined
  const parameters: { [name: string]: string } = {}
  for (const [index, part] of wanted.entries()) {
    /* c8 ignore next -- both have as many parts */
    const value = given[index] ?? ''
    if (part.startsWith(':')) parameters[part.slice(1)] = decode(value)
    else if (part !== value) return undefined
  }
  return parameters
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
