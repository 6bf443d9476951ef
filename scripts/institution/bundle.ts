import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

/** The programs of a bundle and where their sources begin. */
const programs = { 'assay-institution': 'institution/main.ts', assay: 'terminal/cli/main.ts' } as const

const parts = 'parts'
// The command line starts this one by its own name, beside what starts it.
const thread = 'sandbox-thread'

/** A program that says what it needs before it loads anything that an older Node.js cannot read. */
const starter = (name: string): string => `#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(\`${name}: install Node.js 24 or newer and try again (this is \${process.version}).\\n\`)
  process.exit(1)
}
await import('./${parts}/${name}.mjs')
`

const service = `# Copy to /etc/systemd/system, with the folder and the user of this machine; then: systemctl enable --now assay-institution
[Unit]
Description=Answers the trades that banks send this institution
After=network-online.target
Wants=network-online.target

[Service]
ExecStart=/opt/assay-institution/assay-institution.mjs --config /var/lib/assay-institution/institution.json
User=assay-institution
StateDirectory=assay-institution
StateDirectoryMode=0700
Restart=always
RestartSec=5
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes

[Install]
WantedBy=multi-user.target
`

const configuration = {
  ...{ gateway: 'https://gateway.example', profile: 'desk', database: 'book.sqlite', rules: 'rules.json' },
  server: { key: 'server.key', addresses: [{ name: 'east', host: 'east.example', port: 7443 }] },
}

const rules = {
  metal: {
    'GOLD-1G': {
      ...{ cash: 'CNY', minimumGrade: 'bbb', quantityMaximum: '1000000', amountMaximum: '600000000' },
      hours: [{ zone: 'Asia/Shanghai', days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', until: '15:30' }],
      price: { reference: '550', bandPerMille: 50 },
    },
  },
}

const guide = `# The program of an institution, for a machine of its own

This machine needs Node.js 24 and this folder, and reaches the gateway of its institution. Nothing of the network's is copied here.

1. Check what was copied: \`sha256sum --check SHA256SUMS\`.
2. Choose a folder for what it keeps, which only its user may read: \`export ASSAY_HOME=/var/lib/assay-institution\`. The service expects that one, and the programs in \`/opt/assay-institution\`.
3. Make the device that answers, here, so that its key never leaves this machine:
   \`./assay.mjs --gateway https://gateway.example --profile desk device create --participant ID --name "Trading desk"\`.
   A registrar of the institution registers that participant, as an organisation, with what this prints and the role \`executor\`.
4. Copy \`institution.example.json\` and \`rules.example.json\` there as \`institution.json\` and \`rules.json\`, and make them yours: \`./assay-institution.mjs --help\` explains each member.
5. Say which families are traded: \`./assay.mjs --profile desk institution open metal\`.
6. Start it: \`./assay-institution.mjs --config $ASSAY_HOME/institution.json\`, or by \`assay-institution.service\`. It goes on where it was cut off, at whatever step.

Banks reach it at the addresses of \`server\`, over TLS 1.3 by keys that each side says on the ledger: let these ports in. Keep a copy of the database: what was
executed and not yet acknowledged is known by it alone.
`

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

const filesIn = (folder: string, within = ''): string[] =>
  readdirSync(join(folder, within), { withFileTypes: true }).flatMap((entry) => {
    const path = within === '' ? entry.name : `${within}/${entry.name}`
    return entry.isDirectory() ? filesIn(folder, path) : [path]
  })

const sumsOf = (folder: string): string =>
  filesIn(folder)
    .sort()
    .map(
      (path) =>
        `${createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex')}  ${path}\n`,
    )
    .join('')

/** What a bundle cannot be made of, in one line. */
export class BundleFault extends Error {}

/**
 * Makes the folder that an institution's machine needs beside Node.js 24: its program, the command line that makes its device, examples, a
 * service for systemd, the licences of what is in it, and the SHA-256 of each file. The same sources give the same bytes. Refuses a folder
 * that has anything in it (decision 0052).
 */
export const bundleInstitution = async (projectFolder: string, folder: string): Promise<string[]> => {
  if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0))
    throw new BundleFault(`${folder} is there and not empty: name another folder, or remove it first`)
  try {
    await build({
      ...{ configFile: false, root: projectFolder, logLevel: 'error', publicDir: false },
      ssr: { noExternal: true, target: 'node' },
      build: {
        ...{ ssr: true, outDir: folder, emptyOutDir: false, minify: false, target: 'node24' },
        license: { fileName: 'LICENSES.md' },
        rollupOptions: {
          input: {
            ...Object.fromEntries(Object.entries(programs).map(([name, path]) => [name, join(projectFolder, path)])),
            [thread]: join(projectFolder, 'terminal', 'sdk', 'node', `${thread}.ts`),
          },
          output: {
            entryFileNames: ({ name }) => `${parts}/${name}.${name === thread ? 'ts' : 'mjs'}`,
            chunkFileNames: `${parts}/[name]-[hash].mjs`,
          },
        },
      },
    })
    for (const name of Object.keys(programs)) {
      writeFileSync(join(folder, `${name}.mjs`), starter(name))
      chmodSync(join(folder, `${name}.mjs`), 0o755)
    }
    copyFileSync(join(projectFolder, 'LICENSE'), join(folder, 'LICENSE'))
    writeFileSync(join(folder, 'README.md'), guide)
    writeFileSync(join(folder, 'assay-institution.service'), service)
    writeFileSync(join(folder, 'institution.example.json'), json(configuration))
    writeFileSync(join(folder, 'rules.example.json'), json(rules))
    writeFileSync(join(folder, 'SHA256SUMS'), sumsOf(folder))
  } catch (error) {
    // Half a bundle must not be taken for one.
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  return filesIn(folder)
}
