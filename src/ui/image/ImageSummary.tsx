import { useMemo } from 'react';
import { type Descriptor, type ImageConfig, type Manifest, totalSize } from '../../oci/index.ts';
import parts from '../kit/parts.module.css';
import { layerMessages } from '../messages/pane.ts';
import { baseShare } from '../summary/baseShare.ts';
import { sizeText } from '../summary/headOf.ts';
import { layerNotes } from '../tree/layerNotes.ts';
import { join, layersOf } from '../tree/nodes.ts';
import { LayerSizes } from './LayerSizes.tsx';
import { noTotal } from './LayerTable.tsx';
import type { PaneProps } from './paneProps.ts';
import { Summary } from './Summary.tsx';

/** An image whose summary is shown: the selected one, or one of the selected index. */
export interface SummarizedImage {
  readonly manifest: Manifest;
  readonly config: ImageConfig | undefined;
  readonly path: string;
  readonly descriptor: Descriptor | undefined;
  /** Names the document with the descriptor. */
  readonly statedBy: string;
}

/** Shows what an image runs, where it comes from and how large its layers are. */
export function ImageSummary({
  image,
  onSelect,
  linkTo,
}: Pick<PaneProps, 'onSelect' | 'linkTo'> & { readonly image: SummarizedImage }) {
  const { manifest, config, path } = image;
  const layers = layersOf(manifest);
  const sized = useMemo(() => {
    const notes = layerNotes(manifest, config);
    return layersOf(manifest).map(({ size = 0n }, index) => ({
      path: join(path, `layers/${index}`),
      number: index + 1,
      note: notes[index] ?? '',
      size,
    }));
  }, [manifest, config, path]);
  const base = baseShare(manifest, config);
  return (
    <>
      <Summary source={{ ...image, configHref: linkTo(path, 'config') }} />
      {layers.length === 0 ? null : totalSize(layers) === undefined ? (
        <p className={parts.muted}>{noTotal(layers)}</p>
      ) : (
        <LayerSizes layers={sized} heading={sizeText(manifest)} onSelect={onSelect}>
          {base ? <span className={parts.muted}>{layerMessages.base(base)}</span> : null}
        </LayerSizes>
      )}
    </>
  );
}
