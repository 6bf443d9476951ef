import { useEffect, useState } from 'preact/hooks'
import type { Resource } from '../../state/use-resource.ts'
import { useWork } from '../../state/use-work.ts'

/** Reads something once, when it is shown: what does not change with the ledger is not read again whenever that does. */
export const useOnce = <T>(load: () => Promise<T>): Omit<Resource<T>, 'readAt'> => {
  const [value, setValue] = useState<T>()
  const { run, isPending, fault } = useWork()
  const reload = () => void run(async () => setValue(await load()))
  useEffect(reload, [])
  return { value, fault, isLoading: isPending || (value === undefined && fault === undefined), reload }
}
