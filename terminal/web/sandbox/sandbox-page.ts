import { join } from 'node:path'
import { build, type Plugin, type Rolldown } from 'vite'

/** One entry and all that it needs in one classic script, as text. */
const scriptOf = async (file: string, define: { [name: string]: string } = {}): Promise<string> => {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    define,
    build: {
      write: false,
      modulePreload: false,
      target: ['chrome111', 'firefox114', 'safari16.4'],
      rolldownOptions: {
        input: join(import.meta.dirname, file),
        output: { format: 'iife', codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput
  const [script] = built.output
  // Within a page, no text of a script may look like its end.
  return script.code.replaceAll('</', '<\\/').replaceAll('<!--', '<\\!--')
}

/** Writes the page of the sandbox: one file with all in it, since its policy lets it load nothing at all (decision 0048). */
export const sandboxPage: Plugin = {
  name: 'sandbox-page',
  async generateBundle() {
    const threadSource = JSON.stringify(await scriptOf('thread.ts'))
    const frame = await scriptOf('frame.ts', { threadSource })
    const source = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sandbox</title><script>${frame}</script></html>\n`
    this.emitFile({ type: 'asset', fileName: 'sandbox.html', source })
  },
}
