import type { Phrases } from './phrase.ts'

/** What stands around every screen. */
export const shellWords = {
  name: { zh: '金鉴', en: 'Assay' },
  tagline: { zh: '贵金属凭证', en: 'Precious-metal vouchers' },
  skip: { zh: '跳到正文', en: 'Skip to content' },
  navigation: { zh: '主导航', en: 'Main navigation' },
  home: { zh: '首页', en: 'Home' },
  vouchers: { zh: '贵金属', en: 'Vouchers' },
  activity: { zh: '记录', en: 'Activity' },
  devices: { zh: '设备', en: 'Devices' },
  settings: { zh: '设置', en: 'Settings' },
  signIn: { zh: '登录', en: 'Sign in' },
  signOut: { zh: '退出登录', en: 'Sign out' },
  signOutTitle: { zh: '退出登录？', en: 'Sign out?' },
  signOutText: {
    zh: '未提交的内容将被清除。设备仍保持授权，下次只需账户和密码。',
    en: 'What you typed and did not send is forgotten. This device stays authorised: account and password are all it takes next time.',
  },
  signedInAs: { zh: (account: string) => `当前账户：${account}`, en: (account: string) => `Signed in as ${account}` },
  height: { zh: (height: string) => `账本高度 ${height}`, en: (height: string) => `Ledger height ${height}` },
  live: { zh: '实时', en: 'Live' },
  connecting: { zh: '连接中', en: 'Connecting' },
  stale: { zh: '已中断', en: 'Disconnected' },
  offline: {
    zh: '与网关的连接已中断。页面显示的是先前的数据，可能已过时；正在自动重新连接。',
    en: 'The gateway cannot be reached. What you see is from before and may be out of date; reconnecting by itself.',
  },
  limited: {
    zh: '此设备未获授权：可以查看已发布的凭证，但不能付款或交易。',
    en: 'This device is not authorised: you can look at published vouchers, but not pay or trade.',
  },
  authorise: { zh: '授权此设备', en: 'Authorise this device' },
  notFoundTitle: { zh: '页面不存在', en: 'There is no such page' },
  notFoundText: {
    zh: '地址可能有误，或者您的设备没有相应权限。',
    en: 'The address may be wrong, or your device has no right to it.',
  },
  otherRole: {
    zh: (screen: string, roles: string) => `“${screen}”需要以下权限的设备：${roles}。`,
    en: (screen: string, roles: string) => `“${screen}” opens on a device with this role: ${roles}.`,
  },
  or: { zh: '或', en: ' or ' },
  otherRoleText: {
    zh: '请使用带有该权限的设备登录，或请您机构的登记员授权。',
    en: 'Sign in on a device that has it, or ask a registrar of your organisation for it.',
  },
  toHome: { zh: '回到首页', en: 'Go to the start' },
  loading: { zh: '加载中…', en: 'Loading…' },
  retry: { zh: '重试', en: 'Try again' },
  close: { zh: '关闭', en: 'Close' },
  cancel: { zh: '取消', en: 'Cancel' },
  more: { zh: '加载更多', en: 'Show more' },
  unexpected: { zh: '此页面出错了', en: 'This page failed' },
  unexpectedText: {
    zh: '您的资金不受影响：已签名的指令都保存在本设备上，并且最多生效一次。',
    en: 'Your money is not affected: signed instructions are kept on this device, and each counts at most once.',
  },
  reload: { zh: '重新载入', en: 'Reload' },
  optional: { zh: '可选', en: 'optional' },
  languageSwitchLabel: { zh: 'Switch to English', en: '切换到中文' },
} satisfies Phrases
