import { expect } from 'chai'
import { CodeDrawing } from '../../gateway/payments/code-drawing.ts'
import { Stamper } from '../../gateway/services/stamper.ts'
import { openStamping } from '../../gateway/stamping.ts'

type Parts = Parameters<typeof openStamping>[1]

describe('what a gateway stamps with', () => {
  const codeKey = new Uint8Array(32)
  const device = {} as NonNullable<Parts['devices']['stamp']>
  const opened = (change: Partial<Parts>) =>
    openStamping(
      { limits: { wrongCodesPerMerchant: 5 } } as never,
      { codeKey, devices: { stamp: device }, isCaughtUp: () => true, ...change } as Parts,
    )

  it('is a drawing of codes and a stamper, given a key and a device of its own', () => {
    const { drawing, stamper } = opened({})
    expect(drawing).instanceOf(CodeDrawing)
    expect(stamper).instanceOf(Stamper)
  })

  it('is nothing without either of them', () => {
    expect(opened({ codeKey: undefined })).deep.equal({})
    expect(opened({ devices: { stamp: undefined } })).deep.equal({})
  })
})
