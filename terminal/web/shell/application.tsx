import { useEffect, useState } from 'preact/hooks'
import { shellWords } from '../dictionary/shell.ts'
import { Button } from '../pieces/button.tsx'
import { Icon, Mark } from '../pieces/icon.tsx'
import { Page } from '../pieces/page.tsx'
import { SignOut } from '../pieces/sign-out.tsx'
import { EmptyState } from '../pieces/states.tsx'
import type { Load } from '../screens/screen.ts'
import { mayOpen, screenAt, screens } from '../screens/screens.ts'
import { toldInDialog } from '../state/instructing.ts'
import { height, liveness } from '../state/live.ts'
import { navigate, path } from '../state/route.ts'
import { session } from '../state/session.ts'
import { changeSettings, language, say } from '../state/settings.ts'
import { Boundary } from './boundary.tsx'
import { OpenedScreen } from './opened-screen.tsx'

const Pulse = () => {
  const state = liveness.value
  const words = { live: shellWords.live, connecting: shellWords.connecting, stale: shellWords.stale }[state]
  return (
    <span class="pulse" data-state={state} role="status" aria-live="off">
      <i aria-hidden="true" />
      {say(words)}
      {height.value !== undefined && (
        <span title={say(shellWords.height)(height.value)}>
          <span class="visually-hidden">{say(shellWords.height)(height.value)}</span>
          <span aria-hidden="true">#{height.value}</span>
        </span>
      )}
    </span>
  )
}

const TopBar = () => (
  <header class="topbar">
    <a class="brand" href="#/">
      <Mark />
      {say(shellWords.name)}
      <small>{say(shellWords.tagline)}</small>
    </a>
    <Pulse />
    <button
      type="button"
      class="icon-button"
      lang={language.value === 'zh' ? 'en' : 'zh'}
      onClick={() => changeSettings({ language: language.value === 'zh' ? 'en' : 'zh' })}
    >
      {language.value === 'zh' ? 'EN' : '中'}
      <span class="visually-hidden"> {say(shellWords.languageSwitchLabel)}</span>
    </button>
    {session.value === undefined ? (
      <a class="button" data-tone="quiet" href="#/sign-in">
        {say(shellWords.signIn)}
      </a>
    ) : (
      <SignOut>
        {(ask) => (
          <button
            type="button"
            class="icon-button"
            title={`${say(shellWords.signedInAs)(session.value?.account ?? '')} · ${say(shellWords.signOut)}`}
            onClick={ask}
          >
            <span class="account-menu">{session.value?.account}</span>
            <Icon name="signOut" />
            <span class="visually-hidden"> {say(shellWords.signOut)}</span>
          </button>
        )}
      </SignOut>
    )}
  </header>
)

const isWithin = (route: string, here: string): boolean =>
  route === '/' ? here === '/' : here === route || here.startsWith(`${route}/`)

// What a phone's bar has room for. With more, the last of them opens the others.
const barPlaces = 5

const Navigation = () => {
  const shown = screens.filter((screen) => screen.icon !== undefined && mayOpen(screen, session.value))
  const inBar = shown.length > barPlaces ? barPlaces - 1 : barPlaces
  const places = shown.map(({ route, title, icon }) => (
    <li key={route}>
      <a href={`#${route}`} aria-current={isWithin(route, path.value) ? 'page' : undefined}>
        {icon && <Icon name={icon} />}
        {say(title)}
      </a>
    </li>
  ))
  return (
    <nav class="tabs" aria-label={say(shellWords.navigation)}>
      <ul class="tab-list">
        {places.slice(0, inBar)}
        {shown.length > barPlaces && (
          <li>
            <button type="button" popovertarget="others">
              <Icon name="others" />
              {say(shellWords.others)}
            </button>
            {/* Another one at every address, so that it is closed there. */}
            <ul id="others" key={path.value} popover="auto">
              {places.slice(inBar)}
            </ul>
          </li>
        )}
      </ul>
    </nav>
  )
}

const NotFound = () => (
  <Page title={say(shellWords.notFoundTitle)} isNarrow>
    <EmptyState icon="search" title={say(shellWords.notFoundText)}>
      <Button onClick={() => navigate('/')}>{say(shellWords.toHome)}</Button>
    </EmptyState>
  </Page>
)

const loadOtherRole: Load = async () => (await import('./other-role.tsx')).OtherRole

/** What is asked for: a screen that the session may open, else the way in. */
const Outlet = () => {
  const found = screenAt(path.value)
  if (found === undefined) return <NotFound />
  if (mayOpen(found.screen, session.value)) {
    return <OpenedScreen key={path.value} screen={found.screen} parameters={found.parameters} />
  }
  if (session.value?.mode === 'authorised') {
    return (
      <OpenedScreen
        key={path.value}
        screen={{ ...found.screen, load: loadOtherRole }}
        parameters={{ route: found.screen.route }}
      />
    )
  }
  const signIn = screenAt('/sign-in')
  if (signIn === undefined) return <NotFound />
  return <OpenedScreen key="sign-in" screen={signIn.screen} parameters={{}} />
}

const Banners = () => (
  <>
    {liveness.value === 'stale' && (
      <p class="banner" role="status">
        {say(shellWords.offline)}
      </p>
    )}
    {session.value?.mode === 'limited' && (
      <p class="banner" role="status">
        {say(shellWords.limited)} <a href="#/sign-in">{say(shellWords.authorise)}</a>
      </p>
    )}
  </>
)

/** What tells of outcomes. Only an authorised device has some, so it is loaded for one, and again at the next outcome when that failed. */
const Outcomes = () => {
  const [parts, setParts] = useState<typeof import('../pieces/notice-area.tsx')>()
  const isWanted = session.value?.mode === 'authorised'
  const told = toldInDialog.value
  useEffect(() => {
    if (!isWanted || parts !== undefined) return
    import('../pieces/notice-area.tsx').then(setParts, (error: unknown) => console.warn(error))
  }, [isWanted, told])
  if (parts === undefined) return null
  return (
    <>
      <parts.Announcer />
      <parts.NoticeDialog />
    </>
  )
}

/** The whole terminal: the screen that is asked for, and around it the way past for keyboards, the mark, the ledger's pulse, the navigation. */
export const Application = () => (
  <div class="shell">
    <a class="skip" href="#content">
      {say(shellWords.skip)}
    </a>
    <div class="top">
      <TopBar />
      <Banners />
    </div>
    <Navigation />
    <Boundary key={path.value}>
      <Outlet />
    </Boundary>
    <Outcomes />
  </div>
)
