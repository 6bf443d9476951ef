// Runs before anything else of a certificate's page: takes the key out of the address, so that no history, bookmark or share gets
// it, and hands it on within this page alone. Plain JavaScript, since whatever is bundled may run behind other modules.
{
  const { pathname, hash } = window.location
  // A page that was loaded again has the address of a screen, and its key is gone.
  if (!hash.startsWith('#/')) {
    window.history.replaceState(null, '', `${pathname}#/certificate`)
    window.assayLink = { pathname, hash }
  }
}
