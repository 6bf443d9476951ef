import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeDown } from '../../network/down.ts'
import { createTopology, type Topology } from '../../network/topology.ts'
import { bringUp } from '../../network/up.ts'
import { ensureDesk } from '../desk.ts'
import { startGateways } from '../gateways.ts'
import { ensureMatcher } from '../matcher.ts'
import { ensureService, registerService } from '../service.ts'
import { ensureWebTerminal } from '../web-terminal.ts'

type Report = (line: string) => void

/** A network that lives for some work only: its own ports, its own folder. */
export const withNetwork = async <Result>(
  { portBase, report, signal }: { portBase: number; report: Report; signal: AbortSignal },
  work: (topology: Topology) => Promise<Result>,
): Promise<Result> => {
  const topology = createTopology({ portBase, dataFolder: mkdtempSync(join(tmpdir(), 'assay-screenshots-')) })
  try {
    await ensureWebTerminal(join(import.meta.dirname, '..', '..'), report)
    await bringUp(topology, { report, signal })
    await ensureDesk(topology)
    await ensureMatcher(topology)
    await ensureService(topology)
    await startGateways(topology, report, { signal })
    await registerService(topology)
    return await work(topology)
  } finally {
    await takeDown(topology, report)
    rmSync(topology.dataFolder, { recursive: true, force: true })
  }
}
