import { expect } from 'chai'
import { aptCommand, installDebianPackage } from '../../../scripts/browser/debian.ts'
import { ensureBrowser, findBrowser } from '../../../scripts/browser/find.ts'
import { ensureChineseFont } from '../../../scripts/browser/fonts.ts'
import type { Machine } from '../../../scripts/browser/machine.ts'

const downloaded = '/home/somebody/.cache/browser/chrome'
const debian = 'PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n'

/** A machine that has exactly these files, and whose programs do what `effects` says of their first words. */
class PretendedMachine implements Machine {
  environment: Machine['environment'] = {}
  isRoot = true
  release = debian
  readonly downloaded = downloaded
  readonly files: Set<string>
  readonly commands: string[] = []
  readonly lines: string[] = []
  readonly effects: [pattern: RegExp, effect: () => string][] = []

  constructor(...files: string[]) {
    this.files = new Set(files)
  }

  when(pattern: RegExp, effect: () => string): this {
    this.effects.push([pattern, effect])
    return this
  }

  findOnPath(name: string): string | undefined {
    return ['/usr/local/bin', '/usr/bin'].map((folder) => `${folder}/${name}`).find((file) => this.files.has(file))
  }

  isProgram(file: string): boolean {
    return this.files.has(file)
  }

  async run(file: string, parameters: string[]): Promise<string> {
    const command = [file, ...parameters].join(' ')
    this.commands.push(command)
    return this.effects.find(([pattern]) => pattern.test(command))?.[1]() ?? ''
  }

  report(line: string): void {
    this.lines.push(line)
  }
}

const failing = (message: string) => (): string => {
  throw new Error(message)
}

const failureOf = async (work: Promise<unknown>): Promise<string> =>
  await work.then(
    () => 'it succeeded',
    (error: Error) => error.message,
  )

describe('Finding a browser', () => {
  it('takes the one that ASSAY_CHROMIUM names before any other', () => {
    const machine = new PretendedMachine('/usr/bin/chromium', '/opt/mine')
    machine.environment = { ASSAY_CHROMIUM: '/opt/mine' }
    expect(findBrowser(machine)).deep.equal({ file: '/opt/mine', source: 'ASSAY_CHROMIUM' })
  })

  it('refuses an ASSAY_CHROMIUM that is no program, even where another browser is', async () => {
    const machine = new PretendedMachine('/usr/bin/chromium')
    machine.environment = { ASSAY_CHROMIUM: '/nowhere' }
    expect(() => findBrowser(machine)).throw('ASSAY_CHROMIUM is /nowhere, which is no program')
    expect(await failureOf(ensureBrowser(machine))).include('/nowhere')
    expect(machine.commands).empty
  })

  for (const name of ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']) {
    it(`finds ${name} on PATH`, () => {
      expect(findBrowser(new PretendedMachine(`/usr/local/bin/${name}`))?.file).equal(`/usr/local/bin/${name}`)
    })
  }

  it('looks in the usual places that are not on PATH, and then for what was downloaded', () => {
    expect(findBrowser(new PretendedMachine('/opt/google/chrome/chrome', downloaded))?.source).equal('its usual place')
    expect(findBrowser(new PretendedMachine(downloaded))?.file).equal(downloaded)
    expect(findBrowser(new PretendedMachine())).equal(undefined)
  })

  it('installs nothing where there is one', async () => {
    const machine = new PretendedMachine('/usr/bin/chromium', '/usr/bin/apt-get')
    expect((await ensureBrowser(machine)).file).equal('/usr/bin/chromium')
    expect(machine.commands).empty
    expect(machine.lines).empty
  })
})

describe('Getting a browser where there is none', () => {
  it('installs Debian’s package as root, without what it only recommends, and says so', async () => {
    const machine = new PretendedMachine('/usr/bin/apt-get')
    machine.when(/install -y/, () => String(machine.files.add('/usr/bin/chromium')))
    expect((await ensureBrowser(machine)).file).equal('/usr/bin/chromium')
    expect(machine.commands[0]).match(/^\/usr\/bin\/apt-get .*update$/)
    expect(machine.commands[1]).match(/install -y --no-install-recommends chromium$/)
    expect(machine.commands).lengthOf(2)
    expect(machine.lines[0]).include('no Chromium or Chrome here')
  })

  it('uses sudo where that asks no password, and not where it asks one', async () => {
    const machine = new PretendedMachine('/usr/bin/apt-get', '/usr/bin/sudo')
    machine.isRoot = false
    expect(await aptCommand(machine)).deep.equal(['/usr/bin/sudo', '-n', '/usr/bin/apt-get'])
    machine.when(/sudo -n true/, failing('a password is required'))
    expect(await aptCommand(machine)).equal(undefined)
  })

  it('leaves the packages alone for a user without sudo, without apt, and on another system', async () => {
    const user = new PretendedMachine('/usr/bin/apt-get')
    user.isRoot = false
    expect(await aptCommand(user)).equal(undefined)
    expect(await aptCommand(new PretendedMachine())).equal(undefined)
    const ubuntu = new PretendedMachine('/usr/bin/apt-get')
    ubuntu.release = 'ID=ubuntu\nID_LIKE=debian\n'
    expect(await aptCommand(ubuntu)).equal(undefined)
    expect(await installDebianPackage(ubuntu, 'chromium')).equal(false)
  })

  it('downloads Playwright’s browser where the package cannot be had', async () => {
    const machine = new PretendedMachine('/usr/bin/apt-get')
    machine.when(/apt-get/, failing('no network'))
    machine.when(/playwright-core\/cli\.js install chromium$/, () => String(machine.files.add(downloaded)))
    expect((await ensureBrowser(machine)).file).equal(downloaded)
    expect(machine.lines.join('\n')).include('chromium was not installed: no network')
  })

  it('says what to install where nothing helps', async () => {
    const machine = new PretendedMachine()
    machine.when(/playwright/, failing('unreachable'))
    expect(await failureOf(ensureBrowser(machine)))
      .include('apt-get install chromium')
      .and.include('ASSAY_CHROMIUM')
    expect(machine.lines.join('\n')).include('unreachable')
  })
})

describe('A font for Chinese', () => {
  it('is left alone where there is one', async () => {
    const machine = new PretendedMachine('/usr/bin/fc-list').when(/fc-list/, () => 'Some Font\n')
    expect(await ensureChineseFont(machine)).equal(true)
    expect(machine.commands).lengthOf(1)
  })

  it('is installed where there is none', async () => {
    const machine = new PretendedMachine('/usr/bin/fc-list', '/usr/bin/apt-get')
    let fonts = '\n'
    machine.when(/install -y/, () => {
      fonts = 'Some Font\n'
      return ''
    })
    machine.when(/fc-list/, () => fonts)
    expect(await ensureChineseFont(machine)).equal(true)
  })

  it('is asked for in words where none can be installed', async () => {
    const machine = new PretendedMachine('/usr/bin/fc-list')
    expect(await ensureChineseFont(machine)).equal(false)
    expect(machine.lines.at(-1)).include('shown as boxes')
  })
})
