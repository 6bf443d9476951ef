import { expect } from 'chai'
import { digestOfAct } from '../../../chaincode/domains/approvals/terms.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { confidentialBody } from '../../support/confidential.ts'
import { commandLineScene } from '../support/command-line.ts'
import { acceptedDocument } from '../support/fake-gateway.ts'

const approval = 'Q'.repeat(43)
const act = { chain: 'C'.repeat(43), verdict: 'settle' }
const row = {
  ...{ approval, home: 'BankMSP', kind: 'chain.reconcile', act: JSON.stringify(act) },
  ...{ digest: digestOfAct('chain.reconcile', act), maker: 'bob', expiresAt: '1790000000000', status: 'pending' },
}

describe('what needs two people, on the command line', () => {
  const scene = commandLineScene()
  const path = `/v1/approvals/${approval}`

  beforeEach(() => scene.createAlice())

  const sent = () => {
    const posts = scene.gateway.received.filter(
      ({ method, path: at }) => method === 'POST' && at === '/v1/instructions',
    )
    const last = posts.at(-1)
    return last === undefined ? undefined : JSON.parse(last.body).instruction
  }

  it('S2-009 is listed, and shown with each part of the act', async () => {
    const asked = () => scene.gateway.received.at(-1)?.path
    scene.gateway.pages.set('/v1/approvals', { items: [row], height: '7' })
    const { output: open } = await scene.assay.run('approval', 'list')
    expect(open).include('chain.reconcile').include('by bob')
    expect(asked()).equal('/v1/approvals?state=open&limit=20')
    scene.gateway.pages.set('/v1/approvals', { items: [], height: '7' })
    expect((await scene.assay.run('approval', 'list', '--ended')).output).include('nothing is listed')
    expect(asked()).equal('/v1/approvals?state=ended&limit=20')
    scene.gateway.pages.set(path, { ...row, checker: 'carol', height: '7' })
    const { output } = await scene.assay.run('approval', 'show', approval)
    for (const words of ['settle', act.chain, 'carol', row.digest]) expect(output).include(words)
  })

  it('S2-009 is approved as it is shown, by the digest made here', async () => {
    scene.gateway.pages.set(path, { ...row, height: '7' })
    const { code, complaint } = await scene.assay.run('approval', 'approve', approval)
    expect([code, complaint.includes('you approve: chain.reconcile, chain')]).deep.equal([0, true])
    expect(sent()).deep.include({ kind: 'approval.approve', body: { approval, digest: row.digest } })
  })

  it('S2-009 is not approved where what is shown is not what its digest says, and nothing is signed', async () => {
    const voiding = JSON.stringify({ ...act, verdict: 'void' })
    for (const change of [{ act: voiding }, { act: '{}' }, { kind: 'no.such' }, { digest: approval }]) {
      scene.gateway.pages.set(path, { ...row, ...change, height: '7' })
      for (const step of ['approve', 'execute', 'show'])
        expect((await scene.assay.run('approval', step, approval)).complaint).include('act_differs')
    }
    expect(sent()).equal(undefined)
  })

  it('S2-042 is carried out with the approval named beside the very act', async () => {
    scene.gateway.pages.set(path, { ...row, status: 'approved', height: '7' })
    expect((await scene.assay.run('approval', 'execute', approval)).code).equal(0)
    expect(sent()).deep.include({ kind: 'chain.reconcile', body: { ...act, approval } })
  })

  it('is shown, approved and carried out with what it says in confidence, and with no other text', async () => {
    const { text, digest: confidential } = confidentialBody({ grade: 'bbb' })
    const graded = { client: 'bob', confidential, institution: 'InstitutionMSP' }
    const kind = 'grade.set'
    const ofGrade = { ...row, kind, act: canonical(graded), digest: digestOfAct(kind, graded) }
    const textPath = `/v1/proposed-texts/${confidential}`
    scene.gateway.pages.set(path, { ...ofGrade, height: '7' })
    scene.gateway.pages.set(textPath, { text })
    expect((await scene.assay.run('approval', 'show', approval)).output).match(/in confidence: grade +bbb/)
    const yes = await scene.assay.run('approval', 'approve', approval)
    expect([yes.code, yes.complaint.includes('in confidence: grade bbb')]).deep.equal([0, true])
    scene.gateway.pages.set(path, { ...ofGrade, status: 'approved', height: '7' })
    expect((await scene.assay.run('approval', 'execute', approval)).code).equal(0)
    expect(sent()).deep.include({ kind, body: { ...graded, approval } })
    const beside = scene.gateway.received.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body))
    expect(beside.find(({ instruction }) => instruction?.kind === kind).confidential).equal(text)
    const before = scene.gateway.sent.length
    scene.gateway.pages.set(textPath, { text: confidentialBody({ grade: 'aaa' }).text })
    for (const step of ['approve', 'execute', 'show'])
      expect((await scene.assay.run('approval', step, approval)).complaint).include('act_differs')
    expect(scene.gateway.sent.length).equal(before)
  })

  it('is rejected, and taken back', async () => {
    for (const step of ['reject', 'withdraw']) {
      expect((await scene.assay.run('approval', step, approval)).code).equal(0)
      expect(sent()).deep.include({ kind: `approval.${step}`, body: { approval } })
    }
  })

  it('S2-042 lists trades in conflict, and proposes how one ends', async () => {
    const chain = {
      ...{ chain: act.chain, client: 'alice', bank: 'BankMSP', institution: 'InstitutionMSP', family: 'stock' },
      ...{
        side: 'sell',
        cash: 'CNY',
        openedAt: '1',
        expiresAt: '1790000000000',
        first: 'F'.repeat(43),
        status: 'conflict',
      },
    }
    scene.gateway.pages.set('/v1/chains', { items: [chain], height: '7' })
    const { output } = await scene.assay.run('chain', 'conflicts')
    expect(output).include('sell stock').include('of alice')
    expect(scene.gateway.received.at(-1)?.path).equal('/v1/chains?status=conflict&limit=20')
    scene.gateway.scripts.push((_received, id) => ({ status: 200, body: acceptedDocument(id, { approval }) }))
    const { code, complaint } = await scene.assay.run('chain', 'reconcile', act.chain, 'settle')
    expect([code, complaint.includes(`assay approval approve ${approval}`)]).deep.equal([0, true])
    expect(sent().body).deep.include({ kind: 'chain.reconcile', act: row.act })
  })
})
