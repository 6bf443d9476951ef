import { mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Command, Option } from 'commander'
import type { Browser } from 'playwright-core'
import { enrolRegistrar } from '../gateway/enrol-registrar.ts'
import { createTopology, gatewayOrganisations, type Topology } from '../network/topology.ts'
import { ensureChineseFont } from './browser/fonts.ts'
import { launchBrowser } from './browser/launch.ts'
import { thisMachine } from './browser/machine.ts'
import { Cast, gatewayOf as gatewayNameOf, type Name, parts } from './cast.ts'
import { gatewayUrl } from './gateways.ts'
import { composePhones } from './screenshots/compose.ts'
import { demonstrate } from './screenshots/demonstration.ts'
import { withNetwork } from './screenshots/network.ts'
import {
  type Choice,
  fileNameOf,
  type Language,
  type Look,
  languages,
  planLooks,
  type Theme,
  themes,
  type ViewportName,
  viewports,
} from './screenshots/plan.ts'
import type { Screen } from './screenshots/screen.ts'
import { screens } from './screenshots/screens.ts'
import { Stage } from './screenshots/stage.ts'

interface Options {
  out: string
  only?: string[]
  languages?: Language[]
  viewports?: ViewportName[]
  themes?: Theme[]
  full: boolean
  running: boolean
  readme: boolean
  portBase: number
}

type Report = (line: string) => void
const projectFolder = join(import.meta.dirname, '..')

const stopwatch = (): Report => {
  const begun = performance.now()
  return (line) => console.log(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${line}`)
}

const chosenScreens = ({ only }: Options): readonly Screen[] => {
  if (only === undefined) return screens
  const unknown = only.filter((name) => !screens.some((screen) => screen.name === name))
  if (unknown.length === 0) return screens.filter(({ name }) => only.includes(name))
  throw new Error(`no screen is called ${unknown.join(', ')}; there are ${screens.map(({ name }) => name).join(', ')}`)
}

const gatewayOf = (topology: Topology, name: Name | undefined): string => {
  const home = name === undefined ? 'bank' : gatewayNameOf(name)
  const one = gatewayOrganisations(topology).find((organisation) => organisation.name === home)
  if (one === undefined) throw new Error(`${home} runs no gateway`)
  return gatewayUrl(one)
}

interface Studio {
  browser: Browser
  topology: Topology
  options: Options
  report: Report
  cast: Cast
  stages: Map<Name | undefined, Stage>
}

const takePicture = async (
  stage: Stage,
  screen: Screen,
  { look, options, cast }: Pick<Studio, 'options' | 'cast'> & { look: Look },
) => {
  await stage.wear(look)
  await stage.goTo(screen.path)
  await screen.show?.(stage, cast)
  await stage.settle()
  await stage.page.screenshot({ path: join(options.out, fileNameOf(screen.name, look)), fullPage: options.full })
  await screen.end?.(stage, cast)
}

/** Takes one screen in all looks that are wanted, and answers how many could not be taken. */
const takeScreen = async ({ options, report, cast, ...studio }: Studio, screen: Screen): Promise<number> => {
  const looks = planLooks(options satisfies Choice)
  let failed = 0
  for (const look of looks) {
    try {
      await takePicture(await stageOf(studio, screen.who), screen, { look, options, cast })
    } catch (error) {
      failed += 1
      report(`${fileNameOf(screen.name, look)} could not be taken: ${(error as Error).message}`)
    }
  }
  report(`${screen.name}: ${looks.length - failed} pictures`)
  return failed
}

/** Enrols a browser as the auditor's administrator does, by hand, with npm run registrar. */
const enrolAuditor = (topology: Topology) => async (card: string) => {
  const file = join(topology.dataFolder, 'admins', 'auditor.json')
  await enrolRegistrar(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(card))
}

/** The device of somebody, who logs in once only. */
const stageOf = async ({ browser, topology, stages }: Pick<Studio, 'browser' | 'topology' | 'stages'>, who?: Name) => {
  const enrol = who !== undefined && parts[who].home === 'auditor' ? enrolAuditor(topology) : undefined
  const gateway = gatewayOf(topology, who)
  const stage = stages.get(who) ?? (await Stage.open(browser, { gateway, name: who, enrol }))
  stages.set(who, stage)
  return stage
}

const readmeScreens = ['voucher', 'pay'] as const

/** The picture in the README: what a customer sees of a voucher, and the code to pay with, on a phone. */
const takeReadme = async ({ browser, topology, cast, report }: Studio): Promise<void> => {
  const stage = await Stage.open(browser, { gateway: gatewayOf(topology, 'alice'), name: 'alice', sharpness: 2 })
  const pictures: Buffer[] = []
  for (const name of readmeScreens) {
    const screen = screens.find((one) => one.name === name)
    if (screen === undefined) throw new Error(`no screen is called ${name}`)
    await stage.goTo(screen.path)
    await screen.show?.(stage, cast)
    await stage.settle()
    pictures.push(await stage.page.screenshot())
  }
  const file = join(projectFolder, 'docs', 'terminal.png')
  await composePhones(browser, pictures, file)
  report(`composed ${file}`)
}

const takeAll = async (studio: Studio): Promise<void> => {
  const { options, report } = studio
  mkdirSync(options.out, { recursive: true })
  let failed = 0
  for (const screen of chosenScreens(options)) failed += await takeScreen(studio, screen)
  if (options.readme) await takeReadme(studio)
  report(`the pictures are in ${options.out}`)
  if (failed > 0) throw new Error(`${failed} pictures could not be taken; the lines above say why`)
}

const work = async (options: Options, signal: AbortSignal): Promise<void> => {
  const report = stopwatch()
  chosenScreens(options)
  await ensureChineseFont(await thisMachine(report))
  const browser = await launchBrowser(report)
  const take = async (topology: Topology) => {
    const cast = new Cast(topology)
    await takeAll({ browser, topology, options, report, cast, stages: new Map() }).finally(() => cast.close())
  }
  try {
    if (options.running) return await take(createTopology())
    await withNetwork({ portBase: options.portBase, report, signal }, async (topology) => {
      await demonstrate(topology, report)
      await take(topology)
    })
  } finally {
    await browser.close()
  }
}

const list = <Item extends string>(text: string): Item[] => text.split(',').map((item) => item.trim() as Item)
const choice = <Item extends string>(flag: string, text: string, all: readonly Item[]): Option =>
  new Option(`${flag} <list>`, `${text}: ${all.join(', ')}`).argParser((given: string) => {
    const items = list<Item>(given)
    const unknown = items.filter((item) => !all.includes(item))
    if (unknown.length > 0) throw new Error(`${flag} knows ${all.join(', ')}, and not ${unknown.join(', ')}`)
    return items
  })

await new Command('screenshots')
  .description(
    'Takes pictures of every screen of the web terminal, in both languages and sizes, on a network of its own with demonstration data.',
  )
  .option('--out <folder>', 'where the pictures go', join(projectFolder, 'reports', 'screenshots'))
  .addOption(
    choice(
      '--only',
      'these screens and no others',
      screens.map(({ name }) => name),
    ),
  )
  .addOption(choice('--languages', 'of these', languages))
  .addOption(choice('--viewports', 'of these', Object.keys(viewports)))
  .addOption(choice('--themes', 'of these', themes))
  .option('--full', 'the whole height of each page, not only what fits', false)
  .option('--running', 'use the network that npm start brought up, as it is', false)
  .option('--readme', 'also compose docs/terminal.png, the picture in the README', false)
  .option('--port-base <port>', 'first port of the network of its own', Number, 28_000)
  .action(async (options: Options) => {
    const interruption = new AbortController()
    for (const name of ['SIGINT', 'SIGTERM'] as const)
      process.once(name, () => interruption.abort(new Error('interrupted')))
    try {
      await work({ ...options, out: resolve(options.out) }, interruption.signal)
    } catch (error) {
      console.error(`\n${(error as Error).message}`)
      process.exitCode = 1
    }
  })
  .parseAsync()
