import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import type { TerminalFault } from '../../../terminal/sdk/errors.ts'
import { createNumberStore, openNumberStore } from '../../../terminal/sdk/node/number-store.ts'
import { withFolder } from '../support/scene.ts'
import { takeNumbersScript } from '../support/take-numbers.ts'

const takeElsewhere = (...words: string[]) =>
  spawn(process.execPath, [takeNumbersScript, ...words], { stdio: ['ignore', 'pipe', 'inherit'] })

describe('a device’s counter of numbers', () => {
  it('counts from one', () =>
    withFolder(async (folder) => {
      const numbers = createNumberStore(join(folder, 'numbers'))
      expect([await numbers.next(), await numbers.next(), await numbers.next()]).to.deep.equal(['1', '2', '3'])
      numbers.close()
    }))

  it('never gives a number again that was taken by a process killed before it could send', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'numbers')
      createNumberStore(file).close()
      for (let round = 1; round <= 3; round += 1) {
        const child = takeElsewhere(file, '1', 'linger')
        const [taken] = await once(child.stdout, 'data')
        expect(String(taken)).to.equal(`${round}\n`)
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      const numbers = openNumberStore(file)
      expect(await numbers.next()).to.equal('4')
      numbers.close()
    }))

  it('never gives one number to two processes', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'numbers')
      createNumberStore(file).close()
      const children = [1, 2, 3].map(() => takeElsewhere(file, '40'))
      const taken = (await Promise.all(children.map(({ stdout }) => text(stdout)))).flatMap((lines) =>
        lines.trimEnd().split('\n'),
      )
      expect(taken).to.have.length(120)
      expect(new Set(taken).size).to.equal(120)
      expect(Math.max(...taken.map(Number))).to.equal(120)
    }))

  it('can be raised and never goes back', () =>
    withFolder(async (folder) => {
      const numbers = createNumberStore(join(folder, 'numbers'))
      numbers.raiseTo(41n)
      numbers.raiseTo(7n)
      expect(await numbers.next()).to.equal('42')
      numbers.close()
    }))

  it('is not begun again when its file is lost', () =>
    withFolder(async (folder) => {
      expect(() => openNumberStore(join(folder, 'numbers')))
        .to.throw()
        .that.has.property('code', 'counter_missing' satisfies TerminalFault['code'])
    }))
})
