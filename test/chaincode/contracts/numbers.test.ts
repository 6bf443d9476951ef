import { expect } from 'chai'
import { ledgerFaults } from '../../support/invariants.ts'
import { codeOf, only, Scene } from '../../support/scene.ts'

describe('an instruction’s number', () => {
  it('S0-011 changes the ledger once, however often and under however many transactions it is sent', async () => {
    const scene = await Scene.open()
    const text = scene.transfer(scene.treasury, 'bob', 5n)
    const first = await scene.apply(text)
    expect(only(first).status).equal('accepted')
    const rows = scene.ledger.rows()
    for (let time = 0; time < 5; time += 1) {
      const again = await scene.apply(text)
      expect(only(again)).deep.equal({ id: only(first).id, status: 'repeated' })
      expect([again.proposal.readWriteSet.writes, again.proposal.event]).deep.equal([[], undefined])
    }
    expect(scene.ledger.rows()).deep.equal(rows)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('S0-011 is honoured once when copies of one instruction are endorsed at the same time and ordered in any way', async () => {
    const scene = await Scene.open()
    const text = scene.transfer(scene.treasury, 'bob', 5n)
    const copies = await Promise.all(Array.from({ length: 8 }, () => scene.endorse(text)))
    const [inOneBlock, inLaterBlocks] = [copies.slice(0, 4), copies.slice(4)]
    const codes = scene.ledger.commit(inOneBlock).transactions.map(({ code }) => code)
    expect(codes).deep.equal(['VALID', 'MVCC_READ_CONFLICT', 'MVCC_READ_CONFLICT', 'MVCC_READ_CONFLICT'])
    for (const copy of inLaterBlocks) {
      expect(scene.ledger.commit([copy]).transactions[0]?.code).equal('MVCC_READ_CONFLICT')
    }
    expect(scene.balance('bob')).equal(5n)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('S0-011 is not honoured for a second instruction with another body', async () => {
    const scene = await Scene.open()
    await scene.honoured(scene.transfer(scene.treasury, 'bob', 5n, { number: '7' }))
    const other = scene.transfer(scene.treasury, 'alice', 900n, { number: '7' })
    expect(only(await scene.apply(other)).status).equal('repeated')
    expect(scene.balance('alice')).equal(0n)
  })

  it('is used up by a refusal too: what was refused once is not accepted later', async () => {
    const scene = await Scene.open()
    const text = scene.transfer(scene.alice, 'bob', 5n)
    expect(only(await scene.apply(text)).status).equal('refused')
    await scene.give([scene.alice], 5n)
    expect(only(await scene.apply(text)).status).equal('repeated')
    expect(scene.balance('bob')).equal(0n)
  })

  it('is not used up by a transaction that Fabric found invalid', async () => {
    const scene = await Scene.open()
    const text = scene.transfer(scene.treasury, 'bob', 5n)
    const lonely = await scene.apply(text, { organisations: ['InstitutionMSP'] })
    expect([lonely.code, only(lonely).status]).deep.equal(['ENDORSEMENT_POLICY_FAILURE', 'accepted'])
    expect(only(await scene.apply(text)).status).equal('accepted')
    expect(scene.balance('bob')).equal(5n)
  })

  it('may come in any order within the last 256, and not from before them', async () => {
    const scene = await Scene.open()
    const send = async (number: string) =>
      codeOf(only(await scene.apply(scene.transfer(scene.treasury, 'bob', 1n, { number }))))
    expect(await send('1000')).equal('accepted')
    expect(await send('745')).equal('accepted')
    expect(await send('744')).equal('number_too_old')
    expect(await send('745')).equal('repeated')
    expect(await send('1300')).equal('accepted')
    expect(await send('1000')).equal('number_too_old')
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('jumps to the present in microseconds and no further, so that no slip leaves a device without numbers', async () => {
    const scene = await Scene.open()
    const send = async (number: bigint) =>
      codeOf(only(await scene.apply(scene.transfer(scene.treasury, 'bob', 1n, { number: `${number}` }))))
    const present = scene.now * 1000n
    expect(await send(10n ** 18n - 1n)).equal('number_too_far')
    expect(await send(present + 5_000_001n)).equal('number_too_far')
    expect(await send(present)).equal('accepted')
    expect(await send(present + 5_000_000n)).equal('accepted')
    // Beyond the present still a window at a time, for devices that were ahead before this was bounded.
    expect(await send(present + 5_000_256n)).equal('accepted')
    expect(await send(present + 5_000_513n)).equal('number_too_far')
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  })

  it('is judged after signature, home and network, so that nobody else can use it up', async () => {
    const scene = await Scene.open()
    const text = scene.transfer(scene.treasury, 'bob', 5n)
    const forged = text.replace('"quantity":"5"', '"quantity":"6"')
    expect(codeOf(only(await scene.apply(forged)))).equal('bad_signature')
    expect(codeOf(only(await scene.apply(text, { gateway: 'BankMSP' })))).equal('not_home')
    expect(only(await scene.apply(text)).status).equal('accepted')
  })
})
