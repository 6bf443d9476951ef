/** The message with which a promise fails; throws when it does not fail. */
export const failureOf = async (promise: Promise<unknown>): Promise<string> => {
  const message = await promise.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  if (message === undefined) throw new Error('a failure was expected')
  return message
}
