import { type IconName, iconShapes } from './iconShapes.ts';

/** A decorative 16 px icon; its meaning must be in the text next to it. */
export function Icon({ name, className }: { readonly name: IconName; readonly className?: string | undefined }) {
  return (
    <svg
      aria-hidden="true"
      className={className}
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill={name === 'twisty' ? 'currentColor' : 'none'}
      stroke={name === 'twisty' ? 'none' : 'currentColor'}
      strokeWidth="1.4"
      strokeLinejoin="round"
      strokeLinecap="round"
    >
      <path d={iconShapes[name]} />
    </svg>
  );
}

/** The app's logo: three layers under a lens of the same shape. */
export function Mark() {
  return (
    <svg
      aria-hidden="true"
      width="22"
      height="22"
      viewBox="0 0 22 22"
      fill="none"
      strokeWidth="1.8"
      strokeLinejoin="round"
    >
      <path d="M11 2.5 18.5 6.5 11 10.5 3.5 6.5z" fill="var(--layer-1)" />
      <path d="M3.5 11 11 15l7.5-4" stroke="var(--layer-2)" strokeLinecap="round" />
      <path d="M3.5 15.2 11 19.2l7.5-4" stroke="var(--layer-3)" strokeLinecap="round" />
    </svg>
  );
}
