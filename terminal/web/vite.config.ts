import { join, relative, sep } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { sandboxPage } from './sandbox/sandbox-page.ts'

// zod ties a describer of JSON schemas to every shape. Only a gateway describes shapes, and a browser would load it for nothing.
const describers = /[\\/]zod[\\/]v4[\\/]core[\\/](json-schema-processors|to-json-schema)\.js$/

const withoutDescribers: Plugin = {
  name: 'without-describers',
  transform: (code, id) => {
    if (!describers.test(id)) return null
    const names = [...code.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name)
    return `const none = () => undefined\nexport { ${names.map((name) => `none as ${name}`).join(', ')}, none as process }`
  },
}

// What a refusal means stands in English beside its code, for documents and the command line; a page has words of its own for each.
const refusalFiles = /[\\/]chaincode[\\/](?:domains[\\/][\w-]+[\\/]refusals|wire[\\/]refusal)\.ts$/

const withoutMeanings: Plugin = {
  name: 'without-meanings',
  enforce: 'pre',
  transform: (code, id) =>
    refusalFiles.test(id) ? code.replace(/\bmeaning:\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/g, "meaning: ''") : null,
}

const projectFolder = join(import.meta.dirname, '..', '..')

const nameOf = (id: string): string => {
  const path = relative(projectFolder, id).split(sep).join('/')
  return path.replace(/^.*node_modules\//, 'node_modules/')
}

/** Says beside the manifest of which modules each script is made, and how many characters each takes there before it is packed. */
const listModules: Plugin = {
  name: 'list-modules',
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).flatMap((chunk) => (chunk.type === 'chunk' ? [chunk] : []))
    const lists = chunks.map(({ fileName, modules }) => {
      const sizes = Object.entries(modules).map(([id, { renderedLength }]) => [nameOf(id), renderedLength])
      return [fileName, Object.fromEntries(sizes)]
    })
    this.emitFile({ type: 'asset', fileName: '.vite/modules.json', source: JSON.stringify(Object.fromEntries(lists)) })
  },
}

// A page reads single tables, and never the vocabulary's list of all: what no page reads is left out, and what one reads comes with it.
const tableFiles = /[\\/]chaincode[\\/]domains[\\/][\w-]+[\\/]tables\.ts$/
const vocabularyFile = /[\\/]chaincode[\\/]vocabulary\.ts$/

const isEntry = (id: string): boolean => id.endsWith('/terminal/web/main.tsx')

/** True for what the page needs before any screen: the entry, and all that it imports without waiting. */
const isFirst = (id: string, importersOf: (id: string) => readonly string[], seen = new Set<string>()): boolean => {
  if (isEntry(id)) return true
  seen.add(id)
  const importers = importersOf(id).filter((importer) => !(tableFiles.test(id) && vocabularyFile.test(importer)))
  return importers.some((importer) => !seen.has(importer) && isFirst(importer, importersOf, seen))
}

/** What purchases are made of, with what opens a sealed document: one file for buyer and provider, which no other screen needs. */
const isOfPurchases = (name: string): boolean =>
  /^(?:chaincode\/wire\/sealing\/|terminal\/(?:sdk\/(?:sealing\/(?!encrypted-text)|certificates\/(?:handover|issue-certificate)\.ts|purchases\.ts)|web\/(?:platform\/seal-key\.ts|(?:market\/purchases|screens\/(?:orders|provider-desk))\/))|node_modules\/@hpke\/)/.test(
    name,
  )

/** What demands and requests are made of, and recommendations but for their own form, whose zones are heavy: one file. How traits are typed, providers need too. */
const isOfMatching = (name: string): boolean =>
  /^terminal\/(?:sdk\/matching\/(?!windows|conditions)|web\/(?:platform\/matching-keys\.ts|state\/(?:answer-time|profile-form)\.ts|(?:market\/matching|screens\/(?:demands|requests))\/(?!screens\.ts)))/.test(
    name,
  )

/** Where that lies of which many screens are made, but for the words of refusals and what opens certificates, which wait for the first of them. */
const isShared = (name: string): boolean =>
  /^(?:chaincode|terminal\/(?:sdk|web\/(?:dictionary|pieces|platform|state|words)))\//.test(name) &&
  !/^terminal\/web\/dictionary\/(?:refusals|[a-z-]+-faults|later-problems|[a-z-]+-reasons)\.ts$/.test(name) &&
  !/^terminal\/sdk\/certificates\/(?!find-)/.test(name)

/** The web terminal as static files: one page, hashed assets, nothing inline, nothing from elsewhere (decision 0021). */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  logLevel: 'warn',
  plugins: [withoutDescribers, withoutMeanings, listModules, sandboxPage],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: process.env['ASSAY_WEB_FOLDER'] ?? 'built',
    emptyOutDir: true,
    target: ['chrome111', 'firefox114', 'safari16.4'],
    // A strict content policy allows no data: images but those that the style sheet draws itself.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      treeshake: { moduleSideEffects: (id) => !tableFiles.test(id) },
      output: {
        // One file for all that comes first: compressed together it is smaller, and it is one question to the gateway.
        codeSplitting: {
          groups: [
            {
              debugName: 'first',
              name: (id, chunks) =>
                !isEntry(id) && isFirst(id, (of) => chunks.getModuleInfo(of)?.importers ?? []) ? 'first' : null,
              priority: 2,
              // All that comes first is named above; else the tables would come along that the vocabulary lists for others.
              includeDependenciesRecursively: false,
            },
            {
              debugName: 'purchases',
              name: (id) => (isOfPurchases(nameOf(id)) ? 'purchases' : null),
              priority: 1,
              includeDependenciesRecursively: false,
            },
            {
              debugName: 'matching',
              name: (id) => (isOfMatching(nameOf(id)) ? 'matching' : null),
              priority: 1,
              includeDependenciesRecursively: false,
            },
            // What many screens are made of comes with the first of them, in one file instead of a dozen small ones.
            {
              debugName: 'shared',
              name: (id) => (isShared(nameOf(id)) ? 'shared' : null),
              minShareCount: 3,
              includeDependenciesRecursively: false,
            },
          ],
        },
      },
    },
  },
})
