import { shellWords } from '../../dictionary/shell.ts'
import type { Screen } from '../screen.ts'

export const goodsScreens: readonly Screen[] = [
  {
    route: '/goods',
    title: shellWords.goods,
    access: 'open',
    icon: 'goods',
    load: async () => (await import('./views.ts')).goodsViews.GoodsScreen,
  },
  {
    route: '/goods/:id',
    title: shellWords.certificate,
    access: 'open',
    load: async () => (await import('./views.ts')).goodsViews.CertificateScreen,
  },
  // What a link opened: its key is in this page's memory, and in no address.
  {
    route: '/certificate',
    title: shellWords.certificate,
    access: 'open',
    load: async () => (await import('./views.ts')).goodsViews.OpenedCertificateScreen,
  },
]
