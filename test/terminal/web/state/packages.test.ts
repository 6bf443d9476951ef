import { expect } from 'chai'
import {
  givingStage,
  keysOf,
  type OwnPackages,
  receivingStage,
  unanswered,
} from '../../../../terminal/web/state/packages.ts'

const interaction = 'I'.repeat(43)
const [phone, desk] = ['P'.repeat(43), 'D'.repeat(43)]
const of = { interaction, device: 'giver-device', status: 'open' as const, until: '1000' }
const none: Omit<OwnPackages, 'packages'> = { requests: [], releases: [], openings: [] }

type Row = { askedAt?: string; interaction?: string; device?: string; part?: string }
const rows = (...all: Row[]) => all.map((one) => ({ interaction, device: phone, askedAt: '1000', ...one })) as never
const first = { part: 'first' }
const second = { part: 'second' }

describe('how it stands with a package', () => {
  const at = (now: number, own: object, status: 'open' | 'released' | 'revoked' | 'rejected' = 'open') =>
    receivingStage({ ...of, status }, { ...none, ...own }, { device: phone, now })

  it('S1-058 is ready on a device with both keys, and with neither alone', () => {
    const asked = { requests: rows({}) }
    expect(at(0, asked)).equal('waiting')
    expect(at(0, { ...asked, releases: rows(first) })).equal('waiting')
    expect(at(0, { ...asked, releases: rows(second) })).equal('waiting')
    expect(at(0, { ...asked, releases: rows(first, { ...second, device: desk }) })).equal('waiting')
    expect(at(0, { ...asked, releases: rows(first, second) }, 'released')).equal('ready')
    expect(keysOf({ releases: rows(first) }, interaction, phone)).deep.equal({ first: true, second: false })
  })

  it('S1-059 has each device ask for itself, and open for itself', () => {
    const ofDesk = { requests: rows({ device: desk }), openings: rows({ device: desk }) }
    expect(at(0, ofDesk, 'released')).equal('to-ask')
    expect(at(0, { requests: rows({}), openings: rows({}) }, 'released')).equal('opened')
    expect(at(0, { requests: rows({ interaction: 'J' }) })).equal('to-ask')
  })

  it('is late behind its time, not at it, and no more once both keys came', () => {
    const asked = { requests: rows({}) }
    expect([at(1000, asked), at(1001, asked)]).deep.equal(['waiting', 'late'])
    expect(at(1002, { requests: rows({ askedAt: '1001' }) }), 'asked too late').equal('waiting')
    expect(at(1001, { ...asked, releases: rows(first, second) })).equal('ready')
  })

  it('S1-062 has ended for both sides once it was revoked or rejected, whatever came before', () => {
    const opened = { requests: rows({}), releases: rows(first, second), openings: rows({}) }
    for (const status of ['revoked', 'rejected'] as const) {
      expect(at(0, opened, status)).equal(status)
      expect(givingStage({ ...of, status }, { ...none, ...opened }, of.device)).equal(status)
    }
  })

  it('asks its giver for the second key on the one device that has it, for each device that has not got it', () => {
    const giving = (own: object, { status = 'open' as 'open' | 'released', device = of.device } = {}) =>
      givingStage({ ...of, status }, { ...none, ...own }, device)
    expect(giving({})).equal('waiting')
    const asked = { requests: rows({}) }
    expect(giving(asked)).equal('asked')
    expect(giving(asked, { device: 'another' })).equal('elsewhere')
    const released = { ...asked, releases: rows(second) }
    expect(giving(released, { status: 'released' })).equal('released')
    expect(giving({ ...released, openings: rows({}) }, { status: 'released' })).equal('opened')
    const again = { ...released, requests: rows({}, { device: desk }), openings: rows({}) }
    expect(giving(again, { status: 'released' })).equal('asked')
    expect(unanswered(interaction, { ...none, ...again }).map(({ device }) => device)).deep.equal([desk])
  })
})
