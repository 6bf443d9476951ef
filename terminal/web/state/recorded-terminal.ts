import type { ReadEnvelope } from '../../../chaincode/envelope.ts'
import type { Body, Kind } from '../../../chaincode/vocabulary.ts'
import type { Result } from '../../sdk/result.ts'
import type { Delivery } from '../../sdk/send.ts'
import type { Patience, Terminal } from '../../sdk/terminal.ts'
import { recordSent } from './instructing.ts'

/**
 * The same device, whose instructions are kept among the results of this browser as those of every form are: for parts of
 * the SDK that make and send by themselves.
 */
export const recordedTerminal = (terminal: Terminal): Terminal => {
  const send = (envelope: ReadEnvelope, patience?: Partial<Patience>, delivery?: Delivery): Promise<Result> =>
    recordSent(envelope, () => terminal.send(envelope, patience, delivery))
  const instruct = async <K extends Kind>(kind: K, body: Body<K>, patience?: Partial<Patience>): Promise<Result> =>
    send(await terminal.make(kind, body, patience), patience)
  const replaced: { [name: string | symbol]: unknown } = { send, instruct }
  return new Proxy(terminal, {
    get: (target, name) => {
      if (name in replaced) return replaced[name]
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
