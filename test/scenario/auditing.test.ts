import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { run } from '../../audit/command/program.ts'
import { exitCodes, type Verdict, verdicts } from '../../audit/report.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import { defaultsOf } from '../../scripts/audit/network.ts'
import { matcherParticipant } from '../../scripts/matcher.ts'
import { goldSeries, yuanSeries } from '../../scripts/series.ts'
import { waitUntilAllStand } from './support/agreement.ts'
import { gateways, topology } from './support/network.ts'
import { get, honoured, idOf, openSession, Person, post } from './support/people.ts'
import { readScene, type Scene } from './support/scene.ts'

const page = readFileSync(join(topology.projectFolder, 'docs', 'auditing.md'), 'utf8')

/** A command of the page, and the lines that it prints there. */
interface Example {
  words: string[]
  lines: string[]
}

const prompt = '$ npm run audit -- '

const examplesIn = (block: string): Example[] => {
  const examples: Example[] = []
  for (const line of block.trimEnd().split('\n')) {
    if (line.startsWith(prompt)) examples.push({ words: line.slice(prompt.length).split(' '), lines: [] })
    else examples.at(-1)?.lines.push(line)
  }
  return examples
}

const sections = page.split(/^(?=## )/m).slice(1)
const questions = sections.filter((section) => /^## [0-9]+\. /.test(section))
const blocksIn = (text: string): string[] =>
  [...text.matchAll(/^```console\n(.*?)^```$/gms)].map(([, block = '']) => block)

// The people and the voucher of the page have names of their own on the network that all scenarios share.
const own = 'audited-'
const here: Record<string, string> = {
  ...Object.fromEntries(['alice', 'bob', 'treasury', 'city-bank'].map((name) => [name, `${own}${name}`])),
  'AU-9999': 'AU-AUDITED',
}
const namedHere = (word: string): string => here[word] ?? word

/** What two lines of one form have in common, whatever the network, its time and its keys. */
const formOf = (line: string): string =>
  line
    .replaceAll('AU-AUDITED', 'AU-9999')
    .replaceAll(own, '')
    .replaceAll(/[0-9A-F]{2}(:[0-9A-F]{2}){31}/g, 'FINGERPRINT')
    .replaceAll(/\b[0-9a-f]{64}\b/g, 'HASH')
    .replaceAll(/(?<![\w-])[\w-]{43}(?![\w-])/g, 'ID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/\w+MSP( \w+MSP)*/g, 'MEMBERS')
    .replaceAll(/\d+/g, 'N')
    .replaceAll(/ +/g, ' ')
    .trim()

/** Whether a printed line is as the page has it, which may leave out its end. */
const isOfForm = (printed: string, line: string): boolean =>
  line.endsWith('…') ? formOf(printed).startsWith(formOf(line.slice(0, -1))) : formOf(printed) === formOf(line)

/** The first line of the page that is not printed in its place; undefined where all are. */
const missingIn = (printed: readonly string[], lines: readonly string[]): string | undefined => {
  let at = 0
  let mayPass = false
  for (const line of lines) {
    if (line === '…') {
      mayPass = true
      continue
    }
    const rest = printed.slice(at, mayPass ? undefined : at + 1)
    const found = rest.findIndex((one) => isOfForm(one, line))
    if (found === -1) return line
    at += found + 1
    mayPass = false
  }
  return undefined
}

/** A verdict as pages begin with it. */
const wordsOf = (verdict: Verdict): string => verdict.toUpperCase().replace('_', ' ')

const verdictIn = (lines: readonly string[]): Verdict | undefined =>
  verdicts.find((verdict) => lines.some((line) => line.startsWith(`${wordsOf(verdict)}:`)))

describe('the page for auditors', () => {
  let folder: string
  let scene: Scene
  const ids = new Map<string, string>()

  const bank = new Person(`${own}city-bank`)
  const treasury = new Person(`${own}treasury`)
  const alice = new Person(`${own}alice`)
  const bob = new Person(`${own}bob`)
  const voucher = namedHere('AU-9999')

  const openAccounts = async () => {
    const { registrars } = scene
    for (const [person, home, roles] of [
      [bank, 'bank', ['issuer', 'teller', 'customer']],
      [treasury, 'institution', ['issuer', 'price', 'customer']],
      [alice, 'bank', ['customer']],
      [bob, 'supplier', ['customer']],
    ] as const) {
      const type = roles.length > 1 ? 'organisation' : 'person'
      const device = person.newDevice([...roles])
      const body = { participant: person.participant, type, device } as const
      await honoured(gateways[home], registrars[home], 'participant.register', body)
    }
  }

  /** Has alice's demand matched by the network's service, which finds bob. */
  const matchDemand = async () => {
    const profile = { matcher: matcherParticipant, fields: ['audited-bars'], traits: [], needs: [] }
    await honoured(gateways.supplier, bob, 'profile.set', { ...profile, status: 'active' })
    const demand = digest('what an auditor looks at')
    await honoured(gateways.bank, alice, 'demand.open', {
      ...{ demand, matcher: matcherParticipant, title: 'A bar', goods: [], minHolders: 1, several: false },
      wanted: [{ trait: 'field', anyOf: ['audited-bars'] }],
      ...{ until: String(Date.now() + 600_000), publicKey: alice.publicKey },
    })
    const token = await openSession(gateways.bank, 'BankMSP', alice)
    for (;;) {
      const { body } = await get(gateways.bank, `/v1/demands/${demand}`, token)
      if (body.match?.status === 'matched') return
      await sleep(200)
    }
  }

  /** What the page tells of: a series with its terms changed, prices, a transfer, one that is refused, and one that follows. */
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'assay-auditing-'))
    scene = await readScene()
    await openAccounts()
    const url = gateways.institution
    const cash = 'CNY-AUDITED'
    await honoured(gateways.bank, bank, 'voucher.issue', yuanSeries({ voucher: cash, name: 'Yuan', quantity: '1' }))
    const series = goldSeries({ voucher, name: 'Gold', cash, form: 'account', quantity: '1000000' })
    await honoured(url, treasury, 'voucher.issue', series)
    await honoured(url, treasury, 'voucher.revise', { voucher, name: 'Fine gold', reason: 'a clearer name' })
    const quote = { voucher, quote: 'A-1', buy: '56000', sell: '55500', lifeSeconds: 600 }
    await honoured(url, treasury, 'quote.publish', quote)
    await honoured(url, treasury, 'voucher.transfer', { voucher, to: alice.participant, quantity: '100000' })
    // An own step takes in what she was given, so that the next one shows what it alone changes.
    const offer = { voucher, to: bob.participant, quantity: '10', answerBy: String(Date.now() + 600_000) }
    await honoured(url, alice, 'transfer.offer', offer)
    const send = async (name: string, quantity: string) => {
      const envelope = alice.envelope('voucher.transfer', { voucher, to: bob.participant, quantity })
      ids.set(name, idOf(envelope))
      return (await post(url, envelope, 60)).body
    }
    expect(await send('INSTRUCTION', '1500')).to.include({ status: 'accepted' })
    expect(await send('REFUSED', '99999999')).to.include({ code: 'exceeds_available_quantity' })
    expect(await send('FOLLOWING', '1')).to.include({ status: 'accepted' })
    await matchDemand()
    await waitUntilAllStand(topology)
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  const wordHere = (word: string): string => {
    if (/^[a-z]+\.[a-z]+$/.test(word) && /\.(assay|evidence|sqlite|csv|jsonl|json)$/.test(word))
      return join(folder, word)
    return ids.get(word) ?? namedHere(word)
  }

  const printedBy = async (words: readonly string[]): Promise<{ code: number; lines: string[] }> => {
    const [output, told]: [string[], string[]] = [[], []]
    // The gateways are to show nothing of it: what they show is another test's.
    const defaults = { ...defaultsOf(topology), reportFile: join(folder, 'report.json') }
    const code = await run(words.map(wordHere), {
      ...{ output: (line) => output.push(line), tell: (line) => told.push(line), defaults },
      ...{ signal: new AbortController().signal, now: () => new Date() },
    })
    const text = output.join('\n').replaceAll(`${folder}/`, '').trimEnd()
    return { code, lines: text === '' ? told : text.split('\n') }
  }

  for (const section of questions) {
    const [title = ''] = section.slice('## '.length).split('\n')
    it(`shows what its commands print, and says what that does not prove: ${title}`, async () => {
      const examples = blocksIn(section).flatMap(examplesIn)
      expect(examples).to.not.deep.equal([])
      expect(section).to.match(/^\*\*Does not prove\*\*/m)
      for (const { words, lines } of examples) {
        const { code, lines: printed } = await printedBy(words)
        const about = `${words.join(' ')}\n${printed.join('\n')}`
        expect(missingIn(printed, lines), about).to.equal(undefined)
        if (lines.at(-1) !== '…') expect(formOf(printed.at(-1) ?? ''), about).to.equal(formOf(lines.at(-1) ?? ''))
        expect(code, about).to.equal(exitCodes[verdictIn(lines) ?? 'proven'])
      }
    })
  }

  it('has a match on the chain to answer the thirteenth with', async () => {
    const { lines } = await printedBy(['search', '--kind', 'demand.match', '--blocks', 'blocks.assay'])
    expect(lines.join('\n')).to.match(/\b[1-9][0-9]* found\b/)
  })

  it('answers thirteen questions, and names no command elsewhere that a test does not run', () => {
    expect(questions.map((section) => section.match(/^## ([0-9]+)/)?.[1])).to.deep.equal(
      Array.from({ length: 13 }, (_one, index) => String(index + 1)),
    )
    expect(blocksIn(page)).to.have.length(questions.flatMap(blocksIn).length)
  })

  it('has what a command ends with', () => {
    const rows = [...page.matchAll(/^\| ([0-9]) +\| ([A-Z ]+?) +\|/gm)].map(([, code, verdict]) => [
      Number(code),
      verdict,
    ])
    expect(rows).to.deep.equal(verdicts.map((verdict) => [exitCodes[verdict], wordsOf(verdict)]))
  })
})
