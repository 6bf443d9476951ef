import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Body, Kind } from '../../../chaincode/vocabulary.ts'
import { keeperParticipant } from '../../../scripts/keeper.ts'
import { yuanSeries } from '../../../scripts/series.ts'
import { connect } from '../../../terminal/sdk/connection.ts'
import { loadProfile, openTerminal } from '../../../terminal/sdk/node/profile.ts'
import { readSealKeys } from '../../../terminal/sdk/sealing/seal-for.ts'
import type { Terminal } from '../../../terminal/sdk/terminal.ts'
import { type Player, Terminals } from './terminals.ts'

/** Who gives and who receives packages, with a further device each; two whom they do not concern; who offers on a demand. */
const people = {
  'vault-giver': { at: 'supplier', roles: ['customer'] },
  'vault-giver-desk': { at: 'supplier', roles: ['customer'], of: 'vault-giver' },
  'vault-reader': { at: 'bank', roles: ['customer'] },
  'vault-reader-desk': { at: 'bank', roles: ['customer'], of: 'vault-reader' },
  'vault-other': { at: 'bank', roles: ['customer'] },
  'vault-stranger': { at: 'institution', roles: ['customer'] },
  'vault-bank': { at: 'bank', roles: ['issuer', 'teller'] },
  'vault-maker': { at: 'bank', roles: ['merchant', 'customer'] },
} as const satisfies { [name: string]: Player }

type Name = keyof typeof people extends `vault-${infer Role}` ? Role : never

/** People at three gateways between whom packages go. */
export class Vault {
  readonly terminals: Terminals<keyof typeof people>
  #interactions = 0
  #files = 0

  private constructor(terminals: Terminals<keyof typeof people>) {
    this.terminals = terminals
  }

  /** Enrols all of them, gives each a key to which others seal, and waits for the keeper's. */
  static async open(): Promise<Vault> {
    const vault = new Vault(await Terminals.open<keyof typeof people>(people))
    for (const role of ['giver', 'reader', 'reader-desk', 'other'] as const)
      await vault.done(role, 'device', 'seal-key')
    const connection = connect(vault.terminals.gatewayOf('vault-giver'))
    while ((await readSealKeys(connection, keeperParticipant)).length === 0);
    return vault
  }

  close(): void {
    this.terminals.close()
  }

  done(role: Name, ...words: string[]) {
    return this.terminals.done(`vault-${role}`, ...words)
  }

  refusal(role: Name, ...words: string[]): Promise<string> {
    return this.terminals.refusal(`vault-${role}`, ...words)
  }

  /** The code of a step that is signed as a terminal would that shows nothing of it. */
  signed<K extends Kind>(role: Name, kind: K, body: Body<K>): Promise<string> {
    return this.refusal(role, ...this.terminals.signing(kind, body))
  }

  /** An interaction over a recommendation, in which the giver gave what it knows to the reader. */
  async recommended(): Promise<string> {
    this.#interactions += 1
    const identifier = `PUMP-${this.#interactions}`
    await this.done('reader', 'profile', 'set', '--need', identifier)
    const goods = this.terminals.file(JSON.stringify({ title: 'Pump 7', specification: [] }))
    const open = ['recommendation', 'open', 'Access to pump 7', '--identifier', identifier, '--within', '1h']
    const id: string = (await this.done('giver', ...open, '--deliver', `goods:${goods}`)).effects.recommendation
    await this.terminals.untilAsked(id, 'vault-reader')
    await this.done('reader', 'recommendation', 'answer', id)
    await this.done('giver', 'recommendation', 'deliver', id, 'vault-reader')
    return (await this.done('reader', 'recommendation', 'accept', id)).effects.interaction
  }

  /** Registers who sells, whose certificate the giver then holds, and gives the instance that the giver can offer. */
  async holding(): Promise<string> {
    const series = yuanSeries({ voucher: 'CNY-VAULT', name: 'Yuan for pumps', quantity: '1' })
    await this.done('bank', ...this.terminals.signing('voucher.issue', series))
    const registration = ['--name', 'The Pump Works', '--addresses', 'https://pumps.example']
    await this.done('bank', 'provider', 'register', 'vault-maker', ...registration)
    const issue = ['certificate', 'issue', 'PUMP', '--title', 'Access to pump 7', '--cash', 'CNY-VAULT', '--price', '1']
    const { id } = await this.done('maker', ...issue)
    const { effects } = await this.done('maker', 'certificate', 'grant', id, '--to', 'vault-giver', '--as', 'holding')
    await this.done('giver', 'certificate', 'open', effects.instance)
    return effects.instance
  }

  /** An interaction over a matched demand of the reader's, on which the giver offered what it holds. */
  async demanded(instance: string): Promise<string> {
    await this.done('giver', 'profile', 'set', '--field', 'pump-access')
    const open = ['demand', 'open', 'The password of pump 7', '--field', 'pump-access', '--holders', '1']
    const { demand } = (await this.done('reader', ...open)).effects
    await this.terminals.untilAsked(demand, 'vault-giver')
    await this.done('giver', 'demand', 'answer', demand, '--instance', instance, '--as', 'data')
    return (await this.done('reader', 'demand', 'accept', demand, 'vault-giver')).effects.interaction
  }

  /** The words with which the giver delivers a file. */
  deliver(interaction: string, file: string, ...options: string[]): string[] {
    return ['package', 'deliver', interaction, file, '--keeper', keeperParticipant, ...options]
  }

  /** Delivers a text as a package, and gives its digest. */
  async delivered(interaction: string, text: string, ...options: string[]): Promise<string> {
    const { effects } = await this.done('giver', ...this.deliver(interaction, this.terminals.file(text), ...options))
    return effects.package
  }

  /** What the command line shows of a package. */
  show(role: Name, interaction: string) {
    return this.done(role, 'package', 'show', interaction)
  }

  /** Waits until the keeper has released the first key to a device. */
  async untilFirstKey(role: 'reader' | 'reader-desk', interaction: string): Promise<void> {
    const device = await this.device(role)
    const isFirst = (one: { device: string; part: string }) => one.device === device && one.part === 'first'
    while (!(await this.show(role, interaction)).releases.some(isFirst));
  }

  async device(role: Name): Promise<string> {
    return (await this.done(role, 'device', 'show')).device
  }

  /** A file's place that is not taken. */
  place(): string {
    this.#files += 1
    return join(this.terminals.folder, `opened-${this.#files}`)
  }

  /** The code with which a package is not opened, of which then no part lies anywhere. */
  async unopened(role: Name, interaction: string, ...options: string[]): Promise<string> {
    const out = this.place()
    const code = await this.refusal(role, 'package', 'open', interaction, '--out', out, ...options)
    expect(existsSync(out), `opened, with ${code}`).equal(false)
    return code
  }

  /** Lends a terminal of somebody, for what no command does. */
  async as<T>(role: Name, use: (terminal: Terminal, folder: string) => Promise<T>): Promise<T> {
    const profile = await loadProfile(join(this.terminals.folder, `vault-${role}`))
    const { terminal, close } = openTerminal(profile, connect(this.terminals.gatewayOf(`vault-${role}`)))
    try {
      return await use(terminal, profile.folder)
    } finally {
      close()
    }
  }
}
