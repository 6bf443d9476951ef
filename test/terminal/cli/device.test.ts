import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { cardText, isSignedBy } from '../../../chaincode/wire/signature.ts'
import { loadProfile } from '../../../terminal/sdk/node/profile.ts'
import { commandLineScene, transferWords } from '../support/command-line.ts'

describe('a device on the command line', () => {
  const scene = commandLineScene()

  it('is made under no name that nobody can read, and nothing is left of it', async () => {
    for (const name of ['', '\u3164', 'Ali\u200dce', 'x'.repeat(61)]) {
      const { code, complaint } = await scene.assay.run('device', 'create', '--participant', 'alice', '--name', name)
      expect([code, complaint.includes('Use up to 60 characters')], JSON.stringify(name)).to.deep.equal([1, true])
    }
    const { code } = await scene.assay.run('device', 'create', '--participant', 'alice', '--name', 'Zu\u0308rich')
    expect(code).to.equal(0)
  })

  it('is made with a closed key file, and tells what to give to the registrar', async () => {
    const { signer, output } = await scene.createAlice()
    expect((await stat(join(scene.folder, 'default', 'device.key'))).mode & 0o777).to.equal(0o600)
    const shown = JSON.parse((await scene.assay.run('device', 'show', '--card', '--json')).output)
    const printed = JSON.parse(output.split('\n').find((line) => line.startsWith('{')) ?? '{}')
    expect(output).to.contain(signer.device)
    for (const { proof, ...card } of [shown, printed]) {
      expect(card).to.deep.equal({ participant: 'alice', name: 'alice’s device', publicKey: signer.publicKey })
      expect(isSignedBy(signer.publicKey, cardText({ participant: 'alice', device: signer.device }), proof)).to.equal(
        true,
      )
    }
  })

  it('is registered from its card, from a file or from standard input', async () => {
    await scene.createAlice()
    const { output: made } = await scene.assay.run(
      'device',
      'create',
      '--participant',
      'bob',
      '--profile',
      'bob',
      '--json',
    )
    await writeFile(join(scene.folder, 'bob.json'), made)
    scene.assay.input = JSON.stringify(JSON.parse(made).card)
    for (const file of [join(scene.folder, 'bob.json'), '-']) {
      const { code } = await scene.assay.run('register', file, '--type', 'person', '--roles', 'customer')
      expect(code).to.equal(0)
    }
    const { card } = JSON.parse(made)
    const [first = '', second = ''] = scene.gateway.sent
    expect(JSON.parse(first).instruction).to.deep.include({
      kind: 'participant.register',
      from: 'alice',
      body: {
        participant: 'bob',
        type: 'person',
        device: { name: card.name, publicKey: card.publicKey, proof: card.proof, roles: ['customer'] },
      },
    })
    expect(JSON.parse(second).instruction.body).to.deep.equal(JSON.parse(first).instruction.body)
  })

  it('is never made over another one', async () => {
    const { signer } = await scene.createAlice()
    const { code, complaint } = await scene.assay.run('device', 'create', '--participant', 'alice')
    expect(code).to.equal(1)
    expect(complaint).to.contain('file_exists').and.contain('--profile')
    expect((await loadProfile(join(scene.folder, 'default'))).signer.device).to.equal(signer.device)
  })

  it('takes its counter up from the ledger when its file was lost', async () => {
    await scene.createAlice()
    await rm(join(scene.folder, 'default', 'numbers.sqlite'))
    const lost = await scene.assay.run(...transferWords)
    expect(lost.code).to.equal(1)
    expect(lost.complaint).to.contain('assay device renumber')
    expect((await scene.assay.run('device', 'renumber')).output).to.contain('after 41')
    await scene.assay.run(...transferWords)
    expect(JSON.parse(scene.gateway.sent[0] ?? '').instruction.number).to.equal('42')
  })
})
