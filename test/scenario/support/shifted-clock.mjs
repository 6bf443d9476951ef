// Loaded before a gateway under test: its clock is off by as many milliseconds as the file named in ASSAY_TEST_CLOCK says now.
import { readFileSync } from 'node:fs'

const RealDate = Date
const now = () => RealDate.now() + Number(readFileSync(process.env.ASSAY_TEST_CLOCK, 'utf8'))

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(now())
    else super(...parts)
  }

  static now() {
    return now()
  }
}
