import type { Command } from 'commander'
import type { TraitValue } from '../../../chaincode/domains/matching/traits.ts'
import { showCondition } from '../../sdk/matching/conditions.ts'
import { readProfile } from '../../sdk/matching/records.ts'
import { type Need, readField, readNeed, readValue } from '../conditions.ts'
import { exitCodes } from '../exit-code.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { matcherHelp, matcherNamed } from '../matcher-named.ts'
import { showPairs } from '../show.ts'
import { requireKept } from './device-password.ts'

interface SetOptions {
  matcher?: string
  field?: string[]
  trait?: TraitValue[]
  need?: Need[]
  inactive?: boolean
}

const set = (invocation: Invocation, { matcher, field, trait, need, inactive }: SetOptions) =>
  instruct(invocation, 'profile.set', async (terminal) => {
    const fields = field ?? []
    await requireKept(invocation, fields)
    return {
      ...{ matcher: await matcherNamed(terminal, matcher), fields, traits: trait ?? [], needs: need ?? [] },
      status: inactive === true ? ('inactive' as const) : ('active' as const),
    }
  })

const showValue = ({ trait, number, codes = [] }: TraitValue): string => `${trait}=${number ?? codes.join(',')}`

const show = (invocation: Invocation, { matcher }: { matcher?: string }) =>
  invocation.withTerminal(async (terminal) => {
    const found = await readProfile(terminal, await matcherNamed(terminal, matcher))
    const needs = found.needs.map(({ identifier, traits, parameters }): [string, string] => [
      'wants recommended',
      [identifier, ...traits.map(showCondition), ...parameters.map((one) => `@${showCondition(one)}`)].join(' '),
    ])
    const lines = showPairs([
      ['service', found.matcher],
      ['status', found.status],
      ['fields', found.fields.join(', ') || 'none'],
      ['traits', found.traits.map(showValue).join(', ') || 'none'],
      ...needs,
    ])
    invocation.print(found, lines)
    return exitCodes.accepted
  })

/** The commands of what one has stored with a matching service. */
export const profileCommands = (profile: Command, frame: Frame): void => {
  profile
    .command('set')
    .description(
      'store with a matching service what you can be asked for, and what you want recommended; in place of before',
    )
    .option('--matcher <name>', matcherHelp)
    .option('--field <code>', 'a field of interest; may be repeated', readField)
    .option('--trait <name=value>', 'what you say of yourself, such as branches=3; may be repeated', readValue)
    .option(
      '--need <text>',
      'what you want recommended, with conditions of its traits and, behind an @, of its parameters; may be repeated',
      readNeed,
    )
    .option('--inactive', 'be found no more')
    .addHelpText(
      'after',
      '\nExample:\n  $ assay profile set --field bullion --need "BAR-100G hallmark=london @weight>=100"',
    )
    .action(performing(frame, set))
  profile
    .command('show')
    .description('show what you have stored with a matching service')
    .option('--matcher <name>', matcherHelp)
    .action(performing(frame, show))
}
