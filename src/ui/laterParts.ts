// What is drawn after the tree: one file of the build, by the names that it is asked for.

export { Divider } from './Divider.tsx';
export { ErrorPanel } from './ErrorPanel.tsx';
export { HomePage } from './HomePage.tsx';
export { AppPage } from './OwnPage.tsx';
export { Pane } from './pane/Pane.tsx';
export { StatusLine } from './StatusLine.tsx';
export { RecordRecentImage } from './Visit.tsx';
