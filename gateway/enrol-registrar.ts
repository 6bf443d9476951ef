import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { Command } from 'commander'
import { Consortium } from '../chaincode/wire/consortium.ts'
import { type RegistrarEnrolment, registrarEnrolment } from '../chaincode/wire/registrar.ts'
import type { Configuration } from './configuration.ts'
import { connectFabric } from './fabric/connect.ts'

type AdministratorConfiguration = Pick<Configuration, 'peer' | 'identity' | 'mspId' | 'channel' | 'consortium'>

/**
 * Puts a registrar device of the administrator's own organisation on the ledger: the one act that no device can sign,
 * since it is how an organisation's first device comes to be (decision 0003). Resolves once a block holds it.
 */
export const enrolRegistrar = async (
  configuration: AdministratorConfiguration,
  enrolment: RegistrarEnrolment,
): Promise<{ participant: string; home: string; device: string }> => {
  const fabric = connectFabric(configuration)
  const { mspId } = configuration
  const { peerOrganisations, quorum } = new Consortium(configuration.consortium)
  // The auditor runs no peer: any quorum of the others endorses what its administrator signed.
  const own = peerOrganisations.filter((organisation) => organisation === mspId)
  const others = peerOrganisations.filter((organisation) => organisation !== mspId)
  try {
    const result = await fabric.contract('registry').submit('enrolRegistrar', {
      arguments: [JSON.stringify(registrarEnrolment.parse(enrolment))],
      endorsingOrganizations: [...own, ...others].slice(0, quorum),
    })
    return JSON.parse(Buffer.from(result).toString())
  } finally {
    fabric.close()
  }
}

const readJson = async (path: string) =>
  JSON.parse(path === '-' ? await text(process.stdin) : readFileSync(path, 'utf8'))

if (import.meta.main) {
  await new Command('enrol-registrar')
    .description(
      'Puts a registrar device of your organisation on the ledger, with the Fabric identity of its administrator.',
    )
    .requiredOption('--config <file>', 'the administrator’s connection file, in JSON')
    .requiredOption('--device <file>', 'the device’s card in JSON, or - for standard input')
    .action(async ({ config, device }: { config: string; device: string }) => {
      process.stdout.write(`${JSON.stringify(await enrolRegistrar(await readJson(config), await readJson(device)))}\n`)
    })
    .parseAsync()
}
