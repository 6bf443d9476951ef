import type { Phrases } from '../dictionary/phrase.ts'

/** Reading a code by camera. */
export const scannerWords = {
  cameraStarting: { zh: '正在打开摄像头…', en: 'Opening the camera…' },
  cameraRetry: { zh: '重试', en: 'Try again' },
  torchOn: { zh: '打开照明', en: 'Light on' },
  torchOff: { zh: '关闭照明', en: 'Light off' },
  cameraFault: {
    zh: (fault: string) =>
      ({
        denied: '浏览器未允许使用摄像头。请在地址栏的网站设置中允许，然后重试。',
        absent: '此设备没有可用的摄像头。',
        busy: '摄像头正被其他程序使用。请关闭后重试。',
        insecure: '此页面的连接不安全，浏览器不提供摄像头。请使用 HTTPS 地址。',
        failed: '摄像头无法启动。',
      })[fault] ?? fault,
    en: (fault: string) =>
      ({
        denied:
          'The browser was not allowed to use the camera. Allow it in the site settings beside the address, and try again.',
        absent: 'This device has no camera to use.',
        busy: 'Another program uses the camera. Close it and try again.',
        insecure: 'The connection of this page is not secure, so the browser gives no camera. Use its https address.',
        failed: 'The camera did not start.',
      })[fault] ?? fault,
  },
} satisfies Phrases
