/** The place of rows of a table that are not drawn, in pixels. */
export function Gap({
  height,
  columns,
  className,
}: {
  readonly height: number;
  readonly columns: number;
  readonly className?: string | undefined;
}) {
  if (height === 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <tr aria-hidden="true" className={className}>
      <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}
