import { accounts } from '../../chaincode/domains/registry/tables.ts'
import { ruleOf } from '../../chaincode/ledger.ts'
import type { Instruction } from '../../chaincode/vocabulary.ts'
import type { Scene, Way } from './scene.ts'

/**
 * Which way an instruction goes, as its rule says: through the home that the rule names, endorsed by no more than the
 * organisations whose rows it changes, or that alone are told what is confidential, and others up to the quorum.
 */
export const wayOf = (scene: Scene, text: string): Required<Pick<Way, 'gateway' | 'organisations'>> => {
  const { instruction } = JSON.parse(text) as { instruction: Instruction }
  const { view } = scene
  const rule = ruleOf(instruction.kind)
  const own = view.find(accounts, instruction.from)?.home
  const named = [rule.organisations, rule.receivers].flatMap((homesOf) => homesOf?.(instruction as never, view) ?? [])
  const pair = rule.pair?.(instruction as never, view)
  const homes = [own, ...named, ...Object.values(pair ?? {})]
  const { peerOrganisations, quorum } = scene.ledger.consortium
  const needed = peerOrganisations.filter((mspId) => homes.includes(mspId))
  const others = peerOrganisations.filter((mspId) => !homes.includes(mspId))
  const gateway = rule.home(instruction as never, view) ?? own ?? scene.homes.treasury
  return { gateway, organisations: [...needed, ...others.slice(0, Math.max(0, quorum - needed.length))] }
}
