import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from './command.ts'
import { writeDurably } from './durable.ts'
import { channelFolder, firstBlockFile, identityFiles, rootCertificateFile } from './folders.ts'
import { administratorEnvironment } from './nodes.ts'
import { waitFor } from './patience.ts'
import { workOf } from './process.ts'
import type { Programs } from './programs.ts'
import { channelProfile, renderChannel } from './render-channel.ts'
import type { OrdererOrganisation, PeerOrganisation, Topology } from './topology.ts'

type Work = { programs: Programs; signal?: AbortSignal | undefined }

/** Makes the channel's first block, once: another one would be another channel. Answers whether it was made now. */
export const makeFirstBlock = async (topology: Topology, { programs, signal }: Work): Promise<boolean> => {
  const file = firstBlockFile(topology)
  if (existsSync(file)) return false
  const folder = channelFolder(topology)
  writeDurably(join(folder, 'configtx.yaml'), renderChannel(topology))
  const output = ['-outputBlock', `${file}.new`]
  await runCommand(
    programs.configtxgen,
    ['-profile', channelProfile, '-channelID', topology.channel, '-configPath', folder, ...output],
    { signal, environment: { FABRIC_LOGGING_SPEC: 'error' } },
  )
  writeDurably(file, readFileSync(`${file}.new`))
  rmSync(`${file}.new`)
  return true
}

const callOrderer = async (topology: Topology, one: OrdererOrganisation, parameters: string[], work: Work) => {
  const admin = identityFiles(topology, one.name, 'admin')
  const output = await runCommand(
    work.programs.osnadmin,
    [
      'channel',
      ...parameters,
      ...['--channelID', topology.channel, '--orderer-address', `localhost:${one.orderer.adminPort}`],
      ...['--ca-file', rootCertificateFile(topology, one.name)],
      ...['--client-cert', admin.tlsCertificateFile, '--client-key', admin.tlsKeyFile],
    ],
    { signal: work.signal },
  )
  return { status: Number(/Status: (\d+)/.exec(output)?.[1]), output }
}

/** Has an orderer join the channel, waiting while it boots; answers whether it joined now. */
export const joinOrderer = async (topology: Topology, one: OrdererOrganisation, work: Work): Promise<boolean> => {
  const { signal } = work
  const known = await waitFor(async () => (await callOrderer(topology, one, ['list'], work)).status, {
    work: () => workOf(topology.dataFolder),
    what: `orderer-${one.name} answering its administrator`,
    signal,
  })
  if (known === 200) return false
  const answer = await callOrderer(topology, one, ['join', '--config-block', firstBlockFile(topology)], work)
  if (answer.status !== 201) throw new Error(`orderer-${one.name} refused to join the channel:\n${answer.output}`)
  return true
}

/** Has a peer join the channel, waiting while it boots; answers whether it joined now. */
export const joinPeer = async (topology: Topology, one: PeerOrganisation, work: Work): Promise<boolean> => {
  const { signal, programs } = work
  const environment = administratorEnvironment(topology, one)
  const listed = await waitFor(
    async () => await runCommand(programs.peer, ['channel', 'list'], { environment, signal }),
    {
      work: () => workOf(topology.dataFolder),
      what: `peer-${one.name} answering its administrator`,
      signal,
    },
  )
  if (listed.split('\n').includes(topology.channel)) return false
  await runCommand(programs.peer, ['channel', 'join', '-b', firstBlockFile(topology)], { environment, signal })
  return true
}
