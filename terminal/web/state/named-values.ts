/** Names and values as they are typed, `Height=20 cm; Colour=red`, with a semicolon or a line between them. */
export const namedValuesIn = (typed: string): [name: string, value: string][] =>
  typed
    .split(/[;；\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...value] = part.split(/[=＝]/)
      return [name.trim(), value.join('=').trim()]
    })
