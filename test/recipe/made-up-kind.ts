// A kind that nobody needs, with a record, a list and a screen: all that CONTRIBUTING's recipe asks for, and nothing else.

/** One place that a new kind touches, and the check that names it when it is left out. */
export interface Touch {
  file: string
  what: string
  /** The file with it; the file's text is empty where there is none yet. */
  made(text: string): string
  namedBy:
    | 'types'
    | 'types of the web terminal'
    | 'dead code'
    | 'test/chaincode/vocabulary.test.ts'
    | 'test/chaincode/golden.test.ts'
    | 'the random market'
}

const before = (mark: string, addition: string) => (text: string) => {
  const place = text.lastIndexOf(mark)
  if (place < 0) throw new Error(`there is no ${mark} to put something before`)
  return text.slice(0, place) + addition + text.slice(place)
}
const behind = (mark: string, addition: string) => (text: string) => {
  const place = text.indexOf(mark)
  if (place < 0) throw new Error(`there is no ${mark} to put something behind`)
  return text.slice(0, place + mark.length) + addition + text.slice(place + mark.length)
}
const all =
  (...changes: ((text: string) => string)[]) =>
  (text: string) =>
    changes.reduce((so, change) => change(so), text)
const whole = (content: string) => () => content

const domain = 'chaincode/domains/agreements'
const rules = 'chaincode/rules/agreements'

export const touches: readonly Touch[] = [
  {
    file: `${domain}/tables.ts`,
    what: 'the record',
    made: before(
      '/** Every table of this domain. */',
      `/** What one participant asks of another. */
export const wishes = table('wish', {
  shape: z.object({
    wish: z.string(),
    asker: z.string(),
    asked: z.string(),
    home: z.string(),
    text: z.string(),
    status: z.enum(['open', 'met']),
  }),
  key: ['wish'],
  homes: ['home'],
  readers: { parties: ['asker', 'asked'] },
  listed: { as: 'wishes', ofAccounts: true, under: ['asker', 'asked'], open: ['open'] },
})

`,
    ),
    namedBy: 'types',
  },
  {
    file: `${domain}/tables.ts`,
    what: 'the record among the tables of its domain',
    made: behind('export const agreementTables = [', 'wishes, '),
    namedBy: 'test/chaincode/vocabulary.test.ts',
  },
  {
    file: `${domain}/kinds.ts`,
    what: 'what the kind says, who may send it, and what it tells',
    made: behind(
      'export const agreementKinds = {\n',
      `  'wish.post': kind({
    body: z.strictObject({ to: participantId, text: displayName }),
    roles: ['customer'],
    effects: ['wish', 'status'],
    opens: true,
  }),
`,
    ),
    namedBy: 'types',
  },
  {
    file: `${rules}/wish.ts`,
    what: 'its rule',
    made: whole(`import { Refusal } from '../../refusal.ts'
import { requireActive } from '../require.ts'
import { type Rule, write } from '../rule.ts'
import { accounts, participants } from '../../domains/registry/tables.ts'
import { wishes } from '../../domains/agreements/tables.ts'

/** Says what one participant asks of another; refuses \`sender_is_receiver\`. */
export const postWish: Rule<'wish.post'> = {
  reads: ({ body }) => [participants.key(body.to)],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body, id, sender, view }) => {
    if (body.to === sender.participant) throw new Refusal('sender_is_receiver', { to: body.to })
    const { participant: asked } = requireActive(view, body.to)
    const wish = { wish: id, asker: sender.participant, asked, home: sender.home, text: body.text, status: 'open' as const }
    return { effects: { wish: id, status: 'open' }, writes: [write(wishes, wish)] }
  },
}
`),
    namedBy: 'types',
  },
  {
    file: `${rules}/rules.ts`,
    what: 'the rule among those of its domain',
    made: all(
      (text) => `import { postWish } from './wish.ts'\n${text}`,
      behind('Rule<K> } = {\n', "  'wish.post': postWish,\n"),
    ),
    namedBy: 'types',
  },
  {
    file: 'chaincode/wire/values.ts',
    what: 'in what its new effect counts',
    made: behind("  offer: 'key',\n", "  wish: 'key',\n"),
    namedBy: 'types',
  },
  {
    file: 'terminal/web/dictionary/kinds.ts',
    what: 'its name for people',
    made: behind('readonly [K in Kind]: Phrase } = {\n', "  'wish.post': { zh: '许愿', en: 'Post a wish' },\n"),
    namedBy: 'types of the web terminal',
  },
  {
    file: 'terminal/web/screens/activity/wish-words.ts',
    what: 'the words of its screen',
    made: whole(`import type { Phrases } from '../../dictionary/phrase.ts'

/** What participants ask of each other. */
export const wishWords = {
  title: { zh: '愿望', en: 'Wishes' },
  lead: { zh: '您与他人互相提出的愿望。', en: 'What you ask of others, and others of you.' },
} satisfies Phrases
`),
    namedBy: 'types of the web terminal',
  },
  {
    file: 'terminal/sdk/lists.ts',
    what: 'its list for terminals',
    made: all(
      (text) => text.replace('import { offers, pledges }', 'import { offers, pledges, wishes }'),
      behind('export const listAnswers = {\n', '  wishes: pageOf(asWritten(wishes.shape)),\n'),
    ),
    namedBy: 'types of the web terminal',
  },
  {
    file: 'terminal/web/screens/activity/wishes-screen.tsx',
    what: 'its screen',
    made: whole(`import { accountListPath, listAnswers } from '../../../sdk/lists.ts'
import { wishWords } from './wish-words.ts'
import { Page } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'

/** What one asks of others, and others of one. */
export const WishesScreen = () => {
  const terminal = ownTerminal.value
  const list = useResource('wishes', async () =>
    terminal?.read(accountListPath(terminal.participant, 'wishes'), listAnswers.wishes),
  )
  if (list.value === undefined) return <ReadingState of={list} lines={4} />
  return (
    <Page title={say(wishWords.title)} lead={say(wishWords.lead)}>
      <ul class="rows">
        {list.value.items.map(({ wish, text }) => (
          <li key={wish}>{text}</li>
        ))}
      </ul>
    </Page>
  )
}
`),
    namedBy: 'types of the web terminal',
  },
  {
    file: 'terminal/web/screens/activity/screens.ts',
    what: 'where its screen stands',
    made: all(
      (text) =>
        `import { wishWords } from './wish-words.ts'\nimport { WishesScreen } from './wishes-screen.tsx'\n${text}`,
      before(']\n', "  { route: '/wishes', title: wishWords.title, access: 'authorised', view: WishesScreen },\n"),
    ),
    namedBy: 'dead code',
  },
  {
    file: 'test/chaincode/rules/agreements/wish.test.ts',
    what: 'a test that has it accepted and refused',
    made: whole(`import { expect } from 'chai'
import { onExchange } from '../../../support/exchange.ts'

describe('a wish', () => {
  it(
    'is posted to somebody else, and to nobody else',
    onExchange(async (exchange) => {
      expect(await exchange.code(exchange.alice, 'wish.post', { to: 'bob', text: 'more gold' })).equal('accepted')
      expect(await exchange.code(exchange.alice, 'wish.post', { to: 'alice', text: 'more' })).equal('sender_is_receiver')
    }),
  )
})
`),
    namedBy: 'test/chaincode/golden.test.ts',
  },
  {
    file: 'test/market/book/agreements.ts',
    what: 'its page in the market’s book',
    made: all(
      (text) => text.replace('type Pledge, pledges }', 'type Pledge, pledges, wishes }'),
      before(
        '/** The pages about offers and pledges. */',
        `const wish: Page<'wish.post'> = ({ book, body, from, sender, id }) =>
  plain([...againstReceiver(book, body.to), ...reasons({ sender_is_receiver: body.to === from })], () => {
    book.put(wishes, { wish: id, asker: from, asked: body.to, home: sender.home, text: body.text, status: 'open' })
    return { wish: id, status: 'open' }
  })

`,
      ),
      behind('export const agreementPages = {\n', "  'wish.post': wish,\n"),
    ),
    namedBy: 'the random market',
  },
  {
    file: 'test/market/drawing/trading.ts',
    what: 'how it is drawn',
    made: behind(
      'export const tradingDraws: { [K in keyof (typeof agreementKinds & typeof marketKinds)]: Draw<K> } = {\n',
      `  'wish.post': (desk) => ({
    device: desk.deviceOf(desk.someone(), 'customer'),
    body: { to: desk.someone(), text: 'more gold' },
  }),
`,
    ),
    namedBy: 'types',
  },
]
