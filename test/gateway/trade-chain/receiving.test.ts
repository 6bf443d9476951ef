import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import { FileFault } from '../../../gateway/files/file-fault.ts'
import { Inventory } from '../../../gateway/files/inventory.ts'
import { IdentityReferences } from '../../../gateway/trade-chain/identity-references.ts'
import { firstTexts, SealedTexts } from '../../../gateway/trade-chain/sealed-texts.ts'
import { Device } from '../../support/devices.ts'
import { filesBelow } from '../../support/secret-scan.ts'
import { BankGateway } from '../support/bank-gateway.ts'
import { identitySamples } from '../support/identities.ts'

describe('a bank that takes first chains in, over HTTP', () => {
  let gateway: BankGateway
  beforeEach(async () => {
    gateway = await BankGateway.open()
  })
  afterEach(() => gateway.close())

  /** The code with which a chain is refused; nothing of it may stand anywhere then. */
  const refusalOf = async (made: Parameters<BankGateway['post']>[0]): Promise<string> => {
    const { status, body } = await gateway.post(made)
    if (status === 200) return 'taken'
    expect([gateway.outbox.size, gateway.texts.names, gateway.submitted]).deep.equal([0, [], []])
    expect(JSON.stringify(body)).not.match(/[0-9]{16}/)
    return `${status} ${body.code} ${body.values?.part ?? ''}`.trim()
  }

  it('S2-001 takes a chain with who the client is, the institution and the trade, and names the part that is missing', async () => {
    const made = gateway.made()
    expect(await refusalOf({ ...made, text: undefined })).equal('400 confidential_missing')
    expect(await refusalOf({ ...made, text: gateway.made().text })).equal('400 confidential_missing')
    expect(await refusalOf(gateway.made({ institution: undefined } as never))).equal('422 chain_incomplete institution')
    expect(await refusalOf(gateway.made({ first: undefined } as never))).equal('422 chain_incomplete identity')
    expect(await refusalOf(gateway.made({ metal: undefined } as never))).equal('422 chain_incomplete trade')
    expect(await refusalOf(gateway.made({}, {}, { value: 7 }))).equal('422 chain_incomplete identity')
    expect(await refusalOf(gateway.made({}, { limitPrice: '-1' }))).equal('422 chain_incomplete trade')
    expect(await refusalOf(made)).equal('taken')
  })

  it('S2-002 refuses a first chain that its client did not sign, and a number that was used', async () => {
    const made = gateway.made()
    const { instruction, signature } = made.envelope as { instruction: object; signature: string }
    const forged = { instruction: { ...instruction, validUntil: `${Date.now() + 1_000}` }, signature }
    expect(await refusalOf({ envelope: forged, text: made.text })).equal('401 bad_signature')
    expect(await refusalOf(made)).equal('taken')
    const { number } = instruction as { number: string }
    const other = gateway.made()
    const again = gateway.on.alice.sign({
      ...(other.envelope as { instruction: object }).instruction,
      number,
    } as never)
    const { body } = await gateway.post({ envelope: JSON.parse(again), text: other.text })
    expect(body.code).equal('number_used')
    expect(gateway.texts.names).deep.equal([made.chain])
  })

  it('S2-004 refuses an identity of no form before anything is stored', async () => {
    expect(await refusalOf(gateway.made({}, {}, { value: '4539578763621487' }))).equal('422 identity_type_unknown')
  })

  it('S2-005 refuses an identity of a type that the client has nothing of on record', async () => {
    const phone = { type: 'phone', value: identitySamples.phone }
    expect(await refusalOf(gateway.made({}, {}, phone))).equal('403 identity_not_registered')
    gateway.references.put('bob', { type: 'phone', value: identitySamples.phone })
    expect(await refusalOf(gateway.made({}, {}, phone))).equal('403 identity_not_registered')
  })

  it('S2-006 S2-007 takes another identity, and one of another type than was said, whose verdicts are failures and no faults', async () => {
    for (const identity of [{ value: '5555555555554444' }, { type: 'certificate' }]) {
      const opened = await gateway.taken({}, {}, identity)
      await gateway.untilStands(opened, 'user-rejected')
      const facts = JSON.parse(gateway.sent('chain.enrich').at(-1)?.envelope ?? '').stamp.facts
      expect(facts).deep.equal({
        chain: opened.chain,
        type: 'account-number',
        verdict: 'failed',
        ...withType(identity),
      })
    }
  })
  const withType = ({ type }: { type?: string }) => (type === undefined ? {} : { type })

  it('tells the same of a chain that is sent again, with or without its text', async () => {
    const made = gateway.made()
    await gateway.post(made)
    expect((await gateway.post({ ...made, text: undefined })).status).equal(200)
    expect(gateway.sent('chain.open')).length(1)
  })

  it('S2-039 takes nothing in confidence of who is at home with neither of the two', async () => {
    const opened = await gateway.taken()
    const { on } = gateway
    const said = on.confidential(on.exchange.bob, 'chain.settle', {
      body: { chain: opened.chain },
      says: { position: '1' },
    })
    const { body } = await gateway.post({ envelope: JSON.parse(said.envelope), text: said.text })
    expect([body.code, gateway.outbox.size]).deep.equal(['not_a_pair', 0])
  })

  it('takes none for another home, which alone may have its text', async () => {
    const elsewhere = new Device('erin', ['customer'])
    await gateway.meanwhile(async (on) => {
      const body = { participant: 'erin', type: 'person', device: elsewhere.entry } as const
      const envelope = on.envelope(on.scene.registrars.InstitutionMSP, 'participant.register', body)
      await on.scene.honoured(envelope, { gateway: 'InstitutionMSP' })
    })
    const made = gateway.made()
    const { instruction } = made.envelope as { instruction: object }
    const of = { ...instruction, from: 'erin', device: elsewhere.id, number: '1' } as never
    expect(await refusalOf({ envelope: JSON.parse(elsewhere.sign(of)), text: made.text })).equal('422 not_home')
  })

  it('stamps nothing of a chain that it does not know, is another bank’s, or whose text has gone', async () => {
    const make = gateway.receiving.makers['chain.enrich']
    const stamped = (chain: string) => {
      try {
        return make({ id: 'I'.repeat(43), instruction: { body: { chain } } as never }, { receivedAt: 1n })
      } catch (error) {
        return (error as { code: string }).code
      }
    }
    expect(stamped('N'.repeat(43))).equal('unknown_chain')
    const { chain } = await gateway.taken()
    expect(stamped(chain)).deep.equal({ chain, type: 'account-number', verdict: 'passed' })
    gateway.texts.forget([chain])
    expect(stamped(chain)).equal('confidential_missing')
    const { view } = gateway.projection
    const { find } = view
    view.find = ((...named: Parameters<typeof find>) => ({ ...find(...named), bank: 'SupplierMSP' })) as never
    expect(stamped(chain)).equal('not_a_party')
  })

  describe('the first texts', () => {
    const readable = () =>
      [...filesBelow(gateway.folder)].filter((file) => readFileSync(file).includes('4539578763621486'))

    it('are readable in no file, are there after a restart, and are gone once a chain was sent', async () => {
      const opened = await gateway.taken()
      expect(readable()).deep.equal([])
      const again = new SealedTexts(new Inventory(gateway.folder), firstTexts)
      expect(again.find(opened.chain)).equal(opened.first)
      again.close()
      gateway.receiving.sweep()
      expect(gateway.texts.find(opened.chain)).equal(opened.first)
      await gateway.untilStands(opened, 'sent')
      gateway.receiving.sweep()
      expect(gateway.texts.find(opened.chain)).equal(undefined)
      expect(readable()).deep.equal([])
    })

    it('stay while a chain is promised or arrives, or the projection is not there yet, and go where it never came to be', async () => {
      gateway.isHeld = true
      const made = gateway.made()
      const answered = gateway.post(made)
      await gateway.until(() => gateway.outbox.find(made.chain))
      gateway.now = () => Date.now() + 3_600_000
      gateway.receiving.sweep()
      expect(gateway.texts.names).deep.equal([made.chain])
      await gateway.release()
      await answered
      gateway.now = Date.now
      const { envelope } = gateway.made()
      const { instruction } = envelope as { instruction: never }
      gateway.receiving.keep({ instruction, id: 'never' }, 'a text')
      gateway.receiving.sweep()
      gateway.now = () => Date.now() + 3_600_000
      gateway.isCaughtUp = false
      gateway.receiving.sweep()
      expect(gateway.texts.names).deep.equal([made.chain, 'never'])
      gateway.isCaughtUp = true
      gateway.receiving.sweep()
      expect(gateway.texts.names).deep.equal([made.chain])
    })

    it('are bounded, for each client and for all', () => {
      const texts = new SealedTexts(':memory:', { ...firstTexts, maximum: { ofOwner: 3, ofAll: 6 } })
      const keep = (chain: string, client: string): string => {
        try {
          texts.keep(chain, { owner: client, text: 'a text' })
          return 'kept'
        } catch (error) {
          return (error as { code: string }).code
        }
      }
      for (let place = 0; place < 3; place += 1) expect(keep(`a${place}`, 'alice')).equal('kept')
      expect([keep('a0', 'alice'), keep('one more', 'alice'), keep('one more', 'bob')]).deep.equal([
        ...['kept', 'documents_too_many', 'kept'],
      ])
      for (let place = texts.names.length; place < 6; place += 1) keep(`c${place}`, `c${place}`)
      expect(keep('too much', 'carol')).equal('overloaded')
      texts.forget(['a0', 'nothing'])
      expect([keep('room', 'carol'), texts.find('a0')]).deep.equal(['kept', undefined])
      texts.close()
    })

    it('that their key does not open stop the start, and name the file', async () => {
      await gateway.taken()
      const file = new DatabaseSync(join(gateway.folder, firstTexts.file))
      file.exec('UPDATE confidential SET sealed = zeroblob(60)')
      file.close()
      expect(() => new SealedTexts(new Inventory(gateway.folder), firstTexts)).throws(
        FileFault,
        'that its key does not open',
      )
    })
  })

  describe('the references', () => {
    it('S2-005 S2-006 keep nothing that an identity is read from, nor the same mark for two clients', () => {
      for (const client of ['bob', 'carol'])
        gateway.references.put(client, { type: 'phone', value: identitySamples.phone })
      const again = new IdentityReferences(new Inventory(gateway.folder))
      const compare = (value: string, client = 'bob') => again.compare(client, { type: 'phone', value })
      expect([
        compare(identitySamples.phone),
        compare('+442079460000'),
        compare(identitySamples.phone, 'dave'),
      ]).deep.equal([...['same', 'another', 'none']])
      again.close()
      const files = [...filesBelow(gateway.folder)].map((file) => readFileSync(file))
      for (const value of Object.values(identitySamples))
        expect(files.some((bytes) => bytes.includes(value))).equal(false)
    })
  })
})
