import { resolve } from 'node:path'
import { Command } from 'commander'
import { createTopology } from '../network/topology.ts'
import { BundleFault, bundleInstitution } from './institution/bundle.ts'

await new Command('institution:bundle')
  .description('Makes the folder that the program of an institution needs on a machine of its own, beside Node.js 24.')
  .option('--folder <folder>', 'where to: a new folder, or an empty one', 'assay-institution')
  .addHelpText('after', '\nExample:\n  $ npm run institution:bundle -- --folder /tmp/assay-institution')
  .action(async ({ folder }: { folder: string }) => {
    const to = resolve(folder)
    try {
      const files = await bundleInstitution(createTopology().projectFolder, to)
      process.stdout.write(
        `${to}: ${files.length} files. Copy the folder to the machine; its README.md says how it goes on.\n`,
      )
    } catch (error) {
      if (!(error instanceof BundleFault)) throw error
      process.stderr.write(`${error.message}\n`)
      process.exitCode = 1
    }
  })
  .parseAsync()
