import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Command } from 'commander'
import { enrolRegistrar } from '../gateway/enrol-registrar.ts'
import { createTopology } from '../network/topology.ts'

const readCard = async (file: string): Promise<unknown> => {
  const card = file === '-' ? await text(process.stdin) : readFileSync(file, 'utf8')
  try {
    return JSON.parse(card)
  } catch {
    throw new Error('that is no card: copy all of what the browser shows, from { to }')
  }
}

const enrol = async (organisation: string, file: string): Promise<void> => {
  const { dataFolder, organisations } = createTopology()
  if (!organisations.some(({ name }) => name === organisation)) {
    throw new Error(`${organisation} is none of ${organisations.map(({ name }) => name).join(', ')}`)
  }
  const administrator = JSON.parse(readFileSync(join(dataFolder, 'admins', `${organisation}.json`), 'utf8'))
  const { participant, home, device } = await enrolRegistrar(administrator, (await readCard(file)) as never)
  console.log(
    `${participant} of ${home} has a device ending in ${device.slice(-6)} from its administrator; log in again in its browser`,
  )
}

await new Command('registrar')
  .description(
    "Puts a registrar's or an auditor's device on the ledger, as the organisation's administrator on this machine.",
  )
  .argument('<organisation>', 'whose: bank, institution, supplier or auditor')
  .argument('[card]', 'a file with the card that the browser shows, or - to paste it', '-')
  .action(async (organisation: string, card: string) => {
    try {
      await enrol(organisation, card)
    } catch (error) {
      console.error((error as Error).message)
      process.exitCode = 1
    }
  })
  .parseAsync()
