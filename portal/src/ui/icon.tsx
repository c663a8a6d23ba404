/** The icons of both shells: 20 px line drawings, decorative unless a label says otherwise. */

const PATHS = {
  alert: 'M10 6.5v4M10 13.4v.1M10 2.5 18 16.5H2z',
  back: 'M12 4.5 6.5 10l5.5 5.5',
  check: 'm4.5 10.5 3.7 3.7 7.5-8.2',
  close: 'm5 5 10 10M15 5 5 15',
  cube: 'M10 2.500 16.500 6v8L10 17.500 3.500 14V6zM3.500 6l6.500 3.500L16.500 6M10 9.500v8',
  clock: 'M10 5.5V10l3 2M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0',
  document: 'M5 2.500h6.500L15.500 6.500v11H5zM11.500 2.500v4h4M7.500 10.500h5M7.500 13.500h5',
  download: 'M10 3v9.5m-4-3.7 4 3.9 4-3.9M3.5 16.5h13',
  down: 'm5 7.5 5 5 5-5',
  edit: 'M12.5 4.5l3 3L7 16H4v-3z',
  eye: 'M1.8 10S4.800 4.500 10 4.500 18.200 10 18.200 10 15.200 15.500 10 15.500 1.800 10 1.800 10M12.300 10a2.300 2.300 0 1 1-4.600 0 2.300 2.300 0 0 1 4.600 0',
  heart:
    'M10 16.500S2.700 12.300 2.700 7.500A3.700 3.700 0 0 1 10 6.200a3.700 3.700 0 0 1 7.300 1.300c0 4.800-7.300 9-7.300 9z',
  hidden:
    'M3 3l14 14M8 4.700A8.500 8.500 0 0 1 10 4.500c5.200 0 8.200 5.500 8.200 5.500a13 13 0 0 1-2.500 3.100M5 6.400A13 13 0 0 0 1.800 10S4.800 15.500 10 15.500a8 8 0 0 0 3-.6M8.300 8.300a2.400 2.400 0 0 0 3.400 3.400',
  grip: 'M7 5h.01M13 5h.01M7 10h.01M13 10h.01M7 15h.01M13 15h.01',
  home: 'M3 9.200 10 3.500l7 5.700M5 8v8.500h10V8',
  inbox: 'M2.500 11.500h4l1.200 2.500h4.600l1.200-2.500h4M4.500 4h11l2 7.500V16h-15v-4.500z',
  lock: 'M5 9h10v7.500H5zM7 9V6.500a3 3 0 0 1 6 0V9',
  minus: 'M4.5 10h11',
  more: 'M4.500 10h.01M10 10h.01M15.500 10h.01',
  next: 'M8 4.500 13.500 10 8 15.500',
  orders: 'M5 2.500h10v15l-2.500-1.600L10 17.500l-2.500-1.600L5 17.500zM8 7h4M8 10.500h4',
  outside: 'M8 5H4.500v10.500H15V12M11 4h5v5M16 4l-7 7',
  photos: 'M2.500 4.500h15v11h-15zm0 8.500 4-3.700 3.500 3 2.700-2.300 4.800 4M13.500 8h.01',
  plus: 'M10 4v12M4 10h12',
  retry: 'M16 10a6 6 0 1 1-1.800-4.300L16 7.500m0-4v4h-4',
  search: 'm13 13 4 4M14.500 8.700a5.700 5.700 0 1 1-11.500 0 5.700 5.700 0 0 1 11.500 0',
  settings: 'M3 6h8m4 0h2M3 14h2m4 0h8M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4M7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4',
  share: 'M10 12V3m-3.500 3L10 2.700 13.500 6M6 9H4v8h12V9h-2',
  trash: 'M3.500 5.500h13M8 5.500v-2h4v2M5 5.500l.8 11h8.400l.8-11',
  up: 'm5 12.500 5-5 5 5',
  upload: 'M10 13V3.500m-4 3.700 4-3.900 4 3.900M3.500 16.500h13',
  video: 'M2.500 5h11v10h-11zM13.500 9l4-2.500v7l-4-2.500',
  user: 'M13 6.500a3 3 0 1 1-6 0 3 3 0 0 1 6 0M4 17c.5-3.200 2.800-5 6-5s5.500 1.800 6 5',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, className = 'size-5' }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 20 20"
      className={`shrink-0 ${className}`}
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' || name === 'grip' ? 2.6 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
