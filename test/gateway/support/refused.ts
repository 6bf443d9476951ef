/** The code with which a promise was refused; `none` when it was not. */
export const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: { code?: string }) => String(error.code),
  )
