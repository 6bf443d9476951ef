import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kind } from '../../../chaincode/vocabulary.ts'
import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import { CommandLine } from '../../terminal/support/command-line.ts'
import { gateways } from './network.ts'
import { honoured, untilItKnows } from './people.ts'
import { readScene } from './scene.ts'

type Member = keyof typeof gateways

/** At whose gateway somebody is at home, and what its device may do. */
export interface Player {
  at: Member
  roles: readonly DeviceRole[]
  /** Whose further device this is; left out, it is the first of a participant of its own. */
  of?: string
}

/** An answer of the command line: its exit code, and the JSON that it printed. */
interface Printed {
  code: number
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the tests find out
  body: any
}

const isOrganisation = ({ roles }: Player): boolean =>
  roles.some((role) => role === 'issuer' || role === 'teller' || role === 'matcher')

/** The command lines of some people, each with a device and a folder of its own, at its own member's gateway. */
export class Terminals<Name extends string> {
  readonly folder = mkdtempSync(join(tmpdir(), 'assay-story-'))
  readonly #assay = new CommandLine(this.folder)
  readonly #people: { readonly [N in Name]: Player }
  #files = 0

  private constructor(people: { readonly [N in Name]: Player }) {
    this.#people = people
  }

  /** Makes a device for each, and has its member's registrar put it on the ledger. */
  static async open<Name extends string>(people: { readonly [N in Name]: Player }): Promise<Terminals<Name>> {
    const terminals = new Terminals(people)
    for (const name of Object.keys(people) as Name[]) await terminals.#enrol(name)
    return terminals
  }

  close(): void {
    rmSync(this.folder, { recursive: true })
  }

  gatewayOf(name: Name): string {
    return gateways[this.#people[name].at]
  }

  /** Runs a command of somebody, once the gateway knows what all know. */
  async run(name: Name, ...words: string[]): Promise<Printed> {
    await untilItKnows(this.gatewayOf(name))
    const { code, output } = await this.#assay.run(
      ...[...words, '--profile', name, '--gateway', this.gatewayOf(name), '--json'],
    )
    return { code, body: JSON.parse(output) }
  }

  /** Runs a command that must be accepted, and gives what it printed. */
  async done(name: Name, ...words: string[]): Promise<Printed['body']> {
    const { code, body } = await this.run(name, ...words)
    if (code !== 0) throw new Error(`${name}: assay ${words.slice(0, 3).join(' ')}: ${JSON.stringify(body)}`)
    return body
  }

  /** Runs a command that proposes something, has a second person say yes to it, and the first one carry it out. */
  async byTwo([maker, checker]: readonly [maker: Name, checker: Name], ...words: string[]): Promise<Printed['body']> {
    const { effects } = await this.done(maker, ...words)
    await this.done(checker, 'approval', 'approve', effects.approval)
    return this.done(maker, 'approval', 'execute', effects.approval)
  }

  /** The code with which a command is refused; `none` when it is not. */
  async refusal(name: Name, ...words: string[]): Promise<string> {
    const { code, body } = await this.run(name, ...words)
    return code === 0 ? 'none' : (body.code ?? body.error.code)
  }

  /** The words of a command that signs any kind, as a terminal that shows nothing of it would. */
  signing(kind: Kind, body: object): string[] {
    return ['instruct', kind, this.file(JSON.stringify(body))]
  }

  /** A file with a text, under a name of its own. */
  file(text: string): string {
    this.#files += 1
    const path = join(this.folder, `text-${this.#files}`)
    writeFileSync(path, text)
    return path
  }

  /** Waits until the matching service has asked all of these under a demand's or a recommendation's name. */
  async untilAsked(subject: string, ...names: Name[]): Promise<void> {
    for (const name of names)
      while (!(await this.asked(name)).some((one) => [one.demand, one.recommendation].includes(subject)));
  }

  /** What somebody is asked. */
  async asked(name: Name): Promise<{ demand?: string; recommendation?: string }[]> {
    return (await this.done(name, 'request', 'list')).items
  }

  async #enrol(name: Name): Promise<void> {
    const { at, roles, of } = this.#people[name] as Player
    const words = ['device', 'create', '--participant', of ?? name, '--profile', name, '--json']
    const { participant, ...card } = JSON.parse((await this.#assay.run(...words)).output).card
    const { registrars } = await readScene()
    const type = isOrganisation(this.#people[name]) ? 'organisation' : 'person'
    const device = { ...card, roles: [...roles] }
    if (of !== undefined)
      return void (await honoured(gateways[at], registrars[at], 'device.add', { participant, device }))
    await honoured(gateways[at], registrars[at], 'participant.register', { participant, type, device })
  }
}
