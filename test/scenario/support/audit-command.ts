import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../../audit/command/program.ts'
import type { Report } from '../../../audit/report.ts'
import type { Topology } from '../../../network/topology.ts'
import { defaultsOf } from '../../../scripts/audit/network.ts'

/** Runs a command of the auditor's against a network, with its report in a folder; gives what it told, and throws unless it ends with 0. */
export const auditCommand = async (topology: Topology, folder: string, ...words: string[]): Promise<string> => {
  const told: string[] = []
  const line = (text: string) => told.push(text)
  const defaults = { ...defaultsOf(topology), reportFile: join(folder, 'report.json') }
  const { signal } = new AbortController()
  const code = await run(words, { output: line, tell: line, defaults, signal, now: () => new Date() })
  if (code !== 0) throw new Error(`audit ${words[0]} ended with ${code}:\n${told.join('\n')}`)
  return told.join('\n')
}

/**
 * Has an auditor prove all blocks of a network that stands once more, with what the bank's own peer discloses of what it shares with others.
 * Says how much of that was decided again in full. Throws unless all is proven.
 */
export const requireProofWithBodies = async (topology: Topology, report: (line: string) => void): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-disclosed-'))
  try {
    const file = join(folder, 'bank.json')
    await auditCommand(topology, folder, 'bodies', '--peer', 'bank', '--to', file)
    const told = await auditCommand(topology, folder, 'replay', '--peer', 'bank', '--bodies', file)
    if (!/^PROVEN/m.test(told)) throw new Error(told)
    const { counts } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report
    const { disclosed, confidential } = counts
    report(
      `with what the bank discloses: ${disclosed} confidential decided again in full, ${confidential} left as told`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
