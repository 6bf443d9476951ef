import { Component, type ComponentChildren } from 'preact'
import { shellWords } from '../dictionary/shell.ts'
import { Button } from '../pieces/button.tsx'
import { Page } from '../pieces/page.tsx'
import { say } from '../state/settings.ts'

/** Catches a screen that fails, so that the rest of the terminal stays. */
export class Boundary extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false }

  static override getDerivedStateFromError() {
    return { failed: true }
  }

  override componentDidCatch(error: unknown): void {
    console.error(error)
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <Page title={say(shellWords.unexpected)} isNarrow>
        <p>{say(shellWords.unexpectedText)}</p>
        <div>
          <Button tone="primary" onClick={() => location.reload()}>
            {say(shellWords.reload)}
          </Button>
        </div>
      </Page>
    )
  }
}
