import type { Account } from '../../chaincode/domains/registry/tables.ts'
import { type Decision, type Request, type Rule, type View, viewOf, type Write } from '../../chaincode/rules/rule.ts'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import type { Device } from './devices.ts'

/** Who asks a rule for what, as which instruction, and when. */
interface Asking<K extends Kind> {
  /** A stub of a terminal: it signs nothing, and its home is the bank. */
  from: string
  body: Body<K>
  id: string
  now: bigint
  /** When the home received it, for what is judged by that. */
  receivedAt?: bigint
}

/** An account of the bank's as far as a rule needs it of who sends. */
export const accountOf = (participant: string): Account => ({ participant, home: 'BankMSP' }) as unknown as Account

/** Rows that stand in for a ledger: each module of a service is asked alone over them, by nothing but its rule. */
export class PresetRows {
  readonly #device: Device
  readonly #rows = new Map<string, unknown>()

  constructor(device: Device) {
    this.#device = device
  }

  put(...writes: readonly Write[]): void {
    for (const { table, record } of writes) this.#rows.set(table.keyOf(record as never), record)
  }

  get view(): View {
    return viewOf((_table, key) => this.#rows.get(key))
  }

  /** Has a rule decide over these rows, and keeps what it writes; throws its refusal. */
  decide<K extends Kind>(rule: Rule<K>, kind: K, { from, body, id, now, receivedAt }: Asking<K>): Decision {
    const instruction = this.#device.instruction(kind, body, { from })
    const decision = rule.decide({
      ...{ instruction, body, id, sender: accountOf(from), view: this.view, facts: { now }, receivedAt },
    } as unknown as Request<K>)
    this.put(...(decision.writes ?? []))
    return decision
  }

  /** The code with which a rule refuses; `none` when it does not. */
  code<K extends Kind>(rule: Rule<K>, kind: K, asking: Asking<K>): string {
    try {
      this.decide(rule, kind, asking)
      return 'none'
    } catch (error) {
      return (error as { code: string }).code
    }
  }
}
