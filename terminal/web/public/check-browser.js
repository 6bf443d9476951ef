// Runs before the terminal, and in browsers that cannot run it: plain JavaScript that any of them reads. Where something is missing
// without which the terminal cannot work, the page says so instead of staying empty.
;(function () {
  var subtle = window.crypto && window.crypto.subtle
  var isModern =
    'noModule' in document.createElement('script') &&
    'structuredClone' in window &&
    window.CSS &&
    // Of the same years as the oldest browsers for which the terminal is built.
    window.CSS.supports('color', 'color-mix(in srgb, red, blue)')
  // A browser gives no keys to a page that comes over an open connection.
  var fault = window.isSecureContext === false ? 'insecure' : isModern && subtle && window.indexedDB ? '' : 'old'
  if (fault === '') return
  // Nothing of the terminal is to run behind the notice.
  var policy = document.createElement('meta')
  policy.httpEquiv = 'Content-Security-Policy'
  policy.content = "script-src 'none'"
  document.head.appendChild(policy)
  document.addEventListener('DOMContentLoaded', function () {
    document.getElementById('application').hidden = true
    document.getElementById('unsupported-' + fault).hidden = false
  })
})()
