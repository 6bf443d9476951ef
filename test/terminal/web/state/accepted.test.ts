import { expect } from 'chai'
import type { KeptResult } from '../../../../terminal/web/platform/database.ts'
import { faultIn, isAccepted, isTaken } from '../../../../terminal/web/state/accepted.ts'

const kept = (rest: object) =>
  ({ id: 'i', kind: 'voucher.transfer', account: 'alice', envelope: '', madeAt: 1, ...rest }) as KeptResult
const accepted = kept({ result: { id: 'i', status: 'accepted', effects: {} } })
const pending = kept({ result: { id: 'i', status: 'pending', taken: false } })
const refused = kept({
  result: { id: 'i', status: 'refused', code: 'unknown_participant', values: { participant: 'x' } },
})
const failed = kept({ fault: { code: 'overloaded', values: {} } })

describe('what a form does with an outcome', () => {
  it('is emptied when the instruction is accepted, or may still be', () => {
    expect([accepted, pending, refused, failed, undefined].map(isTaken)).deep.equal([true, true, false, false, false])
    expect([accepted, pending, refused, failed, undefined].map(isAccepted)).deep.equal([
      true,
      false,
      false,
      false,
      false,
    ])
  })

  it('S0-031 is told why, where nothing came of it', () => {
    expect([accepted, pending, refused, failed, undefined].map(faultIn)).deep.equal([
      undefined,
      undefined,
      { code: 'unknown_participant', values: { participant: 'x' } },
      { code: 'overloaded', values: {} },
      undefined,
    ])
  })
})
