import { installDebianPackage } from './debian.ts'
import type { Machine } from './machine.ts'

const smallFont = 'fonts-wqy-microhei'

const hasChineseFont = async (machine: Machine): Promise<boolean> => {
  const list = machine.findOnPath('fc-list')
  if (list === undefined) return false
  const fonts = await machine.run(list, [':lang=zh', 'family'])
  return fonts.trim() !== ''
}

/**
 * Sees to it that Chinese is shown in letters and not in boxes: where no font has them, a small one of Debian's is installed
 * where that may be done. Answers whether there is such a font; without one everything works, and pictures are poor.
 */
export const ensureChineseFont = async (machine: Machine): Promise<boolean> => {
  if (await hasChineseFont(machine)) return true
  machine.report('no font here has Chinese letters: getting a small one')
  await installDebianPackage(machine, smallFont)
  if (await hasChineseFont(machine)) return true
  machine.report(`Chinese will be shown as boxes: install a font that has it (Debian: apt-get install ${smallFont})`)
  return false
}
