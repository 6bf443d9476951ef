import { CertificateScreen, OpenedCertificateScreen } from './certificate-screen.tsx'
import { GoodsScreen } from './goods-screen.tsx'

/** What draws goods and their certificates, in one file: who looks at the one soon opens the other. */
export const goodsViews = { CertificateScreen, GoodsScreen, OpenedCertificateScreen }
