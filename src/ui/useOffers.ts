import { useContext, useEffect, useRef } from 'react';
import { type Offer, OffersContext } from './offers.ts';

/** Offers what a part of the page can do, for as long as it is there. */
export function useOffers(list: readonly Offer[]): void {
  const offers = useContext(OffersContext);
  const latest = useRef(list);
  latest.current = list;
  useEffect(() => {
    const read = () => latest.current;
    offers.sources.add(read);
    return () => void offers.sources.delete(read);
  }, [offers]);
  useEffect(() => void offers.dispatchEvent(new Event('change')));
}
