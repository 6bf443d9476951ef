import type { Command } from 'commander'
import { traitSources } from '../../../chaincode/domains/matching/traits.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { readMatchers } from '../../sdk/matching/records.ts'
import { oneOf, readNames } from '../arguments.ts'
import { instruct } from '../instruct.ts'
import { type Frame, type Invocation, performing } from '../invocation.ts'
import { printPage } from '../listing.ts'
import { wholeNumber } from '../words.ts'

const statuses = ['open', 'closed'] as const

interface SetOptions {
  counterparties: number
  fields?: string[]
  status: (typeof statuses)[number]
}

const set = (invocation: Invocation, matcher: string, { counterparties, fields, status }: SetOptions) =>
  instruct(invocation, 'matcher.set', {
    ...{ matcher, counterparties, status },
    ...(fields === undefined ? {} : { fields }),
  })

const list = (invocation: Invocation) =>
  invocation.withTerminal(async (terminal) => {
    const page = await readMatchers(terminal)
    const rows = page.items.map(({ matcher, home, counterparties, fields = [] }) => [
      ...[matcher, `of ${home}`, `rates from ${counterparties} others on`, fields.join(',') || 'any field'],
    ])
    return printPage(invocation, page, rows)
  })

/** The commands that let matching services match. */
export const matcherCommands = (matcher: Command, frame: Frame): void => {
  matcher
    .command('set')
    .description('let a participant of your member match demands and recommendations, or close it (registrar)')
    .argument('<matcher>', 'the participant')
    .option('--counterparties <count>', 'from how many others on a rate counts as known', wholeNumber(1, 100), 3)
    .option('--fields <list>', 'the fields of interest that there are; any, where none is named', readNames)
    .option('--status <status>', 'open, or closed', (text) => oneOf(statuses, text), 'open')
    .action(performing(frame, set))
  matcher.command('list').description('list the matching services that are open').action(performing(frame, list))
}

interface RegisterOptions {
  of: 'holder' | 'goods'
  least?: number
  most?: number
  codes?: string[]
  source: (typeof traitSources)[number]
}

const register = (invocation: Invocation, trait: string, options: RegisterOptions) => {
  const { of, least, most, codes, source } = options
  const body: Body<'trait.register'> = {
    ...{ trait, of, source },
    ...(least === undefined ? {} : { least }),
    ...(most === undefined ? {} : { most }),
    ...(codes === undefined ? {} : { codes }),
  }
  return instruct(invocation, 'trait.register', body)
}

/** The commands that say by which traits a service matches. */
export const traitCommands = (trait: Command, frame: Frame): void => {
  const number = wholeNumber(0, 1_000_000_000)
  trait
    .command('register')
    .description('add a trait of holders or of goods by which you match: a number, or one of some codes (matcher)')
    .argument('<trait>', 'its name, such as weight: small letters, digits and -')
    .option('--of <bearer>', 'of whom it is: holder, or goods', (text) => oneOf(['holder', 'goods'], text), 'holder')
    .option('--least <number>', 'of a number: the least that it can be', number)
    .option('--most <number>', 'of a number: the most that it can be', number)
    .option('--codes <list>', 'of codes: all that there are; separated by commas', readNames)
    .option(
      '--source <source>',
      `where its value comes from: ${traitSources.join(', ')}`,
      (text) => oneOf(traitSources, text),
      'declared',
    )
    .addHelpText('after', '\nExample:\n  $ assay trait register hallmark --of goods --codes london,shanghai')
    .action(performing(frame, register))
}
