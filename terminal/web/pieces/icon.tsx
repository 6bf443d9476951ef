// Drawn for Assay on a grid of 24, one weight of line.
const drawings = {
  home: 'M4 11.2 12 4l8 7.2M6 9.8V20h4.6v-5.4h2.8V20H18V9.8',
  vouchers: 'M4 6.5h16v4a1.8 1.8 0 0 0 0 3.5v3.5H4V14a1.8 1.8 0 0 0 0-3.5zM9 9.5h6M9 14.5h4',
  goods: 'M4.5 8 12 4l7.5 4v8L12 20l-7.5-4zM4.5 8 12 12l7.5-4M12 12v8',
  orders: 'M6 4.5h12v15H6zM9 9h6M9 12h6M9 15h3',
  provider:
    'M4.5 10V19.5h15V10M3.5 9.5 5.5 4.5h13l2 5c0 3-5.5 3-5.5.3 0 2.7-6 2.7-6 0 0 2.7-5.5 2.7-5.5-.3zM9.5 19.5v-5h5v5',
  trades: 'M4 8h13M13.5 4.5 17 8l-3.5 3.5M20 16H7M10.5 12.5 7 16l3.5 3.5',
  activity: 'M5 4.5h14v15l-2.4-1.6-2.3 1.6-2.3-1.6-2.3 1.6-2.3-1.6L5 19.5zM8.5 9h7M8.5 13h4.5',
  devices: 'M4 5.5h11v9H4zM2.8 18.5h9.7M16.5 9.5h4.7v10h-4.7zM18.4 17h1',
  settings: 'M4 7.5h9M17 7.5h3M4 16.5h3M11 16.5h9M15 5.3v4.4M9 14.3v4.4',
  pay: 'M4 4.5h6v6H4zM14 4.5h6v6h-6zM4 14.5h6v6H4zM14 14.5h2.5v2.5M20 14.5v6h-3.5M14 20.5h.5',
  till: 'M5 9h14l1.5 10.5h-17zM8 9V5.5h8V9M9 13h.5M12 13h.5M15 13h.5M9 16h6.5',
  desk: 'M3.5 9 12 4.5 20.5 9zM5.5 9v8.5M9.8 9v8.5M14.2 9v8.5M18.5 9v8.5M3.5 19.5h17',
  others: 'M5 12h.5M12 12h.5M19 12h.5',
  signOut: 'M14 7.5v-3H5v15h9v-3M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5',
  person: 'M12 12a3.7 3.7 0 1 0 0-7.4A3.7 3.7 0 0 0 12 12zM5 20c.6-3.7 3.4-5.6 7-5.6s6.4 1.9 7 5.6',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  alert: 'M12 4 21 19.5H3zM12 10v4.3M12 16.9v.2',
  information: 'M12 3.8a8.2 8.2 0 1 1 0 16.4 8.2 8.2 0 0 1 0-16.4zM12 11v5M12 8v.2',
  clock: 'M12 3.8a8.2 8.2 0 1 1 0 16.4 8.2 8.2 0 0 1 0-16.4zM12 7.5V12l3.2 2',
  chevron: 'M9.5 6l6 6-6 6',
  back: 'M14.5 6l-6 6 6 6',
  search: 'M10.8 4.5a6.3 6.3 0 1 1 0 12.6 6.3 6.3 0 0 1 0-12.6zM15.5 15.5l4.5 4.5',
  seal: 'M12 3.8a8.2 8.2 0 1 1 0 16.4 8.2 8.2 0 0 1 0-16.4zM8.5 12.3l2.5 2.5 4.5-5',
  rise: 'M5 16l5-5 3.5 3.5L19 8M14.5 8H19v4.5',
  fall: 'M5 8l5 5 3.5-3.5L19 16M14.5 16H19v-4.5',
  arrowIn: 'M12 4.5v11M7.5 11l4.5 4.5L16.5 11M5 19.5h14',
  arrowOut: 'M12 15.5v-11M7.5 9 12 4.5 16.5 9M5 19.5h14',
  lock: 'M6 11h12v8.5H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  eye: 'M3 12c2.2-4 5.2-6 9-6s6.8 2 9 6c-2.2 4-5.2 6-9 6s-6.8-2-9-6zM12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  offline:
    'M4 4l16 16M6 13.5a8.3 8.3 0 0 1 4-2.2M14.5 11.5a8.3 8.3 0 0 1 3.5 2M3 10a12.5 12.5 0 0 1 4.5-2.8M11 6.1A12.5 12.5 0 0 1 21 10M9.5 16.5a3.6 3.6 0 0 1 5 0M12 19.5v.1',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3M19.5 4v3.7h-3.7',
} as const
export type IconName = keyof typeof drawings

/** A drawing beside words; it says nothing by itself, so screen readers pass it over. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={drawings[name]} />
  </svg>
)

/** The mark: an ingot's face in an assayer's ring. */
export const Mark = () => (
  <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <circle cx="16" cy="16" r="14.5" fill="none" stroke="var(--accent)" stroke-width="1.5" />
    <path d="M10.2 20.5 12.8 11h6.4l2.6 9.5z" fill="var(--accent)" />
    <path d="M13.4 17.7h5.2M14 14.8h4" stroke="var(--on-accent)" stroke-width="1.2" stroke-linecap="round" />
  </svg>
)
