/** What is wanted or said of traits, each as it is typed; nothing where nothing is said (S3-019). */
export const Said = ({ label, texts }: { label: string; texts: readonly string[] }) =>
  texts.length === 0 ? null : (
    <span class="row-note">
      {label}: {texts.join('; ')}
    </span>
  )
