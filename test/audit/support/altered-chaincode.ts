import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..', '..')

/** A copy of the chaincode with one text in one of its files replaced, as a checkout of another time would have it. Answers its folder, and what removes it. */
export const alteredChaincode = (file: string, text: string, by: string): { folder: string; remove: () => void } => {
  const checkout = mkdtempSync(join(tmpdir(), 'assay-checkout-'))
  const folder = join(checkout, 'chaincode')
  cpSync(join(root, 'chaincode'), folder, { recursive: true })
  cpSync(join(root, 'package.json'), join(checkout, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'))
  const before = readFileSync(join(folder, file), 'utf8')
  if (before.split(text).length !== 2) throw new Error(`${file} does not hold the text once`)
  writeFileSync(join(folder, file), before.replace(text, by))
  return { folder, remove: () => rmSync(checkout, { recursive: true, force: true }) }
}
