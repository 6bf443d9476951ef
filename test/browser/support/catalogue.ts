import type { Body, Kind } from '../../../chaincode/vocabulary.ts'
import { inParallel } from '../../../scripts/bench/load.ts'
import { matcherParticipant } from '../../../scripts/matcher.ts'
import { readLink } from '../../../terminal/sdk/certificates/link.ts'
import { connect } from '../../../terminal/sdk/connection.ts'
import { makeCard } from '../../../terminal/sdk/device-signer.ts'
import { Answering, type Told } from '../../../terminal/sdk/matching/answering.ts'
import { sealOffer } from '../../../terminal/sdk/matching/demand.ts'
import { serve } from '../../../terminal/sdk/matching/serving.ts'
import { makeDeviceKey } from '../../../terminal/sdk/node/key-file.ts'
import { memoryNumbers } from '../../../terminal/sdk/stores.ts'
import { Terminal } from '../../../terminal/sdk/terminal.ts'
import { gateways } from '../../scenario/support/network.ts'
import { honoured, Person } from '../../scenario/support/people.ts'
import { readScene } from '../../scenario/support/scene.ts'
import { Provider } from './provider.ts'

const day = 86_400
const finishes = ['copper', 'brass', 'steel', 'oak', 'clay'] as const
const crafts = [
  ...['kettle', 'basket', 'candle', 'saddle', 'barrel'],
  ...['lantern', 'blanket', 'violin', 'anchor', 'ladder'],
] as const
type Craft = (typeof crafts)[number]

/** How many wares each craft offers, and how many holders they are spread over. */
const waresOfCraft = 100
const holdersOfCraft = 5
/** How many wares of a craft are on their way at a time: more would wait longer than a gateway may take to answer. */
const atATime = 12
export const offersCount = crafts.length * waresOfCraft

/** A field of interest that nobody else has. */
export const fieldOf = (craft: Craft): string => `fair-${craft}`
export const titleOf = (craft: Craft, ware: number): string => `Fair ${craft} ${ware}`

/** The traits of a ware: one of five finishes, and a size that no other of its craft has. */
const traitsOf = (ware: number): NonNullable<Body<'certificate.issue'>['traits']> => [
  { trait: 'fair-finish', codes: [finishes[ware % finishes.length] as string] },
  { trait: 'fair-size', number: ware },
]

interface Held {
  instance: string
  key: string
}

const done = async <K extends Kind>(terminal: Terminal, kind: K, body: Body<K>) => {
  const result = await terminal.instruct(kind, body)
  if (result.status !== 'accepted') throw new Error(`${kind} was not accepted: ${JSON.stringify(result)}`)
  return result.effects
}

/** One who holds wares of a craft, and offers by a stored rule whichever of them fitted best. */
export class Holder {
  readonly terminal: Terminal
  /** What it holds, by certificate. */
  readonly held = new Map<string, Held>()

  private constructor(terminal: Terminal) {
    this.terminal = terminal
  }

  static async open(participant: string, craft: Craft): Promise<Holder> {
    const { registrars } = await readScene()
    const signer = makeDeviceKey()
    const { participant: _participant, ...card } = await makeCard(participant, 'stall', signer)
    await honoured(gateways.supplier, registrars.supplier, 'participant.register', {
      ...{ participant, type: 'organisation', device: { ...card, roles: ['customer'] } },
    })
    const connection = connect(gateways.supplier)
    const holder = new Holder(new Terminal({ connection, participant, signer, numbers: memoryNumbers() }))
    await done(holder.terminal, 'profile.set', {
      ...{ matcher: matcherParticipant, fields: [fieldOf(craft)], traits: [], needs: [], status: 'active' },
    })
    return holder
  }

  /** Has a ware from its provider, and says to all that it can be had here. */
  async takeOver(provider: Provider, { certificate, link }: { certificate: string; link: string }): Promise<void> {
    const { participant } = this.terminal
    const granted = await done(provider.terminal, 'certificate.grant', {
      certificate,
      to: participant,
      form: 'holding',
    })
    const instance = String(granted['instance'])
    await done(this.terminal, 'instance.publish', { instance })
    this.held.set(certificate, { instance, key: readLink(link).key })
  }

  /** Answers what it is asked until the signal. */
  serve(signal: AbortSignal, tell: (told: Told) => void): Promise<void> {
    const { terminal, held } = this
    const rules = [...held].map(([certificate, { instance }]) => ({
      ...{ of: 'demand' as const, certificate },
      decision: { do: 'offer' as const, instance, form: 'holding' as const, goodForSeconds: day },
    }))
    const answering = new Answering({
      ...{ terminal, rules, tell },
      sealOffer: async (asked) => {
        const certificate = asked.certificate as string
        const { key } = held.get(certificate) as Held
        return sealOffer(terminal, asked, { certificate, key })
      },
    })
    const onLost = () => {}
    return serve(terminal.connection, { signal, round: () => answering.round(), onLost, pauseMilliseconds: 300 })
  }
}

/** Has the matching service know the traits of the wares, by a device of its own beside its gateway's. */
const registerTraits = async (): Promise<void> => {
  const { registrars } = await readScene()
  const person = new Person(matcherParticipant)
  await honoured(gateways.supplier, registrars.supplier, 'device.add', {
    ...{ participant: matcherParticipant, device: person.newDevice(['matcher']) },
  })
  const shared = { of: 'goods', source: 'declared' } as const
  await honoured(gateways.supplier, person, 'trait.register', { ...shared, trait: 'fair-finish', codes: [...finishes] })
  await honoured(gateways.supplier, person, 'trait.register', {
    ...{ ...shared, trait: 'fair-size', least: 0, most: waresOfCraft },
  })
}

/** The wares of one craft on the market; its holders have a tenth of them, and all of the craft that is wanted. */
const openCraft = async (craft: Craft, isWanted: boolean): Promise<Holder[]> => {
  const provider = await Provider.open(`fair-${craft}-house`, `House of the ${craft}`, `fair-${craft}-desk`)
  const names = Array.from({ length: holdersOfCraft }, (_, place) => `fair-${craft}-${place + 1}`)
  const holders = await Promise.all(names.map((name) => Holder.open(name, craft)))
  const wares = Array.from({ length: waresOfCraft }, (_, ware) => ware)
  const isHeld = (ware: number) => isWanted || ware % 10 === 0
  await inParallel(wares, atATime, async (ware) => {
    const finish = finishes[ware % finishes.length] as string
    const specification = [
      { name: 'Finish', value: finish },
      { name: 'Size', value: String(ware) },
    ]
    const shown = { item: `FAIR-${ware}`, title: titleOf(craft, ware), specification, traits: traitsOf(ware) }
    const holder = holders[Math.floor((ware * holdersOfCraft) / waresOfCraft)] as Holder
    const issued = await provider.issued(shown)
    if (isHeld(ware)) await holder.takeOver(provider, issued)
  })
  return holders
}

/** A thousand offers of ten crafts, with fifty holders who have a profile; gives the holders of the craft that is wanted. */
export const openCatalogue = async (wanted: Craft): Promise<Holder[]> => {
  await registerTraits()
  const found: Holder[] = []
  await inParallel(crafts, crafts.length, async (craft) => {
    const holders = await openCraft(craft, craft === wanted)
    if (craft === wanted) found.push(...holders)
  })
  return found
}
