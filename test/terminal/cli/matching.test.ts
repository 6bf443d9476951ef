import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { kinds } from '../../../chaincode/vocabulary.ts'
import { sharedTexts } from '../../../chaincode/wire/sealing/shared-texts.ts'
import { run } from '../../../terminal/cli/program.ts'
import { connect } from '../../../terminal/sdk/connection.ts'
import { sealOffer } from '../../../terminal/sdk/matching/demand.ts'
import { loadProfile, profileSealKey } from '../../../terminal/sdk/node/profile.ts'
import { createSealKey } from '../../../terminal/sdk/node/seal-key-file.ts'
import { open as openSealed, seal } from '../../../terminal/sdk/sealing/sealed-document.ts'
import { memoryNumbers } from '../../../terminal/sdk/stores.ts'
import { Terminal } from '../../../terminal/sdk/terminal.ts'
import { commandLineScene } from '../support/command-line.ts'
import { ask, freshId, page, recommended, request } from '../support/matching.ts'

describe('demands and recommendations on the command line', () => {
  const scene = commandLineScene()
  const [id, other, instance, certificate] = [freshId(), freshId(), freshId(), freshId()]

  beforeEach(async () => {
    await scene.createAlice()
    scene.gateway.pages.set('/v1/matchers', page(matcher('matching-service')))
  })

  const matcher = (name: string) => ({ matcher: name, home: 'SupplierMSP', counterparties: 3, status: 'open' })
  const own = (list: string, ...items: object[]) =>
    scene.gateway.pages.set(`/v1/accounts/alice/${list}`, page(...items))

  /** What a command sent last; it is of a shape that the ledger takes. */
  const sentBy = async (...words: string[]) => {
    const before = scene.gateway.sent.length
    const { code, output, complaint } = await scene.assay.run(...words)
    expect([code, scene.gateway.sent.length - before], `${output}${complaint}`).deep.equal([0, 1])
    const { kind, body } = JSON.parse(scene.gateway.sent.at(-1) ?? '').instruction
    kinds[kind as keyof typeof kinds].body.parse(body)
    return { kind, body, complaint }
  }
  const complaintOf = async (...words: string[]): Promise<string> => {
    const before = scene.gateway.sent.length
    const { code, complaint } = await scene.assay.run(...words)
    expect([code === 0, scene.gateway.sent.length - before], complaint).deep.equal([false, 0])
    return complaint
  }
  const file = async (value: unknown): Promise<string> => {
    const path = join(scene.folder, 'given.json')
    await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value))
    return path
  }

  it('says who matches, and by which traits', async () => {
    expect(await sentBy('matcher', 'set', 'finder')).deep.include({
      ...{ kind: 'matcher.set', body: { matcher: 'finder', counterparties: 3, status: 'open' } },
    })
    const closed = [
      'matcher',
      'set',
      'finder',
      '--counterparties',
      '5',
      '--fields',
      'bullion,coins',
      '--status',
      'closed',
    ]
    expect((await sentBy(...closed)).body).deep.equal({
      ...{ matcher: 'finder', counterparties: 5, fields: ['bullion', 'coins'], status: 'closed' },
    })
    expect((await scene.assay.run('matcher', 'list')).output)
      .contain('matching-service')
      .and.contain('any field')
    expect(
      (await sentBy('trait', 'register', 'weight', '--of', 'goods', '--least', '1', '--most', '500')).body,
    ).deep.equal({
      ...{ trait: 'weight', of: 'goods', least: 1, most: 500, source: 'declared' },
    })
    const counted = ['trait', 'register', 'others', '--source', 'counterparties', '--codes', 'few,many']
    expect((await sentBy(...counted)).body).deep.include({
      of: 'holder',
      codes: ['few', 'many'],
      source: 'counterparties',
    })
  })

  it('stores a profile with its needs, and shows it', async () => {
    const need = 'BAR-100G hallmark=london,paris @weight>=100 @weight<=500'
    const words = [
      'profile',
      'set',
      '--field',
      'bullion',
      '--trait',
      'branches=3',
      '--trait',
      'city=york',
      '--need',
      need,
    ]
    const { body } = await sentBy(...words)
    expect(body).deep.equal({
      ...{ matcher: 'matching-service', fields: ['bullion'], status: 'active' },
      traits: [
        { trait: 'branches', number: 3 },
        { trait: 'city', codes: ['york'] },
      ],
      needs: [
        {
          ...{ identifier: 'BAR-100G', traits: [{ trait: 'hallmark', anyOf: ['london', 'paris'] }] },
          parameters: [{ trait: 'weight', atLeast: 100, atMost: 500 }],
        },
      ],
    })
    expect((await sentBy('profile', 'set', '--inactive')).body).deep.include({ status: 'inactive', needs: [] })
    const key = encodeURIComponent('profile~matching-service~alice')
    const row = { ...body, participant: 'alice', home: 'BankMSP' }
    scene.gateway.pages.set(`/v1/records/${key}/history`, { items: [{ value: row }] })
    const { output } = await scene.assay.run('profile', 'show')
    expect(output)
      .contain('branches=3, city=york')
      .and.contain('BAR-100G hallmark=london,paris @weight>=100 weight<=500')
  })

  it('S1-067 opens a demand with what is wanted, under the only service that there is', async () => {
    const words = [
      'demand',
      'open',
      'Bars of 100 g',
      '--wanted',
      'success-rate>=90%',
      '--wanted',
      'positive-rating-rate>=87.5%',
    ]
    const { body } = await sentBy(
      ...words,
      '--field',
      'bullion',
      '--field',
      'coins',
      '--goods',
      'weight=100',
      '--several',
    )
    expect(body).deep.include({ matcher: 'matching-service', title: 'Bars of 100 g', minHolders: 2, several: true })
    expect(body.wanted).deep.equal([
      { trait: 'success-rate', atLeast: 9000 },
      { trait: 'positive-rating-rate', atLeast: 8750 },
      { trait: 'field', anyOf: ['bullion', 'coins'] },
    ])
    expect(body.goods).deep.equal([{ trait: 'weight', atLeast: 100, atMost: 100 }])
    for (const wrong of ['success-rate', 'success-rate>=many', '>=5', 'success-rate>=1.5'])
      expect(await complaintOf('demand', 'open', 'Bars', '--wanted', wrong), wrong).contain('Give a trait')
    scene.gateway.pages.set('/v1/matchers', page(matcher('one'), matcher('two')))
    expect(await complaintOf('demand', 'open', 'Bars', '--field', 'x1'))
      .contain('matcher_unclear')
      .and.contain('one, two')
    scene.gateway.pages.set('/v1/matchers', page())
    expect(await complaintOf('demand', 'open', 'Bars', '--field', 'x1')).contain('no matching service is open')
    expect((await sentBy('demand', 'open', 'Bars', '--field', 'x1', '--matcher', 'two')).body.matcher).equal('two')
  })

  it('S1-067 keeps a demand that cannot leave, and says how the same one is sent later', async () => {
    await scene.assay.run('whoami')
    await sentBy('demand', 'decline', id)
    for (let tries = 0; tries < 40; tries += 1) scene.gateway.scripts.push(() => 'drop')
    const { code, output } = await scene.assay.run('demand', 'open', 'Bars', '--field', 'bullion', '--wait', '1')
    expect(code).equal(2)
    expect(output).contain('PENDING').and.contain('assay resend')
    scene.gateway.scripts.length = 0
    expect((await scene.assay.run('resend')).code).equal(0)
    expect(JSON.parse(scene.gateway.sent.at(-1) ?? '').instruction.kind).equal('demand.open')
  })

  const demandRow = (demand: string, publicKey: object) => ({
    ...{ demand, requester: 'alice', home: 'BankMSP', matcher: 'matching-service', matcherHome: 'SupplierMSP' },
    ...{ title: 'Bars of 100 g', wanted: [{ trait: 'field', anyOf: ['bullion'] }], goods: [], minHolders: 2 },
    ...{ several: false, openedAt: '1', until: '1900000000000', publicKey, status: 'open' },
  })

  it('S1-068 shows a demand, and accepts or rejects what is offered to it', async () => {
    const { body } = await sentBy('demand', 'open', 'Bars of 100 g', '--field', 'bullion')
    const { demand, publicKey } = body
    const profile = await loadProfile(join(scene.folder, 'default'))
    const connection = connect(scene.gateway.url)
    const terminal = new Terminal({
      connection,
      participant: 'alice',
      signer: profile.signer,
      numbers: memoryNumbers(),
    })
    const sealedKey = await sealOffer(terminal, { demand, publicKey }, { certificate, key: freshId() })
    const offer = {
      demand,
      holder: 'bob',
      home: 'BankMSP',
      certificate,
      instance,
      form: 'data',
      sealedKey,
      until: '1900000000000',
    }
    const view = {
      ...{ demand: demandRow(demand, publicKey), height: '9', recomputed: { agrees: false } },
      match: {
        ...{ demand, matcher: 'matching-service', requester: 'alice', home: 'SupplierMSP', version: 1, block: '8' },
        ...{ found: 2, list: id, chosen: [{ holder: 'bob' }, { holder: 'carol' }], dropped: [], status: 'matched' },
      },
      holders: [
        { holder: 'bob', state: 'offered' },
        { holder: 'carol', state: 'asked' },
      ],
      answers: [{ ...offer, status: 'offered' }],
    }
    scene.gateway.pages.set(`/v1/demands/${demand}`, view)
    own('demands', view.demand)
    expect((await scene.assay.run('demand', 'list')).output)
      .contain('Bars of 100 g')
      .and.contain(demand)
    const shown = (await scene.assay.run('demand', 'show', demand)).output
    expect(shown)
      .contain('matched, 2 found, at block 8')
      .and.contain('FINDS OTHERS')
      .and.match(/carol +asked/)
    expect(await complaintOf('demand', 'accept', demand, 'carol')).contain('carol offers nothing')
    scene.gateway.pages.set('/v1/devices', page())
    const registered = await scene.assay.run('device', 'seal-key')
    expect(registered.code).equal(0)
    const sealKey = JSON.parse(scene.gateway.sent.at(-1) ?? '').instruction.body.publicKey
    scene.gateway.pages.set(
      '/v1/participants/alice/seal-keys',
      page({ device: profile.signer.device, publicKey: sealKey }),
    )
    const accepted = await sentBy('demand', 'accept', demand, 'bob')
    expect(accepted.body).include({ demand, holder: 'bob' })
    expect(accepted.body.sealedKey)
      .match(/^[\w-]{43}$/)
      .and.not.equal(sealedKey)
    scene.gateway.pages.set('/v1/participants/alice/seal-keys', page())
    const keyless = await sentBy('demand', 'accept', demand, 'bob')
    expect(keyless.body).deep.equal({ demand, holder: 'bob' })
    expect(keyless.complaint).contain('not sealed to your devices')
    expect((await sentBy('demand', 'reject', demand, 'bob')).body).deep.equal({ demand, holder: 'bob' })
    expect((await sentBy('demand', 'withdraw', demand)).kind).equal('demand.withdraw')
    scene.gateway.pages.set(`/v1/demands/${demand}`, { ...view, match: undefined, recomputed: undefined })
    expect((await scene.assay.run('demand', 'show', demand)).output)
      .contain('waits')
      .and.contain('not told')
  })

  it('S3-019 S3-071 lists what is asked, without what lacks something, and answers a demand that was asked alone', async () => {
    const [bars, book] = [request({ demand: id }), recommended({ recommendation: other })]
    const { publicKey: _publicKey, ...lacking } = request()
    ask(scene.gateway, { demands: [bars, lacking], recommendations: [book] })
    const { output, complaint } = await scene.assay.run('request', 'list')
    expect(output).contain('hallmark=london').and.contain('BOOK-1 by bookshop').and.contain(id)
    expect(complaint).contain('1 request(s) lack something')
    const key = encodeURIComponent(`instance~${instance}`)
    const held = {
      ...{ instance, certificate, provider: 'maker', providerHome: 'BankMSP', holder: 'alice', holderHome: 'BankMSP' },
      ...{ form: 'holding', transferable: true, passes: 1, status: 'held' },
    }
    scene.gateway.pages.set(`/v1/records/${key}/history`, { items: [{ value: held }] })
    const words = [
      '--instance',
      instance,
      '--as',
      'licence',
      '--scope',
      'read,print',
      '--ends-in',
      '30d',
      '--transferable',
    ]
    const answered = await sentBy('demand', 'answer', id, ...words)
    expect(answered.body).deep.include({
      demand: id,
      instance,
      form: 'licence',
      scope: ['read', 'print'],
      transferable: true,
    })
    expect(answered.complaint).contain('keeps no link')
    expect(await complaintOf('demand', 'answer', other, '--instance', instance)).contain('you were not asked')
    scene.gateway.forge = ({ text }) => ({ text, signature: undefined })
    expect((await scene.assay.run('request', 'list')).complaint).contain('answer_dropped')
  })

  const serving = async (...words: string[]) => {
    const stopping = new AbortController()
    let complaint = ''
    let output = ''
    const code = await run(words, {
      output: (text) => {
        output += text
      },
      complain: (text) => {
        complaint += text
        stopping.abort()
      },
      readFile: (path) => readFile(path, 'utf8'),
      readLine: async () => '',
      environment: scene.assay.environment,
      interruption: stopping.signal,
    })
    return { code, output, complaint }
  }

  it('S3-072 S3-073 serves requests by a stored rule until it is stopped, and refuses rules that are none', async () => {
    const zone = 'Asia/Shanghai'
    const window = { form: 'moment', at: '1999999999999', zone } as const
    ask(scene.gateway, { recommendations: [recommended({ recommendation: other, window, startedAt: '1' })] })
    const rules = await file([{ of: 'recommendation', identifiers: ['BOOK-1'], decision: { do: 'answer' } }])
    const served = await serving('request', 'serve', '--rule', rules)
    expect([served.code, served.complaint]).deep.equal([0, `note: recommendation ${other}: answered, accepted\n`])
    expect(served.output).contain('1 request(s) were answered')
    expect(await complaintOf('request', 'serve', '--rule', await file([{ of: 'everything' }]))).contain(
      'rule_unreadable',
    )
  })

  const rowOf = (recommendation: string, change: object = {}) => ({
    ...{
      recommendation,
      recommender: 'alice',
      home: 'BankMSP',
      matcher: 'matching-service',
      matcherHome: 'SupplierMSP',
    },
    ...{ title: 'A book', identifier: 'BOOK-1', traits: [], parameters: [], strict: false, startedAt: '1' },
    ...{ window: { form: 'duration', milliseconds: '1' }, targets: [{ kind: 'certificate', target: certificate }] },
    ...{ status: 'open', ...change },
  })

  it('S3-041 opens a recommendation with its window in words, and refuses a local time that does not exist', async () => {
    const open = ['recommendation', 'open', 'A bar', '--identifier', 'BAR-100G', '--zone', 'Europe/Berlin']
    const { body } = await sentBy(
      ...open,
      '--at',
      '2027-07-01T09:00',
      '--deliver',
      `certificate:${certificate}`,
      '--as',
      'data',
    )
    expect(body).deep.equal({
      ...{
        matcher: 'matching-service',
        title: 'A bar',
        identifier: 'BAR-100G',
        traits: [],
        parameters: [],
        form: 'data',
      },
      windows: [{ form: 'moment', at: String(Date.parse('2027-07-01T07:00:00Z')), zone: 'Europe/Berlin' }],
      targets: [{ kind: 'certificate', target: certificate }],
    })
    expect(await complaintOf(...open, '--at', '2027-03-28T02:30')).contain('local_time_missing')
    expect(await complaintOf(...open, '--at', '2027-10-31T02:30')).contain('ambiguous_local_time')
    const later = await sentBy(...open, '--from', '2027-10-31T02:30', '--until', '2027-10-31T04:00', '--which', 'later')
    expect(later.body.windows[0].from).equal(String(Date.parse('2027-10-31T01:30:00Z')))
    expect(await complaintOf(...open, '--from', '2027-10-31T01:30')).contain('window_unclear')
    const both = await sentBy(...open, '--within', '1h', '--at', '2027-07-01T09:00', '--strict')
    expect(both.body.windows.length, 'two forms are for the ledger to refuse').equal(2)
    expect(both.body.strict).equal(true)
  })

  it('S3-055 S3-056 S3-064 lays down what is recommended, and sends nothing of what is not of its kind', async () => {
    const open = ['recommendation', 'open', 'A bar', '--within', '1h', '--trait', 'hallmark=london', '--parameter']
    const numbers = await file({ title: 'Prices', values: ['1.5', '2'] })
    const link = `https://tea.example/c/${certificate}#${freshId()}`
    const { body } = await sentBy(...open, 'weight=100', '--deliver', `numbers:${numbers}`, '--deliver', `link:${link}`)
    expect(
      body.targets.map(({ kind, certificate: of }: { kind: string; certificate?: string }) => [kind, of]),
    ).deep.equal([
      ['numbers', undefined],
      ['link', certificate],
    ])
    expect(body.parameters).deep.equal([{ parameter: 'weight', type: 'number', value: 100 }])
    for (const { target } of body.targets) expect(scene.gateway.laid.has(`/v1/sealed-documents/${target}`)).equal(true)
    const wrong = await file({ title: 'Prices', values: ['many'] })
    expect(await complaintOf(...open, 'grade=first', '--deliver', `numbers:${wrong}`)).contain('content_unfit')
    expect(await complaintOf(...open, 'grade=first', '--deliver', `goods:${await file('7')}`)).contain(
      'content_unreadable',
    )
    for (const typed of ['certificate', 'gold:x'])
      expect(await complaintOf(...open, 'g1=x', '--deliver', typed)).contain('error')
    expect(await complaintOf(...open, 'grade=first,second')).contain('one value')
    expect(await complaintOf(...open, 'grade')).contain('a trait and its value')
  })

  it('S3-017 S3-018 tells contact and place only where they are given, and shows what a request tells', async () => {
    const keys = '/v1/participants/matching-service/seal-keys'
    const service = await createSealKey(join(scene.folder, 'service.key'), other)
    scene.gateway.pages.set(keys, page({ device: other, publicKey: service.publicKey }))
    const open = ['recommendation', 'open', 'A bar', '--within', '1h', '--deliver', `certificate:${certificate}`]
    const telling = [...open, '--contact', 'alice@tea.example', '--place', 'Tea Lane 1']
    const { body } = await sentBy(...telling)
    expect(Object.keys(body.shared).sort()).deep.equal(['contact', 'place', 'sealed'])
    expect(scene.gateway.sent.join()).not.include('tea.example').and.not.include('Tea Lane')
    const opening = { digest: body.shared.sealed, key: service, shape: sharedTexts }
    const laid = scene.gateway.laid.get(`/v1/sealed-documents/${body.shared.sealed}`) ?? Buffer.alloc(0)
    const context = { recommender: 'alice', matcher: 'matching-service' }
    const texts = await openSealed(laid, { ...opening, context })
    expect([texts.contact?.text, texts.place?.text]).deep.equal(['alice@tea.example', 'Tea Lane 1'])
    expect((await sentBy(...open)).body).not.have.property('shared')
    scene.gateway.pages.set(keys, page())
    expect(await complaintOf(...telling)).contain('no_seal_key')
    const own = await profileSealKey(await loadProfile(join(scene.folder, 'default')))
    const asking = { asked: 'alice', recommendation: id }
    const passed = await seal({ contact: texts.contact }, { recipients: [own], context: asking })
    scene.gateway.laid.set(`/v1/sealed-documents/${passed.digest}`, Buffer.from(passed.bytes))
    const shared = { contact: body.shared.contact, sealed: passed.digest }
    const silent = recommended({ recommendation: certificate })
    ask(scene.gateway, { recommendations: [recommended({ recommendation: id, shared }), silent] })
    const { output } = await scene.assay.run('request', 'show', id)
    expect(output)
      .match(/contact +alice@tea.example/)
      .and.match(/place +not told/)
    expect((await scene.assay.run('request', 'show', certificate)).output).match(/contact +not told/)
    expect(await complaintOf('request', 'show', other)).contain('not_listed')
  })

  it('S3-025 answers, declines, accepts and rejects with a command each', async () => {
    expect((await sentBy('recommendation', 'answer', id, '--target', certificate)).body).deep.equal({
      ...{ recommendation: id, target: certificate },
    })
    expect((await sentBy('recommendation', 'answer', id)).body).deep.equal({ recommendation: id })
    for (const step of ['decline', 'accept', 'reject', 'withdraw'])
      expect(await sentBy('recommendation', step, id)).deep.include({
        kind: `recommendation.${step}`,
        body: { recommendation: id },
      })
  })

  it('shows who answered, and delivers to one, or to whoever is due', async () => {
    const right = {
      recommendation: id,
      participant: 'bob',
      recommender: 'alice',
      home: 'BankMSP',
      answer: other,
      status: 'in-time',
    }
    own('recommendations', rowOf(id))
    own('rights', right)
    own('deliveries')
    const served = await serving('recommendation', 'serve')
    expect(JSON.parse(scene.gateway.sent.at(-1) ?? '').instruction.body).deep.include({
      participant: 'bob',
      target: certificate,
    })
    expect(served.output).contain('stopped;')
    expect((await sentBy('recommendation', 'deliver', id, 'bob')).body.target).equal(certificate)
    expect(await complaintOf('recommendation', 'deliver', other, 'bob')).contain('no recommendation of yours')
    expect((await scene.assay.run('recommendation', 'list')).output).contain('BOOK-1')
    const answer = { ...right, answer: other, verdict: 'late', receivedAt: '1800000000000' }
    scene.gateway.pages.set(`/v1/recommendations/${id}`, {
      ...{ recommendation: rowOf(id), answers: [answer], rights: [right], deliveries: [], height: '9' },
    })
    expect((await scene.assay.run('recommendation', 'show', id)).output)
      .match(/bob +late/)
      .and.contain('waits')
    const delivered = {
      ...{
        recommendation: id,
        participant: 'alice',
        home: 'BankMSP',
        recommender: 'bookshop',
        recommenderHome: 'BankMSP',
      },
      ...{ until: '1900000000000', status: 'delivered', target: { kind: 'numbers', target: other } },
    }
    own('deliveries', delivered)
    expect((await scene.assay.run('recommendation', 'deliveries')).output).contain('bookshop to alice')
    expect(await complaintOf('recommendation', 'content', id)).contain('delivery_not_accepted')
    expect(await complaintOf('recommendation', 'content', other)).contain('not_listed')
  })

  it('completes, rates, rewards and lists interactions', async () => {
    expect((await sentBy('interaction', 'complete', id, 'read')).body).deep.equal({ interaction: id, use: 'read' })
    expect((await sentBy('interaction', 'rate', id, '5')).body).deep.equal({ interaction: id, rating: 5 })
    expect(await complaintOf('interaction', 'rate', id, '6')).contain('from 1 to 5')
    expect((await sentBy('interaction', 'reward', id, 'GOLD-1G', '1500', '--to', 'bob')).body).deep.equal({
      ...{ interaction: id, recommender: 'bob', voucher: 'GOLD-1G', quantity: '1500', reason: 'recommendation' },
    })
    own('interactions', {
      ...{ interaction: id, of: 'demand', subject: other, giver: 'bob', giverHome: 'BankMSP', receiver: 'alice' },
      ...{ receiverHome: 'BankMSP', counts: true, byReceiver: 5, status: 'completed' },
    })
    const { output } = await scene.assay.run('interaction', 'list', '--ended')
    expect(output).contain('bob to alice').and.contain('rated 5 by who got it, — by who gave it')
  })
})
