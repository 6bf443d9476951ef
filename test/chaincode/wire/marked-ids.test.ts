import { expect } from 'chai'
import { markIds, unmarked } from '../../../chaincode/wire/marked-ids.ts'

describe('ids among the words of a command', () => {
  it('marks those that look like options, and nothing else', () => {
    const id = `-${'x'.repeat(42)}`
    const marked = markIds([id, '--json', '-x'])
    expect(marked.slice(1)).to.deep.equal(['--json', '-x'])
    expect(marked.map(unmarked)).to.deep.equal([id, '--json', '-x'])
  })
})
