import { useState } from 'preact/hooks'
import { shellWords } from '../../dictionary/shell.ts'
import { Button } from '../../pieces/button.tsx'
import { Dialog } from '../../pieces/dialog.tsx'
import { Segments } from '../../pieces/field.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { SignOut } from '../../pieces/sign-out.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { forgetEverything, ownTerminal, session } from '../../state/session.ts'
import { changeSettings, language, say, settings } from '../../state/settings.ts'
import { IncomingSection } from './incoming-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { settingsWords } from './words.ts'

const Appearance = () => (
  <Section title={say(settingsWords.theme)}>
    <Segments
      label={say(settingsWords.language)}
      value={language.value}
      options={[
        ['zh', say(settingsWords.chinese)],
        ['en', say(settingsWords.english)],
      ]}
      onValue={(chosen) => changeSettings({ language: chosen })}
    />
    <Segments
      label={say(settingsWords.theme)}
      value={settings.value.theme}
      options={[
        ['system', say(settingsWords.system)],
        ['light', say(settingsWords.light)],
        ['dark', say(settingsWords.dark)],
      ]}
      onValue={(theme) => changeSettings({ theme })}
    />
  </Section>
)

const Notices = () => (
  <Section title={say(settingsWords.notices)}>
    <Ways
      label={say(settingsWords.notices)}
      way={settings.value.notices}
      words={{ area: settingsWords.area, dialog: settingsWords.dialog }}
      onWay={(notices) => changeSettings({ notices })}
    />
    <label class="check">
      <input
        type="checkbox"
        checked={settings.value.isAreaShown}
        onChange={({ currentTarget }) => changeSettings({ isAreaShown: currentTarget.checked })}
      />
      {say(settingsWords.areaShown)}
    </label>
    <p class="note">{say(settingsWords.noticesHint)}</p>
    <label class="check">
      <input
        type="checkbox"
        checked={settings.value.hasSound}
        onChange={({ currentTarget }) => changeSettings({ hasSound: currentTarget.checked })}
      />
      {say(settingsWords.sound)}
    </label>
  </Section>
)

const Account = () => {
  const current = session.value
  if (current === undefined) return null
  return (
    <Section title={say(settingsWords.account)}>
      <dl class="pairs">
        <dt>{say(settingsWords.signedIn)}</dt>
        <dd>{current.account}</dd>
        {current.mode === 'authorised' && (
          <>
            <dt>{say(settingsWords.device)}</dt>
            <dd class="code-value">{current.device}</dd>
          </>
        )}
      </dl>
      <div>
        <SignOut>{(ask) => <Button onClick={ask}>{say(shellWords.signOut)}</Button>}</SignOut>
      </div>
    </Section>
  )
}

const ThisBrowser = () => {
  const [isAsked, setAsked] = useState(false)
  const forget = async () => {
    localStorage.clear()
    await forgetEverything()
    location.reload()
  }
  return (
    <Section title={say(settingsWords.thisBrowser)}>
      <p class="note">{say(settingsWords.forgetText)}</p>
      <div>
        <Button tone="danger" onClick={() => setAsked(true)}>
          {say(settingsWords.forget)}
        </Button>
      </div>
      {isAsked && (
        <Dialog title={say(settingsWords.thisBrowser)} onClose={() => setAsked(false)}>
          <p>{say(settingsWords.forgetText)}</p>
          <div class="button-row">
            <Button tone="danger" onClick={() => void forget()}>
              {say(settingsWords.forgetConfirm)}
            </Button>
            <Button onClick={() => setAsked(false)}>{say(shellWords.cancel)}</Button>
          </div>
        </Dialog>
      )}
    </Section>
  )
}

/** Language, appearance, where results appear, and what this browser keeps. */
export const SettingsScreen = () => (
  <Page title={say(shellWords.settings)} isNarrow>
    <Account />
    <Appearance />
    <Notices />
    {ownTerminal.value && <IncomingSection terminal={ownTerminal.value} />}
    {ownTerminal.value && <PasswordSection terminal={ownTerminal.value} />}
    <ThisBrowser />
  </Page>
)
