import { useEffect, useState } from 'preact/hooks'
import { Page } from '../pieces/page.tsx'
import { ReadingState } from '../pieces/states.tsx'
import type { Load, Parameters, Screen, View } from '../screens/screen.ts'
import type { Fault } from '../state/fault.ts'
import { say } from '../state/settings.ts'
import { loadAgain, loadedView, loadView } from './loading.ts'

/** What was loaded is given at once, so that a screen opens the second time without a moment in between. */
const useView = (load: Load) => {
  const [view, setView] = useState<{ is: View } | undefined>(() => {
    const known = loadedView(load)
    return known && { is: known }
  })
  const [fault, setFault] = useState<Fault>()
  const take = (loading: Promise<View>): void => {
    setFault(undefined)
    loading.then(
      (is) => setView({ is }),
      (error: unknown) => {
        console.warn(error)
        setFault({ code: 'screen_not_loaded', values: {} })
      },
    )
  }
  useEffect(() => {
    if (view === undefined) take(loadView(load))
  }, [])
  return {
    value: view?.is,
    fault,
    isLoading: view === undefined && fault === undefined,
    reload: () => take(loadAgain(load)),
  }
}

const LoadedScreen = ({ screen, parameters }: { screen: Screen & { load: Load }; parameters: Parameters }) => {
  const view = useView(screen.load)
  if (view.value !== undefined) return <view.value parameters={parameters} />
  return (
    <Page title={say(screen.title)}>
      <ReadingState of={view} lines={6} />
    </Page>
  )
}

/** A screen: drawn at once where it is here, else once it was loaded; until then its title, and what became of the loading. */
export const OpenedScreen = ({ screen, parameters }: { screen: Screen; parameters: Parameters }) =>
  'view' in screen ? <screen.view parameters={parameters} /> : <LoadedScreen screen={screen} parameters={parameters} />
