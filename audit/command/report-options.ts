import { Option } from 'commander'
import writeFile from 'write-file-atomic'
import { type Language, languages } from '../page.ts'

/** In which language a verdict is told, and into which files it is written besides: the words that several commands share. */
export interface ReportOptions {
  json?: string
  page?: string
  language: Language
}

export const languageOption = (): Option =>
  new Option('--language <language>', 'of the page').choices(languages).default('en')

/** The words for files and language; `otherwise` says what becomes of a report for which no file is named. */
export const reportOptions = (otherwise = ''): Option[] => [
  new Option('--json <file>', `write the report for programs into this file${otherwise}`),
  new Option('--page <file>', 'write the page into this file as well'),
  languageOption(),
]

/** Tells a page, and keeps it and its report in the files that the words name, each whole or not at all. */
export const tellReport = (
  { report, page }: { report: object; page: string },
  { json, page: pageFile }: Pick<ReportOptions, 'json' | 'page'>,
  output: (text: string) => void,
): void => {
  if (json !== undefined) writeFile.sync(json, `${JSON.stringify(report, null, 2)}\n`)
  if (pageFile !== undefined) writeFile.sync(pageFile, page)
  output(page)
}
