import { expect } from 'chai'
import { Passwords, requireGoodPassword } from '../../../gateway/credentials/password.ts'
import type { Problem } from '../../../gateway/problem.ts'

const ruleOf = (password: string, account = 'alice-from-the-bank'): string => {
  try {
    requireGoodPassword(account, password)
    return 'good'
  } catch (error) {
    return String((error as Problem).details.values?.['rule'])
  }
}

describe('a password', () => {
  for (const [password, rule] of [
    ['nine char', 'length'],
    ['ten chars!', 'good'],
    ['x'.repeat(129), 'length'],
    ['correct horse battery staple', 'good'],
    ['金银铂钯铑铱锇钌铜铁', 'good'],
    ['金银铂钯', 'length'],
    // Five letters, each of them two code points before they are brought together.
    ['e\u0301'.repeat(5), 'length'],
    ['alice-from-the-bank', 'account'],
    ['Alice-From-The-Bank', 'account'],
    ['Password123', 'common'],
    ['1234567890', 'common'],
    ['woaini1314', 'common'],
    ['half of a pair \ud83d', 'text'],
  ] as const) {
    it(`${JSON.stringify(password.slice(0, 30))} is ${rule}`, () => expect(ruleOf(password)).equal(rule))
  }

  it('is kept as scrypt with a salt of its own, at a cost that OWASP names', async () => {
    const passwords = new Passwords()
    const [first, second] = [await passwords.hash('correct horse'), await passwords.hash('correct horse')]
    expect(first).to.match(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9_-]{22}\$[A-Za-z0-9_-]{43}$/)
    expect(first).not.equal(second)
    expect(await passwords.matches('correct horse', first)).equal(true)
    expect(await passwords.matches('correct horsf', first)).equal(false)
  })

  it('is the same however a keyboard composed it', async () => {
    const passwords = new Passwords({ logN: 4, r: 1, p: 1 })
    const hash = await passwords.hash('caf\u00e9 au lait')
    expect(await passwords.matches('cafe\u0301 au lait', hash)).equal(true)
  })

  it('is still known after the cost of new ones was raised', async () => {
    const hash = await new Passwords({ logN: 4, r: 1, p: 1 }).hash('correct horse')
    expect(await new Passwords({ logN: 5, r: 1, p: 1 }).matches('correct horse', hash)).equal(true)
  })

  it('takes as long to refuse for an account that is not there', async () => {
    const passwords = new Passwords({ logN: 14, r: 8, p: 1 })
    const hash = await passwords.hash('correct horse')
    const milliseconds = async (known: string | undefined) => {
      const began = performance.now()
      for (let count = 0; count < 5; count += 1) expect(await passwords.matches('wrong', known)).equal(false)
      return performance.now() - began
    }
    const [known, unknown] = [await milliseconds(hash), await milliseconds(undefined)]
    // Without the work it would be a thousandth.
    expect(unknown).to.be.greaterThan(known / 4)
  })

  it('waits for its turn, and is turned away when too many wait', async () => {
    const passwords = new Passwords({ logN: 10, r: 8, p: 1 })
    const hash = await passwords.hash('correct horse')
    const tries = Array.from({ length: 80 }, () =>
      passwords.matches('correct horse', hash).catch(({ code }: { code: string }) => code),
    )
    const answers = await Promise.all(tries)
    expect(answers.filter((answer) => answer === true)).to.have.lengthOf(66)
    expect(answers.filter((answer) => answer === 'overloaded')).to.have.lengthOf(14)
    expect(await passwords.matches('correct horse', hash)).equal(true)
  })
})
